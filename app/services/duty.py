"""What the law asks for in one file, as it is stored: which duties are worth keeping, and what of them has moved.

Pure: everything here follows from facts, a rulebook and a day.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol, Self
from uuid import UUID

from app.models.deadline import Deadline
from app.services.rules import (
    ENDINGS,
    Book,
    CaseFacts,
    Obligation,
    Row,
    Situation,
    awake_rows_of_each,
    find,
    rows,
    situation_of,
)
from app.services.rules.days import Day, civil
from app.services.rules.draft import DUE_ON, OCCURRENCE, STATUS
from app.services.rules.pausing import NOT_TOLLED, Counted, tolled_interval

WAITING, NOT_APPLICABLE = "waiting_for_trigger", "not_applicable"
NOT_YET_DONE = frozenset({"open", WAITING})
DECEASED = "DECEASED"
PROGRAM_SIDE = frozenset({"la", "sc", "eis", "rc", "agency"})
"""Actors of the rulebook whose duties the program keeps after a child has left."""
Key = tuple[str, str]
"""Rule and occurrence: what a duty of one student is known by, however often its row is rewritten."""


class Kept(NamedTuple):
    """What is stored of a duty, beside its keys and the rulebook by which it was last changed."""

    status: str
    due_on: date | None
    due_on_unadjusted: date | None
    due_on_rolled: date | None
    window_opens_on: date | None
    trigger_on: date | None
    satisfied_on: date | None
    trigger_event: str | None
    trigger_event_id: UUID | None
    tolled_from: date | None
    tolled_to: date | None
    rule_version: str
    stage: str
    kind: str
    actor: str
    pauses: list[dict[str, Any]]
    missing: list[str]

    @classmethod
    def of_row(cls, row: Deadline) -> Self:
        return cls(*(getattr(row, name) for name in cls._fields))


new_kept = tuple.__new__
Stored = tuple[Any, ...]
"""As Kept, however it was read."""
NOT_KEPT: Stored = (None,) * len(Kept._fields)
Fresh = dict[Key, Kept]
"""The deadlines that a file should have."""


class Move(NamedTuple):
    """A deadline that came, moved, was met or fell away: null before it came and after it fell away."""

    student_id: UUID
    rule_id: str
    occurrence: str
    from_status: str | None
    to_status: str | None
    from_due_on: date | None
    to_due_on: date | None

    @property
    def key(self) -> Key:
        return (self.rule_id, self.occurrence)

    @classmethod
    def of(cls, student_id: UUID, key: Key, row: Stored, now: Stored) -> Self | None:
        """None when neither status nor due date differ."""
        if row[:2] == now[:2]:
            return None
        return cls(student_id, *key, row[0], now[0], row[1], now[1])


class Said(Protocol):
    """What people said of a duty, as an entity or as a row."""

    @property
    def rule_id(self) -> str: ...
    @property
    def occurrence(self) -> str: ...
    @property
    def dismissed_at(self) -> datetime | None: ...
    @property
    def waived_on(self) -> date | None: ...


Owed = dict[Key, Row]


def owed(book: Book, facts: CaseFacts, today: date, rules: Collection[str] | None = None) -> Owed:
    """As `owed_in`, of a case on a day."""
    return owed_in(book, situation_of(book, facts, today), rules)


def owed_in(book: Book, situation: Situation, rules: Collection[str] | None = None) -> Owed:
    """Duties worth keeping: those that apply, and wait for nothing or for something dated.

    Once a child has left, nobody tells the program what the district still owes.
    After a death nothing is asked of anybody any more. `rules`: only these.
    """
    return _worth_keeping(situation, rows(book, situation, rules, sleeping=False))


def _worth_keeping(situation: Situation, found: Iterable[Row]) -> Owed:
    exits = situation.events.get("partc.exited", ())
    has_died = any(e.data.get("reason") == DECEASED for e in exits)
    has_left = not ENDINGS.isdisjoint(situation.events)
    owed: Owed = {}
    for row in found:
        rule, status = row[0].rule, row[STATUS]
        if status in NOT_YET_DONE:
            is_asked = not has_died and (not has_left or rule.actor in PROGRAM_SIDE)
            if not is_asked or (status == WAITING and row[DUE_ON] is None):
                continue
        elif status == NOT_APPLICABLE:
            continue
        owed[rule.id, row[OCCURRENCE]] = row
    return owed


def explained(book: Book, situation: Situation, keys: Collection[Key]) -> dict[Key, Obligation]:
    """These duties in full, each with the sentences that reproduce it."""
    rules = dict.fromkeys(rule_id for rule_id, _ in keys)
    found = find(book, situation, rules, explain=True)
    by_key = {(draft.line.rule.id, draft.occurrence): draft for draft in found}
    return {
        key: draft.line.finish(situation, draft) for key, draft in by_key.items() if key in keys
    }


def kept(draft: Row, today: Day) -> Kept:
    """The row of a duty."""
    (
        line, status, _, event, event_id, trigger_on, due_on, unadjusted, rolled_on, opens_on, done_on,
        pauses, _, missing, _,
    ) = draft  # fmt: skip
    tolled_from, tolled_to = tolled_interval(pauses, due_on, today) if pauses else NOT_TOLLED
    rule = line.rule
    return new_kept(Kept, (
        status,
        None if due_on is None else civil(due_on),
        None if unadjusted is None else civil(unadjusted),
        None if rolled_on is None else civil(rolled_on),
        None if opens_on is None else civil(opens_on),
        None if trigger_on is None else civil(trigger_on),
        None if done_on is None else civil(done_on),
        event, event_id,
        None if tolled_from is None else civil(tolled_from),
        None if tolled_to is None else civil(tolled_to),
        rule.version, rule.stage, rule.kind, rule.actor,
        [_plain_pause(p) for p in pauses] if pauses else [], list(missing),
    ))  # fmt: skip


def _plain_pause(pause: Counted) -> dict[str, Any]:
    """As CountedPause."""
    first, last = civil(pause.first), civil(pause.last)
    return {
        "reason": pause.reason,
        "from_on": first and first.isoformat(),
        "to_on": last and last.isoformat(),
        "days": pause.days,
    }


def rows_owed(
    book: Book,
    facts: CaseFacts,
    today: date,
    notes: Iterable[Said],
    rules: Collection[str] | None = None,
) -> Fresh:
    """Each deadline worth keeping, after what was said of it. `rules`: only these."""
    return _fresh(owed(book, facts, today, rules), today, notes)


def rows_owed_of_each(
    book: Book,
    cases: Iterable[tuple[CaseFacts, Iterable[Said]]],
    today: date,
    rules: Collection[str] | None = None,
) -> list[Fresh]:
    """As `rows_owed`, of each case with what was said of its duties."""
    listed = list(cases)
    situations = [situation_of(book, facts, today) for facts, _ in listed]
    found = awake_rows_of_each(book, situations, rules)
    return [
        _fresh(_worth_keeping(situation, told), today, notes)
        for situation, told, (_, notes) in zip(situations, found, listed, strict=True)
    ]


def _fresh(found: Owed, today: date, notes: Iterable[Said]) -> Fresh:
    day = today.toordinal()
    fresh = {key: kept(draft, day) for key, draft in found.items()}
    for note in notes:
        key = (note.rule_id, note.occurrence)
        if key in fresh:
            fresh[key] = fresh[key]._replace(status=noted_status(fresh[key].status, note))
    return fresh


def noted_status(status: str, note: Said | None) -> str:
    """A duty not yet done that was dismissed or waived is owed no more; one that is done stays done."""
    if note is None or status not in NOT_YET_DONE:
        return status
    if note.dismissed_at is not None:
        return "excused"
    return "waived_by_family" if note.waived_on is not None else status


def moves_of(student_id: UUID, fresh: Fresh, stored: Mapping[Key, Stored]) -> list[Move]:
    """What differs between the deadlines a file should have and those it has."""
    keys = sorted(fresh.keys() | stored.keys())
    found = (
        Move.of(student_id, key, stored.get(key, NOT_KEPT), fresh.get(key, NOT_KEPT))
        for key in keys
    )
    return [move for move in found if move is not None]
