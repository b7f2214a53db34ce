"""One item of a packet: what it holds, how it is gathered, how it reads in a document."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.fields import PacketItem
from app.models.student import Student
from app.services.packet.file import File
from app.typeset.block import Block


class Document(StrEnum):
    """The PDFs of a packet, in the order in which they are read."""

    COVER = "cover"
    SUMMARY = "summary-of-function"
    TRANSITION_PLAN = "transition-plan"
    TIMELINE = "timeline"
    SERVICE_HISTORY = "service-history"
    EQUIPMENT = "equipment"
    CONTACTS = "contacts"


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """There is nothing of this kind for this child, and that is no gap; `reason` says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Section:
    """`content` is plain data that JSON can hold; nothing at all means that the item is missing.

    It is frozen with the packet. `blocks` gets it back as it was frozen (days
    are text then), and reads nothing else: a document of a packet never changes.
    `gather` reads what this item alone needs; `content` finds it in `file.gathered`.
    """

    item: PacketItem
    title: str
    document: Document
    content: Callable[[File], Any]
    blocks: Callable[[Any], list[Block]]
    gather: Callable[[AsyncSession, Actor, Student], Awaitable[Any]] | None = None
