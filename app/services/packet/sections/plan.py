"""The IFSP: meetings, reviews and consents."""

from typing import Any

from app.models.fields import PacketItem
from app.services.packet.file import File, dated
from app.services.packet.section import Document, Section
from app.services.packet.sections.happened import happened


def content(file: File) -> Any:
    return dated(file, "ifsp.initial", "ifsp.review", "ifsp.annual", "ifsp.consent")


SECTION = Section(PacketItem.PLAN, "The family's plan (IFSP)", Document.SUMMARY, content, happened)
