"""The clock of one duty: when its window opens, and from which day to which it runs."""

from collections.abc import Callable
from datetime import date

from app.services.rules.anchors import ANCHORS, anchor
from app.services.rules.book import Book, Due, Rule
from app.services.rules.draft import Draft
from app.services.rules.due import Reckoned, compile_due
from app.services.rules.situation import Situation
from app.services.rules.terms import Terms
from app.services.rules.trigger import Trigger
from app.services.rules.wording import long_day, name, short_day

Bind = Callable[[Situation, Draft, Trigger], None]
"""Give a draft its dates."""

AGREEMENT, REFERRAL = "all_parties_agree", "referral.received"


def compile_clock(book: Book, rule: Rule, terms: Terms) -> Bind:
    """The rule's own clock, or the closing side of its window."""
    due = rule.window.closes if rule.window else terms.due
    assert due is not None  # noqa: S101 - the loader gives every dated rule one of the two
    reckon = compile_due(book, due, terms.tolling, is_day_one=terms.is_day_one)
    opens = rule.window.opens if rule.window else None
    open_at = compile_due(book, opens, (), is_day_one=False) if opens else None
    looks_back = due.minus is not None or bool(due.earliest_of)
    own_anchor = terms.anchor if terms.anchor != terms.trigger else None

    def bind(situation: Situation, draft: Draft, trigger: Trigger) -> None:
        start = trigger.on if own_anchor is None else _anchored(situation, own_anchor, trigger.on)
        found = reckon(situation, start)
        if start < trigger.on and found.due_on is not None and found.due_on < trigger.on:
            start, found = trigger.on, reckon(situation, trigger.on)
        if start != trigger.on and own_anchor is not None:
            draft.steps.append(f"Counted from {name(own_anchor)}: {long_day(start)}.")
        draft.due_on, draft.due_on_unadjusted = found.due_on, found.unadjusted
        draft.pauses, draft.alternatives = found.pauses, found.alternatives
        draft.missing += found.missing
        draft.steps += found.steps
        if looks_back and not trigger.is_event:
            _spare_the_unknown_child(situation, draft)
        if open_at is not None and opens is not None:
            _open_window(situation, draft, open_at(situation, trigger.on), opens)

    return bind


def _anchored(situation: Situation, named: str, trigger_on: date) -> date:
    """A State's own start of the count: a named day, or the last such event up to the trigger.

    The trigger where there is none. It never makes a duty due before its trigger.
    """
    if named in ANCHORS:
        return anchor(situation, named) or trigger_on
    days = (e.on for e in situation.starting(named) if e.on <= trigger_on)
    return max(days, default=trigger_on)


def _spare_the_unknown_child(situation: Situation, draft: Draft) -> None:
    """A day before a birthday that had passed when the child was referred: now as soon as possible."""
    referrals = situation.starting(REFERRAL)
    if referrals and draft.due_on is not None and draft.due_on < referrals[0].on:
        draft.due_on = None
        draft.steps.append("That was before the referral: due as soon as possible.")


def _open_window(situation: Situation, draft: Draft, found: Reckoned, opens: Due) -> None:
    draft.window_opens_on = found.due_on
    if situation.is_explained and found.due_on is not None:
        agreed = ", if all parties agree" if opens.condition == AGREEMENT else ""
        draft.steps.append(f"The window opens {short_day(found.due_on)}{agreed}.")
