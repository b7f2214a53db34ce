"""What helps the child day by day: strategies in use, since when, what the last look at each showed, and home programmes whole.

Pictures are told in words: they stay in the file, for they were agreed to for the family's sheet.
"""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.fields import PacketItem
from app.models.strategy import Strategy
from app.models.student import Student
from app.services.packet.file import File
from app.services.packet.section import Document, NotApplicable, Section
from app.services.packet.wording import day, said
from app.services.queries import strategy as queries
from app.typeset.block import Block, facts, heading, numbered, table

AT_HOME = {
    "goal": "What the family hopes for", "when_in_day": "When in the day", "how_often": "How often",
    "watch_for": "What to watch for", "stop_when": "Stop when", "whom_to_call": "Whom to call",
}  # fmt: skip
"""Of a home programme, beside its steps and pictures; a packet of earlier times has none of it."""


async def gather(db: AsyncSession, actor: Actor, student: Student) -> list[Strategy]:
    return await queries.in_use(db, actor, student.id)


def content(file: File) -> Any:
    found = [
        {
            "title": s.title, "area": s.area, "how": s.how, "place": s.place, "started_on": s.started_on,
            "last_checked_on": s.last_checked_on, "finding": s.checks[-1]["finding"] if s.checks else None,
            **{name: getattr(s, name) for name in AT_HOME},
            "steps": s.steps, "pictures": [p["caption"] for p in s.photos],
        }
        for s in file.gathered.get(PacketItem.STRATEGIES, [])
    ]  # fmt: skip
    return found or NotApplicable("no strategy is in use")


def blocks(frozen: Any) -> list[Block]:
    rows = [
        [f"{s['title']} ({said(s['area']).lower()})", s["how"], s["place"], day(s["started_on"]), _shown(s)]
        for s in frozen
    ]  # fmt: skip
    made = [table(["What", "How", "Where", "Since", "Last look"], rows, [1.6, 2.4, 1, 1.1, 1.3])]
    return [*made, *(block for s in frozen for block in _at_home(s))]


def _at_home(strategy: dict[str, Any]) -> list[Block]:
    told = [(title, strategy[name]) for name, title in AT_HOME.items() if strategy.get(name)]
    steps, pictures = strategy.get("steps"), strategy.get("pictures")
    if not told and not steps and not pictures:
        return []
    if pictures:
        told.append(("Pictures show", pictures))
    return [
        heading(f"At home: {strategy['title']}", 2),
        facts(told),
        *([numbered(steps)] if steps else []),
    ]


def _shown(strategy: dict[str, Any]) -> str | None:
    if strategy["finding"] is None:
        return None
    return f"{said(strategy['finding'])}, {day(strategy['last_checked_on'])}"


SECTION = Section(
    PacketItem.STRATEGIES, "Strategies that are in use", Document.SERVICE_HISTORY, content, blocks, gather
)  # fmt: skip
