"""Plays one IEP of a child near three, from the draft to in effect, on the days that the file says."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.auth import Actor
from app.demo.county import County, StudentFile
from app.demo.playing import playing
from app.models.plan import Plan
from app.models.schemas.plan import PlanCreate, PlanUpdate
from app.models.schemas.plan_step import PlanStep
from app.models.schemas.service_line import ServiceLineCreate
from app.services.plan import draft, line, step

NOTICE, HELD, SIGNED = "partb.iep.notice.sent", "partb.iep.held", "partb.consent.services.signed"
IN_EFFECT = "partb.iep.in_effect"
CONTENT: dict[str, Any] = {
    "levels": [
        {"domain": "academic", "description": "Names colours, and counts to three."},
        {"domain": "functional", "description": "Eats with a spoon, and asks for help by pointing."},
    ],
    "goals": [
        {
            "number": 1, "domain": "communication", "statement": "Speaks in sentences of three words.",
            "baseline": "Two words.", "measure": "Language sample.", "criterion": "In 8 of 10 utterances.",
            "period": "By the annual review.", "reporting": "With each report card.",
            "objectives": ["Names what somebody does."],
        },
        {
            "number": 2, "domain": "social_emotional", "statement": "Joins two children at play.",
            "baseline": "Looks on.", "measure": "Teacher's tally.", "criterion": "On four days of five.",
            "period": "By the annual review.", "reporting": "With each report card.",
            "objectives": ["Hands over a toy when asked."],
        },
    ],
    "placement": {
        "setting": "regular_class", "minutes_a_week": 900, "minutes_apart": 30,
        "explanation": "Speech therapy needs a quiet room.",
    },
    "accommodations": [{"area": "Seating", "text": "Near the teacher at story time."}],
}  # fmt: skip
GRID = (
    ("pull_out", "speech_language_pathology", "individual", "service_provider_location", True, [1]),
    ("push_in", "special_instruction", "group", "regular_class", True, [1, 2]),
    ("consultative", "occupational_therapy", "individual", "regular_class", False, [2]),
)
"""Delivery, service, intensity, where, whether the child is there, and the goals it serves."""
DISTRICT = "Head of the preschool"
GIVEN = {"method": "paper", "identity_shown": "known_in_person"}
STEP: TypeAdapter[PlanStep] = TypeAdapter(PlanStep)


async def play_iep(connection: AsyncConnection, county: County, today: date) -> None:
    """As the supervisor entered what the district's team decided; the same day gives the same."""
    async with playing(connection, county, "supervisor") as (db, actor, _):
        file, days = next(_near_three(county))
        plan = await _draft(db, actor, file, days[HELD], today)
        grid = await _fill_grid(db, actor, plan)
        for said in _steps(actor, file, days, grid, today):
            body = STEP.validate_python(said)
            plan = await step.take(db, actor, file.student.id, plan.id, body, f'"{plan.version}"')
            await db.flush()  # the next step reads it anew


def _near_three(county: County) -> Iterator[tuple[StudentFile, dict[str, date]]]:
    """Children still served here whose parents have agreed to the district's services, and since when."""
    for file in county.files:
        days = {e.type: e.on_date for e in file.events}
        is_open = file.enrolment.exited_on is None and IN_EFFECT not in days
        if is_open and {NOTICE, HELD, SIGNED} <= days.keys():
            yield file, days


async def _draft(
    db: AsyncSession, actor: Actor, file: StudentFile, held_on: date, today: date
) -> Plan:
    body = {
        "program": "partb", "starts_on": str(today), "ends_on": str(held_on + timedelta(days=364)),
    }  # fmt: skip
    plan = await draft.create(db, actor, file.student.id, PlanCreate.model_validate(body))
    await db.flush()  # the next act reads it anew
    content = PlanUpdate.model_validate(CONTENT)
    tag = f'"{plan.version}"'
    plan = await draft.change(db, actor, file.student.id, plan.id, content, tag)
    await db.flush()
    return plan


async def _fill_grid(db: AsyncSession, actor: Actor, plan: Plan) -> list[str]:
    """Ids of the services, in the order of the grid."""
    ids = []
    for number, (model, service, intensity, setting, is_direct, goals) in enumerate(GRID, start=1):
        body = {
            "number": number, "service": service, "delivery_model": model, "intensity": intensity, "sessions": 1,
            "per": "week", "minutes": 30, "least_sessions": 1, "most_sessions": 2, "starts_on": str(plan.starts_on),
            "ends_on": str(plan.ends_on), "method": "In play", "location": "At the preschool", "setting": setting,
            "payer": "district", "is_direct": is_direct, "outcomes": goals,
            "flexibility": "One session a month may move.",
        }  # fmt: skip
        said = ServiceLineCreate.model_validate(body)
        row, _ = await line.add(db, actor, plan.student_id, plan.id, said)
        await db.flush()  # the next one is numbered beside it
        ids.append(str(row.id))
    return ids


def _steps(
    actor: Actor, file: StudentFile, days: dict[str, date], grid: list[str], today: date
) -> Iterator[dict[str, Any]]:
    parent = str(next(c.id for c in file.contacts if c.may_sign))
    team: list[dict[str, Any]] = [
        {"role": "parent", "contact_id": parent},
        {"role": "special_educator", "name": "Teacher of the preschool"},
        {"role": "lea_representative", "name": DISTRICT},
    ]
    start = datetime.combine(days[HELD], time(15), ZoneInfo(actor.home.time_zone))
    yield {
        "act": "set_meeting", "starts_at": start.isoformat(), "place": "At the preschool", "suits_family": True,
        "notice_sent_on": str(days[NOTICE]), "notice_language": "en", "invitees": team,
    }  # fmt: skip
    came = [{**person, "attendance": "present"} for person in team]
    yield {"act": "hold_meeting", "held_on": str(days[HELD]), "participants": came}
    by_district = {**GIVEN, "signed_on": str(days[HELD])}
    yield {"act": "present", "signature": by_district, "signed_by": {"name": DISTRICT}}
    yield {
        "act": "sign", "contact_id": parent, "signature": {**GIVEN, "signed_on": str(days[SIGNED])},
        "decisions": [{"line_id": id_, "is_consented": True} for id_ in grid],
    }  # fmt: skip
    yield {"act": "put_in_effect", "on": str(today)}
