"""Planned, given, missed, owed: properties of the arithmetic."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.models.words.plan import OWED_FOR, Miss, Per
from app.services.plan.account import Account, Entry, Promise, account, planned_minutes

MONDAY = date(2026, 1, 5)
DAYS = st.integers(-30, 430).map(lambda n: MONDAY + timedelta(days=n))
PROMISES = st.builds(
    lambda sessions, per, minutes, start, length: Promise(
        sessions, per, minutes, start, start + timedelta(days=length)
    ),
    st.integers(1, 10), st.sampled_from(Per), st.integers(5, 120),
    st.integers(0, 60).map(lambda n: MONDAY + timedelta(days=n)), st.integers(0, 370),
)  # fmt: skip


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """Sessions given and missed, some of the missed made up at most once, as the service lets in."""
    made: list[Entry] = []
    unrepaired: list[Entry] = []
    for n in range(draw(st.integers(0, 12))):
        missed = draw(st.none() | st.sampled_from(Miss))
        repairs = draw(st.none() | st.sampled_from(unrepaired)) if unrepaired else None
        entry = Entry(
            UUID(int=n), draw(DAYS), draw(st.integers(1, 120)), missed, repairs.id if repairs else None,
            is_indirect=missed is None and repairs is None and draw(st.booleans()),
        )  # fmt: skip
        made.append(entry)
        if repairs is not None and missed is None:
            unrepaired.remove(repairs)
        if missed is not None and repairs is None:
            unrepaired.append(entry)
    return made


def of(promise: Promise, found: Sequence[Entry], first: date, last: date) -> Account:
    return account(promise, found, first, last)


@given(PROMISES, entries(), DAYS, st.integers(0, 200))
def test_the_parts_add_up(promise: Promise, found: list[Entry], first: date, length: int) -> None:
    a = of(promise, found, first, first + timedelta(days=length))
    assert a.planned + a.beyond == a.accounted + a.unaccounted
    assert a.accounted == a.delivered + sum(a.missed.values())
    assert 0 <= a.owed <= sum(a.missed.values())
    assert a.owed == sum(m for reason, m in a.missed.items() if reason in OWED_FOR)


@given(PROMISES, entries(), DAYS, st.integers(1, 200), st.integers(0, 199))
def test_two_periods_side_by_side_are_one(
    promise: Promise, found: list[Entry], first: date, length: int, cut: int
) -> None:
    last = first + timedelta(days=length)
    middle = first + timedelta(days=min(cut, length - 1))
    whole = of(promise, found, first, last)
    left, right = (
        of(promise, found, first, middle),
        of(promise, found, middle + timedelta(days=1), last),
    )
    assert left.delivered + right.delivered == whole.delivered
    assert left.owed + right.owed == whole.owed
    assert left.indirect + right.indirect == whole.indirect
    assert abs(left.planned + right.planned - whole.planned) <= 1  # each rounded by itself


@given(PROMISES, entries())
def test_every_minute_given_counts_once_and_a_repaired_session_is_not_owed(
    promise: Promise, found: list[Entry]
) -> None:
    a = of(promise, found, date(2020, 1, 1), date(2030, 1, 1))
    assert a.delivered == sum(
        e.minutes for e in found if e.missed_for is None and not e.is_indirect
    )
    by_id = {e.id: e for e in found}
    repaired = {e.makes_up_id: e.minutes for e in found if e.makes_up_id and e.missed_for is None}
    left = sum(
        max(e.minutes - repaired.get(e.id, 0), 0)
        for e in found
        if e.missed_for is not None and e.makes_up_id is None
    )
    assert sum(a.missed.values()) == left
    assert all(by_id[i].missed_for for i in repaired if i)


@given(PROMISES, DAYS, st.integers(0, 200), st.sets(DAYS, max_size=20))
def test_holidays_take_from_what_is_planned_and_nothing_is_planned_outside_the_line(
    promise: Promise, first: date, length: int, holidays: set[date]
) -> None:
    last = first + timedelta(days=length)
    planned = planned_minutes(promise, first, last)
    assert 0 <= planned_minutes(promise, first, last, holidays) <= planned
    assert planned_minutes(promise, date(2020, 1, 1), promise.starts_on - timedelta(days=1)) == 0
    assert planned_minutes(promise, promise.ends_on + timedelta(days=1), date(2030, 1, 1)) == 0


def test_four_weeks_of_one_hour_a_week_are_four_hours() -> None:
    promise = Promise(1, Per.WEEK, 60, MONDAY, MONDAY + timedelta(days=200))
    assert planned_minutes(promise, MONDAY, MONDAY + timedelta(days=27)) == 240
    assert planned_minutes(promise, MONDAY, MONDAY + timedelta(days=2)) == 36
    assert planned_minutes(promise, MONDAY, MONDAY + timedelta(days=6), [MONDAY]) == 48


def test_a_number_of_sessions_in_all_is_planned_over_the_whole_line() -> None:
    promise = Promise(10, Per.PLAN, 30, MONDAY, MONDAY + timedelta(days=69))
    assert planned_minutes(promise, MONDAY, MONDAY + timedelta(days=69)) == 300
    assert planned_minutes(promise, MONDAY, MONDAY + timedelta(days=6)) == 30
