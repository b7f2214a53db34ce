"""What a kind of rule finds out of a case: in numbers, and in words only where they are wanted.

Thousands are made for each one that is shown, so one becomes an obligation,
with dates, only where it leaves the rules. Whoever counts is given a list for
the sentences that reproduce the count, or None: the same steps make both, so
they cannot differ.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from app.services.rules.book import Book, Jurisdiction, Rule
from app.services.rules.days import Day, civil
from app.services.rules.obligation import Alternative, CountedPause, Obligation
from app.services.rules.pausing import NOT_TOLLED, Counted, tolled_interval
from app.services.rules.situation import About, Situation
from app.services.rules.state import state_on
from app.services.rules.terms import Terms

SETTLED = frozenset({"not_applicable", "met", "met_late", "excused", "waived_by_family"})

Said = list[str] | None
"""Where to say how something came about; None where nobody asks."""
Reading = tuple[str, Day]
"""A label and the date that this reading of the text gives."""
Dates = tuple[Day | None, Day | None, tuple[Counted, ...], tuple[Reading, ...], tuple[str, ...]]
"""What a clock gives: the due date, the same without pauses, the pauses that counted, other readings,
and what would have to be known to be certain. No due date: as soon as possible, or held by an open pause."""
UNDATED: Dates = (None, None, (), (), ())


Start = tuple[str, UUID | None, Day, str, About | None]
"""The start of a clock: event, its id, day, occurrence, about.

The occurrence tells the starts of one rule apart; "" where there is one. What it is about is the payload value
that an event must share to close the duty, such as the service; None: any event does."""


Row = tuple[
    "Line", str, str, str | None, UUID | None, Day | None, Day | None, Day | None, Day | None, Day | None,
    Day | None, tuple[Counted, ...], tuple[Reading, ...], tuple[str, ...], tuple[str, ...],
]  # fmt: skip
"""A draft as it is found: its values in order, without their names, which would cost more than the rest."""
STATUS: Final = 1
OCCURRENCE: Final = 2
DUE_ON: Final = 6
"""Places in a row."""


class Draft(NamedTuple):
    """One duty; the names are those of Obligation, days are numbers. `line` is the rule's version that asks for it."""

    line: "Line"
    status: str
    occurrence: str
    trigger_event: str | None
    trigger_event_id: UUID | None
    trigger_on: Day | None
    due_on: Day | None
    due_on_unadjusted: Day | None
    due_on_rolled: Day | None
    window_opens_on: Day | None
    satisfied_on: Day | None
    pauses: tuple[Counted, ...]
    alternatives: tuple[Reading, ...]
    missing: tuple[str, ...]
    steps: tuple[str, ...]
    """Sentences; empty where nobody asked for them."""


Finish = Callable[[Situation, Draft], Obligation]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One version of a rule in one jurisdiction, and how its drafts become obligations."""

    rule: Rule
    finish: Finish


Count = Callable[[Situation, list[Row]], None]
"""Add what a rule finds in a case to a list, without sentences."""
Find = Callable[[Situation, list[Row], bool], None]
"""Add what a rule finds in a case to a list; the last argument: with its sentences."""


def undated(
    line: Line,
    status: str,
    start: Start | None,
    said: Said,
    *,
    event: str | None = None,
    missing: tuple[str, ...] = (),
) -> Row:
    """A duty without dates. `event` is what it waits for, where it has not started."""
    name, id_, day, occurrence, _ = (event, None, None, "", None) if start is None else start
    return (
        line, status, occurrence, name, id_, day, None, None, None, None, None, (), (), missing, sentences(said),
    )  # fmt: skip


def joined(names: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """What is not known, each once."""
    return (*names, *(name for name in more if name not in names)) if more else names


def named(row: Row) -> Draft:
    """The same, with the names of its values."""
    return tuple.__new__(Draft, row)


def sentences(said: Said) -> tuple[str, ...]:
    return tuple(said) if said else ()


def compile_line(book: Book, place: Jurisdiction, rule: Rule, terms: Terms) -> Line:
    """Complete a draft with what is the same for every case."""
    soon = book.soon_days(place.id)
    rule_id, version, title, stage, kind = rule.id, rule.version, rule.title, rule.stage, rule.kind
    owed_by, feeds, cite, confidence = rule.actor, rule.feeds, terms.cite, terms.confidence

    def finish(situation: Situation, d: Draft) -> Obligation:
        today, status, due_on = situation.today, d.status, d.due_on
        tolled = tolled_interval(d.pauses, due_on, today) if d.pauses else NOT_TOLLED
        is_counting = due_on is not None and status not in SETTLED
        return Obligation(
            rule_id, version, title, stage, kind, owed_by, d.occurrence,
            state_on(status, due_on, *tolled, today, soon), status,
            d.trigger_event, d.trigger_event_id, civil(d.trigger_on),
            civil(due_on), civil(d.due_on_unadjusted), civil(d.due_on_rolled),
            civil(d.window_opens_on), civil(d.satisfied_on),
            due_on - today if is_counting and due_on is not None else None,
            civil(tolled[0]), civil(tolled[1]),
            tuple(map(_shown_pause, d.pauses)), tuple(map(_shown_reading, d.alternatives)),
            cite, confidence, feeds, d.steps, d.missing,
        )  # fmt: skip

    return Line(rule, finish)


def _shown_pause(pause: Counted) -> CountedPause:
    return CountedPause(pause.reason, date.fromordinal(pause.first), civil(pause.last), pause.days)


def _shown_reading(reading: Reading) -> Alternative:
    label, day = reading
    return Alternative(label, date.fromordinal(day))
