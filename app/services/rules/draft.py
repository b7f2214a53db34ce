"""An obligation in the making, and the constants of its rule that complete it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from app.services.rules.book import Book, Jurisdiction, Rule
from app.services.rules.obligation import Alternative, CountedPause, Obligation
from app.services.rules.pausing import tolled_interval
from app.services.rules.situation import Situation
from app.services.rules.state import state_on
from app.services.rules.terms import Terms

SETTLED = frozenset({"not_applicable", "met", "met_late", "excused", "waived_by_family"})


@dataclass(slots=True)
class Draft:
    """What a kind of rule finds out about one duty; the names are those of Obligation."""

    status: str = "waiting_for_trigger"
    occurrence: str = ""
    trigger_event: str | None = None
    trigger_event_id: UUID | None = None
    trigger_on: date | None = None
    due_on: date | None = None
    due_on_unadjusted: date | None = None
    due_on_rolled: date | None = None
    window_opens_on: date | None = None
    satisfied_on: date | None = None
    pauses: tuple[CountedPause, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    missing: tuple[str, ...] = ()
    steps: list[str] = field(default_factory=list)
    is_conditional: bool = False
    """Whether it hangs on a condition of which something is not known."""


Kind = Callable[[Situation], list[Draft]]
Finish = Callable[[Situation, Draft], Obligation]


def compile_finish(book: Book, place: Jurisdiction, rule: Rule, terms: Terms) -> Finish:
    """Complete a draft with what is the same for every case."""
    soon = book.soon_days(place.id)
    rule_id, version, title, stage, kind = rule.id, rule.version, rule.title, rule.stage, rule.kind
    owed_by, feeds, cite, confidence = rule.actor, rule.feeds, terms.cite, terms.confidence

    def finish(situation: Situation, d: Draft) -> Obligation:
        today, status, due_on = situation.today, d.status, d.due_on
        tolled = tolled_interval(d.pauses, today) if d.pauses else (None, None)
        is_counting = due_on is not None and status not in SETTLED
        return Obligation(
            rule_id, version, title, stage, kind, owed_by, d.occurrence,
            state_on(status, due_on, *tolled, today, soon), status,
            d.trigger_event, d.trigger_event_id, d.trigger_on,
            due_on, d.due_on_unadjusted, d.due_on_rolled, d.window_opens_on, d.satisfied_on,
            (due_on - today).days if is_counting and due_on is not None else None,
            *tolled, d.pauses, d.alternatives, cite, confidence, feeds,
            tuple(d.steps) if situation.is_explained else (), d.missing,
        )  # fmt: skip

    return finish
