"""A letter as a document: what people wrote, what the file says, what was measured, who signed."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.canonical import canonical, digest
from app.files import Files
from app.models.equipment import EquipmentLetter
from app.models.signature import Signature
from app.models.words.equipment import Funding, LetterKind, LetterState
from app.services import upload
from app.services.document import DocumentDestroyed
from app.services.equipment import photo
from app.services.equipment.letter import OPEN_PROBLEMS, content_of, opened
from app.services.fetching import BytesMissing
from app.services.queries import organisation as people
from app.services.queries import record as record_queries
from app.services.rules.wording import short_day, span
from app.typeset import block, typeset
from app.typeset.block import Block, aside, facts, heading, table, text

TITLES = {
    LetterKind.JUSTIFICATION: "Letter of medical necessity",
    LetterKind.RESUBMISSION: "Letter of medical necessity, resubmitted",
    LetterKind.APPEAL: "Appeal of a decision on equipment",
}
BACKGROUND = (
    ("evaluated_by", "Evaluation"), ("history", "History"), ("tone", "Muscle tone"),
    ("range_of_motion", "Range of motion"), ("strength", "Strength"), ("posture", "Posture and alignment"),
    ("function", "Function"), ("cognition", "Cognition"), ("senses", "Vision, hearing and other senses"),
    ("present_equipment", "Present equipment"), ("home", "Home"), ("transport", "Transport"),
    ("school", "School or child care"),
)  # fmt: skip
OUTLOOK = (
    ("benefit", "Expected benefit"), ("harm", "Without the equipment"), ("training_plan", "Training"),
    ("follow_up_plan", "Follow-up"),
)  # fmt: skip
RESTS_ON = (
    ("outcome", "Outcome of the plan"), ("assessment", "Assessment"), ("visit", "Visit"),
)  # fmt: skip
PRINT_PROBLEMS = (
    *OPEN_PROBLEMS, *upload.FETCH_PROBLEMS, BytesMissing, photo.EquipmentPhotoNotFound,
    DocumentDestroyed,
)  # fmt: skip
CAPACITIES = {"therapist": "Therapist", "prescriber": "Prescriber"}


async def print_letter(
    db: AsyncSession, files: Files, actor: Actor, request_id: UUID, letter_id: UUID
) -> tuple[bytes, str]:
    """The PDF and its entity tag. Raises: PRINT_PROBLEMS."""
    file, letter = await opened(db, actor, request_id, letter_id)
    content = content_of(file, letter)
    signed = await record_queries.signatures(db, actor, letter.id)
    names = {s.principal_id: await _name(db, actor, s) for s in signed}
    day = letter.signed_on or actor.today()
    said = json.loads(content)
    data = {
        "sender": {"name": actor.home.name, "lines": []},
        "foot": f"{TITLES[LetterKind(letter.kind)]} · text {digest(content)[:12]}",
        "blocks": blocks_of(said, letter, signed, names),
    }
    audit.record(
        db, actor, "read", "equipment-letter", student_id=letter.student_id, letter_id=str(letter.id), part="document",
    )  # fmt: skip
    photos = [
        await photo.bytes_of(db, files, actor, letter.student_id, UUID(p["document_version_id"]))
        for p in said["facts"].get("photos", ())
    ]
    made = await typeset(
        "record", data, language=said["language"], title=TITLES[LetterKind(letter.kind)], day=day,
        photos=photos,
    )  # fmt: skip
    printed = digest(content + canonical(letter.prescription))
    return made.pdf, f"{letter.version}.{printed[:16]}.{len(signed)}"


async def _name(db: AsyncSession, actor: Actor, signature: Signature) -> str | None:
    if signature.principal_id is None:
        return signature.outside_name
    person = await people.principal(db, actor, signature.principal_id)
    return person.name if person else None


def blocks_of(
    content: Mapping[str, Any],
    letter: EquipmentLetter,
    signed: Sequence[Signature],
    names: Mapping[UUID | None, str | None],
) -> list[Block]:
    """The letter in the order in which a reviewer reads."""
    said, sections = content["facts"], content["sections"]
    return [
        *_draft(letter),
        facts(_head(said)),
        *_answered(said["answered"], sections, letter),
        *_sections("Evaluation and history", BACKGROUND, sections),
        heading("What is needed, and why"),
        text(said["need"]),
        facts(_told(*((title, said[name]) for name, title in RESTS_ON))),
        *_items(said["items"]),
        *_trials(said["trials"]),
        *_measured(said["measurements"]),
        *_photos(said.get("photos", ())),
        *_sections("What it will change", OUTLOOK, sections),
        *_quotes(said["items"]),
        *_signatures(signed, names),
        *_order(letter.prescription or said["prescription"]),
    ]


def _draft(letter: EquipmentLetter) -> list[Block]:
    if letter.state == LetterState.SIGNED:
        return []
    return [aside("Draft, not signed. Facts and text may still change.")]


def _head(said: Mapping[str, Any]) -> list[tuple[str, Any]]:
    child = said["child"]
    codes = [" ".join(filter(None, (d["code"], d["text"]))) for d in said["diagnoses"]]
    numbers = [f"{c['funder']}: {c['member_id']}" for c in said["coverage"]]
    return [
        ("Child", child["name"]),
        ("Born", _day(child["born_on"])),
        ("Diagnosis", codes),
        ("Funder and number", numbers),
        ("Asked for", _asked_for(said["items"])),
    ]


def _asked_for(items: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is not approved yet; accessories stand under their item, or alone where it was approved before."""
    asked = [i for i in items if i["funding"] != Funding.APPROVED]
    mains = {i["name"] for i in asked if i["accessory_of"] is None}
    return [_named(i) for i in asked if i["accessory_of"] not in mains]


