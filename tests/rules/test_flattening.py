"""A rule written as one function counts what its steps count."""

import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from app.cli.rules import rules
from app.services import rulebook
from app.services.rules import CaseFacts, Row, situation_of
from app.services.rules.book import Predicate
from app.services.rules.compiled import VERY_OFTEN, Asked, Together, all_of, some_of, together
from app.services.rules.draft import Count
from app.services.rules.flat import apart, flattened, flattening, once
from tests.rules.asking import SCHOOL
from tests.rules.books import a_book, a_rule
from tests.rules.test_bad_input import CALENDARS, EVENTS, FACTS, PAUSES
from tests.rules.test_properties import BORN_ON, DAYS, unhurried

BOOK = rulebook.load()
WRITTEN_IN = {rule.id: rule.jurisdiction for rule in BOOK.all_rules()}
LIKELY = st.lists(
    st.builds(
        lambda event, on: type(event)(event.type, on, event.data),
        EVENTS.filter(bool).map(lambda events: events[0]),
        DAYS,
    ),
    max_size=15,
)
CASES = st.builds(
    CaseFacts,
    st.sampled_from(sorted(BOOK.jurisdictions)),
    st.just(BORN_ON),
    LIKELY.map(tuple),
    PAUSES.map(tuple),
    FACTS,
    CALENDARS | st.just(SCHOOL),
)


@cache
def asked(rule_id: str, *, explain: bool) -> tuple[Asked, Count]:
    """A rule where it is written, as its steps and as one function."""
    (found,) = some_of(BOOK, WRITTEN_IN[rule_id], (rule_id,))
    flat = found.flat(explain=explain)
    assert flat is not None
    return found, flat.function


@pytest.mark.parametrize("explain", [False, True])
@settings(unhurried, max_examples=20)
@given(CASES, DAYS)
def test_every_rule_says_the_same_as_one_function(
    explain: bool, case: CaseFacts, today: date
) -> None:
    here, there = situation_of(BOOK, case, today), situation_of(BOOK, case, today)
    for rule_id, place in WRITTEN_IN.items():
        if place in {case.jurisdiction, "us"}:
            written, flat = asked(rule_id, explain=explain)
            stepwise: list[Row] = []
            written.ask(here, stepwise, explain)
            at_once: list[Row] = []
            flat(there, at_once)
            assert at_once == stepwise


@cache
def all_at_once(place: str, *, sleeping: bool) -> Count:
    """All rules of a place as one function."""
    flat = together(BOOK, place, None, sleeping=sleeping).flat()
    assert flat is not None
    return flat.function


@pytest.mark.parametrize("place", ["us", "us-ca"])
@settings(unhurried, max_examples=20)
@given(CASES, DAYS)
def test_all_rules_say_the_same_as_one_function(place: str, case: CaseFacts, today: date) -> None:
    case = replace(case, jurisdiction=place)
    rules = all_of(BOOK, place)
    for sleeping in (True, False):
        here, there = situation_of(BOOK, case, today), situation_of(BOOK, case, today)
        stepwise: list[Row] = []
        for rule in rules:
            if sleeping or rule.wakes_on is None or rule.wakes_on in here.days:
                rule.ask(here, stepwise, False)
        at_once: list[Row] = []
        all_at_once(place, sleeping=sleeping)(there, at_once)
        assert at_once == stepwise


def test_rules_that_are_asked_very_often_become_one_function_and_answer_the_same() -> None:
    rules = some_of(BOOK, "us", ("us.partc.exit.age3", "us.partc.sc.assign"))
    fresh = Together("two rules", rules, sleeping=True)
    situation = situation_of(BOOK, CaseFacts("us", BORN_ON), BORN_ON)
    before, found = fresh.count, list[Row]()
    for _ in range(VERY_OFTEN + 10):
        fresh.count(situation, found)
    assert fresh.count != before
    assert found == found[:2] * (VERY_OFTEN + 10)


