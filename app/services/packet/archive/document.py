"""The PDFs of a packet, each from the frozen text alone."""

import asyncio
from datetime import date
from itertools import groupby
from typing import Any

from app.services.packet.registry import SECTIONS
from app.services.packet.section import Document, Section
from app.services.packet.wording import day
from app.typeset import Typeset, typeset
from app.typeset.block import Block, aside, bullets, facts, heading, table, text

TITLES = {
    Document.COVER: "Transition packet",
    Document.SUMMARY: "Summary of function",
    Document.TRANSITION_PLAN: "Transition plan",
    Document.TIMELINE: "Timeline",
    Document.SERVICE_HISTORY: "Service history",
    Document.EQUIPMENT: "Equipment",
    Document.CONTACTS: "Contacts",
}
STATES = {
    "included": "Included",
    "missing": "Missing",
    "withheld_by_parent": "Withheld by the parent",
    "not_applicable": "Not applicable",
}


async def documents_of(packet: dict[str, Any]) -> dict[str, Typeset]:
    """By file name, in the order in which they are read; a document with nothing in it is not made."""
    filled = [s for s in SECTIONS if s.item.value in packet["items"]]
    by_document = {Document.COVER: _cover(packet)}
    for document, sections in groupby(sorted(filled, key=_place), key=lambda s: s.document):
        by_document[document] = _inside(packet, list(sections))
    made = await asyncio.gather(*(_set(packet, d, blocks) for d, blocks in by_document.items()))
    return dict(zip(by_document, made, strict=True))


def _place(section: Section) -> int:
    return list(Document).index(section.document)


async def _set(packet: dict[str, Any], document: Document, blocks: list[Block]) -> Typeset:
    data = {
        "sender": {"name": packet["program"]["name"], "lines": [f"To {packet['district']['name']}"]},
        "foot": f"{TITLES[document]} · packet {packet['packet_id']}, no. {packet['number']}",
        "blocks": blocks,
    }  # fmt: skip
    released_on = date.fromisoformat(packet["released_on"])
    return await typeset("record", data, language="en", title=TITLES[document], day=released_on)


def _inside(packet: dict[str, Any], sections: list[Section]) -> list[Block]:
    """Whom it is about, where the parent lets that be told, and each item under its heading."""
    blocks = [aside(_about(packet))]
    for section in sections:
        if section.title != TITLES[section.document]:
            blocks.append(heading(section.title))
        blocks += section.blocks(packet["items"][section.item.value])
    return blocks


def _about(packet: dict[str, Any]) -> str:
    released = f"Released on {day(packet['released_on'])}."
    profile = packet["items"].get("profile")
    if profile is None:
        return released
    name = f"{profile['first_name']} {profile['last_name']}"
    return f"{name}, born on {day(profile['born_on'])}. {released}"


def _cover(packet: dict[str, Any]) -> list[Block]:
    consent = packet["consent"]
    about = [
        ("From", packet["program"]["name"]),
        ("To", packet["district"]["name"]),
        ("Released on", day(packet["released_on"])),
        ("Number", _number(packet["number"])),
        ("Packet", packet["packet_id"]),
        ("Parent's consent", _consent(consent)),
    ]
    titles = {s.item.value: s.title for s in SECTIONS}
    files = {s.item.value: f"{s.document}.pdf" for s in SECTIONS}
    rows = [
        [
            titles.get(line["item"], line["item"]),
            STATES[line["state"]],
            files.get(line["item"], "packet.json")
            if line["state"] == "included"
            else line["reason"],
        ]
        for line in packet["manifest"]
    ]
    return [
        aside(_about(packet)),
        facts(about),
        *([heading("Note"), text(packet["note"])] if packet["note"] else []),
        heading("What is in this packet"),
        table(["Item", "State", "Where, or why not"], rows, [2.1, 1.5, 2.2]),
        heading("What the family brings"),
        text("The district asks the family for these itself:"),
        bullets(packet["family_brings"]),
        heading("Confidential"),
        text(
            "These records were released with the parent's written consent, to this district and for the "
            "transition to preschool services alone (34 CFR 303.414). They may not be passed on without the "
            "parent's consent. Every download is on the child's record of access."
        ),
    ]


def _number(number: int) -> str:
    return "1, the first release" if number == 1 else f"{number}, a supplement to the earlier ones"


def _consent(consent: dict[str, Any]) -> str:
    until = f", until {day(consent['expires_on'])}" if consent["expires_on"] else ""
    return f"signed on {day(consent['signed_on'])}{until}"
