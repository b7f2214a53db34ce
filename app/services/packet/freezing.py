"""Freezing: one text for what the consent covers, its manifest, and its hash."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.canonical import canonical, digest
from app.directory import Home
from app.models.consent import Consent
from app.models.transition import Packet
from app.services.packet.file import File
from app.services.packet.registry import SECTIONS
from app.services.packet.section import NotApplicable, Section

FAMILY_BRINGS = ["birth certificate", "proof of residence", "immunization record"]
"""What a district asks the family for itself."""


def freeze(
    file: File,
    consent: Consent,
    program: Home,
    district: Home,
    number: int,
    on: date,
    note: str | None,
) -> Packet:
    """Make the packet's text and hash. A later release is a supplement with the next number."""
    packet = Packet(
        tenant_id=program.id, student_id=file.student.id, district_id=district.id, consent_id=consent.id,
        number=number, released_on=on, sha256="", content="",
    )  # fmt: skip
    contents = {s: s.content(file) if s.item.value in consent.covers else None for s in SECTIONS}
    manifest = [line_of(s, content, consent.covers) for s, content in contents.items()]
    packet.content = canonical(
        {
            "packet_id": packet.id,
            "number": number,
            "released_on": on,
            "program": {"id": program.id, "name": program.name},
            "district": {"id": district.id, "name": district.name, "number": district.number},
            "student_id": file.student.id,
            "note": note,
            "consent": {
                "signed_on": consent.signed_on,
                "covers": consent.covers,
                "expires_on": consent.expires_on,
            },
            "manifest": manifest,
            "items": {s.item.value: c for s, c in contents.items() if _is_there(c)},
            "family_brings": FAMILY_BRINGS,
        }
    )
    packet.sha256 = digest(packet.content)
    return packet


def _is_there(content: Any) -> bool:
    return bool(content) and not isinstance(content, NotApplicable)


def line_of(section: Section, content: Any, covers: Sequence[str]) -> dict[str, Any]:
    """What the manifest says of one item."""
    state, reason = "included", None
    if section.item.value not in covers:
        state, reason = "withheld_by_parent", "the consent does not cover it"
    elif isinstance(content, NotApplicable):
        state, reason = "not_applicable", content.reason
    elif not content:
        state, reason = "missing", "nothing is on file"
    return {
        "item": section.item.value,
        "state": state,
        "reason": reason,
        "sha256": digest(canonical(content)) if state == "included" else None,
    }
