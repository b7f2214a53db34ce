"""Recurring duties: each meeting, review or notice starts the clock of the next."""

from dataclasses import replace

from app.services.rules.book import Book, Due
from app.services.rules.closing import compile_done, ends_with_partc, is_after_partc
from app.services.rules.days import Day, civil_text
from app.services.rules.draft import (
    Find,
    Line,
    Row,
    Said,
    Start,
    joined,
    sentences,
    undated,
)
from app.services.rules.due import compile_due
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
from app.services.rules.situation import Situation
from app.services.rules.terms import Terms
from app.services.rules.trigger import each_day


def compile_recurring(book: Book, line: Line, terms: Terms) -> Find:
    """One duty for each day that restarts the clock; the day is its occurrence.

    A clock that is restarted by something else than what meets it falls away.
    """
    rule = line.rule
    assert rule.recurrence is not None  # noqa: S101 - the loader gives it to every such rule
    restart_on = rule.recurrence.restart_on
    every = Due(plus=rule.recurrence.every, unit=rule.recurrence.unit)
    reckon = compile_due(book, every, terms.tolling, is_day_one=False)
    done = compile_done(replace(rule, needs_all=False))
    judge, settle, is_partc = compile_judge(rule), compile_settle(book, rule), ends_with_partc(rule)

    def recurring(situation: Situation, found: list[Row], explain: bool) -> None:
        starts = each_day(situation, restart_on)
        if not starts:
            waits: Said = [] if explain else None
            say_not_begun(restart_on, waits)
            found.append(undated(line, WAITING, None, waits, event=restart_on[0]))
        for place, (event, id_, day) in enumerate(starts, 1):
            if place == len(starts) or is_met_by(situation, starts[place][2]):
                said: Said = [] if explain else None
                start = event, id_, day, civil_text(day), None
                found.append(turn(situation, start, said))

    def is_met_by(situation: Situation, restart: Day) -> bool:
        """Whether what restarts the clock on a day also meets the turn before."""
        return done(situation, ("", None, restart, "", None), restart) == restart

    def turn(situation: Situation, start: Start, said: Said) -> Row:
        event, id_, day, occurrence, _ = start
        unknown = KNOWN if judge is None else judge(situation, day)
        if unknown is None:
            return not_applicable(line, start, said)
        if said is not None:
            say_begun(situation, start, said)
        due_on, unadjusted, pauses, readings, missing = reckon(situation, day, said)
        status, done_on = settle(situation, start, day + 1, due_on, said)
        if unknown and status in NOT_OWED:
            unknown = KNOWN
        last = unadjusted if due_on is None else due_on
        if status == "open" and is_partc and last and is_after_partc(situation, last):
            status = "not_applicable"
            if said is not None:
                said.append("The next one would come after Part C has ended.")
        elif unknown:
            status = WAITING
        return (
            line, status, occurrence, event, id_, day, due_on, unadjusted, None, None, done_on,
            pauses, readings, joined(unknown, missing), sentences(said),
        )  # fmt: skip

    return recurring