def test_a_rule_that_is_asked_often_is_flattened_and_answers_the_same() -> None:
    case = CaseFacts("us", BORN_ON)
    situation = situation_of(BOOK, case, BORN_ON)
    (rule,) = some_of(BOOK, "us", ("us.partc.exit.age3",))
    fresh = Asked(rule.title, rule.wakes_on, rule.ask)
    before = fresh.count
    found: list[Row] = []
    for _ in range(1000):
        fresh.count(situation, found)
    assert fresh.count != before
    assert len(found) == 1000
    assert all(row == found[0] for row in found)


def test_ten_times_the_conditions_make_a_function_of_ten_times_the_length() -> None:
    def lines(conditions: int) -> int:
        facts = [Predicate(f"dbt(referral.{n})", "gte", n) for n in range(conditions)]
        rule = a_rule(applies_if=tuple(facts), exempt_if=("evaluation.completed",) * conditions)
        (found,) = some_of(a_book(rule), "us", (rule.id,))
        flat = found.flat(explain=False)
        assert flat is not None
        return len(flat.text.splitlines())

    assert lines(20) < 11 * lines(2)


def test_the_command_shows_a_rule_with_the_places_it_is_written_in() -> None:
    shown = CliRunner().invoke(rules, ["show", "us.partc.sc.assign"])
    assert shown.exit_code == 0
    assert "referral_received = days.get('referral.received')" in shown.output
    assert "# trigger.py:" in shown.output
    assert "explain" not in shown.output


def test_the_command_names_rules_like_one_that_is_not_known() -> None:
    shown = CliRunner().invoke(rules, ["show", "us.partc.sc.asign"])
    assert shown.exit_code == 1
    assert "us.partc.sc.assign" in shown.output


# What follows is about flattening itself: each function is compared with its flat form.


def doubled(n: int) -> int:
    return n + n


def sign(n: int) -> str:
    if n < 0:
        return "below"
    if n == 0:
        return "nothing"
    return "above"


