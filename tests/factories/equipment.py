"""Equipment requests on their way, taken there step by step over the API."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.factories.api import Api
from tests.factories.referral import enrolled
from tests.factories.world import World

REQUESTS = "/v1/equipment-requests"
SECTIONS = (
    "evaluated_by", "history", "tone", "range_of_motion", "strength", "posture", "function", "cognition", "senses",
    "present_equipment", "home", "transport", "school", "benefit", "harm", "training_plan", "follow_up_plan",
)  # fmt: skip
LABELS = {1: {"manufacturer": "RollWell", "model": "CUB-2"}, 2: {"no_maker": "Made in the clinic"}}
"""Of what is delivered: the thing, and its accessories."""
PAPER = {"method": "electronic", "identity_shown": "signed_in"}


def made(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code in {200, 201}, response.text
    found: dict[str, Any] = response.json()
    return found


def need(student_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "student_id": student_id, "kind": "gait_mobility", "need": "Cannot move about the house alone.",
        "source": "assessment", "outcome": "Moves from room to room",
        "diagnoses": [{"system": "icd-10-cm", "code": "G80.1", "text": "Spastic diplegic cerebral palsy"}],
        **changes,
    }  # fmt: skip


def item(vendor_id: str, **changes: Any) -> dict[str, Any]:
    quote = {
        "vendor_id": vendor_id, "number": "Q-1", "price": {"amount": "3200.00", "currency": "USD"},
        "quoted_on": "2026-01-05",
    }  # fmt: skip
    return {
        "kind": "gait_mobility", "name": "Manual wheelchair", "hcpcs": "E1236", "size": "10 inch",
        "reason": "It is light enough for her arms.", "cheaper": "A stroller does not let her move herself.",
        "growth": "The frame widens by two inches.", "quotes": [quote], **changes,
    }  # fmt: skip


@dataclass
class Story:
    """One request; `step` takes the version that it was left with."""

    world: World
    api: Api
    id: str
    student_id: str
    contact_id: str
    vendor_id: str
    funders: list[str]
    item_ids: list[str]
    version: str
    state: str

    @property
    def path(self) -> str:
        return f"{REQUESTS}/{self.id}"

    async def try_step(self, act: str, api: Api | None = None, **evidence: Any) -> httpx.Response:
        headers = {"If-Match": self.version, "Idempotency-Key": str(uuid4())}
        response = await (api or self.api).http.post(
            f"{self.path}/steps", json={"act": act, **evidence}, headers=headers
        )
        if response.status_code == 200:
            self.version, self.state = response.headers["etag"], response.json()["state"]
        return response

    async def step(self, act: str, api: Api | None = None, **evidence: Any) -> dict[str, Any]:
        return made(await self.try_step(act, api, **evidence))

    async def letter(self) -> dict[str, Any]:
        """The draft, or the letter signed last."""
        rows = (await self.api.get(f"{self.path}/letters")).json()
        row = next((r for r in rows if r["state"] == "draft"), rows[-1])
        return made(await self.api.get(f"{self.path}/letters/{row['id']}"))

    async def write(self, **sections: str) -> dict[str, Any]:
        """Write every section of the draft, and what else is given."""
        letter = await self.letter()
        body = {"sections": {name: f"About {name}." for name in SECTIONS} | sections}
        return made(
            await self.api.patch(
                f"{self.path}/letters/{letter['id']}", body, f'"{letter["version"]}"'
            )
        )

    async def signed_letter(self) -> str:
        """The letter that was signed last; its id."""
        rows = (await self.api.get(f"{self.path}/letters")).json()
        return str([r["id"] for r in rows if r["state"] == "signed"][-1])

    async def signing(self) -> dict[str, Any]:
        letter = await self.letter()
        return {"letter_id": letter["id"], "text_sha256": letter["text_sha256"], "signature": PAPER}

    async def evidence(self, act: str) -> dict[str, Any]:
        """What a step needs, as the story stands."""
        today = self.world.today
        answer = {
            "dated_on": str(today),
            "reference": "Letter 7",
            "why_no_scan": "Told on the portal",
        }
        items = await self.items()
        asked = [i for i in items if i["funding"] != "approved"]
        came = [i["id"] for i in items if i["funding"] == "approved"]
        pays = {"amount": "3200.00", "currency": "USD"}
        yes = [{"item_id": i["id"], "is_approved": True, "pays": pays} for i in asked]
        part = [
            d if n == 0 else {**d, "is_approved": False, "pays": None} for n, d in enumerate(yes)
        ]
        agreed = {"contact_id": self.contact_id, "agreed_on": str(today)}
        reason = {"reason_code": "other"}
        shown = {"shown_on": str(today), "topics": "Brakes", "has_demonstrated": True}
        known: dict[str, dict[str, Any]] = {
            "drop": reason, "rework": reason, "close": reason, "return": reason, "retire": reason,
            "send_to_prescriber": agreed,
            "prescribe": {
                "signer": {"name": "Dr. Ruiz", "licence_number": "A1"}, "signature": PAPER,
                "prescribed_on": str(today), "prescription": "Manual wheelchair",
            },
            "request_info": {"what": "Seat width?", "answer_by": str(today + timedelta(days=10))},
            "answer": {"answer": "Ten inches."},
            "approve": {"decisions": yes, "answer": answer},
            "approve_part": {"decisions": part, "answer": answer, "reason": "Not needed.", **reason},
            "deny": {"answer": answer, "reason": "Not medically necessary.", **reason},
            "order": {"vendor_id": self.vendor_id, "expected_on": str(today + timedelta(days=30)), **reason},
            "deliver": {
                "items": [
                    {"item_id": i, "owner": "family", "serial_number": f"S-{n}", **LABELS[min(n, 2)]}
                    for n, i in enumerate(came, 1)
                ],
            },
            "fit": {"checks": [{"point": "hips", "is_good": True}]},
            "show": {"people": [shown | {"name": "Grandfather", "is_relative": True}]},
            "train": {"people": [shown | {"contact_id": self.contact_id}, shown | {"name": "Teacher"}]},
            "start_use": {"follow_up_on": str(today + timedelta(days=30))},
            "follow_up": {"found": "In daily use."},
            "review_growth": {"found": "Still fits."},
            "break": {"problem": "A wheel is loose."},
            "repaired": {"done": "Wheel replaced."},
        }  # fmt: skip
        if act == "sign":
            return {"letter": await self.signing()}
        if act == "appeal":
            return {"letter_id": await self.signed_letter()}
        if act == "submit":
            return await self.submission()
        if act == "slip":
            expected = made(await self.api.get(self.path))["expected_on"]
            return {"expected_on": str(date.fromisoformat(expected) + timedelta(days=30)), **reason}
        return known.get(act, {})

    async def submission(self) -> dict[str, Any]:
        """Ask the first source that was not asked yet."""
        rows = (await self.api.get(f"{self.path}/submissions")).json()
        asked = {r["funder_id"] for r in rows}
        left = [f for f in self.funders if f not in asked]
        return {"funder_id": left[0] if left else self.funders[-1], "reference": "R-1"}

    async def items(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.api.get(f"{self.path}/items")).json()
        return found

    async def go(self, *acts: str) -> None:
        """Take steps with the evidence that each needs, by the therapist."""
        for act in acts:
            if act == "sign":
                await self.write()
            if act == "appeal":
                await self.derive("appeal")
            await self.step(act, **await self.evidence(act))

    async def carried_on(self) -> "Story":
        """The request that carries on what was denied of this one."""
        await self.step("carry_on")
        (carried,) = made(await self.api.get(self.path))["carried_on_in"]
        row = made(await self.api.get(f"{REQUESTS}/{carried}"))
        version = f'"{row["version"]}"'
        return replace(self, id=carried, version=version, state=row["state"], item_ids=[])

    async def derive(
        self, kind: str, answer: str = "The trial shows the need.", **more: Any
    ) -> str:
        """A letter that answers, signed by therapist and prescriber; its id."""
        letter = made(await self.api.post(f"{self.path}/letters", {"kind": kind, **more}))
        await self.write(answer_to_funder=answer)
        for act in ("sign", "prescribe"):
            await self.step(act, **await self.evidence(act))
        return str(letter["id"])


TO_READY = ("try", "draft", "sign", "send_to_prescriber", "prescribe")
TO_ORDERED = (*TO_READY, "submit", "approve", "order")
TO_IN_USE = (*TO_ORDERED, "deliver", "fit", "train", "start_use")


async def funders(world: World, *kinds: str) -> list[str]:
    """Sources in payer order; their ids."""
    found = []
    for rank, kind in enumerate(kinds, 1):
        body = {"kind": kind, "name": f"The {kind}", "rank": rank, "appeal_days": 60}
        found.append(made(await world.supervisor.post("/v1/equipment-funders", body))["id"])
    return found


async def on_the_case(world: World, student_id: str) -> None:
    """The therapist, licensed, among the team."""
    therapist = world.people["therapist"].id
    body = {"principal_id": str(therapist), "role": "therapist", "grounds": "On the team."}
    made(await world.supervisor.post(f"/v1/students/{student_id}/assignments", body))
    if not (await world.supervisor.get(f"/v1/staff/{therapist}/credentials")).json():
        await world.licensed("therapist", "physical_therapy")


async def begun(
    world: World,
    student_id: str | None = None,
    *,
    by: str = "therapist",
    accessories: int = 1,
    **changes: Any,
) -> Story:
    """A need with an item, an accessory, a trial and a measurement; the therapist is on the case."""
    student_id = student_id or await enrolled(world)
    path = f"/v1/students/{student_id}"
    if by == "therapist":
        await on_the_case(world, student_id)
    contact = (await world.coordinator.get(path)).json()["contacts"][0]
    vendor = made(await world.supervisor.post("/v1/equipment-vendors", {"name": "Wheels & Co"}))
    listed = (await world.supervisor.get("/v1/equipment-funders")).json()
    order = [f["id"] for f in listed] or await funders(world, "medicaid_epsdt", "ccs", "charity")
    coverage = [{"funder_id": order[0], "member_id": "M-42"}]
    body = need(student_id, **{"coverage": coverage, **changes})
    response = await world.api(by).post(REQUESTS, body)
    request = made(response)
    story = Story(
        world, world.api(by), request["id"], student_id, contact["id"], vendor["id"], order, [],
        response.headers["etag"], "identified",
    )  # fmt: skip
    await _furnish(story, accessories)
    return story


async def _furnish(story: Story, accessories: int) -> None:
    api, path, today = story.api, story.path, str(story.world.today)
    main = made(
        await api.post(
            f"{path}/items",
            item(story.vendor_id, fits_part="seat_width", fits_from="20", fits_until="25.5"),
        )
    )
    story.item_ids.append(main["id"])
    for n in range(accessories):
        body = item(
            story.vendor_id, name=f"Headrest {n}", part_of_id=main["id"], hcpcs="E0955",
            reason="Her head falls to the side when she tires.",
        )  # fmt: skip
        story.item_ids.append(made(await api.post(f"{path}/items", body))["id"])
    trial = {
        "item_id": main["id"], "tried": "Loaned wheelchair", "from_on": today, "place": "home",
        "present": ["mother", "physical therapist"], "result": "worked", "notes": "Ten metres alone.",
    }  # fmt: skip
    made(await api.post(f"{path}/trials", trial))
    measured = {"part": "seat_width", "value": "21.5", "taken_on": today}
    made(await api.post(f"{path}/measurements", measured))
