"""The steps of the transition that were taken."""

from typing import Any

from app.models.fields import PacketItem
from app.services.packet.file import File, dated
from app.services.packet.section import Document, Section
from app.services.packet.sections.happened import happened


def content(file: File) -> Any:
    return dated(file, "transition.")


SECTION = Section(
    PacketItem.TRANSITION, "Steps of the transition", Document.TRANSITION_PLAN, content, happened
)
