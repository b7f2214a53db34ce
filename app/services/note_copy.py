"""A signed note on paper for the family: what was done, how it is going, what comes next, and who says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import Problem
from app.models.note import Note
from app.models.plan import Plan
from app.models.service_line import ServiceDelivery, ServiceLine
from app.models.student import Student
from app.models.words.note import NoteState
from app.models.words.sheet import SheetLanguage
from app.services import case, note, note_visit, sheet
from app.services.document import MEDICAL_READ, require_part
from app.services.note_words import WORDS, service
from app.services.queries import note as queries
from app.services.queries import record as records
from app.services.signed_by import SignedBy, signed_by
from app.typeset.block import Block, Value, aside, facts, heading, table, text

TOLD = (
    "since_last_time", "therapist_did", "caregiver_did", "child_responded", "strategies_left", "plan_until_next",
)  # fmt: skip
TRIED = TOLD[:4]
"""The outcomes stand after these."""


class NoteNotSigned(Problem):
    status, code, title = 409, "note-not-signed", "Only a signed note is copied for the family"


class NoteIsAddendum(Problem):
    status, code, title = 409, "note-is-addendum", "This is an addition to another note"
    detail = "Print the copy of that note, `note_id`: it holds its additions."


COPY_PROBLEMS = (*note.READ_PROBLEMS, NoteNotSigned, NoteIsAddendum)


@dataclass(frozen=True, slots=True)
class Signed:
    """A text with those who signed it, each as the paper calls them."""

    row: Note
    signers: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Told:
    """A note with what it speaks of."""

    note: Signed
    addenda: Sequence[Signed]
    child: Student
    given: ServiceDelivery | None
    line: ServiceLine | None
    outcomes: Sequence[tuple[str, str | None]]
    zone: ZoneInfo


async def print_copy(
    db: AsyncSession, actor: Actor, student_id: UUID, note_id: UUID, wanted: SheetLanguage | None
) -> tuple[bytes, str]:
    """The PDF, dated when it was last signed, and its entity tag. Raises: COPY_PROBLEMS, Forbidden."""
    row = await note.read(db, actor, student_id, note_id)
    _require_signed(row)
    holder = await case.holder(db, actor, student_id)
    child = await case.open_file(db, actor, holder)
    language = sheet.language_of(child, wanted)
    told = await _told(db, actor, row, child, language)
    title = f"{WORDS[language][row.kind]}, {sheet.day(row.on_date, language)}"
    audit.record(
        db, actor, "read", note.NOTE.name, student_id=row.student_id, record_id=str(row.id), part="copy"
    )  # fmt: skip
    days = [s.row.signed_on for s in (told.note, *told.addenda) if s.row.signed_on]
    return await sheet.printed(
        db, actor, language, title, f"{title} · {_name(child)}", blocks_of(told, language), max(days)
    )  # fmt: skip


def _require_signed(row: Note) -> None:
    """Raises: NoteNotSigned, NoteIsAddendum."""
    if row.state != NoteState.SIGNED:
        allowed = [step.act for step in note.MACHINE.from_state(row.state)]
        raise NoteNotSigned(f"It is {row.state}.", state=row.state, allowed=allowed)
    if row.addendum_to_id is not None:
        raise NoteIsAddendum(note_id=str(row.addendum_to_id))


async def _told(
    db: AsyncSession, actor: Actor, row: Note, child: Student, language: SheetLanguage
) -> Told:
    """A whole copy or none. Raises: Forbidden, for whom an addition is not to read."""
    addenda = await queries.addenda(db, actor, row.id)
    for added in addenda:
        require_part(actor, added.part, MEDICAL_READ)
    given = (
        await records.one(db, actor, ServiceDelivery, row.delivery_id) if row.delivery_id else None
    )
    line = await records.one(db, actor, ServiceLine, given.line_id) if given else None
    return Told(
        note=await _signed(db, actor, row, language),
        addenda=[await _signed(db, actor, added, language) for added in addenda],
        child=child, given=given, line=line,
        outcomes=[await _outcome(db, actor, o) for o in (row.visit or {}).get("outcomes", ())],
        zone=ZoneInfo(actor.home.time_zone),
    )  # fmt: skip


async def _outcome(
    db: AsyncSession, actor: Actor, said: Mapping[str, Any]
) -> tuple[str, str | None]:
    """In the words of its plan, and how far it is."""
    if said["plan_id"] is None:
        return said["goal"], said["progress"]
    plan = await records.one(db, actor, Plan, UUID(said["plan_id"]))
    stated = {o["number"]: o["statement"] for o in (*plan.outcomes, *plan.goals)} if plan else {}
    return stated.get(said["number"], str(said["number"])), said["progress"]


async def _signed(db: AsyncSession, actor: Actor, row: Note, language: SheetLanguage) -> Signed:
    return Signed(row, [_signer(s, language) for s in await signed_by(db, actor, row)])


def _signer(given: SignedBy, language: SheetLanguage) -> tuple[str, str]:
    """In which part, and: name, credential, discipline, licence, day."""
    words = WORDS[language]
    said = [
        given.name,
        given.title,
        service(given.discipline, language).lower() if given.discipline else None,
        f"{words['licence']} {given.number}" if given.number else None,
        sheet.day(given.on, language) if given.on else None,
    ]
    return words[given.capacity], ", ".join(s for s in said if s)


def _name(child: Student) -> str:
    return f"{child.first_name} {child.last_name}"


def blocks_of(told: Told, language: SheetLanguage) -> list[Block]:
    """In the order of the visit; what was not written down is left out."""
    words, row = WORDS[language], told.note.row
    visit = row.visit or {}
    parts = {name: _said(_heading(words, name, told.child), visit.get(name)) for name in TOLD}
    return [
        aside(words["copy"]),
        facts([(words[name], value) for name, value in _facts(told, language) if value]),
        text(row.text),
        *(b for name in TRIED for b in parts[name]),
        *_progress(told, words),
        *(b for name in TOLD if name not in TRIED for b in parts[name]),
        heading(words["signed"]),
        facts([*told.note.signers, *_acknowledged(visit, words)]),
        *(b for added in told.addenda for b in _added(added, language)),
    ]


def _heading(words: Mapping[str, str], name: str, child: Student) -> str:
    return words[name].replace("{child}", child.first_name)


def _facts(told: Told, language: SheetLanguage) -> list[tuple[str, Value]]:
    row, given, line, words = told.note.row, told.given, told.line, WORDS[language]
    after = note_visit.next_on(row)
    return [
        ("child", _name(told.child)),
        ("time", _time(told, language)),
        ("place", row.place or (line.location if line else None)),
        ("service", service(line.service, language) if line else None),
        ("missed_for", words[given.missed_for] if given and given.missed_for else None),
        ("present", (row.visit or {}).get("present")),
        ("next_on", sheet.day(after, language) if after else None),
    ]


def _time(told: Told, language: SheetLanguage) -> str | None:
    """From when to when where that is known, and how long."""
    row, given = told.note.row, told.given
    if given is not None and given.missed_for is not None:
        return None
    minutes = row.minutes or (given.minutes if given else None)
    moments = [given.starts_at, given.ends_at] if given else []
    span = " – ".join(sheet.hour(m.astimezone(told.zone), language) for m in moments if m)
    length = f"{minutes} {WORDS[language]['minutes']}" if minutes else None
    return ", ".join(s for s in (span, length) if s) or None


def _said(name: str, value: str | None) -> list[Block]:
    return [heading(name), text(value)] if value else []


def _progress(told: Told, words: Mapping[str, str]) -> list[Block]:
    if not told.outcomes:
        return []
    head = [words["outcome"], words["progress"]]
    return [heading(words["outcomes"]), table(head, told.outcomes)]


def _added(added: Signed, language: SheetLanguage) -> list[Block]:
    said = sheet.day(added.row.on_date, language)
    return [
        heading(f"{WORDS[language]['added']} {said}"),
        text(added.row.text),
        facts(added.signers),
    ]


def _acknowledged(visit: Mapping[str, Any], words: Mapping[str, str]) -> list[tuple[str, Value]]:
    name = visit.get("acknowledged_by")
    return [(words["acknowledged_by"], name)] if name else []
