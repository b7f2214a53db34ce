"""The child's time in the program, and the picture of what the law asked for and when it was done."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.fields import PacketItem
from app.models.student import Student
from app.services import deadline, rulebook
from app.services.packet.file import File
from app.services.packet.section import Document, Section
from app.services.packet.wording import day, said
from app.services.timeline.picture import describe, picture
from app.services.timeline.row import DRAWN, Drawn, Duty, drawn, rows_of
from app.typeset import block
from app.typeset.block import Block

DAYS = ("trigger_on", "due_on", "due_on_unadjusted", "window_opens_on", "satisfied_on")


async def gather(db: AsyncSession, actor: Actor, student: Student) -> Any:
    told = await deadline.explain(db, actor, student.id, None)
    third = told["derived"]["third_birthday"]
    return clock(told["obligations"], student.born_on, third, told["as_of"])


def clock(
    duties: Iterable[Duty], born_on: date, third_birthday: date, as_of: date
) -> dict[str, Any]:
    """What the picture is drawn from, and nothing of how it came about."""
    return {
        "as_of": as_of,
        "born_on": born_on,
        "third_birthday": third_birthday,
        "duties": [asdict(drawn(d)) for d in duties if d.kind in DRAWN],
    }


def content(file: File) -> Any:
    stay = file.enrolment
    if stay is None:
        return None
    return {
        "referred_on": stay.referred_on,
        "state": stay.state,
        "exited_on": stay.exited_on,
        "exit_reason": stay.exit_reason,
        "clock": file.gathered.get(PacketItem.TIMELINE),
    }


def blocks(frozen: Any) -> list[Block]:
    rows = [("Referred on", day(frozen["referred_on"])), ("State", said(frozen["state"]))]
    if frozen["exited_on"]:
        rows.append(("Left on", day(frozen["exited_on"])))
        rows.append(("Reason", _reason(frozen["exit_reason"])))
    held = frozen["clock"]
    return [block.facts(rows), *([_picture(held)] if held else [])]


def _reason(code: str | None) -> str:
    """The federal reason in its own words."""
    labels = {str(r["code"]): str(r["label"]) for r in rulebook.load().exit_reasons}
    return labels.get(code or "", said(code))


def _picture(held: dict[str, Any]) -> Block:
    duties = [_thawed(duty) for duty in held["duties"]]
    born_on, third, as_of = (
        date.fromisoformat(held[name]) for name in ("born_on", "third_birthday", "as_of")
    )
    return block.picture(
        picture(duties, born_on, third, as_of), describe(rows_of(duties, third)[0], as_of)
    )


def _thawed(duty: dict[str, Any]) -> Drawn:
    """A duty as it was before it was frozen: its days are days again."""
    days = {name: date.fromisoformat(duty[name]) if duty[name] else None for name in DAYS}
    return Drawn(**{**duty, **days})


SECTION = Section(PacketItem.TIMELINE, "Timeline", Document.TIMELINE, content, blocks, gather)
