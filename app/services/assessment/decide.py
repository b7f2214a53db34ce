"""A team decides on eligibility: the rules are asked, and their question and answer kept with the decision."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.assessment import Assessment, EligibilityDecision
from app.models.history import RecordChange
from app.models.schemas.assessment import (
    EligibilityDecisionCreate,
    EligibilityDecisionUpdate,
    Examiner,
)
from app.models.schemas.eligibility import EligibilityRequest, EligibilityResponse, Finding
from app.models.schemas.record import Correction
from app.models.student import Student
from app.models.words.assessment import EligibilityCategory
from app.services import case, correction, credential, eligibility_rule, event, record, rulebook
from app.services.assessment.assess import ASSESSMENT, SIGNED
from app.services.assessment.instrument import OTHER, catalogue
from app.services.assessment.problems import (
    AssessmentNotSigned,
    DecisionDates,
    DecisionNotFound,
    EligibilityUndecided,
    TeamTooSmall,
)
from app.services.queries import assessment as queries
from app.services.queries import student as students
from app.services.rulebook.policies import load_policies

DECISION = record.Kind("eligibility-decision", EligibilityDecision, DecisionNotFound)
DECIDED = {"partc": "eligibility.partc.decided", "partb": "partb.eligibility.decided"}
MEASURES = ("standard_score", "age_equivalent_months", "percent_delay", "sd_below_mean")
LEAST_TEAM = 2
C = EligibilityCategory
CATEGORIES = {
    C.ESTABLISHED_CONDITION: {
        "established_condition", "established_risk", "established_risk_known_etiology", "diagnosed_condition",
        "medical_condition", "medical_diagnosis",
    },
    C.AT_RISK: {"at_risk", "high_risk"},
}  # fmt: skip
"""Bases, by the law's many names for them, that are no delay."""


async def decide(
    db: AsyncSession, actor: Actor, student_id: UUID, body: EligibilityDecisionCreate
) -> EligibilityDecision:
    """Ask the rules and record the team's decision; the clocks follow. Raises: DECIDE_PROBLEMS, Unprocessable."""
    student = await case.open_for_change(db, actor, student_id)
    await _require_day(db, actor, student, body.decided_on or actor.today())
    await _require_team(db, actor, body.team, body.decided_on or actor.today())
    assessments = [
        await record.read(db, actor, ASSESSMENT, i, student_id) for i in body.assessment_ids
    ]
    if any(a.state not in SIGNED for a in assessments):
        raise AssessmentNotSigned
    question = question_of(actor, student, assessments, body)
    answer = eligibility_rule.decide_request(load_policies(), question)
    if answer.eligible is None or answer.policy_id is None:
        raise EligibilityUndecided(
            f"Still needed: {'; '.join(answer.missing)}.", missing=answer.missing
        )
    row = _decision(actor, student_id, body, question, answer)
    record.add(db, actor, DECISION, row)
    data = {"eligible": row.is_eligible, "basis": row.category, "decision_id": str(row.id)}
    type_ = DECIDED.get(body.program, DECIDED["partc"])
    await event.add(db, actor, student, type_, row.decided_on, data)
    return row


async def _require_day(db: AsyncSession, actor: Actor, student: Student, on: date) -> None:
    """A day of the present stay. Raises: EventInFuture, EventBeforeBirth, DecisionDates."""
    event.require_day(actor, student, on)
    stay = await students.latest_enrolment(db, actor, student.id)
    if stay is not None and on < stay.referred_on:
        raise DecisionDates(f"It is decided on or after the referral ({stay.referred_on}).")


async def _require_team(db: AsyncSession, actor: Actor, team: Sequence[Examiner], on: date) -> None:
    """People of two disciplines, each licensed in theirs. Raises: TeamTooSmall, StaffNotFound, LICENCE_PROBLEMS."""
    people = {member.principal_id for member in team}
    if min(len(people), len({member.discipline for member in team})) < LEAST_TEAM:
        raise TeamTooSmall
    for person in people:
        await credential.require_staff(db, actor, person)
    for member in team:
        await credential.require_licence(db, actor, member.principal_id, on, [member.discipline])


