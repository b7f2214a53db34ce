"""Deadlines, windows, floors and duties due as soon as possible: one clock for each trigger."""

from datetime import date, timedelta

from app.services.rules.anchors import ANCHORS
from app.services.rules.book import Book, Jurisdiction, Rule
from app.services.rules.draft import Draft, Kind
from app.services.rules.kinds.adjust import Adjust, bring_forward, compile_adjustments
from app.services.rules.kinds.clock import compile_clock
from app.services.rules.kinds.settle import (
    begin_sentences,
    begun,
    compile_judge,
    compile_settle,
    hold_back,
    not_begun,
)
from app.services.rules.situation import Situation
from app.services.rules.terms import Terms, terms_of
from app.services.rules.trigger import Trigger, compile_trigger, waits_for
from app.services.rules.wording import long_day

FLOOR = "floor"
NOT_OWED = frozenset({"not_applicable", "excused", "waived_by_family"})
ROLLING = "state_law_day_count"
SUNDAY = 6
ONE_DAY = timedelta(days=1)


def compile_dated(book: Book, place: Jurisdiction, rule: Rule, terms: Terms) -> Kind:
    """One duty for each trigger; one that waits where nothing has started it."""
    assert terms.trigger is not None  # noqa: S101 - the loader gives every such rule a trigger
    name = terms.trigger
    triggers, bind = compile_trigger(name, rule.per), compile_clock(book, rule, terms)
    adjustments = compile_adjustments(book, place, rule, terms)
    if rule.cap is not None:
        adjustments.append(_cap(book, place, rule.cap))
    if _may_roll(place, rule):
        adjustments.append(_roll)
    judge, settle = compile_judge(rule), compile_settle(book, rule)
    counts_earlier_acts = name in ANCHORS or _looks_back(rule)

    def dated(situation: Situation) -> list[Draft]:
        return [duty(situation, t) for t in triggers(situation)] or [waiting(situation)]

    def duty(situation: Situation, trigger: Trigger) -> Draft:
        draft = begun(trigger)
        if judge is not None and not judge(situation, draft):
            return draft
        if situation.is_explained:
            draft.steps += begin_sentences(situation, trigger)
        bind(situation, draft, trigger)
        for adjust in adjustments:
            adjust(situation, draft, trigger)
        settle(situation, draft, trigger, _since(draft, trigger, counts_earlier_acts))
        if rule.kind == FLOOR and draft.satisfied_on is None:
            draft.status = "waiting_for_trigger"
            draft.steps.append("Time that must be given; nobody is late when it has passed.")
        hold_back(draft)
        return draft

    def waiting(situation: Situation) -> Draft:
        draft = not_begun(situation, (name,))
        if judge is None or judge(situation, draft):
            draft.missing = waits_for(situation, name)
            for adjust in adjustments:
                adjust(situation, draft, None)
        return draft

    return dated


def _since(draft: Draft, trigger: Trigger, counts_earlier_acts: bool) -> date | None:
    """An act before a window opens, or before the event that calls for it, is not that act."""
    if draft.window_opens_on is not None:
        return draft.window_opens_on
    return None if counts_earlier_acts else trigger.on


def _looks_back(rule: Rule) -> bool:
    return rule.due is not None and rule.due.minus is not None


def _cap(book: Book, place: Jurisdiction, rule_id: str) -> Adjust:
    """No later than another rule's date, unless that day had passed before this clock started."""
    rule = next(r for r in place.rules if r.id == rule_id)
    capping = compile_dated(book, place, rule, terms_of(place, rule))

    def cap(situation: Situation, draft: Draft, trigger: Trigger | None) -> None:
        limit = capping(situation)[0]
        if draft.due_on is None and not draft.pauses:
            return
        is_past = trigger is not None and limit.due_on is not None and limit.due_on < trigger.on
        if limit.status not in NOT_OWED and not is_past:
            before = draft.due_on
            bring_forward(draft, limit.due_on, f"No later than {rule.id}")
            if draft.due_on != before:
                draft.missing += limit.missing

    return cap


def _may_roll(place: Jurisdiction, rule: Rule) -> bool:
    """Only State law rolls, only forward clocks do, and a date that is reported on never does."""
    is_of_state = place.parent is not None and rule.jurisdiction == place.id
    return is_of_state and ROLLING in place.params and not rule.feeds and not _looks_back(rule)


def _roll(situation: Situation, draft: Draft, _: Trigger | None) -> None:
    """Show where California would roll a last day that is a holiday, every Sunday being one.

    For display: the date that counts stays. Source: Gov. Code 6700, 6800.
    """
    if draft.due_on is None:
        return
    day = draft.due_on
    while day.weekday() == SUNDAY or day in situation.calendar.holidays:
        day += ONE_DAY
    if day != draft.due_on:
        draft.due_on_rolled = day
        draft.steps.append(
            f"State law would let the last day roll to {long_day(day)}; plan by the earlier date."
        )
