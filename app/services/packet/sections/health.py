"""Hearing, vision and health, as dated entries with who said so."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.fields import PacketItem
from app.models.profile import HealthEntry
from app.models.student import Student
from app.models.words.student import HealthKind
from app.services.packet.file import File
from app.services.packet.section import Document, Section
from app.services.packet.wording import day, said
from app.services.queries import profile as queries
from app.typeset.block import Block, table


async def gather(db: AsyncSession, actor: Actor, student: Student) -> list[HealthEntry]:
    found = await queries.health(db, actor, student.id, list(HealthKind))
    return [entry for entry in found if not entry.entered_in_error]


def content(file: File) -> Any:
    return [
        {
            "kind": e.kind, "text": e.text, "system": e.system, "code": e.code, "certainty": e.certainty,
            "on": e.on_date, "until": e.until_on, "source": e.source,
        }
        for e in file.gathered.get(PacketItem.HEALTH, [])
    ]  # fmt: skip


def blocks(frozen: Any) -> list[Block]:
    rows = [[said(e["kind"]), _what(e), _when(e), e["source"]] for e in frozen]
    return [table(["Kind", "What is known", "Since", "Said by"], rows, [1, 2.6, 1.4, 1.6])]


def _what(entry: dict[str, Any]) -> str:
    code = f" ({entry['code']})" if entry["code"] else ""
    doubt = ", provisional" if entry["certainty"] == "provisional" else ""
    return f"{entry['text']}{code}{doubt}"


def _when(entry: dict[str, Any]) -> str:
    since = day(entry["on"])
    return f"{since}, until {day(entry['until'])}" if entry["until"] else since


SECTION = Section(
    PacketItem.HEALTH, "Hearing, vision and health", Document.SUMMARY, content, blocks, gather
)
