"""Recurring duties: each meeting, review or notice starts the clock of the next."""

from datetime import timedelta
from itertools import pairwise

from app.services.rules.book import Book, Due, Rule
from app.services.rules.closing import ends_with_partc, is_after_partc
from app.services.rules.draft import Draft, Kind
from app.services.rules.due import compile_due
from app.services.rules.kinds.settle import (
    begin_sentences,
    begun,
    compile_judge,
    compile_settle,
    hold_back,
    not_begun,
)
from app.services.rules.situation import Situation
from app.services.rules.terms import Terms
from app.services.rules.trigger import Trigger, each_day

ONE_DAY = timedelta(days=1)


def compile_recurring(book: Book, rule: Rule, terms: Terms) -> Kind:
    """One duty for each day that restarts the clock; the day is its occurrence.

    A clock that is restarted by something else than what meets it falls away.
    """
    assert rule.recurrence is not None  # noqa: S101 - the loader gives it to every such rule
    cycle = rule.recurrence
    reckon = compile_due(
        book, Due(plus=cycle.every, unit=cycle.unit), terms.tolling, is_day_one=False
    )
    judge, settle, is_partc = compile_judge(rule), compile_settle(book, rule), ends_with_partc(rule)

    def recurring(situation: Situation) -> list[Draft]:
        starts = each_day(situation, cycle.restart_on)
        if not starts:
            return [not_begun(situation, cycle.restart_on)]
        superseded = {a.occurrence for a, b in pairwise(starts) if not _meets(situation, rule, b)}
        return [turn(situation, t) for t in starts if t.occurrence not in superseded]

    def turn(situation: Situation, trigger: Trigger) -> Draft:
        draft = begun(trigger)
        if judge is not None and not judge(situation, draft):
            return draft
        found = reckon(situation, trigger.on)
        draft.due_on, draft.due_on_unadjusted = found.due_on, found.unadjusted
        draft.pauses, draft.missing = found.pauses, (*draft.missing, *found.missing)
        draft.steps = begin_sentences(situation, trigger) + found.steps
        settle(situation, draft, trigger, trigger.on + ONE_DAY)
        last = draft.due_on or found.unadjusted
        if draft.status == "open" and is_partc and last and is_after_partc(situation, last):
            draft.status = "not_applicable"
            draft.steps.append("The next one would come after Part C has ended.")
        hold_back(draft)
        return draft

    return recurring


def _meets(situation: Situation, rule: Rule, trigger: Trigger) -> bool:
    """Whether something that meets the rule happened on the day of a restart."""
    firsts = (situation.first_since(kind, trigger.on) for kind in rule.satisfied_by)
    return any(event is not None and event.on == trigger.on for event in firsts)
