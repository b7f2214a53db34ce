"""An obligation in the making: what a kind of rule finds out, in numbers and without words.

Thousands are made for each one that is shown, so one becomes an obligation,
with dates, only where it leaves the rules.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from app.services.rules.book import Book, Jurisdiction, Rule
from app.services.rules.days import Day, civil
from app.services.rules.obligation import Alternative, CountedPause, Obligation
from app.services.rules.pausing import NOT_TOLLED, Counted, tolled_interval
from app.services.rules.situation import About, Situation
from app.services.rules.state import state_on
from app.services.rules.terms import Terms

SETTLED = frozenset({"not_applicable", "met", "met_late", "excused", "waived_by_family"})


@dataclass(slots=True)
class Draft:
    """One duty; the names are those of Obligation, days are numbers."""

    status: str = "waiting_for_trigger"
    occurrence: str = ""
    trigger_event: str | None = None
    trigger_event_id: UUID | None = None
    trigger_on: Day | None = None
    about: About | None = None
    """The payload value that an event must share to close it, such as the service; None: any does."""
    due_on: Day | None = None
    due_on_unadjusted: Day | None = None
    due_on_rolled: Day | None = None
    window_opens_on: Day | None = None
    satisfied_on: Day | None = None
    pauses: tuple[Counted, ...] = ()
    alternatives: tuple[tuple[str, Day], ...] = ()
    missing: tuple[str, ...] = ()
    steps: tuple[str, ...] = field(default=(), compare=False)
    """Sentences; only where the situation is to be explained."""
    is_conditional: bool = False
    """Whether it hangs on a condition of which something is not known."""
    line: "Line | None" = None
    """The version of the rule that asks for it, where there are several."""


Kind = Callable[[Situation], list[Draft]]
Finish = Callable[[Situation, Draft], Obligation]


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as it is asked: what it finds in a case, and how that becomes an obligation.

    Of a rule with several versions these are the last one's; each draft names its own.
    """

    rule: Rule
    find: Kind
    finish: Finish


def compile_finish(book: Book, place: Jurisdiction, rule: Rule, terms: Terms) -> Finish:
    """Complete a draft with what is the same for every case."""
    soon = book.soon_days(place.id)
    rule_id, version, title, stage, kind = rule.id, rule.version, rule.title, rule.stage, rule.kind
    owed_by, feeds, cite, confidence = rule.actor, rule.feeds, terms.cite, terms.confidence

    def finish(situation: Situation, d: Draft) -> Obligation:
        today, status, due_on = situation.today, d.status, d.due_on
        tolled = tolled_interval(d.pauses, today) if d.pauses else NOT_TOLLED
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

    return finish


def _shown_pause(pause: Counted) -> CountedPause:
    return CountedPause(pause.reason, date.fromordinal(pause.first), civil(pause.last), pause.days)


def _shown_reading(reading: tuple[str, Day]) -> Alternative:
    label, day = reading
    return Alternative(label, date.fromordinal(day))