def question_of(
    actor: Actor,
    student: Student,
    assessments: Iterable[Assessment],
    body: EligibilityDecisionCreate,
) -> EligibilityRequest:
    """What the file and the signed reports say, as the rules ask it. Raises: pydantic.ValidationError."""
    done = [a.completed_on for a in assessments if a.completed_on is not None]
    return EligibilityRequest(
        jurisdiction=student.jurisdiction,
        program=body.program,
        decided_on=body.decided_on or actor.today(),
        born_on=student.born_on,
        evaluated_on=max(done, default=None),
        weeks_gestation=student.gestation_weeks,
        continuing=body.continuing,
        findings=[finding for a in assessments for finding in findings_of(a)],
        established_condition=body.established_condition,
        risk_factors=body.risk_factors,
        informed_clinical_opinion=body.informed_clinical_opinion,
    )


def findings_of(assessment: Assessment) -> Iterable[Finding]:
    """Scores that the rules can judge; a raw score or a percentile alone says nothing of a delay."""
    for source in assessment.sources:
        for score in source["scores"]:
            measures = {name: score[name] for name in MEASURES if score.get(name) is not None}
            if measures:
                yield Finding.model_validate(
                    {
                        "domain": score["domain"],
                        "age_used": score.get("age_used"),
                        "instrument": _name(source),
                        **{name: _number(value) for name, value in measures.items()},
                    }
                )


def _number(value: Any) -> Any:
    """JSON holds exact decimals as text."""
    return Decimal(value) if isinstance(value, str) else value


def _name(source: dict[str, Any]) -> str:
    if source["instrument"] == OTHER:
        return str(source["name"])
    instrument = catalogue()[source["instrument"]]
    return f"{instrument.name}, {instrument.edition}"


def _decision(
    actor: Actor,
    student_id: UUID,
    body: EligibilityDecisionCreate,
    question: EligibilityRequest,
    answer: EligibilityResponse,
) -> EligibilityDecision:
    said = body.model_dump(
        mode="json", include={"assessment_ids", "team", "statement", "other_help"}
    )
    return EligibilityDecision(
        tenant_id=actor.tenant_id,
        student_id=student_id,
        program=body.program,
        decided_on=question.decided_on,
        is_eligible=bool(answer.eligible),
        category=category_of(answer),
        rescreen_on=body.rescreen_on,
        question=question.model_dump(mode="json"),
        answer=answer.model_dump(mode="json"),
        policy_id=str(answer.policy_id),
        rulebook_sha256=rulebook.load().sha256,
        **said,
    )


def category_of(answer: EligibilityResponse) -> str:
    if not answer.eligible:
        return C.NONE
    bases = set(answer.bases)
    found = (category for category, names in CATEGORIES.items() if bases <= names)
    return next(found, C.DEVELOPMENTAL_DELAY)


async def list_of(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[EligibilityDecision]:
    """Raises: StudentNotFound, NotOnCaseload."""
    await case.open_file(db, actor, student_id)
    record.listed(db, actor, DECISION, [student_id])
    return await queries.decisions(db, actor, student_id, limit, after, with_errors=True)


async def read(
    db: AsyncSession, actor: Actor, student_id: UUID, decision_id: UUID
) -> EligibilityDecision:
    """Raises: DecisionNotFound, StudentNotFound, NotOnCaseload."""
    return await record.read(db, actor, DECISION, decision_id, student_id)


async def follow_up(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    decision_id: UUID,
    body: EligibilityDecisionUpdate,
    if_match: str,
) -> EligibilityDecision:
    """Note the notice sent and the help offered. Raises: FOLLOW_UP_PROBLEMS, VersionStale."""
    row = await correction.open_standing(db, actor, DECISION, student_id, decision_id, if_match)
    changed = record.change(db, actor, DECISION, row, body.model_dump(exclude_unset=True))
    if "notice_sent_on" in changed and row.notice_sent_on is not None:
        student = await case.open_for_change(db, actor, student_id)
        event.require_day(actor, student, row.notice_sent_on)
        about = {"about": "eligibility", "decision_id": str(row.id)}
        await event.add(db, actor, student, "pwn.sent", row.notice_sent_on, about)
    return row


async def mark(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    decision_id: UUID,
    body: Correction,
    if_match: str,
) -> EligibilityDecision:
    """It was never decided: what it told the clocks is taken back with it. Raises: MARK_PROBLEMS, DecisionNotFound, VersionStale."""
    row = await correction.open_standing(db, actor, DECISION, student_id, decision_id, if_match)
    return await correction.mark(db, actor, DECISION, row, body)


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    decision_id: UUID,
    limit: int,
    after: tuple[UUID] | None,
) -> list[RecordChange]:
    """Raises: DecisionNotFound, StudentNotFound, NotOnCaseload."""
    return await record.history(db, actor, DECISION, decision_id, limit, after, student_id)
