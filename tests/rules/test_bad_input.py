"""Whatever a file says, the answer is defined."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services import rulebook
from app.services.rules import (
    Calendar,
    CaseFacts,
    Event,
    Pause,
    SchoolYear,
    Span,
    UnknownName,
    evaluate,
)
from tests.rules.asking import a_case, ask, day

unhurried = settings(deadline=None)

REFERRED = ("referral.received", "2025-12-01")
BOOK = rulebook.load()
ANY_DAY = st.dates(date(1900, 1, 1), date(2100, 12, 31))
VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5))
DATA = st.dictionaries(
    st.sampled_from(["eligible", "service", "services", "written", "planned_start", "reason"]),
    st.one_of(VALUES, st.lists(VALUES, max_size=3)),
    max_size=3,
)
EVENTS = st.lists(
    st.builds(Event, st.sampled_from(sorted(BOOK.events)), ANY_DAY, DATA), max_size=12
)
PAUSES = st.lists(
    st.builds(Pause, st.sampled_from(sorted(BOOK.pause_reasons)), ANY_DAY, st.none() | ANY_DAY),
    max_size=5,
)
YEARS = st.lists(
    st.builds(SchoolYear, ANY_DAY, ANY_DAY, st.just((Span(date(2025, 12, 22), date(2026, 1, 2)),))),
    max_size=3,
).map(tuple)
CALENDARS = st.none() | st.builds(Calendar, st.frozensets(ANY_DAY, max_size=5), YEARS)
FACTS = st.dictionaries(st.sampled_from(sorted({**BOOK.facts, **BOOK.anchors})), VALUES, max_size=5)


@unhurried
@given(
    st.sampled_from(sorted(BOOK.jurisdictions)), ANY_DAY, EVENTS, PAUSES, FACTS, CALENDARS, ANY_DAY
)
def test_no_file_is_so_wrong_that_evaluation_fails(
    place: str,
    born_on: date,
    events: list[Event],
    pauses: list[Pause],
    facts: dict[str, object],
    calendar: Calendar | None,
    today: date,
) -> None:
    case = CaseFacts(place, born_on, tuple(events), tuple(pauses), facts, calendar)
    found = evaluate(BOOK, case, today)
    keys = [(o.rule_id, o.occurrence) for o in found]
    assert len(keys) == len(set(keys))
    assert {o.rule_id for o in found} == {r.id for r in BOOK.jurisdictions[place].rules}


def test_an_event_told_twice_is_one_event() -> None:
    once = ask("us.partc.initial_ifsp", events=[REFERRED])
    assert ask("us.partc.initial_ifsp", events=[REFERRED, REFERRED]) == once


@unhurried
@given(st.sampled_from(sorted(BOOK.jurisdictions)), EVENTS, PAUSES, ANY_DAY, st.randoms())
def test_the_order_in_which_contradictions_are_told_does_not_matter(
    place: str, events: list[Event], pauses: list[Pause], today: date, random: Random
) -> None:
    twice = [*events, *(Event(e.type, e.on, {"eligible": not e.data}) for e in events)]
    told = CaseFacts(place, date(1990, 5, 15), tuple(twice), tuple(pauses))
    random.shuffle(twice)
    retold = CaseFacts(place, date(1990, 5, 15), tuple(twice), tuple(pauses[::-1]))
    assert evaluate(BOOK, retold, today) == evaluate(BOOK, told, today)


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_decisions_of_one_day_that_for_the_child_counts(turn: int) -> None:
    decided = [("eligibility.partc.decided", "2025-12-20", {"eligible": e}) for e in (True, False)]
    asked = ask("us.partc.initial_ifsp", events=[REFERRED, *decided[::turn]])
    assert (asked.status, asked.due_on) == ("open", day("2026-01-15"))


def test_of_two_decisions_of_one_day_that_recorded_last_counts() -> None:
    on, ids = date(2025, 12, 20), [UUID(int=1), UUID(int=2)]
    decided = [
        Event("eligibility.partc.decided", on, {"eligible": said}, id_)
        for said, id_ in zip([True, False], ids, strict=True)
    ]
    evaluated = Event("evaluation.completed", date(2025, 12, 9))
    events = (Event("referral.received", date(2025, 12, 1)), evaluated, *decided)
    case = CaseFacts("us", date(2024, 6, 15), events)
    (asked,) = evaluate(BOOK, case, date(2026, 1, 1), rules=["us.partc.initial_ifsp"])
    assert asked.status == "met"


@unhurried
@given(
    st.sampled_from(sorted(BOOK.jurisdictions)),
    st.dates(date(2101, 1, 1), date(2900, 1, 1)),
    EVENTS,
    st.integers(0, 40_000),
)
def test_days_beyond_the_year_2100_are_days_like_any_other(
    place: str, born_on: date, events: list[Event], age: int
) -> None:
    """Questions that reach so far are refused before; what is computed from the last of them is not."""
    late = tuple(Event(e.type, born_on + (e.on - date(1900, 1, 1)), e.data) for e in events)
    case = CaseFacts(place, born_on, late, (Pause("partc.no_consent", born_on, None),))
    found = evaluate(BOOK, case, born_on + timedelta(days=age))
    assert {o.rule_id for o in found} == {r.id for r in BOOK.jurisdictions[place].rules}


@pytest.mark.parametrize(
    ("pauses", "due_on"),
    [
        ([("2025-12-10", "2025-12-19"), ("2025-12-15", "2025-12-24")], "2026-01-30"),
        ([("2025-12-10", "2025-12-19")] * 2, "2026-01-25"),
        ([("2025-12-10", "2025-12-19"), ("2025-12-19", "2025-12-10")], "2026-01-25"),
        ([("2020-01-01", "2020-12-31")], "2026-01-15"),
        ([("2025-11-01", "2025-12-01")], "2026-01-15"),
        ([("2026-01-16", "2026-02-01")], "2026-01-15"),
        ([("2099-01-01", None)], "2026-01-15"),
        ([("2020-01-01", None)], None),
        ([("2025-12-10", None), ("2025-12-10", "2025-12-19")], None),
    ],
)
def test_pauses_that_overlap_or_are_open_or_lie_outside_have_their_answer(
    pauses: list[tuple[str, str | None]], due_on: str | None
) -> None:
    told = [("partc.family_circumstances", *pause) for pause in pauses]
    asked = ask("us.partc.initial_ifsp", as_of="2026-01-10", events=[REFERRED], pauses=told)
    assert (asked.due_on, asked.due_on_unadjusted) == (
        None if due_on is None else day(due_on),
        day("2026-01-15"),
    )


def test_an_event_after_today_has_not_happened() -> None:
    asked = ask("us.partc.initial_ifsp", as_of="2025-11-30", events=[REFERRED])
    assert (asked.state, asked.trigger_on) == ("waiting_for_trigger", None)
    assert ask("us.partc.initial_ifsp", as_of="2025-12-01", events=[REFERRED]).state == "open"


def test_an_event_before_birth_is_left_out() -> None:
    asked = ask("us.partc.initial_ifsp", events=[("referral.received", "2024-06-14"), REFERRED])
    assert asked.trigger_on == day("2025-12-01")
    only = ask("us.partc.initial_ifsp", events=[("referral.received", "2024-06-14")])
    assert only.state == "waiting_for_trigger"


def test_an_event_on_the_day_of_birth_counts() -> None:
    asked = ask("us.partc.initial_ifsp", events=[("referral.received", "2024-06-15")])
    assert asked.due_on == day("2024-07-30")


def test_acts_out_of_order_do_not_close_a_duty() -> None:
    events = [
        REFERRED,
        ("evaluation.completed", "2025-11-20"),
        ("assessment.child.completed", "2025-12-10"),
        ("ifsp.initial.held", "2025-12-12"),
    ]
    assert ask("us.partc.initial_ifsp", events=events).status == "open"


def test_a_conference_both_held_late_and_declined_is_the_familys_choice() -> None:
    events = [
        ("eligibility.partc.decided", "2025-01-10", {"eligible": True}),
        ("transition.conference.held", "2027-05-10"),
        ("transition.conference.declined", "2027-03-01"),
    ]
    facts = {"child.potentially_eligible_partb": True}
    asked = ask("us.partc.transition.conference", events=events, facts=facts)
    assert (asked.status, asked.satisfied_on) == ("waived_by_family", day("2027-05-10"))


def test_a_child_not_yet_born_has_dates_too() -> None:
    facts = {"child.in_partc": True}
    asked = ask("us.partc.transition.info", born_on="2026-06-15", as_of="2026-01-01", facts=facts)
    assert (asked.state, asked.due_on) == ("waiting_for_trigger", day("2029-03-17"))


def test_a_child_long_grown_up_has_dates_too() -> None:
    facts = {"child.in_partc": True}
    asked = ask("us.partc.transition.info", born_on="1900-01-01", as_of="2100-12-31", facts=facts)
    assert asked.state == "overdue"


@pytest.mark.parametrize("said", ["9999-12-31", "0001-01-01", "2026-02-30", "soon", 20260105])
def test_a_planned_start_that_cannot_be_counted_from_has_its_answer(said: object) -> None:
    planned = {"service": "speech", "planned_start": said}
    events = [
        ("ifsp.consent.signed", "2025-12-01", {"services": ["speech"]}),
        ("ifsp.service.planned", "2025-12-01", planned),
    ]
    asked = ask("us.partc.service.start", "us-ca", events=events)
    assert asked.due_on == day("2026-01-15")


def test_a_school_year_that_ends_before_it_starts_is_none() -> None:
    wrong = Calendar(frozenset(), (SchoolYear(date(2026, 6, 5), date(2025, 8, 13)),))
    events = [("partb.consent.evaluation.signed", "2025-11-03")]
    asked = ask("us-ca.partb.iep.initial", "us-ca", events=events, calendar=wrong)
    assert (asked.due_on, asked.missing) == (day("2026-01-02"), ("calendar.school_years",))


def test_an_unknown_jurisdiction_is_named_with_those_near_it() -> None:
    with pytest.raises(UnknownName) as caught:
        evaluate(BOOK, a_case("us-cal"), date(2026, 1, 1))
    assert (caught.value.kind, caught.value.name) == ("jurisdiction", "us-cal")
    assert "us-ca" in caught.value.near


def test_an_unknown_rule_is_named_with_those_near_it() -> None:
    with pytest.raises(UnknownName) as caught:
        evaluate(BOOK, a_case(), date(2026, 1, 1), rules=["us.partc.initial_ifps"])
    assert caught.value.near[0] == "us.partc.initial_ifsp"


def test_a_rule_replaced_in_a_state_is_answered_with_its_replacement() -> None:
    asked = ask("us.partc.initial_ifsp", "us-ca", events=[REFERRED])
    assert asked.state == "not_applicable"
    assert asked.explanation == ("Replaced here by us-ca.partc.initial_ifsp.",)


def test_a_rule_of_another_state_is_not_applicable() -> None:
    asked = ask("us-ca.partc.initial_ifsp", "us-tx", events=[REFERRED])
    assert asked.explanation == ("Not a rule of Texas.",)
