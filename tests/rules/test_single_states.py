"""What single States do differently with the same clock."""

from typing import Any

import pytest

from app.services import rulebook
from app.services.rules.anchors import anchor
from app.services.rules.situation import Situation
from tests.rules.asking import SCHOOL, a_case, ask, ask_all, day

SIGNED = ("partb.consent.evaluation.signed", "2025-11-03")
EVALUATION = "us.partb.evaluation.initial"


def test_virginia_counts_the_day_of_referral_as_day_one_of_the_45_days_only() -> None:
    events = [("referral.received", "2025-01-10"), ("records.requested", "2025-01-10")]
    assert ask("us.partc.initial_ifsp", "us-va", events=events).due_on == day("2025-02-23")
    assert ask("us.partc.family_assessment", "us-va", events=events).due_on == day("2025-02-23")
    assert ask("us.partc.records.access", "us-va", events=events).due_on == day("2025-01-20")


def test_virginia_says_that_the_day_of_referral_is_day_one() -> None:
    asked = ask("us.partc.initial_ifsp", "us-va", events=[("referral.received", "2025-01-10")])
    assert "45 calendar days, that day being day 1: 23 February 2025." in asked.explanation


def test_virginia_asks_for_april_1_where_the_family_plans_to_enter_in_fall() -> None:
    case: dict[str, Any] = {
        "born_on": "2023-09-30",
        "events": [("eligibility.partc.decided", "2024-03-01")],
    }
    rule = "us-va.partc.transition.notify"
    entering = ask(rule, "us-va", facts={"family.plans_fall_partb_entry": True}, **case)
    assert entering.due_on == day("2025-04-01")
    staying = ask(rule, "us-va", facts={"family.plans_fall_partb_entry": False}, **case)
    assert (staying.due_on, staying.missing) == (day("2026-07-02"), ())
    unknown = ask(rule, "us-va", **case)
    assert unknown.due_on == day("2025-04-01"), "the earliest that it can be"
    assert unknown.missing == ("family.plans_fall_partb_entry",)
    assert [a.due_on for a in unknown.alternatives] == [day("2025-04-01"), day("2026-07-02")]
    referred_since = {**case, "events": [("referral.received", "2025-05-01")]}
    assert ask(rule, "us-va", **referred_since).due_on == day("2026-07-02")


def test_an_answer_is_as_sure_as_the_least_sure_of_what_its_date_hangs_on() -> None:
    sure = {
        p: ask("us.partb.evaluation.initial", p, events=[SIGNED]).confidence
        for p in ("us-tx", "us-md", "us-ma")
    }
    assert sure == {"us-tx": "secondary", "us-md": "knowledge", "us-ma": "text"}


def test_a_second_clock_that_binds_binds_without_pauses_too() -> None:
    events = [("partb.referral.received", "2025-09-15"), SIGNED]
    asked = ask("us.partb.evaluation.initial", "us-md", events=events)
    assert (asked.due_on, asked.due_on_unadjusted) == (day("2025-12-14"), day("2025-12-14"))


def test_a_child_born_in_october_enters_part_b_in_virginia_a_year_later() -> None:
    asked = ask(
        "us-va.partc.transition.notify",
        "us-va",
        born_on="2023-10-01",
        facts={"family.plans_fall_partb_entry": True},
    )
    assert asked.due_on == day("2026-04-01")


def test_maryland_keeps_the_earlier_of_60_days_from_consent_and_90_from_referral() -> None:
    early = [("partb.referral.received", "2025-10-20"), SIGNED]
    assert ask(EVALUATION, "us-md", events=early).due_on == day("2026-01-02")
    late = [("partb.referral.received", "2025-09-20"), SIGNED]
    assert ask(EVALUATION, "us-md", events=late).due_on == day("2025-12-19")


def test_marylands_90_days_from_referral_may_have_passed_when_consent_is_signed() -> None:
    """The text gives no exception for a consent that came late; until it comes the date is shown, and nobody is late."""
    referred = ("partb.referral.received", "2025-07-01")
    waiting = ask(EVALUATION, "us-md", "2025-10-15", events=[referred])
    assert (waiting.state, waiting.due_on) == ("waiting_for_trigger", day("2025-09-29"))
    signed = ask(EVALUATION, "us-md", events=[referred, SIGNED])
    assert (signed.state, signed.due_on) == ("overdue", day("2025-09-29"))


def test_a_child_of_29_february_turns_three_on_1_march_in_maryland() -> None:
    case: dict[str, Any] = {"born_on": "2024-02-29"}
    assert ask("us.partc.exit.age3", "us-md", **case).due_on == day("2027-02-28")
    assert ask("us.partc.exit.age3", **case).due_on == day("2027-02-27")


def test_maryland_writes_outcomes_at_the_meeting_nearest_the_second_birthday() -> None:
    events = [
        ("ifsp.initial.held", "2025-11-10"),
        ("ifsp.review.held", "2026-05-20"),
        ("ifsp.annual.held", "2026-11-01"),
    ]
    asked = ask("us-md.partc.transition.outcomes_at_2", "us-md", events=events)
    assert asked.due_on == day("2026-05-20")


def test_texas_counts_school_days_and_a_late_consent_is_due_on_june_30() -> None:
    early = [("partb.consent.evaluation.signed", "2026-02-02")]
    assert ask(EVALUATION, "us-tx", events=early, calendar=SCHOOL).due_on == day("2026-04-07")
    late = [("partb.consent.evaluation.signed", "2026-04-15")]
    asked = ask(EVALUATION, "us-tx", events=late, calendar=SCHOOL)
    assert asked.due_on == day("2026-06-30")