def split(n: int) -> tuple[int, int] | None:
    return None if n < 0 else (n // 10 if n else 0, n % 10)


@apart
def far(n: int) -> int:
    return n - 1


def early_returns(n: int) -> tuple[str, int]:
    return sign(n), doubled(n)


def parts_that_differ_in_shape(n: int) -> int:
    found = split(n)
    if found is None:
        return -1
    tens, ones = found
    return tens + ones


def a_static_loop(n: int) -> int | None:
    last = None
    for step in (1, 2, 3):
        moved = n + step
        if last is None or moved % 2 == 0:
            last = moved
    return last


def a_loop_over_what_is_given(n: int) -> list[int]:
    found: list[int] = []
    for place, item in enumerate([n, n + 1, n + 2], 1):
        twice = doubled(item)
        if place != 2:
            found.append(twice)
    return found


def both_and_either(n: int) -> object:
    wide = n > 2 and doubled(n) > 8 and sign(n) == "above"
    small = n < 0 or sign(n) == "nothing" or doubled(n) == 2
    return wide, small, not wide and small


def a_name_within_an_expression(n: int) -> int:
    if (twice := doubled(n)) > 4 and n != 7:
        return twice
    return far(n)


def nothing_that_can_be_written_out(n: int) -> int:
    while n > 10:
        n -= 10
    return n


def a_call_of_it(n: int) -> int:
    return nothing_that_can_be_written_out(n) + 1


def a_module_name_in_the_way(n: int) -> object:
    if n > 0:
        date = n
    else:
        return None
    return date


SUPPORTED: list[Callable[[int], object]] = [
    early_returns,
    parts_that_differ_in_shape,
    a_static_loop,
    a_loop_over_what_is_given,
    both_and_either,
    a_name_within_an_expression,
    a_call_of_it,
    a_module_name_in_the_way,
]


@pytest.mark.parametrize("function", SUPPORTED)
def test_a_flat_function_does_what_the_function_does(function: Callable[[int], object]) -> None:
    flat = flattened(function, function.__name__)
    assert flat is not None
    for n in range(-3, 120):
        assert flat.function(n) == function(n)


def test_what_is_known_is_worked_out_and_leaves_no_trace() -> None:
    def weigh(n: int, unit: str, said: list[str] | None) -> int:
        if said is not None:
            said.append(unit)
        return n * 10 if unit == "ten" else n

    flat = flattened(lambda n: weigh(n, "ten", None), "weigh")
    assert flat is not None
    assert flat.function(4) == 40
    assert "if" not in flat.text
    assert "n * 10" in flat.text


def test_what_is_not_understood_is_called() -> None:
    flat = flattened(a_call_of_it, "a call")
    assert flat is not None
    assert "nothing_that_can_be_written_out(n)" in flat.text
    assert flattened(nothing_that_can_be_written_out, "by itself") is None


def test_what_is_marked_is_called() -> None:
    flat = flattened(a_name_within_an_expression, "marked")
    assert flat is not None
    assert "far(n)" in flat.text


@once
def square(n: int) -> int:
    return n * n


def adds_a_square(n: int, into: list[int]) -> None:
    into.append(square(n) + square(n))


def adds_it_if_it_is_large(n: int, into: list[int]) -> None:
    if n > 10:
        into.append(square(n))


def adds_what_is_left_of_it(n: int, into: list[int]) -> None:
    while n > 10:
        n -= 10
    into.append(n)


def test_what_several_ask_is_worked_out_once_before_all_else() -> None:
    *_, flat = flattening((adds_a_square, adds_it_if_it_is_large), "squares")
    assert flat is not None
    assert flat.text.count("n * n") == 1
    for n in (3, 12):
        into: list[int] = []
        flat.function(n, into)
        assert into == ([18] if n == 3 else [288, 144])


def test_what_one_function_asks_is_worked_out_where_it_is_asked_for() -> None:
    flat = flattened(adds_it_if_it_is_large, "one square")
    assert flat is not None
    assert flat.text.index("n > 10") < flat.text.index("n * n")
    twice = flattened(adds_a_square, "the same twice")
    assert twice is not None
    assert twice.text.count("n * n") == 1


def test_one_of_several_that_cannot_be_written_out_is_called() -> None:
    functions = adds_a_square, adds_what_is_left_of_it, adds_it_if_it_is_large
    *_, flat = flattening(functions, "one is called")
    assert flat is not None
    assert "adds_what_is_left_of_it(n=n, into=into)" in flat.text
    into: list[int] = []
    flat.function(12, into)
    assert into == [288, 2, 144]


def test_what_would_double_without_end_is_called() -> None:
    def unrolled(n: int) -> int:
        for k in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20):
            if n % k == 0:
                if n == k * 1000:
                    return k
                n = n + k
        return n

    assert flattened(unrolled, "by itself") is None
    flat = flattened(lambda n: unrolled(n) + 1, "called")
    assert flat is not None
    assert flat.function(12) == unrolled(12) + 1


def test_what_fails_beforehand_is_left_to_the_case() -> None:
    def part(n: int, of: object) -> object:
        return of.nothing_like_it if n < 0 else n  # type: ignore[attr-defined]

    flat = flattened(lambda n: part(n, None), "a part")
    assert flat is not None
    assert flat.function(4) == 4
    with pytest.raises(AttributeError):
        flat.function(-4)


def test_a_name_that_not_every_way_gives_is_not_looked_for_elsewhere() -> None:
    def sometimes(n: int) -> Any:
        if n > 0:
            date = n
        return date

    assert flattened(sometimes, "sometimes") is None


def test_a_traceback_shows_the_flat_line_and_where_it_is_written() -> None:
    def fails(n: int) -> int:
        return doubled(n % 0)

    flat = flattened(fails, "the failing rule")
    assert flat is not None
    with pytest.raises(ZeroDivisionError) as caught:
        flat.function(1)
    shown = "".join(traceback.format_exception(caught.value))
    assert 'File "<the failing rule>"' in shown
    assert "% 0" in shown
    assert "# test_flattening.py:" in shown
