"""Assessments: planned, changed until signed, taken through their steps, added to afterwards."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.canonical import canonical, digest
from app.models.assessment import Addendum, Assessment
from app.models.history import RecordChange
from app.models.schemas.assessment import (
    AssessmentCreate,
    AssessmentRead,
    AssessmentStep,
    AssessmentUpdate,
    BeginAssessment,
    CoSignReport,
    Examiner,
    MarkAssessmentInError,
    NoteConsent,
    ScoreAssessment,
    ShareReport,
    SignReport,
    Source,
)
from app.models.signature import Signature
from app.models.student import Student
from app.models.words.assessment import AssessmentKind, AssessmentState
from app.models.words.staff import Discipline
from app.services import case, credential, event, record, signature, task
from app.services.assessment import co_sign, consented, instrument
from app.services.assessment.machine import MACHINE, Facts
from app.services.assessment.problems import (
    AssessmentDates,
    AssessmentNotFound,
    AssessmentNotSigned,
    AssessmentSigned,
)
from app.services.queries import assessment as queries
from app.services.queries import case as cases
from app.services.queries import record as records
from app.services.workflow import Action

K, S = AssessmentKind, AssessmentState
ASSESSMENT = record.Kind("assessment", Assessment, AssessmentNotFound)
SIGNED = {S.REPORT_SIGNED, S.SHARED}
TEXT = (
    "kind", "language", "interpreter_used", "begun_on", "completed_on", "examiners", "sources", "limits", "strengths",
    "needs", "summary",
)  # fmt: skip
"""What a signature stands under."""
EVENTS = {
    K.SCREENING: ("screening.completed",),
    K.INITIAL_EVALUATION: ("evaluation.completed", "assessment.child.completed"),
    K.FAMILY_ASSESSMENT: ("assessment.family.completed",),
}
"""What the clocks are told once every examiner has signed, on the day the findings were complete."""


async def plan(
    db: AsyncSession, actor: Actor, student_id: UUID, body: AssessmentCreate
) -> Assessment:
    """Raises: StudentNotFound, NotOnCaseload, StaffNotFound, AssessmentDates, UnknownWord, Unprocessable."""
    instrument.check(body.sources)
    student = await case.lock_file(db, actor, student_id)
    _require_days(actor, student, body.sources)
    await _require_staff(db, actor, body.examiners)
    said = body.model_dump(mode="json") | {"planned_on": body.planned_on}
    row = Assessment(tenant_id=actor.tenant_id, student_id=student_id, **said)
    return record.add(db, actor, ASSESSMENT, row)


async def change(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    assessment_id: UUID,
    body: AssessmentUpdate,
    if_match: str,
) -> Assessment:
    """Apply a merge patch. Raises: CHANGE_PROBLEMS, VersionStale, UnknownWord, Unprocessable."""
    changes = body.model_dump(mode="json", exclude_unset=True)
    if body.sources is not None:
        instrument.check(body.sources)
    row = await record.open_for_change(db, actor, ASSESSMENT, assessment_id, if_match, student_id)
    if row.state in SIGNED:
        raise AssessmentSigned
    if body.sources is not None:
        _require_days(actor, await case.open_file(db, actor, student_id), body.sources)
    if body.examiners is not None:
        await _require_staff(db, actor, body.examiners)
    if "planned_on" in changes:
        changes["planned_on"] = body.planned_on
    record.change(db, actor, ASSESSMENT, row, changes)
    return row


def _require_days(actor: Actor, student: Student, sources: Iterable[Source]) -> None:
    """Raises: AssessmentDates."""
    if any(not student.born_on <= source.on <= actor.today() for source in sources):
        raise AssessmentDates("A source of findings is of a day between birth and today.")


async def _require_staff(db: AsyncSession, actor: Actor, examiners: Iterable[Examiner]) -> None:
    """Raises: StaffNotFound."""
    for examiner in examiners:
        await credential.require_staff(db, actor, examiner.principal_id)


async def take(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    assessment_id: UUID,
    body: AssessmentStep,
    if_match: str,
) -> Assessment:
    """Take one step with its evidence. Raises: STEP_TAKEN_PROBLEMS, VersionStale, Forbidden."""
    row = await _open(db, actor, student_id, assessment_id, if_match)
    facts = await _facts(db, actor, row, body.consent_id if isinstance(body, NoteConsent) else None)
    step = MACHINE.require(actor, row.state, body.act, facts, body.reason_code)
    changes = _evidence(actor, row, body)
    if isinstance(body, SignReport | CoSignReport):
        changes["co_signers"] = await _sign(db, actor, row, body)
        after = replace(facts, row=Assessment(**row.model_dump() | changes))
        if after.examiner_ids | after.co_signer_ids <= {*facts.signed_by, facts.me}:
            step = replace(step, target=S.REPORT_SIGNED.value)
    record.move(
        db, actor, ASSESSMENT, row, step, reason_code=body.reason_code, comment=body.comment, changes=changes
    )  # fmt: skip
    if row.state != S.REPORT_DRAFT:
        await task.close_follow_ups(db, actor, row.id, f"The report is {row.state}.")
    if row.state == S.REPORT_SIGNED and isinstance(body, SignReport | CoSignReport):
        await _tell_the_clocks(db, actor, row)
    if isinstance(body, MarkAssessmentInError):
        student = await case.open_for_change(db, actor, row.student_id)
        await event.retract_with(db, actor, student, row, body.comment or str(body.reason_code))
    return row


async def _open(
    db: AsyncSession, actor: Actor, student_id: UUID, assessment_id: UUID, if_match: str
) -> Assessment:
    """Also for the supervisor of an assistant, whoever has the child. Raises: CHANGE_PROBLEMS, VersionStale."""
    try:
        return await record.open_for_change(
            db, actor, ASSESSMENT, assessment_id, if_match, student_id
        )
    except case.NotOnCaseload:
        await co_sign.admit(db, actor, student_id, assessment_id)
    return await record.lock(db, actor, ASSESSMENT, assessment_id, student_id, if_match)


def _evidence(actor: Actor, row: Assessment, body: AssessmentStep) -> dict[str, Any]:
    """Fields that a step sets. Raises: AssessmentDates."""
    today = actor.today()
    match body:  # each step brings its own evidence
        case NoteConsent():
            return {"consent_id": body.consent_id}
        case BeginAssessment():
            return {"begun_on": _day(body.on, None, today)}
        case ScoreAssessment():
            return {"completed_on": _day(body.completed_on, row.begun_on, today)}
        case ShareReport():
            return {"shared_on": _day(body.on, row.completed_on, today)}
        case _:
            return {}


def _day(given: date | None, earliest: date | None, today: date) -> date:
    day = given or today
    if day > today or (earliest is not None and day < earliest):
        since = f"between {earliest} and today" if earliest else "not after today"
        raise AssessmentDates(f"The day lies {since}.")
    return day


async def _sign(
    db: AsyncSession, actor: Actor, row: Assessment, body: SignReport | CoSignReport
) -> list[dict[str, Any]]:
    """Under the licence in the discipline that was examined; returns who now co-signs for whom.

    Raises: LICENCE_PROBLEMS.
    """
    me, on = db.info["principal_id"], body.signature.signed_on or actor.today()
    is_own = isinstance(body, SignReport)
    fields = _examined_in(row, me) if is_own else co_sign.disciplines(row, me)
    co_signer = await credential.needs_co_signature(db, actor, me, on, fields) if is_own else None
    licence = None
    if co_signer is None:
        licence = await credential.require_licence(db, actor, me, on, fields)
    await signature.by_colleague(
        db, actor, ASSESSMENT, row, "examiner" if is_own else "co-signer", text_hash(row), body.signature, licence
    )  # fmt: skip
    if co_signer is not None:
        return await co_sign.ask(db, actor, row, co_signer)
    return co_sign.without(row, str(me)) if is_own else row.co_signers


def _examined_in(row: Assessment, me: UUID) -> list[Discipline]:
    return [Discipline(e["discipline"]) for e in row.examiners if e["principal_id"] == str(me)]


async def _tell_the_clocks(db: AsyncSession, actor: Actor, row: Assessment) -> None:
    types = EVENTS.get(K(row.kind), ())
    if not types or row.completed_on is None:
        return
    student = await cases.student(db, actor, row.student_id, lock=True)
    assert student is not None  # noqa: S101 - its report was just signed
    audit.touch(db, student)
    for type_ in types:
        await event.add(db, actor, student, type_, row.completed_on, {"assessment_id": str(row.id)})


async def _facts(
    db: AsyncSession, actor: Actor, row: Assessment, consent_id: UUID | None = None
) -> Facts:
    hash_ = text_hash(row)
    under = await records.signatures(db, actor, row.id)
    return Facts(
        row=row,
        has_consent=await consented.has_consent(db, actor, row, consent_id or row.consent_id),
        signed_by={s.principal_id for s in under if s.principal_id and s.text_sha256 == hash_},
        me=db.info["principal_id"],
        is_relied_on=any(
            str(row.id) in d.assessment_ids
            for d in await queries.decisions(db, actor, row.student_id)
        ),
    )


def text_hash(row: Assessment) -> str:
    """Hash of what is signed: every finding and word of the report."""
    return digest(canonical({name: getattr(row, name) for name in TEXT}))


async def add_to(
    db: AsyncSession, actor: Actor, student_id: UUID, assessment_id: UUID, text: str
) -> Addendum:
    """Add to a signed report. Raises: AssessmentNotFound, AssessmentNotSigned."""
    row = await record.read(db, actor, ASSESSMENT, assessment_id, student_id)
    if row.state not in SIGNED:
        raise AssessmentNotSigned
    added = Addendum(
        tenant_id=actor.tenant_id, resource=ASSESSMENT.name, record_id=row.id, student_id=student_id, text=text,
    )  # fmt: skip
    db.add(added)
    audit.record(db, actor, "create", "addendum", student_id=student_id, record_id=str(row.id))
    await db.flush()  # the row's own time goes into the answer
    await db.refresh(added)
    return added


async def list_of(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[UUID] | None
) -> list[Assessment]:
    """Oldest first; one more than `limit` when there is more. Raises: StudentNotFound, NotOnCaseload."""
    await case.open_file(db, actor, student_id)
    record.listed(db, actor, ASSESSMENT, [student_id])
    return await queries.page_of(db, actor, student_id, limit, after)


async def read(db: AsyncSession, actor: Actor, student_id: UUID, assessment_id: UUID) -> Assessment:
    """Raises: AssessmentNotFound, StudentNotFound, NotOnCaseload."""
    try:
        return await record.read(db, actor, ASSESSMENT, assessment_id, student_id)
    except case.NotOnCaseload:
        row = await co_sign.admit(db, actor, student_id, assessment_id)
    audit.record(db, actor, "read", ASSESSMENT.name, student_id=student_id, record_id=str(row.id))
    return row


async def report(
    db: AsyncSession, actor: Actor, student_id: UUID, assessment_id: UUID
) -> dict[str, Any]:
    """The text with its hash, the signatures under it and what was added since. Raises: as `read`."""
    row = await read(db, actor, student_id, assessment_id)
    hash_ = text_hash(row)
    under: list[Signature] = [
        s for s in await records.signatures(db, actor, row.id) if s.text_sha256 == hash_
    ]
    signed = {s.principal_id for s in under}
    return {
        "assessment": AssessmentRead.model_validate(row),
        "text_sha256": hash_,
        "signatures": under,
        "signed_elsewhere": row.signed_elsewhere,
        "unsigned_by": _unsigned(row, {id_ for id_ in signed if id_ is not None}),
        "addenda": await queries.addenda(db, actor, row.id),
    }


def _unsigned(row: Assessment, signed: set[UUID]) -> list[UUID]:
    """Of one that came along with the child nobody here signs."""
    facts = Facts(row, has_consent=True, signed_by=signed, me=row.id)
    waiting = facts.examiner_ids | facts.co_signer_ids if row.came_from_id is None else set()
    return sorted(waiting - signed)


async def actions(
    db: AsyncSession, actor: Actor, student_id: UUID, assessment_id: UUID
) -> list[Action]:
    """Raises: as `read`."""
    row = await read(db, actor, student_id, assessment_id)
    return MACHINE.actions(
        actor, row.state, await _facts(db, actor, row), record.only_read(row, student_id)
    )


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    assessment_id: UUID,
    limit: int,
    after: tuple[UUID] | None,
) -> list[RecordChange]:
    """Raises: as `read`."""
    return await record.history(db, actor, ASSESSMENT, assessment_id, limit, after, student_id)