def test_a_texas_consent_too_late_for_june_30_runs_into_the_next_school_year() -> None:
    events = [("partb.consent.evaluation.signed", "2026-05-20")]
    asked = ask(EVALUATION, "us-tx", events=events, calendar=SCHOOL)
    assert asked.due_on == day("2026-09-25")


def test_massachusetts_gives_14_days_after_the_year_for_a_consent_30_to_45_days_before_its_end() -> (
    None
):
    events = [("partb.consent.evaluation.signed", "2026-04-15")]
    asked = ask(EVALUATION, "us-ma", events=events, calendar=SCHOOL)
    assert asked.due_on == day("2026-06-19")


def test_pennsylvania_counts_the_start_of_services_from_the_meeting() -> None:
    events = [
        ("ifsp.initial.held", "2026-01-05"),
        ("ifsp.consent.signed", "2026-01-09", {"services": ["speech"]}),
    ]
    asked = ask("us.partc.service.start", "us-pa", events=events)
    assert (asked.trigger_on, asked.due_on) == (day("2026-01-09"), day("2026-01-19"))


def test_a_service_added_at_a_later_review_is_never_due_before_its_consent() -> None:
    events = [
        ("ifsp.initial.held", "2026-01-05"),
        ("ifsp.consent.signed", "2026-07-06", {"services": ["speech"]}),
    ]
    asked = ask("us.partc.service.start", "us-pa", events=events)
    assert asked.due_on == day("2026-07-20")


def test_the_planned_start_is_shown_as_another_reading() -> None:
    events = [
        ("ifsp.consent.signed", "2026-01-05", {"services": ["speech"]}),
        (
            "ifsp.service.planned",
            "2026-01-05",
            {"service": "speech", "planned_start": "2026-02-02"},
        ),
        (
            "ifsp.service.planned",
            "2026-01-05",
            {"service": "vision", "planned_start": "2026-03-02"},
        ),
    ]
    asked = ask("us.partc.service.start", "us-tx", events=events)
    assert asked.due_on == day("2026-02-02")
    assert [(a.label, a.due_on) for a in asked.alternatives] == [
        ("from_planned_start", day("2026-03-02"))
    ]


@pytest.mark.parametrize(
    ("place", "days"),
    [("us-ca", 45), ("us-tx", 28), ("us-ny", 30), ("us-il", 30), ("us-ma", 30), ("us-va", 30),
     ("us-fl", 30), ("us-ct", 45), ("us-md", 30)],
)  # fmt: skip
def test_each_state_has_its_own_days_to_start_a_service(place: str, days: int) -> None:
    events = [("ifsp.consent.signed", "2026-01-05", {"services": ["speech"]})]
    asked = ask("us.partc.service.start", place, events=events)
    assert asked.due_on is not None
    assert (asked.due_on - day("2026-01-05")).days == days


def test_where_a_state_has_set_no_days_a_service_starts_as_soon_as_possible() -> None:
    events = [("ifsp.consent.signed", "2026-01-05", {"services": ["speech"]})]
    asked = ask("us.partc.service.start", events=events)
    assert (asked.state, asked.due_on) == ("open", None)


def test_a_states_own_number_brings_its_citation_and_its_confidence() -> None:
    asked = ask(EVALUATION, "us-tx", events=[SIGNED], calendar=SCHOOL)
    assert "19 TAC 89.1011" in asked.citations
    assert ask("us.partc.service.start", "us-tx").confidence == "knowledge"


def test_new_york_ties_the_conference_to_the_third_birthday_since_february_2024() -> None:
    case: dict[str, Any] = {"facts": {"child.potentially_eligible_partb": True}}
    new = ask("us-ny.partc.transition.conference", "us-ny", born_on="2022-06-15", **case)
    assert new.due_on == day("2025-03-17")
    old = ask("us-ny.partc.transition.conference", "us-ny", born_on="2020-12-01", **case)
    assert old.state == "not_applicable"
    assert old.explanation == ("In force only from 14 February 2024.",)


@pytest.mark.parametrize(
    ("born_on", "ends_on"),
    [("2023-08-31", "2026-09-01"), ("2023-09-01", "2027-01-02"), ("2023-01-01", "2026-09-01")],
)
def test_new_yorks_bridge_ends_in_september_or_january(born_on: str, ends_on: str) -> None:
    place = rulebook.load().jurisdictions["us-ny"]
    case = a_case("us-ny", born_on=born_on)
    situation = Situation(place, case, case.born_on)
    assert anchor(situation, "extension_end") == day(ends_on).toordinal()


def test_california_shows_where_a_sunday_would_roll_and_does_not_use_it() -> None:
    events = [("partb.iep_meeting.requested", "2026-01-09")]
    asked = ask("us-ca.partb.iep.on_request", "us-ca", events=events, calendar=SCHOOL)
    assert (asked.due_on, asked.due_on_rolled) == (day("2026-02-08"), day("2026-02-09"))


def test_a_date_that_is_reported_on_never_rolls_nor_does_a_federal_one() -> None:
    events = [("referral.received", "2025-12-04"), ("records.requested", "2026-01-08")]
    measured = ask("us-ca.partc.initial_ifsp", "us-ca", events=events, calendar=SCHOOL)
    assert (measured.due_on, measured.due_on_rolled) == (day("2026-01-18"), None)
    federal = ask("us.partc.records.access", "us-ca", events=events, calendar=SCHOOL)
    assert (federal.due_on, federal.due_on_rolled) == (day("2026-01-18"), None)


def test_both_of_two_replaced_rules_are_gone_and_the_rest_is_inherited() -> None:
    assert ask_all("us.partc.ifsp.review", "us-pa")[0].state == "waiting_for_trigger"
    assert ask("us.partb.services.start", "us-pa").explanation == (
        "Replaced here by us-pa.partb.services.start.",
    )
