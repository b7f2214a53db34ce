"""What holds for every case."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.services import rulebook
from app.services.duty import rows_owed, rows_owed_of_each
from app.services.rules import (
    CaseFacts,
    Event,
    Obligation,
    Pause,
    SchoolYear,
    Span,
    derived,
    evaluate,
    state_on,
)
from app.services.rules.case import Calendar
from tests.rules.asking import SCHOOL

unhurried = settings(deadline=None)

BOOK = rulebook.load()
BORN_ON = date(2023, 5, 15)
REFERRED_ON = date(2025, 6, 2)
PAUSE_REASONS = [
    "partc.family_circumstances", "partc.no_consent", "ca.school_break",
    "ca.written_extension", "partb.not_produced", "partb.transfer",
]  # fmt: skip
DAYS = st.dates(date(2025, 5, 1), date(2026, 7, 1))
EVENTS = st.lists(st.builds(Event, st.sampled_from(sorted(BOOK.events)), DAYS), max_size=15).map(
    tuple
)
LENGTHS = st.integers(0, 30).map(timedelta)
PAUSES = st.lists(
    st.builds(
        lambda reason, first, length: Pause(reason, first, first + length),
        st.sampled_from(PAUSE_REASONS),
        DAYS,
        LENGTHS,
    ),
    max_size=4,
).map(tuple)
PLACES = st.sampled_from(["us", "us-ca", "us-tx", "us-va", "us-md"])
FACTS = {"child.potentially_eligible_partb": True, "child.from_partc": True}


def owed(
    place: str,
    events: tuple[Event, ...],
    pauses: tuple[Pause, ...],
    today: date,
    *,
    explain: bool = True,
) -> tuple[Obligation, ...]:
    case = CaseFacts(place, BORN_ON, events, pauses, FACTS, SCHOOL)
    return evaluate(BOOK, case, today, explain=explain)


@unhurried
@given(PLACES, EVENTS, PAUSES, DAYS, st.randoms())
def test_the_order_in_which_a_file_is_told_does_not_matter(
    place: str,
    events: tuple[Event, ...],
    pauses: tuple[Pause, ...],
    today: date,
    random: Random,
) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)
    other = owed(place, tuple(shuffled), pauses[::-1], today)
    assert other == owed(place, events, pauses, today)


@unhurried
@given(PLACES, EVENTS, PAUSES, DAYS)
def test_the_same_file_gets_the_same_answer(
    place: str, events: tuple[Event, ...], pauses: tuple[Pause, ...], today: date
) -> None:
    assert owed(place, events, pauses, today) == owed(place, events, pauses, today)


@unhurried
@given(PLACES, EVENTS, PAUSES, DAYS)
def test_explaining_changes_nothing_but_the_explanation(
    place: str, events: tuple[Event, ...], pauses: tuple[Pause, ...], today: date
) -> None:
    explained = owed(place, events, pauses, today)
    silent = owed(place, events, pauses, today, explain=False)
    assert tuple(replace(o, explanation=()) for o in explained) == silent


@unhurried
@given(st.lists(st.tuples(PLACES, EVENTS, PAUSES), max_size=4), DAYS)
def test_files_asked_together_are_answered_as_each_alone(
    told: list[tuple[str, tuple[Event, ...], tuple[Pause, ...]]], today: date
) -> None:
    """A pass over many files goes rule by rule."""
    cases = [
        CaseFacts(place, BORN_ON, events, pauses, FACTS, SCHOOL) for place, events, pauses in told
    ]
    alone = [rows_owed(BOOK, case, today, ()) for case in cases]
    assert rows_owed_of_each(BOOK, [(case, ()) for case in cases], today) == alone


@unhurried
@given(PLACES, EVENTS, PAUSES, st.lists(DAYS, min_size=2, max_size=2).map(sorted))
def test_a_status_does_not_depend_on_the_day_but_through_what_has_happened_by_it(
    place: str, events: tuple[Event, ...], pauses: tuple[Pause, ...], days: list[date]
) -> None:
    first, last = days
    known = tuple(e for e in events if e.on <= first)
    before, after = owed(place, known, pauses, first), owed(place, known, pauses, last)
    assert [(o.status, o.due_on, o.occurrence) for o in before] == [
        (o.status, o.due_on, o.occurrence) for o in after
    ]


@unhurried
@given(PLACES, EVENTS, PAUSES, DAYS)
def test_the_state_is_what_the_stored_columns_give(
    place: str, events: tuple[Event, ...], pauses: tuple[Pause, ...], today: date
) -> None:
    for o in owed(place, events, pauses, today):
        stored = state_on(o.status, o.due_on, o.tolled_from, o.tolled_to, today, 7)
        assert o.state == stored


@unhurried
@given(
    st.sampled_from(["us", "us-ca", "us-tx"]),
    PAUSES,
    st.builds(
        lambda reason, first, length: Pause(
            reason, first, None if length is None else first + length
        ),
        st.sampled_from(PAUSE_REASONS),
        DAYS,
        st.none() | LENGTHS,
    ),
)
def test_one_more_pause_never_makes_a_date_earlier(
    place: str, pauses: tuple[Pause, ...], more: Pause
) -> None:
    events = (
        Event("referral.received", REFERRED_ON),
        Event("partb.referral.received", date(2025, 9, 1)),
        Event("partb.consent.evaluation.signed", date(2025, 11, 3)),
        Event("ifsp.consent.signed", date(2025, 8, 1), {"services": ["speech"]}),
    )
    today = date(2026, 7, 1)
    before, after = owed(place, events, pauses, today), owed(place, events, (*pauses, more), today)
    for old, new in zip(before, after, strict=True):
        if old.due_on is not None and new.due_on is not None and new.status != "excused":
            assert new.due_on >= old.due_on


@unhurried
@given(st.lists(st.tuples(st.integers(-30, 90), st.integers(0, 40)), max_size=4))
def test_exactly_45_unpaused_days_are_counted(offsets: list[tuple[int, int]]) -> None:
    def day(n: int) -> date:
        return REFERRED_ON + timedelta(days=n)

    pauses = tuple(
        Pause("partc.family_circumstances", day(start), day(start + length))
        for start, length in offsets
    )
    case = CaseFacts("us", BORN_ON, (Event("referral.received", REFERRED_ON),), pauses, {}, None)
    (asked,) = evaluate(BOOK, case, day(300), rules=["us.partc.initial_ifsp"])
    assert asked.due_on is not None
    assert asked.due_on_unadjusted is not None
    paused = {d for p in pauses for d in Span(p.from_on, p.to_on or p.from_on)}
    counted = [d for d in Span(day(1), asked.due_on) if d not in paused]
    assert len(counted) == 45
    assert counted[-1] == asked.due_on >= asked.due_on_unadjusted
    assert sum(p.days for p in asked.pauses) == (asked.due_on - asked.due_on_unadjusted).days


@unhurried
@given(st.dates(date(2010, 1, 1), date(2090, 1, 1)))
def test_ninety_days_before_the_third_birthday_are_ninety(born_on: date) -> None:
    case = CaseFacts("us", born_on)
    (asked,) = evaluate(BOOK, case, born_on, rules=["us.partc.transition.info"])
    third = derived(BOOK, case)["third_birthday"]
    assert asked.due_on is not None
    assert (third - asked.due_on).days == 90
    assert (third.year, third.month) == (born_on.year + 3, born_on.month)


@unhurried
@given(st.dates(date(2025, 8, 18), date(2026, 2, 1)))
def test_a_break_in_either_reading_is_at_least_as_late_as_none(signed_on: date) -> None:
    year = SchoolYear(
        date(2025, 8, 13), date(2026, 6, 5), (Span(date(2025, 12, 22), date(2026, 1, 2)),)
    )
    case = CaseFacts(
        "us-ca",
        date(2024, 6, 15),
        (Event("partb.consent.evaluation.signed", signed_on),),
        calendar=Calendar(frozenset(), (year,)),
    )
    (asked,) = evaluate(BOOK, case, signed_on, rules=["us-ca.partb.iep.initial"])
    assert asked.due_on is not None
    assert asked.due_on_unadjusted is not None
    assert asked.due_on_unadjusted == signed_on + timedelta(days=60)
    assert asked.due_on_unadjusted <= asked.due_on
    readings = [a.due_on for a in asked.alternatives] or [asked.due_on]
    assert min(readings) == asked.due_on


@unhurried
@given(
    st.dates(date(2025, 5, 1), date(2025, 6, 12)),
    st.integers(0, 200).map(timedelta),
    PAUSES,
    st.sampled_from([SCHOOL, None]),
)
def test_no_year_end_date_comes_before_the_consent_that_starts_the_clock(
    referred: date, later: timedelta, pauses: tuple[Pause, ...], calendar: Calendar | None
) -> None:
    consented = referred + later
    events = (
        Event("partb.referral.received", referred),
        Event("partb.consent.evaluation.signed", consented),
    )
    case = CaseFacts("us-ca", BORN_ON, events, pauses, {"child.from_partc": False}, calendar)
    rule = "us-ca.partb.iep.initial"
    (duty,) = evaluate(BOOK, case, consented, rules=[rule])
    (plain,) = evaluate(BOOK, replace(case, pauses=()), consented, rules=[rule])
    assert duty.due_on_unadjusted is not None
    assert duty.due_on_unadjusted >= consented
    assert plain.due_on is not None
    assert duty.due_on is None or duty.due_on >= plain.due_on, "a pause never makes it earlier"
