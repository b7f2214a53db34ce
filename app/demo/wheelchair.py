"""A wheelchair's way over HTTP: letter, denial, loan, appeal, part approval, delivery, fitting, training."""

import json
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

from app.demo.chapter import Body, Walker
from app.settings import ROOT

EXAMPLES = ROOT / "examples" / "equipment"
STEPS = 17
REQUESTS = "/v1/equipment-requests"


def example(name: str, **changes: Any) -> Body:
    body: Body = json.loads((EXAMPLES / f"{name}.json").read_text())
    return {**body, **changes}


async def wheelchair(
    w: Walker, student_id: str, contact_id: str, today: date
) -> AsyncIterator[None]:
    """The story of one request; yields after each of its scenes."""
    chapter = _Chapter(w, student_id, contact_id, today)
    for scene in (
        chapter.staff, chapter.need, chapter.items, chapter.trial, chapter.letter, chapter.signatures, chapter.ask,
        chapter.lend, chapter.appeal, chapter.part, chapter.carry_on, chapter.order, chapter.deliver, chapter.train, chapter.use,
        chapter.give_back, chapter.look_back,
    ):  # fmt: skip
        await scene()
        yield


class _Chapter:
    def __init__(self, w: Walker, student_id: str, contact_id: str, today: date) -> None:
        self.w, self.student_id, self.contact_id, self.today = w, student_id, contact_id, today
        self.path, self.loan, self.lent = "", "", ""
        self.items_: list[str] = []
        self.funders: dict[str, str] = {}
        self.vendor = ""

    async def staff(self) -> None:
        """A licensed therapist joins the team; funders and vendors are the program's."""
        me = await self.w.get("therapist", "/v1/me", "the therapist is signed in")
        licence = {
            "discipline": "physical_therapy", "level": "licensed", "title": "PT, DPT", "number": "PT-31107",
            "issuer": "Physical Therapy Board of California", "valid_from": "2016-01-01",
        }  # fmt: skip
        await self.w.post(
            "supervisor", f"/v1/staff/{me['principal_id']}/credentials", licence, "with a licence that is on record"
        )  # fmt: skip
        await self.w.post(
            "supervisor", f"/v1/students/{self.student_id}/assignments",
            {"principal_id": me["principal_id"], "role": "therapist", "grounds": "Walking and posture are what the child works on."}, "and on the child's team",
        )  # fmt: skip
        listed = await self.w.get(
            "supervisor",
            "/v1/equipment-funders",
            "the payer order is the program's own, Part C last",
        )
        self.funders = {f["kind"]: f["id"] for f in listed}
        vendors = await self.w.get("supervisor", "/v1/equipment-vendors", "vendors, too")
        self.vendor = vendors["items"][0]["id"]

    async def need(self) -> None:
        plans = f"/v1/students/{self.student_id}/plans"
        latest = (await self.w.get("therapist", plans, "her plan is on file"))["items"][0]
        covered = [{"funder_id": self.funders["medicaid_epsdt"], "member_id": "91827364A"}]
        body = example(
            "01-need", student_id=self.student_id, plan_id=latest["id"], coverage=covered
        )
        made = await self.w.post(
            "therapist", REQUESTS, body, "a need is recorded; its wait is counted from today"
        )
        self.w.check(
            made["links"]["outcome"]["statement"].startswith("Walks"),
            "it serves an outcome of that plan, in the plan's own words",
        )
        self.path = f"{REQUESTS}/{made['id']}"

    async def items(self) -> None:
        main = await self._item("02-wheelchair", "a wheelchair is asked for, with its quote")
        head = await self._item(
            "03-headrest", "a headrest, with a reason of its own", part_of_id=main["id"]
        )
        belt = await self._item(
            "04-belt", "and a belt, with a reason of its own", part_of_id=main["id"]
        )
        self.items_ = [main["id"], head["id"], belt["id"]]

    async def _item(self, name: str, proves: str, **changes: Any) -> Any:
        body = example(name, **changes)
        body["quotes"] = [{**q, "vendor_id": self.vendor} for q in body["quotes"]]
        return await self.w.post("therapist", f"{self.path}/items", body, proves)

    async def trial(self) -> None:
        await self._step("try", "it is tried")
        body = example("05-trial", item_id=self.items_[0])
        await self.w.post(
            "therapist", f"{self.path}/trials", body, "four days of trial, with who was there"
        )
        await self.w.post(
            "therapist", f"{self.path}/measurements", example("06-measurement"),
            "a measurement; the forecast of the day on which she outgrows it follows",
        )  # fmt: skip

    async def letter(self) -> None:
        await self._step("draft", "the letter begins with what the file knows")
        letter = await self._letter()
        lacking = [p["title"] for p in letter["parts"] if not p["is_there"]]
        self.w.check(len(lacking) > 10, "it says part by part what it lacks, and why a funder asks")
        await self.w.patch(
            "therapist", f"{self.path}/letters/{letter['id']}", example("07-letter"), "the therapist writes"
        )  # fmt: skip

    async def signatures(self) -> None:
        await self._take(
            "08-sign", "signed under the licence: frozen", letter=await self._signing("08-sign")
        )
        agreed = {"contact_id": self.contact_id, "agreed_on": str(self.today)}
        await self._take("09-family-agrees", "the family agrees with the choice", **agreed)
        await self._prescribed("10-prescriber", "the physician orders it, and signs the same text")

    async def _prescribed(self, name: str, proves: str) -> None:
        paper = example(name)["signature"] | {"signed_on": str(self.today)}
        await self._take(name, proves, signature=paper, prescribed_on=str(self.today))

    async def ask(self) -> None:
        passed = [
            {
                **example("11-submit")["passed_over"][0],
                "funder_id": self.funders["private_insurance"],
            }
        ]
        await self._take(
            "11-submit", "the first source is asked; the one before it was passed over, with the reason",
            funder_id=self.funders["medicaid_epsdt"], passed_over=passed,
        )  # fmt: skip
        denied = await self._take(
            "12-denied", "denied, with the funder's letter", answer=self._answer("12-denied")
        )
        self.w.check(
            denied["appeal_due_on"] is not None,
            f"an appeal is possible until {denied['appeal_due_on']}",
        )

    def _answer(self, name: str) -> Body:
        return {**example(name)["answer"], "dated_on": str(self.today)}

    async def lend(self) -> None:
        shelf = await self.w.get(
            "therapist", "/v1/loan-items", "the closet", kind="gait_mobility", state="available"
        )
        thing = next(t for t in shelf["items"] if t["recall_id"] is None)
        until = self.today + timedelta(days=60)
        body = example(
            "13-loan", item_id=thing["id"], student_id=self.student_id, request_id=self.path.rsplit("/", 1)[1],
            from_on=str(self.today), until_on=str(until),
        )  # fmt: skip
        loan = await self.w.post("therapist", "/v1/loans", body, "lends one for the wait")
        self.loan, self.lent = f"/v1/loans/{loan['id']}", f"/v1/loan-items/{thing['id']}"
        await self.w.step("therapist", self.loan, example("14-hand-out"), "she sits in it today")

    async def appeal(self) -> None:
        await self.w.post(
            "therapist", f"{self.path}/letters", {"kind": "appeal"}, "the appeal carries the letter's text over"
        )  # fmt: skip
        letter = await self._letter()
        await self.w.patch(
            "therapist", f"{self.path}/letters/{letter['id']}", example("15-appeal-letter"),
            "and answers the funder's reasons",
        )  # fmt: skip
        await self._take(
            "16-appeal-signed", "signed as the first one was", letter=await self._signing("16-appeal-signed")
        )  # fmt: skip
        await self._prescribed("17-appeal-co-signed", "the physician signs the same text")
        await self._take("18-appeal", "and it is sent", letter_id=letter["id"])

    async def part(self) -> None:
        said = example("19-part-approved")["decisions"]
        decisions = [{**d, "item_id": i} for d, i in zip(said, self.items_, strict=True)]
        await self._take(
            "19-part-approved", "approved in part: the chair and the belt, not the headrest", decisions=decisions,
            answer=self._answer("19-part-approved"),
        )  # fmt: skip

    async def carry_on(self) -> None:
        """What was denied goes its own way, to the next source; the rest need not wait for it."""
        await self._take("20-carry-on", "the headrest goes on in a request of its own")
        mine = await self.w.get("therapist", self.path, "named by the first")
        apart = f"{REQUESTS}/{mine['carried_on_in'][0]}"
        await self.w.step(
            "therapist", apart, example("21-next-funder"), "begun as denied: the next source's turn"
        )
        asked = await self.w.step(
            "therapist", apart, example("22-submit-headrest", funder_id=self.funders["ccs"]),
            "is asked for it alone, with the letter that both have signed",
        )  # fmt: skip
        self.w.check(asked["state"] == "submitted", "while the chair is ordered")

    async def order(self) -> None:
        first, later = (str(self.today + timedelta(days=n)) for n in (30, 44))
        await self._take(
            "23-order", "what is approved is ordered", vendor_id=self.vendor, expected_on=first
        )
        await self._take("24-slip", "it slips, and the reason is kept", expected_on=later)

    async def deliver(self) -> None:
        chair, _, belt = self.items_
        said = example("25-delivered")["items"]
        came = [{**d, "item_id": i} for d, i in zip(said, (chair, belt), strict=True)]
        await self._take(
            "25-delivered",
            "both are delivered, by maker, model and serial number, and whose they are",
            items=came,
        )
        await self._take("26-fit", "a licensed therapist checks the fit")

    async def train(self) -> None:
        shown = [{**p, "shown_on": str(self.today)} for p in example("27-training")["people"]]
        shown[0]["contact_id"] = self.contact_id
        await self._take(
            "27-training", "the mother shows it herself, and the teacher does", people=shown
        )

    async def use(self) -> None:
        after = str(self.today + timedelta(days=30))
        used = await self._take("28-in-use", "in use", follow_up_on=after)
        self.w.check(
            used["growth_review_on"] is not None,
            f"her growth is reviewed on {used['growth_review_on']}",
        )

    async def give_back(self) -> None:
        await self.w.step("therapist", self.loan, example("29-take-back"), "the loan comes back")
        await self.w.step("therapist", self.lent, {"act": "clean"}, "is cleaned")
        await self.w.step(
            "therapist", self.lent, {"act": "shelve"}, "and stands on the shelf for the next child"
        )

    async def look_back(self) -> None:
        age = await self.w.get("therapist", f"{self.path}/age", "every stage has its age")
        self.w.check(len(age["stages"]) == 16, "all sixteen of them")
        asked = await self.w.get(
            "therapist", f"{self.path}/submissions", "each source and what it said"
        )
        said = [s["state"] for s in asked]
        self.w.check(said == ["passed_over", "denied", "part_approved"], "are on record")

    async def _step(self, act: str, proves: str) -> Any:
        return await self.w.step("therapist", self.path, {"act": act}, proves)

    async def _take(self, name: str, proves: str, **changes: Any) -> Any:
        return await self.w.step("therapist", self.path, example(name, **changes), proves)

    async def _letter(self) -> Any:
        rows = await self.w.get("therapist", f"{self.path}/letters", "its letters")
        draft = next(r for r in rows if r["state"] == "draft")
        return await self.w.get("therapist", f"{self.path}/letters/{draft['id']}", "the draft")

    async def _signing(self, name: str) -> Body:
        letter = await self._letter()
        held = example(name)["letter"]
        return {**held, "letter_id": letter["id"], "text_sha256": letter["text_sha256"]}
