"""The team's reports that the parents have, as the packet tells them: no names, and nothing of the medical part."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.plan import Plan
from app.models.student import Student
from app.models.team_report import TeamReport, TeamReportSection
from app.services.packet.wording import day, said
from app.services.queries import record as records
from app.services.queries import team_report as queries
from app.services.team_report.machine import PARTS
from app.services.team_report.outcome import stated
from app.typeset.block import Block, heading, table, text

WORDS = {"done": "What was done", "seen": "What was seen", "recommendations": "Recommended"}


class Told(NamedTuple):
    report: TeamReport
    sections: Sequence[TeamReportSection]
    plan: Plan | None


async def gather(db: AsyncSession, actor: Actor, student: Student) -> list[Told]:
    """Those that stand, the latest first."""
    return [
        Told(
            row,
            await queries.sections(db, actor, row.id, sees_medical=False),
            await records.one(db, actor, Plan, row.plan_id) if row.plan_id else None,
        )
        for row in await queries.issued(db, actor, student.id)
    ]


def content(told: Told) -> dict[str, Any]:
    row = told.report
    return {
        "title": row.title, "occasion": row.occasion, "period_from": row.period_from, "period_to": row.period_to,
        "issued_on": row.issued_on, "sections": [_section(s, told.plan) for s in told.sections],
    }  # fmt: skip


def _section(row: TeamReportSection, plan: Plan | None) -> dict[str, Any]:
    progress = [{"outcome": stated(o, plan), "progress": o["progress"]} for o in row.progress]
    parts = {name: getattr(row, name) for name in PARTS}
    return {"discipline": row.discipline, "signed_on": row.signed_on, "progress": progress, **parts}


def blocks(frozen: dict[str, Any]) -> Iterator[Block]:
    period = f"{day(frozen['period_from'])} to {day(frozen['period_to'])}"
    yield heading(f"{frozen['title']}, {period}", 2)
    rows = [
        [o["outcome"], said(s["discipline"]), o["progress"]]
        for s in frozen["sections"]
        for o in s["progress"]
    ]
    if rows:
        yield table(["Outcome", "Told by", "Progress"], rows, [2, 1, 2])
    for section in frozen["sections"]:
        for name in PARTS:
            yield text(f"{said(section['discipline'])}. {WORDS[name]}: {section[name]}")
