"""Where a child lives and lived; what a move across a boundary proposes."""

from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.history import RecordChange
from app.models.profile import Residence
from app.models.schemas.profile import ResidenceCreate, ResidenceUpdate
from app.models.student import Student
from app.models.words.organisation import OrganisationKind
from app.models.words.student import ResidenceUse
from app.services import case, record
from app.services.age import Warned
from app.services.queries import organisation as organisations
from app.services.queries import profile as queries


class ResidenceNotFound(NotFound):
    code, title = "residence-not-found", "There is no such residence of this student"


class ResidenceDates(Problem):
    status, code, title = 409, "residence-dates", "The days of this residence do not fit"
    detail = "It begins on or after the birth and ends after it begins; two homes do not begin on one day."


WRITE_PROBLEMS = (*case.OPEN_PROBLEMS, ResidenceDates)
RESIDENCE = record.Kind("residence", Residence, ResidenceNotFound)


class Proposal(NamedTuple):
    """`program_ids`: to whom the child may be transferred, where no district of the program is left."""

    from_district_id: UUID | None
    to_district_id: UUID | None
    program_ids: list[UUID]


class Saved(NamedTuple):
    residence: Residence
    proposal: Proposal | None
    warnings: list[Warned]


async def list_of(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[Residence]:
    """Raises: OPEN_PROBLEMS."""
    await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "residences", student_id=student_id)
    return await queries.residences(db, actor, student_id, limit, after, with_merged=True)


async def read(db: AsyncSession, actor: Actor, student_id: UUID, residence_id: UUID) -> Residence:
    """Raises: OPEN_PROBLEMS, ResidenceNotFound."""
    return await record.read(db, actor, RESIDENCE, residence_id, student_id)


async def add(db: AsyncSession, actor: Actor, student_id: UUID, body: ResidenceCreate) -> Saved:
    """Raises: WRITE_PROBLEMS."""
    student = await case.open_for_change(db, actor, student_id)
    before = await queries.residences(db, actor, student_id)
    if not before and student.address is not None and body.use is ResidenceUse.HOME:
        before = [_first(db, actor, student, body.from_on)]
    row = Residence(
        tenant_id=actor.tenant_id, student_id=student.id, **body.model_dump(mode="json", exclude={"from_on", "to_on"}),
        from_on=body.from_on, to_on=body.to_on,
    )  # fmt: skip
    record.add(db, actor, RESIDENCE, row)
    _end_before(db, actor, before, row)
    return await _follow(db, actor, student, [*before, row], row)


async def change(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    residence_id: UUID,
    body: ResidenceUpdate,
    if_match: str,
) -> Saved:
    """Apply a merge patch. Raises: WRITE_PROBLEMS, ResidenceNotFound, VersionStale."""
    row = await record.open_for_change(db, actor, RESIDENCE, residence_id, if_match, student_id)
    changes = body.model_dump(exclude_unset=True)
    if "address" in changes:
        changes["address"] = body.address.model_dump(mode="json")
    record.change(db, actor, RESIDENCE, row, changes)
    student = await case.open_for_change(db, actor, student_id)
    rows = await queries.residences(db, actor, student_id)
    return await _follow(db, actor, student, rows, row)


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    residence_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: OPEN_PROBLEMS, ResidenceNotFound."""
    return await record.history(db, actor, RESIDENCE, residence_id, limit, after, student_id)


async def proposal(
    db: AsyncSession, actor: Actor, student: Student, address: dict[str, Any] | None
) -> Proposal | None:
    """The district an address lies in, where it is not the file's; None where the program keeps no map of it."""
    postal_code = (address or {}).get("postal_code")
    if not postal_code or not await queries.has_areas(db, actor):
        return None
    district_id = await queries.district_of(db, actor, postal_code[:5])
    if district_id is not None and district_id == student.district_id:
        return None
    neighbours = [] if district_id else await organisations.partners(db, actor)
    programs = [o.id for o in neighbours if o.kind == OrganisationKind.PROGRAM]
    return Proposal(student.district_id, district_id, programs)


def _first(db: AsyncSession, actor: Actor, student: Student, until: date) -> Residence:
    """The address that was on file before there were dates: it held from birth, for all that is known."""
    row = Residence(
        tenant_id=actor.tenant_id, student_id=student.id, use=ResidenceUse.HOME.value, address=student.address or {},
        from_on=min(student.born_on, until - timedelta(days=1)),
    )  # fmt: skip
    return record.add(db, actor, RESIDENCE, row, comment="as it stood on the file")


def _end_before(db: AsyncSession, actor: Actor, before: list[Residence], row: Residence) -> None:
    """A new home ends the one that lasts: a child has one home, and may have a second."""
    for former in before:
        lasts = former.to_on is None and not former.entered_in_error
        if former.use == row.use and lasts and former.from_on < row.from_on:
            changes = {"to_on": row.from_on - timedelta(days=1)}
            record.change(db, actor, RESIDENCE, former, changes, act="ended")


async def _follow(
    db: AsyncSession, actor: Actor, student: Student, rows: list[Residence], row: Residence
) -> Saved:
    """Keep the file's address that of today's home, and say what the move proposes."""
    _check(student, rows, row)
    today = actor.today()
    homes = [r for r in rows if r.use == ResidenceUse.HOME and not r.entered_in_error]
    now = [r for r in homes if r.from_on <= today and (r.to_on is None or today <= r.to_on)]
    if now and student.address != now[-1].address:
        student.address = now[-1].address
    proposed = None
    if row.use == ResidenceUse.HOME and not row.entered_in_error and row.to_on is None:
        proposed = await proposal(db, actor, student, row.address)
    outbox.tell(db, actor, "residence.changed", student_id=student.id, residence_id=row.id)
    if proposed is not None:
        outbox.tell(
            db, actor, "district.proposed", student_id=student.id,
            from_district_id=proposed.from_district_id, to_district_id=proposed.to_district_id,
        )  # fmt: skip
    await db.flush()  # a refusal of the database must come before the answer
    return Saved(row, proposed, list(_warnings(proposed, row, today)))


def _check(student: Student, rows: list[Residence], row: Residence) -> None:
    if row.from_on < student.born_on or (row.to_on is not None and row.to_on < row.from_on):
        raise ResidenceDates
    same = [
        r
        for r in rows
        if r.id != row.id
        and r.use == row.use
        and r.from_on == row.from_on
        and not r.entered_in_error
    ]
    if same and not row.entered_in_error:
        raise ResidenceDates


def _warnings(proposed: Proposal | None, row: Residence, today: date) -> list[Warned]:
    found = []
    if proposed is not None and proposed.to_district_id is not None:
        found.append(
            Warned(
                "other-district",
                "This address lies in another district than the file names. Set the student's district to follow the move; clock and history stay.",
            )
        )
    if proposed is not None and proposed.to_district_id is None:
        found.append(
            Warned(
                "outside-program",
                "This postal code belongs to no district of the program. Offer the family a transfer: POST /v1/students/{id}/transfers; clock and history go with it.",
            )
        )
    if row.from_on > today:
        found.append(
            Warned(
                "not-yet",
                "This residence begins on a later day; the present address stays until then.",
            )
        )
    return found
