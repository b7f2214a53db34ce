"""Text notes: a draft is its author's; signed it is locked, and only added to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, clock, outbox
from app.auth import Actor
from app.canonical import canonical, digest
from app.errors import Forbidden, NotFound, Problem
from app.models.agency_contact import AgencyContact
from app.models.history import RecordChange
from app.models.note import Note
from app.models.schemas.note import (
    CoSignNote,
    GiveNoteCopy,
    NoteCreate,
    NoteStep,
    NoteUpdate,
    SignNote,
)
from app.models.service_line import ServiceDelivery, ServiceLine
from app.models.signature import Signature
from app.models.staff import StaffCredential
from app.models.student import Student
from app.models.words.note import NoteKind, NoteState
from app.models.words.staff import Discipline
from app.services import case, credential, note_arrival, note_visit, record, signature
from app.services.age import Warned
from app.services.document import MEDICAL_READ, MEDICAL_WRITE, require_part
from app.services.queries import case as cases
from app.services.queries import note as queries
from app.services.queries import record as records
from app.services.workflow import STEP_PROBLEMS, Action, Machine, Step, states

K, S = NoteKind, NoteState
LICENSED = frozenset({K.VISIT, K.CONSULTATION})
"""Notes of what was done with a child: signed under a licence, or co-signed under one."""
SUPERVISES = "staff:write"
WRITE = "student:write"


class NoteNotFound(NotFound):
    code, title = "note-not-found", "There is no such note of this student"


class NoteIsAnothers(Forbidden):
    code, title = "note-is-anothers", "This note is another person's to write and to sign"
    detail = "Nobody edits or signs another's note, not even to mend it. Write an addendum of your own once it is signed."


class NoteLocked(Problem):
    status, code, title = 409, "note-locked", "This note is signed"
    detail = "Its text stays as it was signed. Write an addendum: a note with `addendum_to_id`."


class NoteChanged(Problem):
    status, code, title = 409, "note-changed", "This is not the text of the note"
    detail = "Read the note again, and sign what it says: its `text_sha256`."


class NoteDates(Problem):
    status, code, title = 409, "note-dates", "The days of this note do not fit"
    detail = "A note tells of a day between the birth and today; it is signed, copied and followed by the next visit then or later, and no copy was given on a day to come."


class NoteLinkUnknown(NotFound):
    code, title = "note-link-unknown", "The visit, talk or note it names is not of this student"


class AddendumMisplaced(Problem):
    status, code, title = 409, "addendum-misplaced", "Nothing can be added to this note"
    detail = "An addendum belongs to a signed note that is no addendum itself."


READ_PROBLEMS = (*case.OPEN_PROBLEMS, NoteNotFound, NoteIsAnothers)
ADD_PROBLEMS = (
    *case.OPEN_PROBLEMS, NoteDates, NoteLinkUnknown, AddendumMisplaced, note_visit.OutcomeNotFound,
    note_arrival.NoteArrivedDifferently,
)  # fmt: skip
CHANGE_PROBLEMS = (*READ_PROBLEMS, NoteLocked, NoteDates, note_visit.OutcomeNotFound)
TAKE_PROBLEMS = (
    *READ_PROBLEMS, *STEP_PROBLEMS, *signature.SIGN_PROBLEMS, *credential.LICENCE_PROBLEMS, NoteChanged, NoteDates,
)  # fmt: skip
NOTE = record.Kind("note", Note, NoteNotFound)
AHEAD = timedelta(days=1)
"""By which a device's clock may run ahead; more is no clock."""
Written = tuple[Note, list[Warned]]
"""A note, and what should be looked at."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A note, and whether the caller wrote it, co-signs it or supervises."""

    row: Note
    me: UUID
    supervises: bool


def _author(facts: Facts) -> str | None:
    return None if facts.row.author_id == facts.me else "Only its author signs it."


def _co_signer(facts: Facts) -> str | None:
    return None if facts.row.co_signer_id == facts.me else "Its author's supervisor does this."


def _author_or_supervisor(facts: Facts) -> str | None:
    may = facts.supervises or facts.me == facts.row.author_id
    return None if may else "Only its author or a supervisor says so."


MACHINE: Machine[Facts] = Machine(
    [
        Step("sign", "Sign it", states(S.DRAFT), S.SIGNED, WRITE, (_author,)),
        Step("co_sign", "Co-sign it", states(S.AWAITING_CO_SIGNATURE), S.SIGNED, WRITE, (_co_signer,)),
        Step("return", "Give it back to its author", states(S.AWAITING_CO_SIGNATURE), S.DRAFT, WRITE, (_co_signer,), is_reasoned=True),
        Step("give_copy", "The family was given a copy", states(S.SIGNED), None, WRITE),
        Step("mark_entered_in_error", "It should never have been here", states(S.DRAFT, S.AWAITING_CO_SIGNATURE, S.SIGNED), S.ENTERED_IN_ERROR, WRITE, (_author_or_supervisor,), is_reasoned=True),
    ]
)  # fmt: skip


