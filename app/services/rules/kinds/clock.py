"""The clock of one duty: when its window opens, and from which day to which it runs."""

from collections.abc import Callable

from app.services.rules.anchors import ANCHORS, anchor
from app.services.rules.book import Book, Rule
from app.services.rules.days import Day
from app.services.rules.draft import Dates, Said
from app.services.rules.due import Reckon, compile_due, compile_shift
from app.services.rules.situation import Situation, last_until, start_day
from app.services.rules.terms import Terms
from app.services.rules.wording import long_day, name, short_day

AGREEMENT, REFERRAL = "all_parties_agree", "referral.received"
Opens = Callable[[Situation, Day, Said], Day]
"""The day on which a window opens, for a duty triggered on a day."""


def compile_clock(book: Book, rule: Rule, terms: Terms) -> Reckon:
    """The rule's own clock, or the closing side of its window; counted from the day that triggers it."""
    due = rule.window.closes if rule.window else terms.due
    assert due is not None  # noqa: S101 - the loader gives every dated rule one of the two
    reckon = compile_due(book, due, terms.tolling, is_day_one=terms.is_day_one)
    if terms.anchor is not None and terms.anchor != terms.trigger:
        reckon = _from_anchor(reckon, terms.anchor)
    if terms.trigger in ANCHORS and (due.minus is not None or due.earliest_of):
        reckon = _sparing_the_unknown_child(reckon)
    return reckon


def compile_opening(rule: Rule) -> Opens | None:
    """None for a rule that has no window, or one that is always open."""
    if rule.window is None or rule.window.opens is None:
        return None
    shift = compile_shift(rule.window.opens)
    agreed = ", if all parties agree" if rule.window.opens.condition == AGREEMENT else ""

    def opens(situation: Situation, triggered: Day, said: Said) -> Day:
        opened_on = shift(situation, triggered)
        if said is not None:
            said.append(f"The window opens {short_day(opened_on)}{agreed}.")
        return opened_on

    return opens


def _from_anchor(reckon: Reckon, named: str) -> Reckon:
    """A State's own start of the count; it never makes a duty due before its trigger."""

    def bind(situation: Situation, triggered: Day, said: Said) -> Dates:
        start = _anchored(situation, named, triggered)
        due_on = reckon(situation, start, None)[0]
        if start < triggered and due_on is not None and due_on < triggered:
            start = triggered
        if said is not None and start != triggered:
            said.append(f"Counted from {name(named)}: {long_day(start)}.")
        return reckon(situation, start, said)

    return bind


def _anchored(situation: Situation, named: str, triggered: Day) -> Day:
    """A named day, or the last such event up to the trigger; the trigger where there is none."""
    if named in ANCHORS:
        day = anchor(situation, named)
        return triggered if day is None else day
    last = last_until(situation, named, triggered)
    return triggered if last is None else last.day


def _sparing_the_unknown_child(reckon: Reckon) -> Reckon:
    """A day before a birthday that had passed when the child was referred: now as soon as possible."""

    def bind(situation: Situation, triggered: Day, said: Said) -> Dates:
        dates = reckon(situation, triggered, said)
        referral, due_on = start_day(situation, REFERRAL), dates[0]
        if referral is None or due_on is None or due_on >= referral:
            return dates
        if said is not None:
            said.append("That was before the referral: due as soon as possible.")
        return None, *dates[1:]

    return bind