def _named(item: Mapping[str, Any]) -> str:
    return f"{item['name']} (for: {item['accessory_of']})" if item["accessory_of"] else item["name"]


def _told(*rows: tuple[str, Any]) -> list[tuple[str, Any]]:
    """Those of which something is known."""
    return [row for row in rows if row[1]]


def _words(code: str) -> str:
    return code.replace("_", " ").capitalize()


def _day(said: str | None) -> str | None:
    return short_day(date.fromisoformat(said)) if said else None


def _answered(
    answered: Mapping[str, Any] | None, sections: Mapping[str, str], letter: EquipmentLetter
) -> list[Block]:
    if letter.kind == LetterKind.JUSTIFICATION or answered is None:
        return []
    return [
        heading("What this letter answers"),
        facts(
            [
                ("Funder", answered["funder"]),
                ("Reference", answered["reference"]),
                *_told(("Decided", _day(answered["decided_on"]))),
                ("Reason given" if answered["decided_on"] else "Asked", answered["reason"]),
            ]
        ),
        text(sections.get("answer_to_funder", "")),
    ]


def _sections(
    title: str, names: Sequence[tuple[str, str]], sections: Mapping[str, str]
) -> list[Block]:
    found: list[Block] = []
    for name, label in names:
        if name in sections:
            found += [heading(label, 2), text(sections[name])]
    return [heading(title), *found] if found else []


def _items(items: Sequence[Mapping[str, Any]]) -> list[Block]:
    found: list[Block] = [heading("Item by item")]
    for item in items:
        part = f", accessory of: {item['accessory_of']}" if item["accessory_of"] else ""
        found.append(heading(f"{item['name']}{part}", 2))
        rows = (("HCPCS", item["hcpcs"]), ("Make and model", item["maker"]), ("Size", item["size"]))
        found += [facts(_told(*rows)), text(f"Reason: {item['reason']}")]
        for name, label in (("cheaper", "Cheaper choices"), ("growth", "Room for growth")):
            found += [text(f"{label}: {item[name]}")] if item[name] else []
    return found


def _trials(trials: Sequence[Mapping[str, Any]]) -> list[Block]:
    if not trials:
        return []
    rows = [
        [
            t["tried"],
            span(date.fromisoformat(t["from_on"]), date.fromisoformat(t["to_on"] or t["from_on"])),
            t["place"],
            ", ".join(t["present"]),
            _words(t["result"]),
            t["notes"],
        ]
        for t in trials
    ]
    head = ["Tried", "When", "Where", "Who was there", "Result", "What was seen"]
    return [heading("What was tried"), table(head, rows, [1.7, 1.7, 1.3, 1.8, 1.1, 2.9])]


def _measured(measurements: Sequence[Mapping[str, Any]]) -> list[Block]:
    if not measurements:
        return []
    rows = [
        [_words(m["part"]), f"{m['value']} {m['unit']}", _day(m["taken_on"])] for m in measurements
    ]
    return [heading("Measurements"), table(["Part", "Measure", "Taken on"], rows, [2, 1, 1])]


def _photos(photos: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Letters signed before there were photographs have none."""
    if not photos:
        return []
    shown = [
        block.photo(place, p["alt"], ", ".join(filter(None, (p["caption"], _day(p["taken_on"])))))
        for place, p in enumerate(photos)
    ]
    return [heading("Photographs"), *shown]


def _quotes(items: Sequence[Mapping[str, Any]]) -> list[Block]:
    rows = [
        [i["name"], q["number"], f"{q['amount']} {q['currency']}"]
        for i in items
        for q in i["quotes"]
    ]
    return [heading("Quotes"), table(["Item", "Quote", "Price"], rows, [3, 2, 1.4])] if rows else []


def _signatures(
    signed: Sequence[Signature], names: Mapping[UUID | None, str | None]
) -> list[Block]:
    rows = [
        [
            CAPACITIES.get(s.capacity, s.capacity),
            names.get(s.principal_id) or s.outside_name,
            _words(s.discipline or ""),
            s.licence_number,
            short_day(s.signed_on),
        ]
        for s in signed
    ]
    if not rows:
        return []
    head = ["Signed as", "Name", "Discipline", "License", "On"]
    proof = f"Each signature stands under this exact text, SHA-256 {signed[0].text_sha256}."
    return [heading("Signatures"), table(head, rows, [1.1, 2, 1.8, 1.2, 1.9]), aside(proof)]


def _order(given: Mapping[str, Any]) -> list[Block]:
    """The physician's order comes after the text is signed, and stands beside it; a derived letter takes it over."""
    if given["order"] is None or given["on"] is None:
        return []
    said = f"{given['order']}. {given['prescriber']}, {_day(given['on'])}"
    return [heading("Prescriber's order"), text(said)]
