"""Notes that were written without a network: sent again they are the same note, late they are said to be late.

What happened is not lost by a change of caseload meanwhile: who had the child
when it was written may still hand it in and sign it, and sees nothing else.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, clock
from app.auth import Actor
from app.errors import Problem
from app.models.note import Note
from app.models.schemas.note import NoteCreate
from app.models.student import Student
from app.models.words.note import NoteState
from app.services import case
from app.services.age import Warned
from app.services.queries import case as cases
from app.services.queries import note as queries
from app.services.queries import record as records

UNSIGNED = (NoteState.DRAFT, NoteState.AWAITING_CO_SIGNATURE)


class NoteArrivedDifferently(Problem):
    status, code, title = (
        409,
        "note-arrived-differently",
        "This note arrived already, and said something else",
    )
    detail = "Nothing was overwritten. `note_id` names what arrived first: write on at it while it is a draft, add an addendum once it is signed, or send this text under a `client_id` of its own to keep both."


async def to_sign(db: AsyncSession, actor: Actor, student_id: UUID, note_id: UUID) -> Note:
    """What is the caller's to sign though the child is another's: written without a network, or to co-sign.

    Raises: NotOnCaseload.
    """
    row = await records.one(db, actor, Note, note_id)
    if row is None or row.student_id != student_id or row.state not in UNSIGNED:
        raise case.NotOnCaseload
    me = db.info["principal_id"]
    is_late = row.author_id == me and row.written_at is not None
    is_to_co_sign = row.co_signer_id == me and row.state == NoteState.AWAITING_CO_SIGNATURE
    if not is_late and not is_to_co_sign:
        raise case.NotOnCaseload
    return row


async def lock_to_write(
    db: AsyncSession, actor: Actor, student_id: UUID, body: NoteCreate
) -> tuple[Student, bool]:
    """The file, and whether the child is still the caller's: what happened is not lost by a change of caseload.

    Raises: OPEN_PROBLEMS.
    """
    try:
        return await case.lock_file(db, actor, student_id), True
    except case.NotOnCaseload:
        if body.written_at is None:
            raise
        day = clock.day_of(body.written_at, actor.home.time_zone)
        if not await queries.was_assigned(db, actor, student_id, day, body.written_at):
            raise
    student = await cases.student(db, actor, student_id, lock=True)
    assert student is not None  # noqa: S101 - just seen
    if student.merged_into_id is not None:
        raise case.StudentMerged(merged_into=str(student.merged_into_id))
    return student, False


async def before(db: AsyncSession, actor: Actor, row: Note) -> Note | None:
    """The note that this one is, if the device sent it before. Raises: NoteArrivedDifferently."""
    if row.client_id is None:
        return None
    row.client_sha256 = row.text_sha256
    found = await queries.of_client(db, actor, row.author_id, row.client_id)
    if found is None:
        return None
    if found.client_sha256 != row.client_sha256:
        raise NoteArrivedDifferently(note_id=str(found.id), state=found.state)
    audit.record(db, actor, "read", "note", student_id=found.student_id, record_id=str(found.id))
    return found


def warnings(actor: Actor, row: Note, *, is_theirs: bool) -> list[Warned]:
    """What a late arrival is, said plainly."""
    found = []
    if row.written_at is not None:
        written, received = (
            clock.day_of(m, actor.home.time_zone) for m in (row.written_at, row.created_at)
        )
        if written < received:
            found.append(
                Warned("arrived-late", f"It was written on {written} and arrived on {received}.")
            )
        if row.written_at > row.created_at:
            found.append(
                Warned(
                    "clock-ahead",
                    "The device's clock runs ahead: it says a moment after the arrival.",
                )
            )
    if not is_theirs:
        found.append(
            Warned(
                "no-longer-on-caseload",
                "The child was on your caseload when it was written and is not now. Sign it; a supervisor is told.",
            )
        )
    return found