def text_hash(row: Note) -> str:
    """Of everything a signature stands for: who says what of which day and which visit."""
    said = row.model_dump(
        mode="json",
        include={
            "student_id", "author_id", "kind", "part", "on_date", "minutes", "place", "text", "delivery_id",
            "agency_contact_id", "addendum_to_id",
        },
    )  # fmt: skip
    return digest(canonical(said | note_visit.said(row)))


async def list_of(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    filters: Mapping[str, Any],
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Note]:
    """Without `medical:read` the educational part alone. Raises: OPEN_PROBLEMS."""
    await case.open_file(db, actor, student_id)
    record.listed(db, actor, NOTE, [student_id])
    return await queries.page(
        db, actor, student_id, filters, limit, after,
        sees_medical=MEDICAL_READ in actor.scopes, sees_drafts=SUPERVISES in actor.scopes,
    )  # fmt: skip


async def read(db: AsyncSession, actor: Actor, student_id: UUID, note_id: UUID) -> Note:
    """Raises: READ_PROBLEMS, Forbidden."""
    try:
        row = await record.read(db, actor, NOTE, note_id, student_id)
    except case.NotOnCaseload:
        row = await note_arrival.to_sign(db, actor, student_id, note_id)
        audit.record(db, actor, "read", NOTE.name, student_id=student_id, record_id=str(row.id))
    require_part(actor, row.part, MEDICAL_READ)
    facts = _facts(db, actor, row)
    if row.signed_on is None and not facts.supervises and facts.me not in _writers(row):
        raise NoteIsAnothers("It is a draft: its author's until it is signed.")
    return row


async def _open(
    db: AsyncSession, actor: Actor, student_id: UUID, note_id: UUID, if_match: str
) -> Note:
    """Raises: READ_PROBLEMS, VersionStale."""
    try:
        return await record.open_for_change(db, actor, NOTE, note_id, if_match, student_id)
    except case.NotOnCaseload:
        await note_arrival.to_sign(db, actor, student_id, note_id)
    return await record.lock(db, actor, NOTE, note_id, student_id, if_match)


def _writers(row: Note) -> set[UUID | None]:
    return {row.author_id, row.co_signer_id if row.state != S.DRAFT else None}


async def write(db: AsyncSession, actor: Actor, student_id: UUID, body: NoteCreate) -> Written:
    """Begin a note of one's own; one that arrived before is shown again. Raises: ADD_PROBLEMS, Forbidden."""
    student, is_theirs = await note_arrival.lock_to_write(db, actor, student_id, body)
    require_part(actor, body.part, MEDICAL_WRITE)
    row = Note(
        tenant_id=actor.tenant_id, student_id=student.id, author_id=db.info["principal_id"], text_sha256="",
        **body.model_dump() | _visit(body),
    )  # fmt: skip
    row.text_sha256 = text_hash(row)
    before = await note_arrival.before(db, actor, row)
    if before is not None:
        return before, note_arrival.warnings(
            actor, before, is_theirs=is_theirs
        ) + note_visit.lacking(before)
    audit.touch(db, student)
    _check_day(actor, student, row)
    await _require_links(db, actor, row)
    await note_visit.require_outcomes(db, actor, row)
    record.add(db, actor, NOTE, row)
    await db.flush()  # when it arrived is the database's to say
    await db.refresh(row)
    if not is_theirs:
        outbox.tell(db, actor, "note.arrived-late", note_id=row.id, student_id=student.id)
    return row, note_arrival.warnings(actor, row, is_theirs=is_theirs) + note_visit.lacking(row)


async def _require_links(db: AsyncSession, actor: Actor, row: Note) -> None:
    """Raises: NoteLinkUnknown, AddendumMisplaced."""
    links = (
        (ServiceDelivery, row.delivery_id),
        (AgencyContact, row.agency_contact_id),
        (Note, row.addendum_to_id),
    )
    for table, linked_id in links:
        if linked_id is None:
            continue
        linked: Any = await records.one(db, actor, table, linked_id)
        if linked is None or linked.student_id != row.student_id:
            raise NoteLinkUnknown
        if isinstance(linked, Note) and (linked.state != S.SIGNED or linked.addendum_to_id):
            raise AddendumMisplaced


def _visit(body: NoteCreate | NoteUpdate) -> dict[str, Any]:
    """As JSON holds it."""
    return {"visit": body.visit and body.visit.model_dump(mode="json")}


async def change(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    note_id: UUID,
    body: NoteUpdate,
    if_match: str,
) -> Note:
    """Write on. Raises: CHANGE_PROBLEMS, VersionStale, Forbidden."""
    row = await _open(db, actor, student_id, note_id, if_match)
    if row.author_id != db.info["principal_id"]:
        raise NoteIsAnothers
    if row.state != S.DRAFT:
        raise NoteLocked
    changes = body.model_dump(exclude_unset=True)
    if "visit" in changes:
        changes |= _visit(body)
    after = Note(**row.model_dump() | changes)
    require_part(actor, after.part, MEDICAL_WRITE)
    student = await cases.student(db, actor, row.student_id)
    assert student is not None  # noqa: S101 - the note is of this file
    _check_day(actor, student, after)
    await note_visit.require_outcomes(db, actor, after)
    record.change(db, actor, NOTE, row, changes | {"text_sha256": text_hash(after)})
    return row


