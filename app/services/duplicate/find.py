"""Students who may be a given child, likeliest first."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.models.schemas.referral import PossibleDuplicate
from app.models.student import Student, StudentName
from app.services import case
from app.services.duplicate.likeness import LIKELY, Child, Named, likeness
from app.services.queries import duplicate as queries
from app.services.queries import student as student_queries
from app.services.search import SEALED


async def possible_duplicates(
    db: AsyncSession, actor: Actor, student_id: UUID
) -> list[PossibleDuplicate]:
    """Students who may be this one, but for those a person has decided on. Raises: OPEN_PROBLEMS."""
    student = await case.open_file(db, actor, student_id)
    names = await queries.names(db, actor, [student_id], sees_sealed=SEALED in actor.scopes)
    contacts = await student_queries.contacts(db, actor, student_id)
    found = await like(
        db,
        actor,
        _child(student, names),
        phones=[c.phone for c in contacts if c.phone],
        address=student.address,
        identifiers=[i["value"] for i in student.external_ids],
    )
    decided = await queries.decided(db, actor, student_id)
    left = [d for d in found if d.student_id != student_id and d.student_id not in decided]
    seen = [student_id, *(d.student_id for d in left)]
    audit.record(db, actor, "search", "student", student_ids=seen)
    return left


async def like(
    db: AsyncSession,
    actor: Actor,
    child: Child,
    *,
    phones: list[str],
    address: dict[str, object] | None,
    identifiers: list[str],
) -> list[PossibleDuplicate]:
    """Students like this child. A sealed name counts for those who may see it, and for nobody else."""
    sees_sealed = SEALED in actor.scopes
    candidates = await queries.lookalikes(
        db, actor, child.names, child.born_on, phones, address, identifiers, sees_sealed=sees_sealed
    )
    names = await queries.names(db, actor, list(candidates), sees_sealed=sees_sealed)
    scored = []
    for student in await queries.students(db, actor, list(candidates)):
        shared = candidates[student.id]
        own = [n for n in names if n.student_id == student.id]
        found = likeness(
            child, _child(student, own), phone=shared.phone, place=shared.place, identifier=shared.identifier
        )  # fmt: skip
        if found.score >= LIKELY:
            scored.append(
                PossibleDuplicate(
                    student_id=student.id, first_name=student.first_name, last_name=student.last_name,
                    born_on=student.born_on, score=found.score, reasons=list(found.reasons),
                )
            )  # fmt: skip
    return sorted(scored, key=lambda d: (-d.score, str(d.student_id)))


def _child(student: Student, names: Iterable[StudentName]) -> Child:
    known = [Named(student.first_name, student.last_name)]
    if student.preferred_name:
        known.append(Named(student.preferred_name, student.last_name, "the preferred name"))
    known += [Named(n.first_name, n.last_name, "another name on file") for n in names]
    return Child(tuple(known), student.born_on, student.birth_order)
