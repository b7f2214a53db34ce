"""An evaluation over HTTP: several sources, two disciplines, two signatures, and a decision with the rules' answer."""

import json
from collections.abc import AsyncIterator
from typing import Any

from app.demo.chapter import Body, Walker
from app.settings import ROOT

EXAMPLES = ROOT / "examples" / "evaluation"
STEPS = 3
LICENCES = {
    "therapist": ("physical_therapy", "PT, DPT", "PT-31107"),
    "coordinator": (
        "special_instruction",
        "Early Childhood Special Education Credential",
        "EC-2204",
    ),
}


def example(name: str, **changes: Any) -> Body:
    body: Body = json.loads((EXAMPLES / f"{name}.json").read_text())
    return {**body, **changes}


async def evaluated(w: Walker, student: str) -> AsyncIterator[None]:
    """The student at this path, whose team the therapist is on, is evaluated anew; yields after each scene."""
    examiners = await team(w)
    file = await w.get("coordinator", student, "the child's file")
    mother = next(c["id"] for c in file["contacts"] if c["may_sign"])
    consent = await w.post(
        "coordinator", f"{student}/consents", example("01-consent", contact_id=mother),
        "no evaluation without the parent's consent",
    )  # fmt: skip
    made = await w.post(
        "coordinator", f"{student}/assessments", example("02-plan", examiners=examiners),
        "an instrument by domain, what was seen and what the family says",
    )  # fmt: skip
    path = f"{student}/assessments/{made['id']}"
    for body, proves in (
        ({"act": "note_consent", "consent_id": consent["id"]}, "the consent is noted"),
        ({"act": "begin"}, "it begins"),
        ({"act": "score"}, "the scores are in"),
    ):
        await w.step("coordinator", path, body, proves)
    yield
    await w.patch(
        "coordinator", path, example("03-report"), "strengths, needs, how the child was seen"
    )
    await w.step(
        "coordinator", path, {"act": "draft_report"}, "the report waits for its signatures"
    )
    for name in LICENCES:
        signed = await w.step(
            name, path, example("04-sign"), "signed under a licence that is valid on the day"
        )
    w.check(signed["state"] == "report_signed", "by both: from now on additions alone")
    yield
    decided = await w.post(
        "coordinator", f"{student}/eligibility-decisions",
        example("05-decide", assessment_ids=[made["id"]], team=examiners),
        "two disciplines decide; the rules are asked, and question and answer kept",
    )  # fmt: skip
    w.check(
        decided["is_eligible"], f"eligible: {', '.join(decided['answer']['qualifying_domains'])}"
    )
    yield


async def team(w: Walker) -> list[Body]:
    """Two examiners of two disciplines, licensed in them."""
    return [
        {"principal_id": await _licensed(w, name), "discipline": LICENCES[name][0]}
        for name in LICENCES
    ]


async def _licensed(w: Walker, name: str) -> str:
    """Who this is, with a licence in the discipline that the chapter needs."""
    me = (await w.get(name, "/v1/me", "an examiner is signed in"))["principal_id"]
    discipline, title, number = LICENCES[name]
    held = await w.get("supervisor", f"/v1/staff/{me}/credentials", "licences are on record")
    if not any(c["discipline"] == discipline for c in held):
        await w.post(
            "supervisor", f"/v1/staff/{me}/credentials",
            {
                "discipline": discipline, "level": "licensed", "title": title, "number": number,
                "issuer": "State of California", "valid_from": "2016-01-01",
            },
            "this one is added",
        )  # fmt: skip
    return str(me)
