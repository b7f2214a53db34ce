"""Early-intervention services: what was consented to, since when it was given, and how much of it."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.fields import PacketItem
from app.models.student import Student
from app.services.packet.file import File
from app.services.packet.section import Document, Section
from app.services.packet.sections.plan import often
from app.services.packet.wording import day, said
from app.services.queries import service_line as service_lines
from app.services.queries.service_line import Given
from app.typeset.block import Block, table


async def gather(db: AsyncSession, actor: Actor, student: Student) -> list[Given]:
    return await service_lines.given(db, actor, student.id)


def content(file: File) -> Any:
    first: dict[str, date] = {}
    consented = {
        s
        for e in file.events
        if e.type == "ifsp.consent.signed"
        for s in e.data.get("services", [])
    }
    for e in file.events:
        if e.type == "ifsp.service.delivered" and "service" in e.data:
            first[e.data["service"]] = min(first.get(e.data["service"], e.on_date), e.on_date)
    lines: list[Given] = file.gathered.get(PacketItem.SERVICES, [])
    return [
        {
            "service": s,
            "first_delivered_on": first.get(s),
            "lines": [_line(x) for x in lines if x.service == s],
        }
        for s in sorted(consented | first.keys() | {x.service for x in lines})
    ]


def _line(line: Given) -> dict[str, Any]:
    return {k: v for k, v in line._asdict().items() if k != "service"}


def blocks(frozen: Any) -> list[Block]:
    rows = [
        [said(s["service"]), day(s["first_delivered_on"]) if s["first_delivered_on"] else "not yet"]
        for s in frozen
    ]
    made = [table(["Service", "First given on"], rows, [2, 1])]
    counted = [_row(s["service"], line) for s in frozen for line in s["lines"]]
    if counted:
        made.append(
            table(
                ["Service", "Promised", "State", "Given", "Missed"], counted, [2, 2.4, 1, 1.2, 1.2]
            )
        )
    return made


def _row(service: str, line: dict[str, Any]) -> list[str]:
    given = f"{line['given']} ({line['minutes_given']} minutes)"
    return [said(service), often(line), said(line["state"]), given, str(line["missed"])]


SECTION = Section(
    PacketItem.SERVICES, "Services", Document.SERVICE_HISTORY, content, blocks, gather
)
