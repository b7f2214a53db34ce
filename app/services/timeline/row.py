"""What the picture shows of each rule: its marks on the time axis, and words for them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import groupby
from typing import Protocol

from app.services.rules.wording import MONTHS

DRAWN = frozenset({"deadline", "window", "recurring"})
"""Kinds of rules with a date of their own."""
URGENT_FIRST = (
    "overdue", "due_soon", "tolled", "open", "waiting_for_trigger", "met_late", "met", "excused", "waived_by_family",
)  # fmt: skip
SETTLED = frozenset({"met_late", "met", "excused", "waived_by_family"})
"""States of which the last duty speaks for its rule; of the others the first does."""
SAID = {
    "overdue": "Overdue",
    "due_soon": "Due soon",
    "tolled": "Paused",
    "open": "To come",
    "waiting_for_trigger": "Waits for a fact",
    "met_late": "Done late",
    "met": "Done in time",
    "excused": "Not owed",
    "waived_by_family": "Waived by the family",
}
"""The states of a duty in words, the most urgent first."""


class Duty(Protocol):
    """What the picture needs to know of an obligation."""

    @property
    def rule_id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def occurrence(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def trigger_on(self) -> date | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def due_on_unadjusted(self) -> date | None: ...
    @property
    def window_opens_on(self) -> date | None: ...
    @property
    def satisfied_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Drawn:
    """A duty with nothing but what the picture needs, so that it can be kept and drawn again."""

    rule_id: str
    title: str
    kind: str
    occurrence: str
    state: str
    trigger_on: date | None
    due_on: date | None
    due_on_unadjusted: date | None
    window_opens_on: date | None
    satisfied_on: date | None


@dataclass(frozen=True, slots=True)
class Mark:
    """One duty on the axis. `opens_on` to `due_on` are the days in which it could be done; `at` is where it stands."""

    state: str
    opens_on: date
    due_on: date
    at: date


@dataclass(frozen=True, slots=True)
class Row:
    """One rule. `headline` says where its duties stand, `detail` the dates of the most urgent one."""

    title: str
    marks: tuple[Mark, ...]
    headline: str
    detail: str
    state: str
    due_on: date


def short(day: date) -> str:
    """Such as "9 Apr 2026"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def drawn(duty: Duty) -> Drawn:
    return Drawn(**{f.name: getattr(duty, f.name) for f in fields(Drawn)})


def rows_of(obligations: Iterable[Duty], last: date) -> tuple[tuple[Row, ...], int]:
    """One row a rule, by the first day due, and how many duties are due after `last` and left out."""
    dated = [o for o in obligations if o.kind in DRAWN and _due(o) is not None]
    shown = [o for o in dated if (_due(o) or last) <= last]
    by_rule = sorted(shown, key=lambda o: (o.rule_id, _due(o) or last, o.occurrence))
    rows = [_row(list(found)) for _, found in groupby(by_rule, key=lambda o: o.rule_id)]
    return tuple(sorted(rows, key=lambda r: (r.marks[0].due_on, r.title))), len(dated) - len(shown)


def _due(duty: Duty) -> date | None:
    return duty.due_on or duty.due_on_unadjusted


def _row(duties: Sequence[Duty]) -> Row:
    marks = tuple(_mark(d) for d in duties)
    state = min((m.state for m in marks), key=URGENT_FIRST.index)
    places = [n for n, m in enumerate(marks) if m.state == state]
    place = places[-1 if state in SETTLED else 0]
    duty, due_on = duties[place], marks[place].due_on
    return Row(duty.title, marks, _headline(marks), _detail(duty), state, due_on)


def _mark(duty: Duty) -> Mark:
    due_on = _due(duty)
    assert due_on is not None  # noqa: S101 - only dated duties are drawn
    opens_on = min(duty.window_opens_on or duty.trigger_on or due_on, due_on)
    is_done = duty.state in {"met", "met_late"} and duty.satisfied_on is not None
    return Mark(duty.state, opens_on, due_on, duty.satisfied_on or due_on if is_done else due_on)


def _headline(marks: Sequence[Mark]) -> str:
    """The state, or where a rule has several duties the two most urgent ones with their numbers."""
    counts = Counter(m.state for m in marks)
    if len(marks) == 1:
        return SAID[marks[0].state]
    listed = [f"{counts[s]} {SAID[s].lower()}" for s in URGENT_FIRST if counts[s]]
    return ", ".join(listed[:2])


def _detail(duty: Duty) -> str:
    due_on = _due(duty)
    assert due_on is not None  # noqa: S101 - only dated duties are drawn
    if duty.state in {"met", "met_late"} and duty.satisfied_on:
        return f"{short(duty.satisfied_on)}; due {short(due_on)}"
    if duty.due_on is None:
        return f"was due {short(due_on)}"
    return f"due {short(due_on)}"
