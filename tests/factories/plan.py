"""Plans on the way: a complete draft, a meeting, a signature."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.factories.api import Api
from tests.factories.referral import enrolled, happened
from tests.factories.world import World

DOMAINS = (
    "physical", "vision", "hearing", "health", "cognitive", "communication", "social_emotional", "adaptive",
)  # fmt: skip
SIGNED = {"method": "paper", "identity_shown": "known_in_person"}


def content() -> dict[str, Any]:
    """Every part of an IFSP that the law asks for, services aside."""
    return {
        "levels": [{"domain": d, "description": f"Observed at home: {d}."} for d in DOMAINS],
        "family": {
            "is_agreed": True, "concerns": "Few words.", "priorities": "To be understood.", "resources": "Aunts near by.",
        },
        "outcomes": [
            {
                "number": 1, "statement": "Asks for what is wanted with two words.",
                "criterion": "Five times a day, on four days of a week.", "procedure": "Parents' tally.",
                "timeline": "In six months.",
            }
        ],
        "other_services": [{"service": "Dental care", "steps": "Coordinator gives three addresses."}],
        "transition": [{"step": "options_reviewed", "text": "At two years and six months."}],
    }  # fmt: skip


def service(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "number": number, "service": "speech_language_pathology", "delivery_model": "home_visit",
        "intensity": "individual", "sessions": 1, "per": "week", "minutes": 60, "starts_on": "2026-01-05",
        "ends_on": "2026-06-30", "method": "Coaching", "location": "At home", "setting": "home",
        "payer": "part_c", "outcomes": [1], **changes,
    }  # fmt: skip


@dataclass
class Planned:
    """One version as a test drives it."""

    world: World
    student: str
    id: str

    @property
    def path(self) -> str:
        return f"{self.student}/plans/{self.id}"

    @property
    def coordinator(self) -> Api:
        return self.world.coordinator

    async def ask(self, act: str, who: str = "coordinator", **body: Any) -> httpx.Response:
        """A step at the present version."""
        found = await self.world.api(who).get(self.path)
        return await step(
            self.world.api(who), self.path, found.headers.get("etag"), act=act, **body
        )

    async def take(self, act: str, who: str = "coordinator", **body: Any) -> dict[str, Any]:
        answer = await self.ask(act, who, **body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def write(self, **parts: Any) -> None:
        tag = (await self.coordinator.get(self.path)).headers["etag"]
        answer = await self.coordinator.patch(self.path, parts, tag)
        assert answer.status_code == 200, answer.text

    async def add(self, **line: Any) -> dict[str, Any]:
        answer = await self.coordinator.post(f"{self.path}/services", line)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def lines(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.coordinator.get(f"{self.path}/services")).json()
        return found

    async def state(self) -> str:
        return str((await self.coordinator.get(self.path)).json()["state"])

    async def hold(self, held_on: date, **changes: Any) -> dict[str, Any]:
        """Set the meeting ten days ahead of itself and hold it."""
        await self.take("set_meeting", **invitation(self.world, held_on, await self.parent()))
        return await self.take(
            "hold_meeting", held_on=str(held_on),
            participants=team(self.world, await self.parent()), **changes,
        )  # fmt: skip

    async def present(self) -> dict[str, Any]:
        return await self.take("present", signature=signed(self.world.today))

    async def sign(
        self,
        on: date,
        declines: tuple[int, ...] = (),
        contact_id: str | None = None,
        **changes: Any,
    ) -> httpx.Response:
        """The parent signs and decides on each service; `declines` names lines by number."""
        decisions = [
            {"line_id": x["id"], "is_consented": x["number"] not in declines}
            for x in await self.lines()
            if x["state"] == "proposed"
        ]
        return await self.ask(
            "sign", contact_id=contact_id or await self.parent(), signature=signed(on),
            **{"decisions": decisions, **changes},
        )  # fmt: skip

    async def parent(self) -> str:
        file = (await self.coordinator.get(self.student)).json()
        return str(next(c["id"] for c in file["contacts"] if c["may_sign"]))

    async def next(self, type_: str, **body: Any) -> "Planned":
        answer = await self.coordinator.post(f"{self.path}/versions", {"type": type_, **body})
        assert answer.status_code == 201, answer.text
        return Planned(self.world, self.student, answer.json()["id"])

    async def events(self, type_: str) -> list[dict[str, Any]]:
        found = (await self.coordinator.get(f"{self.student}/events")).json()
        listed = found if isinstance(found, list) else found["items"]
        return [e for e in listed if e["type"] == type_ and not e["entered_in_error"]]


async def step(api: Api, path: str, etag: str | None, **body: Any) -> httpx.Response:
    headers = {"Idempotency-Key": str(uuid4())} | ({"If-Match": etag} if etag else {})
    return await api.http.post(f"{path}/steps", json=body, headers=headers)


def signed(on: date) -> dict[str, Any]:
    return {**SIGNED, "signed_on": str(on)}


def invitation(world: World, on: date, parent_id: str) -> dict[str, Any]:
    return {
        "starts_at": f"{on}T17:00:00-08:00", "place": "At the family's home", "suits_family": True,
        "notice_sent_on": str(on - timedelta(days=10)), "notice_language": "en",
        "invitees": [
            {"role": "parent", "contact_id": parent_id},
            {"role": "service_coordinator", "principal_id": str(world.people["coordinator"].id)},
            {"role": "evaluator", "name": "Evaluator of the clinic"},
        ],
    }  # fmt: skip


def team(world: World, parent_id: str) -> list[dict[str, Any]]:
    return [
        {"role": "parent", "contact_id": parent_id, "attendance": "present"},
        {
            "role": "service_coordinator", "principal_id": str(world.people["coordinator"].id),
            "attendance": "present",
        },
        {"role": "evaluator", "name": "Evaluator of the clinic", "attendance": "by_records"},
    ]  # fmt: skip


async def evaluated(world: World, *, child: str = "Amina") -> str:
    """A student found eligible, referred sixty days ago; returns the path of the file."""
    start = world.today - timedelta(days=60)
    student_id = await enrolled(world, received_on=start, child=name(child))
    for day, type_, data in (
        (2, "consent.evaluation.signed", {}),
        (10, "evaluation.completed", {}),
        (10, "assessment.child.completed", {}),
        (12, "eligibility.partc.decided", {"eligible": True}),
    ):
        await happened(world, student_id, type_, start + timedelta(days=day), **data)
    return f"/v1/students/{student_id}"


async def opened(world: World, student: str, type_: str = "initial", **body: Any) -> Planned:
    made = await world.coordinator.post(
        f"{student}/plans",
        {
            "program": "partc", "type": type_, "starts_on": str(world.today - timedelta(days=40)),
            "ends_on": str(world.today + timedelta(days=320)), **body,
        },
    )  # fmt: skip
    assert made.status_code == 201, made.text
    return Planned(world, student, made.json()["id"])


def dates(world: World) -> dict[str, str]:
    """Of a line inside the plan of `opened`."""
    return {
        "starts_on": str(world.today - timedelta(days=30)),
        "ends_on": str(world.today + timedelta(days=300)),
    }


def name(first: str) -> dict[str, str]:
    """Two children of one test look like one, unless each is called otherwise and born on a day of its own."""
    if first == "Amina":
        return {}
    return {"first_name": first, "last_name": f"{first}son", "born_on": "2025-05-05"}


async def drafted(
    world: World, services: int = 2, *, child: str = "Amina", **changes: Any
) -> Planned:
    """A complete initial IFSP with so many services."""
    plan = await opened(world, await evaluated(world, child=child))
    await plan.write(**content())
    kinds = (
        "speech_language_pathology", "physical_therapy", "occupational_therapy", "special_instruction", "nutrition",
    )  # fmt: skip
    for n in range(services):
        await plan.add(**service(n + 1, service=kinds[n], **dates(world), **changes))
    return plan


async def presented(world: World, services: int = 2, **changes: Any) -> Planned:
    """A complete plan whose meeting was held forty days ago and which waits for the parent."""
    plan = await drafted(world, services, **changes)
    await plan.hold(world.today - timedelta(days=40))
    await plan.present()
    return plan


async def in_force(world: World, services: int = 2, **changes: Any) -> Planned:
    """A plan that the parent signed whole forty days ago."""
    plan = await presented(world, services, **changes)
    answer = await plan.sign(world.today - timedelta(days=40))
    assert answer.status_code == 200, answer.text
    return plan
