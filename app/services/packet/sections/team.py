"""Who works with the family today, by role."""

from typing import Any

from app.models.fields import PacketItem
from app.services.packet.file import File
from app.services.packet.section import Document, Section
from app.services.packet.wording import day, said
from app.typeset.block import Block, table


def content(file: File) -> Any:
    return [{"role": a.role, "from_on": a.from_on} for a in file.team]


def blocks(frozen: Any) -> list[Block]:
    rows = [[said(member["role"]), day(member["from_on"])] for member in frozen]
    return [table(["Role", "Since"], rows, [2, 1])]


SECTION = Section(PacketItem.TEAM, "Team", Document.CONTACTS, content, blocks)
