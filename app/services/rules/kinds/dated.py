"""Deadlines, windows, floors and duties due as soon as possible: one clock for each trigger."""

from app.services.rules.anchors import ANCHORS, anchor
from app.services.rules.book import Book, Jurisdiction, Rule
from app.services.rules.days import ALWAYS, DAYS_OF_WEEK, SUNDAY, Day, civil
from app.services.rules.draft import (
    UNDATED,
    Dates,
    Find,
    Line,
    Row,
    Said,
    Start,
    compile_line,
    joined,
    named,
    sentences,
)
from app.services.rules.kinds.adjust import Adjust, bring_forward, compile_adjustments, lacking
from app.services.rules.kinds.clock import compile_clock, compile_opening
from app.services.rules.kinds.settle import (
    KNOWN,
    NOT_OWED,
    WAITING,
    compile_judge,
    compile_settle,
    not_applicable,
    say_begun,
    say_not_begun,
)
from app.services.rules.situation import Situation, is_unborn
from app.services.rules.terms import Terms, terms_of
from app.services.rules.trigger import compile_trigger, waits_for
from app.services.rules.wording import long_day

FLOOR = "floor"
ROLLING = "state_law_day_count"


def compile_dated(book: Book, place: Jurisdiction, line: Line, terms: Terms) -> Find:
    """One duty for each trigger; one that waits where nothing has started it."""
    assert terms.trigger is not None  # noqa: S101 - the loader gives every such rule a trigger
    rule, name = line.rule, terms.trigger
    starts, reckon, opens = (
        compile_trigger(name, rule.per, rule.again_after),
        compile_clock(book, rule, terms),
        compile_opening(rule),
    )
    adjustments = compile_adjustments(book, place, rule, terms)
    if rule.cap is not None:
        adjustments.append(_cap(book, place, rule.cap))
    rolls = _may_roll(place, rule)
    judge, settle = compile_judge(rule), compile_settle(book, rule)
    earlier_acts_count = name in ANCHORS or _looks_back(rule)
    acts_from, may_precede_birth = rule.acts_from, name in ANCHORS
    is_floor = rule.kind == FLOOR

    def dated(situation: Situation, found: list[Row], explain: bool) -> None:
        begun = starts(situation)
        for start in begun:
            said: Said = [] if explain else None
            duty(situation, start, found, said)
        if not begun:
            found.append(waiting(situation, [] if explain else None))

    def duty(situation: Situation, start: Start, found: list[Row], said: Said) -> None:
        event, id_, day, occurrence, _ = start
        unknown = KNOWN if judge is None else judge(situation, day)
        if unknown is None:
            found.append(not_applicable(line, start, said))
            return
        if said is not None:
            say_begun(situation, start, said)
        dates = reckon(situation, day, said)
        opened_on = None if opens is None else opens(situation, day, said)
        for adjust in adjustments:
            dates = adjust(situation, start, dates, said)
        due_on, unadjusted, pauses, readings, missing = dates
        rolled_on = _rolled(situation, due_on, said) if rolls else None
        # An act before a window opens, or before the event that calls for it, is not that act.
        since = opened_on or (ALWAYS if earlier_acts_count else day)
        if acts_from is not None:
            since = _repeated_from(situation, acts_from, since, due_on)
        status, done_on = settle(situation, start, since, due_on, said)
        if is_floor and done_on is None:
            status = WAITING
            if said is not None:
                said.append("Time that must be given; nobody is late when it has passed.")
        # What cannot be known to apply waits, with the date as if it did; so does what is owed once the child is born.
        if unknown and status not in NOT_OWED:
            status, missing = WAITING, joined(unknown, missing)
        elif may_precede_birth and is_unborn(situation):
            status = WAITING
        found.append((
            line, status, occurrence, event, id_, day, due_on, unadjusted, rolled_on, opened_on, done_on,
            pauses, readings, missing, sentences(said),
        ))  # fmt: skip

    def waiting(situation: Situation, said: Said) -> Row:
        if judge is not None and judge(situation, None) is None:
            return not_applicable(line, None, said, name)
        say_not_begun((name,), said)
        dates = lacking(UNDATED, waits_for(situation, name))
        for adjust in adjustments:
            dates = adjust(situation, None, dates, said)
        due_on, unadjusted, pauses, readings, missing = dates
        rolled_on = _rolled(situation, due_on, said) if rolls else None
        return (
            line, WAITING, "", name, None, None, due_on, unadjusted, rolled_on, None, None,
            pauses, readings, missing, sentences(said),
        )  # fmt: skip

    return dated


def _repeated_from(situation: Situation, named: str, since: Day, due_on: Day | None) -> Day:
    """A named day from which acts count; where the duty is due before it, the acts that count anyhow do."""
    day = anchor(situation, named)
    return since if day is None or (due_on is not None and due_on < day) else day


def _looks_back(rule: Rule) -> bool:
    return rule.due is not None and rule.due.minus is not None


def _cap(book: Book, place: Jurisdiction, rule_id: str) -> Adjust:
    """No later than another rule's date, unless that day had passed before this clock started."""
    rule = next(r for r in place.rules if r.id == rule_id)
    terms = terms_of(place, rule)
    ask = compile_dated(book, place, compile_line(book, place, rule, terms), terms)

    def cap(situation: Situation, start: Start | None, dates: Dates, said: Said) -> Dates:
        if dates[0] is None and not dates[2]:
            return dates
        limits: list[Row] = []
        ask(situation, limits, False)
        limit = named(limits[0])
        if limit.status in NOT_OWED:
            return dates
        if start is not None and limit.due_on is not None and limit.due_on < start[2]:
            return dates
        why = f"No later than {rule.id}"
        capped = bring_forward(dates, limit.due_on, limit.due_on_unadjusted, said, why)
        return dates if capped is dates else lacking(capped, limit.missing)

    return cap


def _may_roll(place: Jurisdiction, rule: Rule) -> bool:
    """Only State law rolls, only forward clocks do, and a date that is reported on never does."""
    is_of_state = place.parent is not None and rule.jurisdiction == place.id
    return is_of_state and ROLLING in place.params and not rule.feeds and not _looks_back(rule)


def _rolled(situation: Situation, due_on: Day | None, said: Said) -> Day | None:
    """Where California would roll a last day that is a holiday, every Sunday being one.

    For display: the date that counts stays. Source: Gov. Code 6700, 6800.
    """
    if due_on is None or not is_holiday(situation, due_on):
        return None
    day = next_working_day(situation, due_on + 1)
    if said is not None:
        rolled = f"State law would let the last day roll to {long_day(day)}"
        said.append(f"{rolled}; plan by the earlier date.")
    return day


def is_holiday(situation: Situation, day: Day) -> bool:
    """In California every Sunday is one."""
    if day % DAYS_OF_WEEK == SUNDAY:
        return True
    holidays = situation.calendar.holidays
    return civil(day) in holidays if holidays else False


def next_working_day(situation: Situation, day: Day) -> Day:
    while is_holiday(situation, day):
        day += 1
    return day
