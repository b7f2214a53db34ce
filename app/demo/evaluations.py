"""The papers behind a demo file's evaluation: licences, a report signed by two disciplines, the team's decision."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from app.demo.county import County, StudentFile
from app.demo.county import shape as shapes
from app.demo.county.dice import Dice
from app.demo.county.need import DIAGNOSES
from app.models.assessment import Assessment, EligibilityDecision
from app.models.base import TenantRow
from app.models.schemas.assessment import EligibilityDecisionCreate
from app.models.schemas.eligibility import EligibilityRequest
from app.models.signature import Signature
from app.models.staff import StaffCredential
from app.models.words.assessment import AssessmentKind, AssessmentState
from app.models.words.signature import IdentityShown, SignatureMethod
from app.models.words.staff import CredentialLevel, Discipline
from app.services import eligibility_rule, rulebook
from app.services.assessment.assess import ASSESSMENT, text_hash
from app.services.assessment.decide import category_of, findings_of
from app.services.rulebook.policies import load_policies

D = Discipline
DISCIPLINES = {
    "audiology": D.AUDIOLOGY,
    "occupational_therapy": D.OCCUPATIONAL_THERAPY,
    "physical_therapy": D.PHYSICAL_THERAPY,
    "psychological": D.PSYCHOLOGY,
    "social_work": D.SOCIAL_WORK,
    "special_instruction": D.SPECIAL_INSTRUCTION,
    "speech_language_pathology": D.SPEECH_LANGUAGE,
}
"""What a member of the staff is licensed in, by the service that they give."""
TITLES = {
    D.OCCUPATIONAL_THERAPY: "OTR/L",
    D.PHYSICAL_THERAPY: "PT, DPT",
    D.SPEECH_LANGUAGE: "MS, CCC-SLP",
    D.EARLY_INTERVENTION: "Early Intervention Specialist",
    D.SPECIAL_INSTRUCTION: "ECSE",
    D.PSYCHOLOGY: "PhD",
    D.AUDIOLOGY: "AuD",
    D.SOCIAL_WORK: "LCSW",
}
AREAS = ("cognitive", "gross_motor", "fine_motor", "expressive_communication", "receptive_communication", "social_emotional", "adaptive")  # fmt: skip
RISKS = ["small_for_gestational_age", "asphyxia_neonatorum"]
LICENSED_SINCE = date(2016, 7, 1)


def papers(county: County) -> Iterator[TenantRow]:
    """Rows of a county, each after those it points to; the same county, the same rows."""
    dice = Dice(f"{county.program.id} evaluations")
    licences = {c.principal_id: c for c in _licences(dice, county)}
    yield from licences.values()
    examiners = [c for c in licences.values() if c.discipline in TITLES]
    for file in county.files:
        yield from _of_file(dice, file, examiners)


def _licences(dice: Dice, county: County) -> Iterator[StaffCredential]:
    for person in county.principals:
        discipline = DISCIPLINES.get(person.discipline or "")
        if "coordinator" in person.roles:
            discipline = discipline or D.EARLY_INTERVENTION
        if discipline is None or person.tenant_id != county.program.id:
            continue
        yield StaffCredential(
            tenant_id=person.tenant_id, id=dice.id(), principal_id=person.id, discipline=discipline,
            level=CredentialLevel.LICENSED, title=TITLES[discipline], number=f"{dice.between(10_000, 99_999)}",
            issuer="State licensing board", valid_from=LICENSED_SINCE,
        )  # fmt: skip


def _of_file(
    dice: Dice, file: StudentFile, examiners: list[StaffCredential]
) -> Iterator[TenantRow]:
    by_type = {event.type: event for event in reversed(file.events)}
    evaluated, decided = (
        by_type.get(t) for t in ("evaluation.completed", "eligibility.partc.decided")
    )
    if evaluated is None:
        return
    team = _two(dice, examiners)
    assessment = _assessment(dice, file, team, evaluated.on_date, decided)
    yield assessment
    yield from _signatures(dice, assessment, team, evaluated.on_date)
    if decided is not None:
        yield _decision(dice, file, assessment, team, decided)


def _two(dice: Dice, examiners: list[StaffCredential]) -> list[StaffCredential]:
    """Of two disciplines; every county has a therapist and a coordinator."""
    first, *rest = dice.some_of(examiners, len(examiners))
    return [first, next(e for e in rest if e.discipline != first.discipline)]


def _assessment(
    dice: Dice,
    file: StudentFile,
    team: Iterable[StaffCredential],
    on: date,
    decided: shapes.CaseEvent | None,
) -> Assessment:
    basis = decided.data.get("basis") if decided else "developmental_delay"
    delayed = dice.one_of(AREAS) if basis == "developmental_delay" else None
    scores = [
        {"domain": area, "percent_delay": f"{dice.between(28, 55) if area == delayed else dice.between(0, 18)}"}
        for area in AREAS
    ]  # fmt: skip
    begun = on - timedelta(days=dice.between(0, 6))
    return Assessment(
        tenant_id=file.student.tenant_id, id=dice.id(), student_id=file.student.id,
        kind=AssessmentKind.INITIAL_EVALUATION, state=AssessmentState.SHARED, planned_on=begun, begun_on=begun,
        completed_on=on, shared_on=on, language=file.student.languages[0], interpreter_used=file.student.interpreter_needed,
        examiners=[{"principal_id": str(c.principal_id), "discipline": c.discipline} for c in team],
        sources=[
            {"kind": "instrument", "on": str(on), "setting": "home", "instrument": dice.one_of(["bdi-3", "dayc-2", "bayley-4"]), "scores": scores},
            {"kind": "interview", "on": str(begun), "scores": [], "text": "The family told how a day goes, and what they hope for."},
        ],
        limits="None known.", strengths="Takes part with pleasure and seeks out familiar people.",
        needs="See the areas with a delay." if delayed else "To be watched as the child grows.",
        summary="Seen at home with the family, in play and in daily routines.",
    )  # fmt: skip


def _signatures(
    dice: Dice, assessment: Assessment, team: Iterable[StaffCredential], on: date
) -> Iterator[Signature]:
    for licence in team:
        yield Signature(
            tenant_id=assessment.tenant_id, id=dice.id(), resource=ASSESSMENT.name, record_id=assessment.id,
            student_id=assessment.student_id, text_sha256=text_hash(assessment), capacity="examiner",
            principal_id=licence.principal_id, discipline=licence.discipline, licence_number=licence.number,
            method=SignatureMethod.ELECTRONIC, identity_shown=IdentityShown.SIGNED_IN, signed_on=on,
        )  # fmt: skip


def _decision(
    dice: Dice,
    file: StudentFile,
    assessment: Assessment,
    team: Iterable[StaffCredential],
    decided: shapes.CaseEvent,
) -> EligibilityDecision:
    body = EligibilityDecisionCreate.model_validate(
        {
            "team": [{"principal_id": str(c.principal_id), "discipline": c.discipline} for c in team],
            "statement": "The team has read the report together and agrees with it.",
            **_grounds(dice, decided.data.get("basis")),
        }
    )  # fmt: skip
    question = _question(file, assessment, body, decided.on_date)
    answer = eligibility_rule.decide_request(load_policies(), question)
    assert answer.eligible is decided.data["eligible"], answer.explanation  # noqa: S101 - else the county contradicts itself
    return EligibilityDecision(
        tenant_id=assessment.tenant_id, id=dice.id(), student_id=assessment.student_id, program="partc",
        decided_on=decided.on_date, is_eligible=answer.eligible, category=category_of(answer),
        assessment_ids=[str(assessment.id)], team=[m.model_dump(mode="json") for m in body.team], statement=body.statement,
        question=question.model_dump(mode="json"), answer=answer.model_dump(mode="json"), policy_id=str(answer.policy_id),
        rulebook_sha256=rulebook.load().sha256, notice_sent_on=decided.on_date, other_help=body.other_help,
    )  # fmt: skip


def _grounds(dice: Dice, basis: object) -> dict[str, Any]:
    """What stands beside the scores."""
    if basis == "established_risk":
        diagnosis = dice.one_of(DIAGNOSES)
        return {"established_condition": {"code": diagnosis.code, "text": diagnosis.text}}
    if basis == "high_risk":
        return {"risk_factors": RISKS}
    if basis is None:
        no = {"eligible": False, "statement": "Develops within the usual range."}
        return {"informed_clinical_opinion": no, "other_help": "Library story time; a new screening in six months."}  # fmt: skip
    return {}


def _question(
    file: StudentFile, assessment: Assessment, body: EligibilityDecisionCreate, on: date
) -> EligibilityRequest:
    return EligibilityRequest(
        jurisdiction=file.student.jurisdiction,
        program="partc",
        decided_on=on,
        born_on=file.student.born_on,
        evaluated_on=assessment.completed_on,
        weeks_gestation=file.student.gestation_weeks,
        findings=list(findings_of(assessment)),
        established_condition=body.established_condition,
        risk_factors=body.risk_factors,
        informed_clinical_opinion=body.informed_clinical_opinion,
    )
