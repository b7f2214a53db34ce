"""An IFSP's way over HTTP: one service declined, a visit missed and made up, a review, an amendment."""

import json
from collections.abc import AsyncIterator
from typing import Any

from app.demo.chapter import Body, Walker
from app.settings import ROOT

EXAMPLES = ROOT / "examples" / "plan"
STEPS = 7


def example(name: str, **changes: Any) -> Body:
    body: Body = json.loads((EXAMPLES / f"{name}.json").read_text())
    return {**body, **changes}


async def ifsp(w: Walker, student: str) -> AsyncIterator[None]:
    """The story of one plan of the student at this path; yields after each of its scenes."""
    file = await w.get("coordinator", student, "the child's file")
    mother = next(c["id"] for c in file["contacts"] if c["may_sign"])
    chapter = _Chapter(w, student, mother)
    for scene in (
        chapter.write, chapter.promise, chapter.meet, chapter.sign, chapter.give, chapter.review, chapter.amend,
    ):  # fmt: skip
        await scene()
        yield


class _Chapter:
    def __init__(self, w: Walker, student: str, mother: str) -> None:
        self.w, self.student, self.mother = w, student, mother
        self.plan = self.coordinator = ""
        self.lines: dict[str, str] = {}

    async def write(self) -> None:
        """The draft says what the law asks for."""
        made = await self.w.post(
            "coordinator",
            f"{self.student}/plans",
            example("01-open"),
            "an IFSP is opened as a draft",
        )
        self.plan, self.coordinator = f"{self.student}/plans/{made['id']}", made["coordinator_id"]
        await self.w.patch(
            "coordinator", self.plan, example("02-content"),
            "levels by domain, the family's own view, outcomes with criterion, procedure and timeline",
        )  # fmt: skip
        found = await self.w.get(
            "coordinator",
            f"{self.plan}/completeness",
            "what is missing is named, element by element",
        )
        missing = [i["code"] for i in found["items"] if not i["is_complete"]]
        self.w.check(missing == ["services"], "nothing but the services")

    async def promise(self) -> None:
        """Frequency, intensity, length, duration, method and location, each a field of its own."""
        for name in ("03-speech", "04-walking", "05-nutrition"):
            body = example(name)
            made = await self.w.post(
                "coordinator", f"{self.plan}/services", body, f"{body['service']} is proposed"
            )
            self.lines[body["service"]] = f"{self.student}/services/{made['id']}"

    async def meet(self) -> None:
        """The meeting that was typed before the plan was on record stands for the plan's."""
        await self._step(
            "06-invite", "parent, coordinator and an evaluator are invited in writing", "invitees"
        )
        await self._step("07-meet", "the meeting is held", "participants")
        await self.w.step(
            "coordinator",
            self.plan,
            example("08-present"),
            "its text is fixed, and the coordinator signs it",
        )

    async def sign(self) -> None:
        """Two services accepted, one declined."""
        decisions = [
            {"line_id": path.rsplit("/", 1)[1], "is_consented": service != "nutrition"}
            for service, path in self.lines.items()
        ]
        await self.w.step(
            "coordinator", self.plan, example("09-sign", contact_id=self.mother, decisions=decisions),
            "the mother signs and decides on each service",
        )  # fmt: skip
        found = await self.w.get("coordinator", f"{self.plan}/services", "the services follow")
        states = {x["service"]: x["state"] for x in found}
        self.w.check(
            states["nutrition"] == "declined" and states["physical_therapy"] == "consented",
            "one declined, the others to be given",
        )

    async def give(self) -> None:
        """The first visit starts the service; a missed one is owed until it is made up."""
        speech = self.lines["speech_language_pathology"]
        deliveries = f"{speech}/deliveries"
        await self.w.post(
            "coordinator", deliveries, example("10-first-visit"), "the first visit starts it"
        )
        missed = await self.w.post(
            "coordinator", deliveries, example("11-missed"), "a visit that was not, and why"
        )
        await self.w.post(
            "coordinator",
            deliveries,
            example("12-make-up", makes_up_id=missed["id"]),
            "it is made up, once",
        )
        account = await self.w.get(
            "coordinator",
            f"{speech}/account",
            "planned against given",
            from_on="2025-10-27",
            to_on="2025-11-16",
        )
        self.w.check((account["delivered"], account["owed"]) == (120, 0), "nothing is owed")

    async def review(self) -> None:
        """A review that changes nothing is dated all the same."""
        await self.w.step("coordinator", self.plan, example("13-review"), "a review begins")
        await self._step(
            "14-no-change", "it changes nothing, and the six months run anew", "participants"
        )

    async def amend(self) -> None:
        """At the mother's request: a new version, compared, met on and signed."""
        former = self.plan
        made = await self.w.post(
            "coordinator",
            f"{former}/versions",
            example("15-amend"),
            "the next version starts as a copy",
        )
        self.plan = f"{self.student}/plans/{made['id']}"
        found = await self.w.get(
            "coordinator", f"{self.plan}/services", "with the services in force"
        )
        speech = next(x for x in found if x["service"] == "speech_language_pathology")
        await self.w.patch(
            "coordinator", f"{self.student}/services/{speech['id']}", example("16-more-speech"),
            "two speech visits a week",
        )  # fmt: skip
        compared = await self.w.get(
            "coordinator", f"{self.plan}/comparison", "what it changes, field by field"
        )
        pointers = [d["pointer"] for d in compared["differences"]]
        self.w.check("/services/1/sessions" in pointers, "one number, and why")
        await self._step("17-invite", "invited again", "invitees")
        await self._step("18-meet", "met", "participants")
        await self.w.step("coordinator", self.plan, example("19-present"), "presented")
        decisions = [{"line_id": x["id"], "is_consented": True} for x in found]
        await self.w.step(
            "coordinator", self.plan, example("20-sign", contact_id=self.mother, decisions=decisions),
            "signed: it takes the place of the former one, service by service",
        )  # fmt: skip
        left = await self.w.get("coordinator", former, "the former version stays as it was signed")
        self.w.check(left["state"] == "amended", "amended")

    async def _step(self, name: str, proves: str, people: str) -> None:
        """With the ids of the mother and the coordinator filled in."""
        ids = {
            "parent": {"contact_id": self.mother},
            "service_coordinator": {"principal_id": self.coordinator},
        }
        body = example(name)
        body[people] = [{**p, **ids.get(p["role"], {})} for p in body[people]]
        await self.w.step("coordinator", self.plan, body, proves)
