"""Plays what families ask about their record and are told in writing, and one access in an emergency."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.auth import Actor
from app.demo.county import County, StudentFile
from app.demo.playing import playing
from app.models.schemas.consent import RecordRequestCreate, RecordRequestStep
from app.models.schemas.letter import LetterCreate
from app.services import emergency, letter, record_request

ASKED: tuple[tuple[str, str, str | None, str], ...] = (
    ("inspect", "May we read what the therapist wrote?", "provide", "Read together at the office."),
    ("copy", "A copy of the plan, please.", None, ""),
    ("amend", "He walked at fourteen months, not at sixteen.", "amend", "Corrected in the report."),
    ("amend", "We do not agree with the word delayed.", None, ""),
    ("copy", "The hearing test, for his doctor.", "withdraw", "The doctor had it already."),
)
"""Kind, in the parent's words, the answer, and what it says; None: it waits."""
NOTICES = (
    ("proposes", "Speech therapy twice a week instead of once.", "More words when visits are closer together."),
    ("refuses", "No visits at the center in the evening.", "Nobody works there after five."),
)  # fmt: skip
EMERGENCY = "The coordinator is ill, and the hospital asks who is to be told."
STEP: TypeAdapter[RecordRequestStep] = TypeAdapter(RecordRequestStep)
LETTER: TypeAdapter[LetterCreate] = TypeAdapter(LetterCreate)


async def play_rights(connection: AsyncConnection, county: County, today: date) -> None:
    """As the coordinator took it in, and a therapist in need; the same day gives the same."""
    async with playing(connection, county, "coordinator") as (db, actor, me):
        mine = [f for f in _served(county) if any(a.principal_id == me for a in f.assignments)]
        for number, (file, asked) in enumerate(zip(mine, ASKED, strict=False)):
            await _asked(db, actor, file, asked, today - timedelta(days=2 * number))
            await _told(db, actor, file, NOTICES[number % len(NOTICES)])
    async with playing(connection, county, "therapist") as (db, actor, me):
        others = [f for f in mine if all(a.principal_id != me for a in f.assignments)]
        await emergency.open_access(db, actor, others[-1].student.id, EMERGENCY)


def _served(county: County) -> Sequence[StudentFile]:
    return [f for f in county.files if f.enrolment.exited_on is None]


async def _asked(
    db: AsyncSession,
    actor: Actor,
    file: StudentFile,
    asked: tuple[str, str, str | None, str],
    on: date,
) -> None:
    kind, words, act, answer = asked
    body = {
        "contact_id": file.contacts[0].id, "kind": kind, "asks": words, "channel": "phone",
        "received_on": str(max(on, file.enrolment.referred_on)),
    }  # fmt: skip
    received = RecordRequestCreate.model_validate(body)
    row = await record_request.receive(db, actor, file.student.id, received)
    await db.flush()  # a step reads it anew
    if act is not None:
        said = STEP.validate_python({"act": act, "answer": answer})
        await record_request.take(db, actor, file.student.id, row.id, said, f'"{row.version}"')
        await db.flush()


async def _told(
    db: AsyncSession, actor: Actor, file: StudentFile, notice: tuple[str, str, str]
) -> None:
    decision, action, reasons = notice
    body: dict[str, Any] = {
        "kind": "prior_written_notice", "contact_id": file.contacts[0].id, "decision": decision, "action": action,
        "reasons": reasons, "english_instead": True,
    }  # fmt: skip
    await letter.issue(db, actor, file.student.id, LETTER.validate_python(body))
    await db.flush()
