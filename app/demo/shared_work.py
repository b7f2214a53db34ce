"""Plays what is shared with others: a programme in an aide's hands, an offer to the neighbour, twins told apart."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.auth import Actor
from app.demo.county import County, StudentFile
from app.demo.playing import playing
from app.directory import Directory, Home
from app.models.schemas.delegation import DelegationCreate, DelegationStep
from app.models.schemas.duplicate import LinkCreate
from app.models.schemas.staff import CredentialCreate
from app.models.schemas.transfer import TransferCreate
from app.services import credential, delegation, duplicate
from app.services.transfer import offer

LICENCE = {
    "discipline": "occupational_therapy", "level": "licensed", "title": "OTR/L", "number": "OT-11702",
    "issuer": "California Board of Occupational Therapy",
}  # fmt: skip
PROGRAMME = {
    "title": "Seating at the table", "steps": ["Feet on the rest.", "Hips at the back of the seat."],
    "watch_for": "Stop when the skin reddens; call the therapist.", "outside_name": "Aide at the child care",
    "check_every_days": 28,
}  # fmt: skip
TAUGHT = timedelta(days=30)
CHECKED = timedelta(days=3)
ACTS = (
    (TAUGHT, {"act": "train", "method": "coach", "has_shown": True, "topics": "Both steps, twice."}),
    (CHECKED, {"act": "check", "found": "Done as taught; sits for a whole meal.", "goes_on": True}),
)  # fmt: skip
TWINS = {
    "state": "distinct", "reasons": ["same birth date", "same last name", "same address"],
    "comment": "Twins: both came to the visit.",
}  # fmt: skip
STEP: TypeAdapter[DelegationStep] = TypeAdapter(DelegationStep)


class _Neighbour(Directory):
    """Knows the one county that is asked for: nothing of this is committed, so nobody else could look it up."""

    def __init__(self, home: Home) -> None:
        self.home = home

    async def find(self, organisation_id: UUID) -> Home | None:
        return self.home if organisation_id == self.home.id else None


async def play_shared_work(
    connection: AsyncConnection, county: County, neighbour: County, today: date
) -> None:
    """As the supervisor and a therapist did it; the same day gives the same."""
    async with playing(connection, county, "supervisor") as (db, actor, _):
        therapist = county.people["therapist"].id
        licence = {**LICENCE, "valid_from": str(date(today.year - 6, 1, 1))}
        await credential.add(db, actor, therapist, CredentialCreate.model_validate(licence))
        await _offer(db, actor, county, neighbour)
        one, other = next(p for p in pairwise(county.files) if _are_twins(*p))
        told_apart = LinkCreate.model_validate({**TWINS, "other_id": other.student.id})
        await duplicate.decide(db, actor, one.student.id, told_apart)
    async with playing(connection, county, "therapist") as (db, actor, me):
        await _delegate(db, actor, next(f for f in county.files if _is_known(f, me, today)), today)


def _are_twins(one: StudentFile, other: StudentFile) -> bool:
    return (one.student.birth_order, other.student.birth_order) == (1, 2)


def _is_known(file: StudentFile, me: UUID, today: date) -> bool:
    """Whether the child was served already when the aide was taught."""
    return (
        file.enrolment.state == "active"
        and any(a.principal_id == me for a in file.assignments)
        and any(
            e.type == "ifsp.consent.signed" and e.on_date <= today - TAUGHT for e in file.events
        )
    )


async def _offer(db: AsyncSession, actor: Actor, county: County, neighbour: County) -> None:
    """A family moves; the neighbour has not answered yet."""
    there = neighbour.program
    home = Home(there.id, there.kind, there.name, there.jurisdiction, there.time_zone)
    moving = [
        f for f in county.files if f.enrolment.state == "active" and f.student.birth_order is None
    ]
    body = {
        "receiver_id": there.id, "exception": "participating_agency", "reason": "The family moves.",
    }  # fmt: skip
    offered = TransferCreate.model_validate(body)
    await offer.offer(db, _Neighbour(home), actor, moving[-1].student.id, offered)


async def _delegate(db: AsyncSession, actor: Actor, file: StudentFile, today: date) -> None:
    body = DelegationCreate.model_validate({**PROGRAMME, "student_id": file.student.id})
    row = await delegation.write(db, actor, body)
    for ago, act in ACTS:
        await db.flush()  # a step reads it anew
        said = STEP.validate_python({**act, "on": str(today - ago)})
        row = await delegation.move(db, actor, row.id, said, f'"{row.version}"')
