"""Screening, evaluation, assessment and the decision on eligibility."""

from typing import Any

from app.models.fields import PacketItem
from app.services.packet.file import File, dated
from app.services.packet.section import Document, Section
from app.services.packet.sections.happened import happened


def content(file: File) -> Any:
    consent = "consent.evaluation.signed"
    return dated(file, "eligibility.", "evaluation.", "assessment.", "screening.", consent)


SECTION = Section(
    PacketItem.ELIGIBILITY, "Evaluation and eligibility", Document.SUMMARY, content, happened
)
