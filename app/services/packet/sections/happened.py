"""Dated events as a table: what items show that have no record of their own."""

from typing import Any

from app.services import rulebook
from app.services.packet.wording import day, details, said
from app.typeset.block import Block, table


def happened(frozen: list[dict[str, Any]]) -> list[Block]:
    """A row an event, in the order of their days."""
    rows = [[day(e["on"]), _what(e["type"]), details(e["data"])] for e in frozen]
    if not any(row[-1] for row in rows):
        return [table(["Day", "What happened"], [row[:-1] for row in rows], [1, 3])]
    return [table(["Day", "What happened", "Details"], rows, [1.4, 3, 2.2])]


def _what(event: str) -> str:
    """The vocabulary's words without its notes for those who send data."""
    return rulebook.load().events.get(event, said(event)).split("; ")[0]
