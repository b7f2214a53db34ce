"""The clock of one duty: when its window opens, and from which day to which it runs."""

from collections.abc import Callable

from app.services.rules.anchors import ANCHORS, anchor
from app.services.rules.book import Book, Due, Rule
from app.services.rules.days import Day
from app.services.rules.draft import Draft
from app.services.rules.due import Reckon, compile_due, compile_shift, reckoned, take
from app.services.rules.situation import Situation
from app.services.rules.terms import Terms
from app.services.rules.wording import long_day, name, short_day

Bind = Callable[[Situation, Draft, Day], None]
"""Give a draft its dates, once the day that triggers it is known."""

AGREEMENT, REFERRAL = "all_parties_agree", "referral.received"


def compile_clock(book: Book, rule: Rule, terms: Terms) -> Bind:
    """The rule's own clock, or the closing side of its window."""
    due = rule.window.closes if rule.window else terms.due
    assert due is not None  # noqa: S101 - the loader gives every dated rule one of the two
    bind: Bind = compile_due(book, due, terms.tolling, is_day_one=terms.is_day_one)
    if terms.anchor is not None and terms.anchor != terms.trigger:
        bind = _from_anchor(bind, terms.anchor)
    if terms.trigger in ANCHORS and (due.minus is not None or due.earliest_of):
        bind = _sparing_the_unknown_child(bind)
    if rule.window is not None and rule.window.opens is not None:
        bind = _opening(bind, rule.window.opens)
    return bind


def _from_anchor(reckon: Reckon, named: str) -> Bind:
    """A State's own start of the count; it never makes a duty due before its trigger."""

    def bind(situation: Situation, draft: Draft, triggered: Day) -> None:
        start = _anchored(situation, named, triggered)
        found = reckoned(reckon, situation, start)
        if start < triggered and found.due_on is not None and found.due_on < triggered:
            start, found = triggered, reckoned(reckon, situation, triggered)
        if situation.is_explained and start != triggered:
            draft.steps += (f"Counted from {name(named)}: {long_day(start)}.",)
        take(draft, found)
        draft.missing += found.missing
        draft.steps += found.steps

    return bind


def _anchored(situation: Situation, named: str, triggered: Day) -> Day:
    """A named day, or the last such event up to the trigger; the trigger where there is none."""
    if named in ANCHORS:
        day = anchor(situation, named)
        return triggered if day is None else day
    last = situation.last_until(named, triggered)
    return triggered if last is None else last.day


def _sparing_the_unknown_child(reckon: Reckon) -> Bind:
    """A day before a birthday that had passed when the child was referred: now as soon as possible."""

    def bind(situation: Situation, draft: Draft, triggered: Day) -> None:
        reckon(situation, draft, triggered)
        referral = situation.starts.get(REFERRAL)
        if referral is not None and draft.due_on is not None and draft.due_on < referral.day:
            draft.due_on = None
            if situation.is_explained:
                draft.steps += ("That was before the referral: due as soon as possible.",)

    return bind


def _opening(closing: Bind, opens: Due) -> Bind:
    shift = compile_shift(opens)
    agreed = ", if all parties agree" if opens.condition == AGREEMENT else ""

    def bind(situation: Situation, draft: Draft, triggered: Day) -> None:
        closing(situation, draft, triggered)
        opened_on = draft.window_opens_on = shift(situation, triggered)
        if situation.is_explained:
            draft.steps += (f"The window opens {short_day(opened_on)}{agreed}.",)

    return bind
