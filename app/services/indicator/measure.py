"""Every indicator asked of every child: pure, and to be run beside the event loop."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from app.services.indicator import catalogue, count, duties, exiting, transition
from app.services.indicator.child import Child, Note, Notes, child_of, measuring
from app.services.indicator.finding import Finding, Question
from app.services.rules import ENDINGS, Book, Calendar, CaseFacts, Event, Pause, Span

_day = date.fromisoformat
Find = Callable[[Child, Question], Finding | None]
Found = list[tuple[Child, Finding]]
MEASURES: dict[str, Find] = {
    "C1": duties.services_in_time,
    "C2": count.setting,
    "C5": count.under_one,
    "C6": count.under_three,
    "C7": duties.plan_in_time,
    "C8A": transition.transition,
    "C8B": transition.transition,
    "C8C": transition.transition,
    "B11": duties.evaluated_in_time,
    "B12": transition.iep_by_three,
    "618-exit": exiting.category,
}

AFTER = {"C8B": ("C8A",), "C8C": ("C8A",), "B12": ("C8A",)}
"""Indicators that also look at what another one is measured by."""


def question(code: str, period: Span, today: date) -> Question:
    """Raises: KeyError for no such indicator."""
    held = catalogue.load()
    indicator = held.find(code)
    if indicator is None:
        raise KeyError(code)
    return Question(indicator, period, today, count.counted_on(held, period, today))


def ask(
    book: Book,
    files: Iterable[Any],
    calendars: Mapping[UUID | None, Calendar],
    questions: Sequence[Question],
) -> dict[str, Found]:
    """What each question finds, by the indicator's code; children in the order of the files.

    Each stay in the program is looked at by itself; a child of two stays counts by the later one.
    """
    found: dict[str, Found] = {q.indicator.code: [] for q in questions}
    held, today = measuring(book), questions[0].today
    codes = frozenset(
        c for q in questions for c in (q.indicator.code, *AFTER.get(q.indicator.code, ()))
    )
    for file in files:
        calendar = calendars.get(file.district_id) or calendars[None]
        notes = _notes(file)
        children = [
            child_of(held, codes, file.id, file.district_id, case, notes, today)
            for case in _cases(file, calendar)
        ]
        for q in questions:
            for child in reversed(children):
                finding = MEASURES[q.indicator.code](child, q)
                if finding is not None:
                    found[q.indicator.code].append((child, finding))
                    break
    return found


def _cases(file: Any, calendar: Calendar) -> list[CaseFacts]:
    """The stays of a file, in order. Its events, pauses and enrolments are JSON texts."""
    pauses = tuple(
        Pause(reason, _day(from_on), _day(to_on) if to_on else None)
        for from_on, _id, to_on, reason in json.loads(file.pauses)
    )
    return [
        CaseFacts(file.jurisdiction, file.born_on, events, pauses, file.facts, calendar)
        for events in _stays(json.loads(file.events), json.loads(file.enrolments))
    ]


def _notes(file: Any) -> Notes:
    return {
        (rule_id, occurrence): Note(
            cause, is_set_aside=dismissed_at is not None, is_waived=waived_on is not None
        )
        for rule_id, occurrence, cause, dismissed_at, waived_on in json.loads(file.notes)
    }


def _stays(events: list[Any], enrolments: list[Any]) -> list[tuple[Event, ...]]:
    """Events by the stay they belong to; those before the first referral go with the first."""
    stays: list[list[Event]] = [[] for _ in enrolments] or [[]]
    for on, id_, kind, data in events:
        begun = (
            n for n in range(len(enrolments) - 1, 0, -1) if _belongs(kind, on, id_, *enrolments[n])
        )
        stays[next(begun, 0)].append(Event(kind, _day(on), data))
    return [tuple(stay) for stay in stays]


def _belongs(kind: str, on: str, id_: str, referred_on: str, enrolment_id: str) -> bool:
    """The twin of enrolment.of_episode for texts: the end of the stay before is not of the next one."""
    return on >= referred_on and (kind not in ENDINGS or id_ > enrolment_id)
