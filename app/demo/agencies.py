"""Agencies over HTTP: a talk on its ground, a referral out to its end; and a move to another program, file and clock along."""

import json
from collections.abc import AsyncIterator

from app.demo.chapter import Body, Walker
from app.settings import ROOT

EXAMPLES = ROOT / "examples"
REFERRED, MOVED = 3, 2
"""Scenes of each chapter."""


def example(name: str, **changes: str | list[str]) -> Body:
    body: Body = json.loads((EXAMPLES / f"{name}.json").read_text())
    return {**body, **changes}


async def referred(w: Walker, student: str) -> AsyncIterator[None]:
    """The student at this path is referred to a clinic; yields after each scene."""
    file = await w.get("coordinator", student, "the child's file")
    mother = next(c["id"] for c in file["contacts"] if c["may_sign"])
    agency = (
        await w.post(
            "supervisor",
            "/v1/agencies",
            example("agency/01-agency"),
            "the directory knows the clinic",
        )
    )["id"]
    about = {"agency_id": agency, "student_id": file["id"]}
    talk = await w.post(
        "coordinator", "/v1/agency-contacts", example("agency/02-talk", **about),
        "nobody speaks of a child without a ground; the talk is logged with it",
    )  # fmt: skip
    w.check(talk["exception"] is not None, "and keeps which exception of the law it was")
    yield
    consent = await w.post(
        "coordinator", f"{student}/consents",
        example("agency/03-consent", contact_id=mother, agency_id=agency),
        "the parent agrees, in writing and in her language",
    )  # fmt: skip
    out = await w.post(
        "coordinator", "/v1/outbound-referrals", example("agency/04-refer", **about),
        "a referral out is written; nothing leaves yet",
    )  # fmt: skip
    path = f"/v1/outbound-referrals/{out['id']}"
    sent = await w.step(
        "coordinator", path, example("agency/05-send", consent_id=consent["id"]),
        "sent on the live consent that names the clinic and the data",
    )  # fmt: skip
    w.check(sent["answer_due_on"] is not None, "and a timer waits for the answer")
    yield
    for name, proves in (
        ("agency/06-accept", "the clinic takes the child"),
        ("agency/07-begin", "the child is seen"),
        ("agency/08-complete", "what came of it is on the file"),
    ):
        done = await w.step("coordinator", path, example(name), proves)
    w.check(done["state"] == "completed", "every step with its day and who took it")
    yield


async def moved(w: Walker, student: str, receiver: str = "other-intake") -> AsyncIterator[None]:
    """The family moves, and the program next door takes the child; yields after each scene."""
    file = await w.get("coordinator", student, "the child's file")
    mother = next(c["id"] for c in file["contacts"] if c["may_sign"])
    partners = await w.get("coordinator", "/v1/partners", "the programs next door")
    program = next(p["id"] for p in partners if p["kind"] == "program")
    consent = await w.post(
        "coordinator", f"{student}/consents",
        example("transfer/01-consent", contact_id=mother, recipient_id=program),
        "the parent lets the other program have the file",
    )  # fmt: skip
    offer = await w.post(
        "coordinator", f"{student}/transfers",
        example("transfer/02-offer", receiver_id=program, consent_id=consent["id"]),
        "offered: frozen, hashed, and shown to the receiver in its own tenant",
    )  # fmt: skip
    yield
    path = f"/v1/incoming-transfers/{offer['id']}"
    seen = await w.get(receiver, path, "the other program reads what goes along")
    w.check(
        seen["referred_on"] == file["enrolment"]["referred_on"], "with the day the clock runs from"
    )
    alike = await w.get(
        receiver, f"{path}/possible-duplicates", "children it knows are looked at first"
    )
    reviewed = [d["student_id"] for d in alike]
    taken = await w.step(
        receiver, path, example("transfer/03-accept", duplicates_reviewed=reviewed),
        "accepted: profile, contacts, plan and clock are there, nothing is typed again",
    )  # fmt: skip
    here = await w.get(receiver, f"/v1/students/{taken['student_id']}", "the child's file there")
    first = {d["rule_id"]: d["due_on"] for d in file["deadlines"]}
    same = [d for d in here["deadlines"] if "initial_ifsp" in d["rule_id"]]
    w.check(
        bool(same) and all(d["due_on"] == first[d["rule_id"]] for d in same),
        "the 45 days are the same: a move never restarts them",
    )
    left = await w.get(
        "coordinator", student, "the first program's stay has ended with its history"
    )
    w.check(left["enrolment"]["state"] == "exited", "and its plan with it")
    yield
