"""Recurring duties: each meeting, review or notice starts the clock of the next."""

from itertools import pairwise

from app.services.rules.book import Book, Due, Rule
from app.services.rules.closing import closing_act, ends_with_partc, is_after_partc
from app.services.rules.draft import Draft, Kind
from app.services.rules.due import compile_due
from app.services.rules.kinds.settle import (
    begin_sentences,
    compile_judge,
    compile_settle,
    hold_back,
    not_begun,
)
from app.services.rules.situation import Situation
from app.services.rules.terms import Terms
from app.services.rules.trigger import each_day


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
        if len(starts) > 1:
            starts = [
                *(one for one, next_ in pairwise(starts) if _meets(situation, rule, next_)),
                starts[-1],
            ]
        for start in starts:
            turn(situation, start)
        return starts

    def turn(situation: Situation, draft: Draft) -> None:
        started = draft.trigger_on
        assert started is not None  # noqa: S101 - what has started has a day
        if judge is not None and not judge(situation, draft):
            return
        if situation.is_explained:
            draft.steps += begin_sentences(situation, draft)
        reckon(situation, draft, started)
        settle(situation, draft, started + 1)
        last = draft.due_on_unadjusted if draft.due_on is None else draft.due_on
        if draft.status == "open" and is_partc and last and is_after_partc(situation, last):
            draft.status = "not_applicable"
            if situation.is_explained:
                draft.steps += ("The next one would come after Part C has ended.",)
        if draft.is_conditional:
            hold_back(draft)

    return recurring


def _meets(situation: Situation, rule: Rule, restart: Draft) -> bool:
    """Whether something that meets the rule happened on the day of a restart."""
    for kind in rule.satisfied_by:
        found = closing_act(situation, rule, restart, kind, restart.trigger_on)
        if found is not None and found.day == restart.trigger_on:
            return True
    return False
