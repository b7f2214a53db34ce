"""Reading letters as they were issued."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.models.history import RecordChange
from app.models.letter import Letter
from app.services import case, record
from app.services.letter.problems import LetterNotFound
from app.services.profile.name import require_unsealed
from app.services.queries import letter as queries

LETTER = record.Kind("letter", Letter, LetterNotFound)


async def list_letters(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[UUID] | None
) -> list[Letter]:
    """Oldest first; one more than `limit` when there is more. Raises: StudentNotFound, NotOnCaseload."""
    await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "letters", student_id=student_id)
    return await queries.letters(db, actor, student_id, limit, after)


async def read(db: AsyncSession, actor: Actor, student_id: UUID, letter_id: UUID) -> Letter:
    """Raises: READ_PROBLEMS."""
    return await _read(db, actor, student_id, letter_id, "facts")


async def read_pdf(db: AsyncSession, actor: Actor, student_id: UUID, letter_id: UUID) -> Letter:
    """The same letter; the record of access says that its file was taken. Raises: READ_PROBLEMS."""
    return await _read(db, actor, student_id, letter_id, "pdf")


async def _read(
    db: AsyncSession, actor: Actor, student_id: UUID, letter_id: UUID, part: str
) -> Letter:
    await case.open_file(db, actor, student_id)
    letter = await queries.letter(db, actor, student_id, letter_id)
    if letter is None:
        raise LetterNotFound
    await require_unsealed(db, actor, student_id, letter.created_at)
    audit.record(
        db, actor, "read", "letter", student_id=student_id, letter_id=str(letter_id), part=part
    )
    return letter


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    letter_id: UUID,
    limit: int,
    after: tuple[UUID] | None,
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    return await record.history(db, actor, LETTER, letter_id, limit, after, student_id)
