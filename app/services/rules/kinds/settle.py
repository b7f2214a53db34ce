"""Where a dated duty stands: applied, done, excused or still open."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from app.services.rules.anchors import is_moved_birthday
from app.services.rules.book import Book, Predicate, Rule
from app.services.rules.closing import Exempt, compile_done, compile_exemptions, compile_pending
from app.services.rules.conditions import (
    compile_conditions,
    is_of_the_case,
    stated,
    verdict_of_the_case,
)
from app.services.rules.days import Day
from app.services.rules.draft import Line, Row, Said, Start, undated
from app.services.rules.facts import fact
from app.services.rules.flat import once
from app.services.rules.situation import Situation
from app.services.rules.wording import listed, long_day, name

WAITING = "waiting_for_trigger"
TIMING = {"met": "in time", "met_late": "late"}
NOT_OWED = frozenset({"not_applicable", "excused", "waived_by_family"})
"""Where what is not known of a duty need not be asked for: it is not owed, whether it applies or not."""
KNOWN: tuple[str, ...] = ()
"""Nothing is missing."""
Settle = Callable[[Situation, Start, Day, Day | None, Said], tuple[str, Day | None]]
"""Status of a duty, and the day it was done on. Given the day from which acts count, and the due date."""


def compile_settle(book: Book, rule: Rule) -> Settle:
    """By the rule's own acts; where the fact of its `instead` holds, by those alone, and without an excuse."""
    plain = _settle(rule, compile_exemptions(book, rule))
    if rule.instead is None:
        return plain
    acts = rule.instead.satisfied_by
    instead = _settle(replace(rule, satisfied_by=acts, needs_all=False), None)
    value_of, _ = fact(rule.instead.fact)

    def settle(
        situation: Situation, start: Start, since: Day, due_on: Day | None, said: Said
    ) -> tuple[str, Day | None]:
        if value_of(situation, start[2]) is True:
            return instead(situation, start, since, due_on, said)
        return plain(situation, start, since, due_on, said)

    return settle


def _settle(rule: Rule, exempt: Exempt | None) -> Settle:
    done, awaited = compile_done(rule), compile_pending(rule)
    stands = _as_it_is if exempt is None else exempt

    def status_of(
        situation: Situation, done_on: Day | None, due_on: Day | None, excuse: Said
    ) -> str:
        if done_on is None:
            return stands(situation, due_on, "open", excuse)
        if due_on is None or done_on <= due_on:
            return "met"
        return stands(situation, due_on, "met_late", excuse)

    def settle(
        situation: Situation, start: Start, since: Day, due_on: Day | None, said: Said
    ) -> tuple[str, Day | None]:
        done_on = done(situation, start, since)
        excuse: Said = None if said is None else []
        status = status_of(situation, done_on, due_on, excuse)
        if said is not None:
            if done_on is not None:
                timing = TIMING.get(status, "recorded")
                said.append(f"Done {long_day(done_on)}: {timing}.")
            elif still := awaited(situation, start, since):
                said.append(f"Still awaited: {listed(still, 'and' if rule.needs_all else 'or')}.")
            said.extend(excuse or ())
        return status, done_on

    return settle


def _as_it_is(_: Situation, __: Day | None, status: str, ___: Said) -> str:
    return status


Judge = Callable[[Situation, Day | None], tuple[str, ...] | None]
"""What is not known of whether a duty triggered on a day applies; None when it does not."""


def compile_judge(rule: Rule) -> Judge | None:
    """The rule's conditions; None when it has none."""
    if not rule.applies_if:
        return None
    if all(is_of_the_case(predicate.fact) for predicate in rule.applies_if):
        judged = _judge_of_the_case(rule.applies_if, repr(rule.applies_if))
        return lambda situation, _: judged(situation)
    tests = compile_conditions(rule.applies_if)

    def judge(situation: Situation, triggered: Day | None) -> tuple[str, ...] | None:
        missing = KNOWN
        for value_of, needed, holds_of, assumed in tests:
            value = value_of(situation, triggered)
            holds = assumed if value is None else holds_of(value)
            if holds is False:
                return None
            if holds is None:
                missing = (*missing, *needed)
        return missing

    return judge


@lru_cache(maxsize=1 << 12)
def _judge_of_the_case(
    predicates: tuple[Predicate, ...], _written: str
) -> Callable[[Situation], tuple[str, ...] | None]:
    """By conditions that no trigger changes: one judge for all rules that set them.

    As they are written, since True is as good as 1 to a cache, and not to a condition.
    """
    tests = [verdict_of_the_case(predicate, repr(predicate)) for predicate in predicates]

    @once
    def judge(situation: Situation) -> tuple[str, ...] | None:
        missing = KNOWN
        for verdict, needed in tests:
            holds = verdict(situation)
            if holds is False:
                return None
            if holds is None:
                missing = (*missing, *needed)
        return missing

    return judge


def not_applicable(line: Line, start: Start | None, said: Said, event: str | None = None) -> Row:
    """The rule's conditions do not hold."""
    why = None if said is None else [f"Only if {' and '.join(map(stated, line.rule.applies_if))}."]
    return undated(line, "not_applicable", start, why, event=event)


def say_not_begun(names: tuple[str, ...], said: Said) -> None:
    if said is not None:
        said.append(f"Waits for: {listed(names, 'or')}.")


def say_begun(situation: Situation, start: Start, said: list[str]) -> None:
    """Say from which day is counted, and a doubt about it."""
    event, _, day, _, about = start
    value = f" ({about[1]})" if about else ""
    said.append(f"{name(event)}{value}: {long_day(day)}.")
    if is_moved_birthday(situation, event):
        said.append("Born on 29 February; no federal text says which day counts in a common year.")
