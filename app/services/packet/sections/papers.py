"""Papers on the file, by title and hash: what rights a person holds, progress reports, home programmes, records of others.

A packet holds no bytes of them: the program hands them over, and the hash tells that they are the same.
"""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.fields import PacketItem
from app.models.student import Student
from app.models.words.document import DocumentKind
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


async def gather(db: AsyncSession, actor: Actor, student: Student) -> list[Row]:
    rows = await queries.current(db, actor, student.id)
    return [row for row in rows if row.kind not in LEFT_OUT]


def content(file: File) -> Any:
    found = [
        {
            "kind": row.kind, "title": row.title, "dated_on": row.dated_on, "source": row.source,
            "media_type": row.latest.media_type, "bytes": row.latest.byte_count, "sha256": row.latest.sha256,
        }
        for row in file.gathered.get(PacketItem.PAPERS, [])
    ]  # fmt: skip
    return found or NotApplicable("no papers are on the file")


def blocks(frozen: Any) -> list[Block]:
    rows = [[said(p["kind"]), p["title"], day(p["dated_on"]), p["source"]] for p in frozen]
    return [
        table(["Kind", "Title", "Of", "From"], rows, [1.2, 2.4, 1.1, 1.4]),
        aside("Ask the program for the papers themselves; packet.json holds the SHA-256 of each."),
    ]


SECTION = Section(PacketItem.PAPERS, "Papers on file", Document.CONTACTS, content, blocks, gather)
