"""Deadlines, windows, floors and duties due as soon as possible: one clock for each trigger."""

from app.services.rules.anchors import ANCHORS
from app.services.rules.book import Book, Jurisdiction, Rule
from app.services.rules.days import DAYS_OF_WEEK, SUNDAY, civil
from app.services.rules.draft import Draft, Kind
from app.services.rules.kinds.adjust import Adjust, bring_forward, compile_adjustments
from app.services.rules.kinds.clock import compile_clock
from app.services.rules.kinds.settle import (
    begin_sentences,
    compile_judge,
    compile_settle,
    hold_back,
    not_begun,
)
from app.services.rules.situation import Situation
from app.services.rules.terms import Terms, terms_of
from app.services.rules.trigger import compile_trigger, waits_for
from app.services.rules.wording import long_day

FLOOR = "floor"
NOT_OWED = frozenset({"not_applicable", "excused", "waived_by_family"})
ROLLING = "state_law_day_count"


def compile_dated(book: Book, place: Jurisdiction, rule: Rule, terms: Terms) -> Kind:
    """One duty for each trigger; one that waits where nothing has started it."""
    assert terms.trigger is not None  # noqa: S101 - the loader gives every such rule a trigger
    name = terms.trigger
    starts, bind = compile_trigger(name, rule.per), compile_clock(book, rule, terms)
    adjustments = compile_adjustments(book, place, rule, terms)
    if rule.cap is not None:
        adjustments.append(_cap(book, place, rule.cap))
    if _may_roll(place, rule):
        adjustments.append(_roll)
    judge, settle = compile_judge(rule), compile_settle(book, rule)
    counts_earlier_acts = name in ANCHORS or _looks_back(rule)
    is_floor = rule.kind == FLOOR

    def dated(situation: Situation) -> list[Draft]:
        drafts = starts(situation)
        for draft in drafts:
            triggered = draft.trigger_on
            if triggered is None or (judge is not None and not judge(situation, draft)):
                continue
            if situation.is_explained:
                draft.steps += begin_sentences(situation, draft)
            bind(situation, draft, triggered)
            for adjust in adjustments:
                adjust(situation, draft)
            # An act before a window opens, or before the event that calls for it, is not that act.
            since = draft.window_opens_on
            if since is None and not counts_earlier_acts:
                since = triggered
            settle(situation, draft, since)
            if is_floor and draft.satisfied_on is None:
                _leave_time(situation, draft)
            if draft.is_conditional:
                hold_back(draft)
        return drafts or [waiting(situation)]

    def waiting(situation: Situation) -> Draft:
        draft = not_begun(situation, (name,))
        if judge is None or judge(situation, draft):
            draft.missing = waits_for(situation, name)
            for adjust in adjustments:
                adjust(situation, draft)
        return draft

    return dated


def _leave_time(situation: Situation, draft: Draft) -> None:
    draft.status = "waiting_for_trigger"
    if situation.is_explained:
        draft.steps += ("Time that must be given; nobody is late when it has passed.",)


def _looks_back(rule: Rule) -> bool:
    return rule.due is not None and rule.due.minus is not None


def _cap(book: Book, place: Jurisdiction, rule_id: str) -> Adjust:
    """No later than another rule's date, unless that day had passed before this clock started."""
    rule = next(r for r in place.rules if r.id == rule_id)
    capping = compile_dated(book, place, rule, terms_of(place, rule))

    def cap(situation: Situation, draft: Draft) -> None:
        limit, triggered = capping(situation)[0], draft.trigger_on
        if draft.due_on is None and not draft.pauses:
            return
        is_past = triggered is not None and limit.due_on is not None and limit.due_on < triggered
        if limit.status not in NOT_OWED and not is_past:
            before = draft.due_on
            bring_forward(situation, draft, limit.due_on, f"No later than {rule.id}")
            if draft.due_on != before:
                draft.missing += limit.missing

    return cap


def _may_roll(place: Jurisdiction, rule: Rule) -> bool:
    """Only State law rolls, only forward clocks do, and a date that is reported on never does."""
    is_of_state = place.parent is not None and rule.jurisdiction == place.id
    return is_of_state and ROLLING in place.params and not rule.feeds and not _looks_back(rule)


def _roll(situation: Situation, draft: Draft) -> None:
    """Show where California would roll a last day that is a holiday, every Sunday being one.

    For display: the date that counts stays. Source: Gov. Code 6700, 6800.
    """
    day = draft.due_on
    if day is None:
        return
    holidays = situation.calendar.holidays
    while day % DAYS_OF_WEEK == SUNDAY or (holidays and civil(day) in holidays):
        day += 1
    if day != draft.due_on:
        draft.due_on_rolled = day
        if situation.is_explained:
            said = f"State law would let the last day roll to {long_day(day)}"
            draft.steps += (f"{said}; plan by the earlier date.",)
