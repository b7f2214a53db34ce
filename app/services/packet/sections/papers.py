"""Papers on the file: what rights a person holds, progress reports, home programmes, records of others.

The frozen text holds title and hash, and the name under which the archive encloses the paper itself.
"""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.files.kinds import with_extension
from app.models.fields import PacketItem
from app.models.student import Student
from app.models.words.document import DocumentKind, ScanState
from app.services.packet.file import File
from app.services.packet.section import Document, NotApplicable, Section
from app.services.packet.wording import day, said
from app.services.queries import document as queries
from app.services.queries.document import Row
from app.typeset.block import Block, aside, table

LEFT_OUT = {
    DocumentKind.INSURANCE, DocumentKind.FUNDER_LETTER, DocumentKind.QUOTE, DocumentKind.PHOTO,
}  # fmt: skip
"""What a district has no use for."""
ENCLOSED_BYTES = 25 * 1024 * 1024
"""Of all papers that one archive encloses."""
HARMLESS = {ScanState.CLEAN, ScanState.NOT_SCANNED}
"""What is not scanned came while nobody scans here."""


async def gather(db: AsyncSession, actor: Actor, student: Student) -> list[Row]:
    rows = await queries.current(db, actor, student.id)
    return [row for row in rows if row.kind not in LEFT_OUT]


def content(file: File) -> Any:
    left, found = ENCLOSED_BYTES, []
    for number, row in enumerate(file.gathered.get(PacketItem.PAPERS, []), 1):
        of = row.latest
        is_enclosed = of.scan_state in HARMLESS and of.byte_count <= left
        left -= of.byte_count if is_enclosed else 0
        name = with_extension(f"{number:02}-{row.kind}".replace("_", "-"), of.media_type)
        found.append(
            {
                "kind": row.kind, "title": row.title, "dated_on": row.dated_on, "source": row.source,
                "media_type": of.media_type, "bytes": of.byte_count, "sha256": of.sha256,
                "file": f"papers/{name}" if is_enclosed else None,
            }
        )  # fmt: skip
    return found or NotApplicable("no papers are on the file")


def enclosed(frozen: Any) -> list[tuple[str, str, int]]:
    """Name in the archive, SHA-256 and bytes of each paper that goes along; a packet of earlier times encloses none."""
    return [(p["file"], p["sha256"], p["bytes"]) for p in frozen or () if p.get("file")]


def blocks(frozen: Any) -> list[Block]:
    rows = [[said(p["kind"]), p["title"], day(p["dated_on"]), _where(p)] for p in frozen]
    return [
        table(["Kind", "Title", "Of", "Where"], rows, [1.2, 2.2, 1.1, 1.6]),
        aside(
            "Ask the program for those that are not enclosed; packet.json holds the SHA-256 of each."
        ),
    ]


def _where(paper: Any) -> str:
    return paper.get("file") or "with the program"


SECTION = Section(PacketItem.PAPERS, "Papers on file", Document.CONTACTS, content, blocks, gather)
