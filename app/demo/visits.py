"""Plays what the county's therapist wrote of recent visits: who was there, what was done, how far each outcome is; one copy sent."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.auth import Actor
from app.demo.county import County, StudentFile
from app.demo.county.plan_shape import ServiceDelivery, ServiceLine
from app.demo.playing import playing
from app.models.note import Note
from app.models.schemas.note import NoteCreate, NoteStep
from app.services import note

MOST = 8
VISITS: tuple[dict[str, Any], ...] = (
    {
        "present": ["The mother", "The child"],
        "since_last_time": "The spoon is in use at breakfast; supper is still hard.",
        "therapist_did": "Showed how to hold the bowl still and wait.",
        "caregiver_did": "Tried it at the snack and said what she saw.",
        "child_responded": "Four spoonfuls alone, then tired.",
        "strategies_left": "The heavy bowl, at breakfast only.",
        "plan_until_next": "Breakfast with the heavy bowl; count the spoonfuls on two days.",
    },
    {
        "present": ["The grandmother", "The child", "The older brother"],
        "since_last_time": "A cold this week; the games were left out.",
        "therapist_did": "Set up the blocks on the stairs and modelled reaching up.",
        "caregiver_did": "The grandmother took over after two turns; the brother handed the blocks.",
        "child_responded": "Laughed, reached with both hands, stepped up once with help.",
        "strategies_left": "Toys one step higher than the hand.",
        "plan_until_next": "Twice a day on the stairs, never alone.",
    },
    {
        "present": ["The father", "The child"],
        "since_last_time": "Points at the cup now; cries less at the table.",
        "therapist_did": "Practised waiting ten seconds before help is given.",
        "caregiver_did": "Waited, named the thing and handed it over.",
        "child_responded": "Asked with a sound and a look, six times of ten.",
        "strategies_left": "Wait, name, give.",
        "plan_until_next": "At every meal; the father notes new words on the list at the door.",
    },
)
PROGRESS = ("Begun.", "Some progress: with help, on most days.", "Nearly there: alone at home.")
STEP: TypeAdapter[NoteStep] = TypeAdapter(NoteStep)


async def play_visits(connection: AsyncConnection, county: County) -> None:
    """As the therapist would have written them; the same county gives the same."""
    async with playing(connection, county, "therapist") as (db, actor, me):
        mine = (f for f in county.files if any(a.principal_id == me for a in f.assignments))
        seen = (found for f in mine for found in _latest(f, me))
        for number, (line, given) in enumerate(islice(seen, MOST)):
            row = await _written(db, actor, line, given, number)
            if number < MOST - 1:
                await _taken(db, actor, row, _signing(row))
            if number == 0:
                await _taken(db, actor, row, {"act": "give_copy", "form": "message"})


def _latest(file: StudentFile, me: object) -> Iterator[tuple[ServiceLine, ServiceDelivery]]:
    """The last session that the therapist gave, with its line."""
    if file.enrolment.exited_on is not None:
        return
    lines = {r.id: r for r in file.plans if isinstance(r, ServiceLine)}
    given = [
        r
        for r in file.plans
        if isinstance(r, ServiceDelivery) and r.provider_id == me and r.missed_for is None
    ]
    if given:
        last = max(given, key=lambda r: r.on_date)
        yield lines[last.line_id], last


async def _written(
    db: AsyncSession, actor: Actor, line: ServiceLine, given: ServiceDelivery, number: int
) -> Note:
    outcome = {
        "plan_id": str(line.plan_id), "number": line.outcomes[0], "progress": PROGRESS[number % len(PROGRESS)],
    }  # fmt: skip
    body = {
        "kind": "visit", "on_date": str(given.on_date), "minutes": given.minutes, "place": line.location,
        "text": "Visit as planned.", "delivery_id": str(given.id),
        "visit": {**VISITS[number % len(VISITS)], "outcomes": [outcome]},
    }  # fmt: skip
    row, _ = await note.write(db, actor, given.student_id, NoteCreate.model_validate(body))
    await db.flush()  # a step reads it anew
    return row


def _signing(row: Note) -> dict[str, Any]:
    return {
        "act": "sign", "text_sha256": row.text_sha256,
        "signature": {"method": "electronic", "identity_shown": "signed_in"},
    }  # fmt: skip


async def _taken(db: AsyncSession, actor: Actor, row: Note, body: dict[str, Any]) -> None:
    step = STEP.validate_python(body)
    await note.take(db, actor, row.student_id, row.id, step, f'"{row.version}"')
    await db.flush()