async def take(
    db: AsyncSession, actor: Actor, student_id: UUID, note_id: UUID, body: NoteStep, if_match: str
) -> Note:
    """Raises: TAKE_PROBLEMS, VersionStale, Forbidden."""
    row = await _open(db, actor, student_id, note_id, if_match)
    require_part(actor, row.part, MEDICAL_WRITE)
    step = MACHINE.require(actor, row.state, body.act, _facts(db, actor, row), body.reason_code)
    changes: dict[str, Any] = {}
    if isinstance(body, SignNote | CoSignNote):
        changes = await _sign(db, actor, row, body)
        if "co_signer_id" in changes:
            step = replace(step, target=S.AWAITING_CO_SIGNATURE.value)
    if isinstance(body, GiveNoteCopy):
        changes = _copy(actor, row, body)
    record.move(
        db, actor, NOTE, row, step, reason_code=body.reason_code, comment=body.comment, changes=changes,
    )  # fmt: skip
    return row


def _copy(actor: Actor, row: Note, body: GiveNoteCopy) -> dict[str, Any]:
    """Raises: NoteDates."""
    on = body.on or actor.today()
    if not row.on_date <= on <= actor.today():
        raise NoteDates
    return {"copy_given_on": on, "copy_form": body.form.value}


async def _sign(
    db: AsyncSession, actor: Actor, row: Note, body: SignNote | CoSignNote
) -> dict[str, Any]:
    """The caller's signature, and what follows from it: the day, or who co-signs."""
    if body.text_sha256 != row.text_sha256:
        raise NoteChanged
    on = body.signature.signed_on or actor.today()
    if on < row.on_date:
        raise NoteDates
    licence, co_signer = await _licence(db, actor, row, body)
    capacity = "author" if isinstance(body, SignNote) else "co-signer"
    await signature.by_colleague(
        db, actor, NOTE, row, capacity, row.text_sha256, body.signature, licence
    )
    if co_signer is None:
        return {"signed_on": on}
    outbox.tell(
        db,
        actor,
        "note.co-signature-needed",
        note_id=row.id,
        student_id=row.student_id,
        principal_id=co_signer,
    )
    return {"co_signer_id": co_signer}


async def _licence(
    db: AsyncSession, actor: Actor, row: Note, body: SignNote | CoSignNote
) -> tuple[StaffCredential | None, UUID | None]:
    """The licence it is signed under, or who must co-sign. Raises: LICENCE_PROBLEMS."""
    me, on = db.info["principal_id"], body.signature.signed_on or actor.today()
    if row.kind not in LICENSED:
        return None, None
    disciplines = await _disciplines(db, actor, row)
    if isinstance(body, SignNote):
        co_signer = await credential.needs_co_signature(db, actor, me, on, disciplines)
        if co_signer is not None:
            return None, co_signer
    return await credential.require_licence(db, actor, me, on, disciplines), None


async def _disciplines(db: AsyncSession, actor: Actor, row: Note) -> list[Discipline] | None:
    """That of the service it tells of, where the visit's line names one."""
    if row.delivery_id is None:
        return None
    delivery = await records.one(db, actor, ServiceDelivery, row.delivery_id)
    line = await records.one(db, actor, ServiceLine, delivery.line_id) if delivery else None
    return [Discipline(line.discipline)] if line and line.discipline else None


async def signatures(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    note_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Signature]:
    """Raises: READ_PROBLEMS, Forbidden."""
    await read(db, actor, student_id, note_id)
    return await records.signatures(db, actor, note_id, limit, after)


async def actions(db: AsyncSession, actor: Actor, student_id: UUID, note_id: UUID) -> list[Action]:
    """Raises: READ_PROBLEMS, Forbidden."""
    row = await read(db, actor, student_id, note_id)
    return MACHINE.actions(
        actor, row.state, _facts(db, actor, row), record.only_read(row, student_id)
    )


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    note_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS, Forbidden."""
    await read(db, actor, student_id, note_id)
    return await record.history(db, actor, NOTE, note_id, limit, after, student_id)


def _facts(db: AsyncSession, actor: Actor, row: Note) -> Facts:
    return Facts(row, db.info["principal_id"], SUPERVISES in actor.scopes)


def _check_day(actor: Actor, student: Student, row: Note) -> None:
    """Raises: NoteDates."""
    if not student.born_on <= row.on_date <= actor.today():
        raise NoteDates
    next_on = note_visit.next_on(row)
    if next_on is not None and next_on < row.on_date:
        raise NoteDates("`visit.next_on` lies before the day that the note tells of.")
    if row.written_at is None:
        return
    if row.written_at > clock.now() + AHEAD:
        raise NoteDates("`written_at` has not come yet; set the device's clock.")
    if clock.day_of(row.written_at, actor.home.time_zone) < row.on_date:
        raise NoteDates("`written_at` lies before the day that the note tells of.")
