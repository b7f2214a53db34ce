"""Where a duty stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.rules import state_on
from tests.rules.asking import ask, day

unhurried = settings(deadline=None)

REFERRED = ("referral.received", "2025-12-01")
DUE = date(2026, 1, 15)
STATUSES = (
    "not_applicable", "waiting_for_trigger", "open", "met", "met_late", "excused", "waived_by_family"
)  # fmt: skip
NEAR = st.dates(date(2025, 12, 1), date(2026, 2, 28))


@pytest.mark.parametrize(
    ("as_of", "state", "left"),
    [
        ("2026-01-05", "open", 10),
        ("2026-01-07", "open", 8),
        ("2026-01-08", "due_soon", 7),
        ("2026-01-15", "due_soon", 0),
        ("2026-01-16", "overdue", -1),
    ],
)
def test_a_duty_is_due_soon_in_its_last_seven_days_and_overdue_after_them(
    as_of: str, state: str, left: int
) -> None:
    asked = ask("us.partc.initial_ifsp", as_of=as_of, events=[REFERRED])
    assert (asked.state, asked.days_left) == (state, left)


@unhurried
@given(NEAR, st.one_of(st.none(), NEAR), st.integers(0, 20), st.sampled_from(STATUSES))
def test_only_an_open_duty_has_a_state_that_depends_on_the_day(
    today: date, due_on: date | None, soon: int, status: str
) -> None:
    state = state_on(status, due_on, None, None, today, soon)
    if status != "open" or due_on is None:
        assert state == status
    else:
        assert (state == "overdue") == (today > due_on)
        assert (state == "due_soon") == (0 <= (due_on - today).days <= soon)


@unhurried
@given(NEAR, NEAR, st.integers(0, 30))
def test_inside_the_tolled_interval_an_open_duty_is_tolled(
    today: date, first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    state = state_on("open", DUE, first, last, today, 7)
    assert (state == "tolled") == (first <= today <= last)
    assert (state_on("open", None, first, None, today, 7) == "tolled") == (first <= today)


def test_done_on_the_last_day_is_in_time_and_a_day_later_is_late() -> None:
    trigger = ("records.requested", "2026-01-05")
    assert (
        ask("us.partc.records.access", events=[trigger, ("records.provided", "2026-01-15")]).state
        == "met"
    )
    assert (
        ask("us.partc.records.access", events=[trigger, ("records.provided", "2026-01-16")]).state
        == "met_late"
    )


def test_an_act_before_the_event_that_calls_for_it_is_not_that_act() -> None:
    events = [("records.provided", "2026-01-04"), ("records.requested", "2026-01-05")]
    assert ask("us.partc.records.access", events=events).status == "open"


def test_either_of_two_acts_closes_a_duty_that_names_both() -> None:
    events = [REFERRED, ("assessment.family.declined", "2025-12-20")]
    asked = ask("us.partc.family_assessment", events=events)
    assert (asked.status, asked.satisfied_on) == ("met", day("2025-12-20"))


def test_a_conference_the_family_declines_is_waived_by_the_family() -> None:
    events = [
        ("eligibility.partc.decided", "2025-01-10", {"eligible": True}),
        ("transition.conference.declined", "2027-01-10"),
    ]
    facts = {"child.potentially_eligible_partb": True}
    asked = ask("us.partc.transition.conference", events=events, facts=facts)
    assert asked.status == "waived_by_family"


@pytest.mark.parametrize(
    ("place", "rule_id", "due_on", "next_day"),
    [
        ("us", "us.partc.transition.conference", "2027-03-17", "2027-03-18"),
        ("us-ca", "us-ca.partc.transition.ifsp_meeting", "2027-03-15", "2027-03-16"),
        ("us-ny", "us-ny.partc.transition.conference", "2027-03-17", "2027-03-18"),
    ],
)
def test_a_conference_declined_after_its_day_was_late_all_the_same(
    place: str, rule_id: str, due_on: str, next_day: str
) -> None:
    decided = ("eligibility.partc.decided", "2025-01-10", {"eligible": True})
    facts = {"child.potentially_eligible_partb": True}

    def asked(*events: tuple[str, str]) -> str:
        return ask(rule_id, place, events=[decided, *events], facts=facts, as_of="2027-05-01").state

    assert asked(("transition.conference.declined", due_on)) == "waived_by_family"
    declined = ("transition.conference.declined", next_day)
    assert asked(declined) == "overdue"
    assert asked(declined, ("transition.conference.held", "2027-04-20")) == "met_late"


def test_a_conference_declined_and_then_held_in_time_is_met() -> None:
    events = [
        ("eligibility.partc.decided", "2025-01-10", {"eligible": True}),
        ("transition.conference.declined", "2027-01-10"),
        ("transition.conference.held", "2027-02-10"),
    ]
    facts = {"child.potentially_eligible_partb": True}
    assert ask("us.partc.transition.conference", events=events, facts=facts).status == "met"


def test_a_child_who_is_not_produced_excuses_the_iep_by_the_third_birthday() -> None:
    facts = {"child.from_partc": True, "child.partb_eligible": True}
    pauses = [("partb.not_produced", "2027-06-01", None)]
    asked = ask("us.partb.iep.third_birthday", facts=facts, pauses=pauses, as_of="2027-06-20")
    assert asked.status == "excused"
    too_late = [("partb.not_produced", "2027-06-16", None)]
    asked = ask("us.partb.iep.third_birthday", facts=facts, pauses=too_late, as_of="2027-06-20")
    assert asked.state == "overdue"


def test_a_child_found_ineligible_owes_no_meeting_and_no_transition() -> None:
    evaluated = ("evaluation.completed", "2026-01-04")
    refused = ("eligibility.partc.decided", "2026-01-05", {"eligible": False})
    assert ask("us.partc.initial_ifsp", events=[REFERRED, evaluated, refused]).status == "met"
    assert ask("us.partc.transition.plan", events=[REFERRED, refused]).status == "excused"


@pytest.mark.parametrize("place", ["us", "us-ca"])
@pytest.mark.parametrize(
    ("evaluated_on", "state"),
    [("2026-01-15", "met"), ("2026-01-16", "met_late"), (None, "overdue")],
)
def test_the_evaluation_alone_closes_the_45_days_of_a_child_found_ineligible(
    place: str, evaluated_on: str | None, state: str
) -> None:
    events = [REFERRED, ("eligibility.partc.decided", "2026-01-20", {"eligible": False})]
    if evaluated_on is not None:
        events.append(("evaluation.completed", evaluated_on))
    rule_id = f"{place}.partc.initial_ifsp"
    assert ask(rule_id, place, events=events, as_of="2026-02-20").state == state


def test_a_decision_in_time_without_an_evaluation_excuses_nobody_from_it() -> None:
    refused = ("eligibility.partc.decided", "2026-01-05", {"eligible": False})
    asked = ask("us.partc.initial_ifsp", events=[REFERRED, refused], as_of="2026-01-16")
    assert asked.state == "overdue"
    assert asked.explanation[-1] == "Still awaited: Evaluation completed."


def test_a_child_found_ineligible_years_later_has_had_a_late_meeting_all_the_same() -> None:
    events = [
        REFERRED, ("evaluation.completed", "2025-12-10"), ("assessment.child.completed", "2025-12-10"),
        ("ifsp.initial.held", "2026-02-01"),
        ("eligibility.partc.decided", "2026-12-05", {"eligible": False}),
    ]  # fmt: skip
    assert ask("us.partc.initial_ifsp", events=events).status == "met_late"


EXTENSION = {"extended_option_chosen": True, "extension_end": "2027-08-25"}
REPEATED = ("transition.notified.lea", "transition.conference.held", "transition.plan.established")


def repeat(born_on: str, *days: str, place: str = "us-md", **facts: object) -> tuple[str, object]:
    events = [(act, on) for on in days for act in REPEATED]
    facts = {**EXTENSION, **facts}
    asked = ask(
        "us.partc.extended.notice", place, events=events, born_on=born_on, facts=facts, as_of="2027-06-30"
    )  # fmt: skip
    return asked.state, asked.satisfied_on


def test_the_transition_at_three_is_not_the_one_before_the_extension_ends() -> None:
    assert repeat("2023-01-15", "2025-09-01") == ("overdue", None)
    on_birthday = ("met", day("2026-01-15"))
    assert repeat("2023-01-15", "2025-09-01", "2026-01-15") == on_birthday
    assert repeat("2023-01-15", "2025-09-01", "2027-05-27") == ("met", day("2027-05-27"))
    assert repeat("2023-01-15", "2025-09-01", "2027-05-28") == ("met_late", day("2027-05-28"))


def test_an_extension_too_short_for_another_transition_ends_with_the_first() -> None:
    state = repeat("2024-06-10", "2027-03-01", place="us-il")
    assert state == ("met", day("2027-03-01"))


@pytest.mark.parametrize("chosen", [None, False])
def test_no_transition_is_repeated_for_a_family_that_did_not_choose_the_extension(
    chosen: bool | None,
) -> None:
    state, _ = repeat("2023-01-15", extended_option_chosen=chosen)
    assert state == "not_applicable"


def test_an_extension_that_the_state_did_not_have_yet_asks_for_nothing() -> None:
    asked = ask(
        "us.partc.extended.notice", "us-il", as_of="2021-07-01", born_on="2018-06-10",
        facts={"extended_option_chosen": True, "extension_end": "2021-08-20"},
    )  # fmt: skip
    assert asked.state == "not_applicable"


def test_a_decision_against_eligibility_starts_no_clock() -> None:
    events = [("partb.eligibility.decided", "2026-01-05", {"eligible": False})]
    assert ask("us.partb.iep.meeting", events=events).status == "waiting_for_trigger"


def test_leaving_part_c_ends_what_was_not_due_yet_and_keeps_what_was_late() -> None:
    events = [REFERRED, ("partc.exited", "2026-01-10", {"reason": "MOVED_OUT_OF_STATE"})]
    assert ask("us.partc.initial_ifsp", events=events).status == "excused"
    late = [REFERRED, ("partc.exited", "2026-01-20", {"reason": "MOVED_OUT_OF_STATE"})]
    assert ask("us.partc.initial_ifsp", events=late).state == "overdue"


def test_leaving_part_c_does_not_end_the_parents_right_to_the_records() -> None:
    events = [
        ("records.requested", "2026-01-05"),
        ("partc.exited", "2026-01-10", {"reason": "DECEASED"}),
    ]
    assert ask("us.partc.records.access", events=events).status == "open"


def test_a_child_in_an_extended_option_does_not_leave_part_c_by_an_exit() -> None:
    events = [REFERRED, ("partc.exited", "2026-01-10", {"reason": "PARTB_CONTINUING"})]
    asked = ask("us.partc.initial_ifsp", events=events, facts={"extended_option_chosen": True})
    assert asked.status == "open"


def test_a_floor_is_never_overdue() -> None:
    events = [("partb.assessment_plan.given", "2026-01-05")]
    asked = ask("us-ca.partb.consent.window", "us-ca", as_of="2026-03-01", events=events)
    assert (asked.due_on, asked.state) == (day("2026-01-20"), "waiting_for_trigger")
    events.append(("partb.consent.evaluation.signed", "2026-01-08"))
    assert ask("us-ca.partb.consent.window", "us-ca", events=events).state == "met"


def test_a_policy_asks_for_nothing_in_one_childs_file() -> None:
    assert ask("us.partc.transition.agreement").state == "not_applicable"


def test_a_checklist_names_its_items() -> None:
    asked = ask("us.partc.transition.notify.content")
    assert (asked.state, asked.due_on) == ("waiting_for_trigger", None)
    assert "Item: child_name." in asked.explanation


def test_what_was_due_before_a_child_was_referred_is_due_as_soon_as_possible() -> None:
    asked = ask("us.partc.transition.info", events=[("referral.received", "2027-04-10")])
    assert (asked.state, asked.due_on, asked.due_on_unadjusted) == ("open", None, day("2027-03-17"))
