"""Pauses: what stands still, for how long, and what is said of it."""

from datetime import date
from typing import Any

import pytest

from tests.rules.asking import SCHOOL, WINTER, ask, day

FAMILY, CONSENT = "partc.family_circumstances", "partc.no_consent"
REFERRED = ("referral.received", "2025-12-01")
RULE = "us.partc.initial_ifsp"
SIGNED = ("partb.consent.evaluation.signed", "2025-11-03")


def due(*pauses: tuple[str, str, str | None], as_of: str | None = None) -> date | None:
    return ask(RULE, as_of=as_of, events=[REFERRED], pauses=pauses).due_on


def test_the_days_of_a_pause_are_not_counted_both_ends_inside() -> None:
    assert due((FAMILY, "2025-12-20", "2025-12-20")) == day("2026-01-16")
    assert due((FAMILY, "2025-12-20", "2025-12-29")) == day("2026-01-25")


def test_the_unpaused_date_is_kept_beside_the_paused_one() -> None:
    asked = ask(RULE, events=[REFERRED], pauses=[(FAMILY, "2025-12-20", "2025-12-29")])
    assert asked.due_on_unadjusted == day("2026-01-15")


def test_a_pause_on_the_referral_day_itself_changes_nothing() -> None:
    assert due((FAMILY, "2025-11-20", "2025-12-01")) == day("2026-01-15")


def test_only_the_part_of_a_pause_after_the_referral_counts() -> None:
    asked = ask(RULE, events=[REFERRED], pauses=[(FAMILY, "2025-11-20", "2025-12-03")])
    assert asked.due_on == day("2026-01-17")
    assert asked.pauses[0].days == 2
    assert asked.pauses[0].from_on == day("2025-11-20")


def test_a_pause_after_the_last_day_changes_nothing() -> None:
    assert due((FAMILY, "2026-01-16", "2026-02-01")) == day("2026-01-15")


def test_a_pause_that_begins_on_the_last_day_moves_it() -> None:
    assert due((FAMILY, "2026-01-15", "2026-01-16")) == day("2026-01-17")


def test_one_pause_can_bring_the_next_into_reach() -> None:
    asked = due((FAMILY, "2025-12-10", "2025-12-19"), (CONSENT, "2026-01-20", "2026-01-21"))
    assert asked == day("2026-01-27")


def test_a_day_under_two_pauses_is_left_out_once() -> None:
    pauses = [(FAMILY, "2025-12-10", "2025-12-19"), (CONSENT, "2025-12-15", "2025-12-24")]
    asked = ask(RULE, events=[REFERRED], pauses=pauses)
    assert asked.due_on == day("2026-01-30")
    assert [p.days for p in asked.pauses] == [10, 5]


def test_a_pause_that_ends_before_it_begins_is_none() -> None:
    assert due((FAMILY, "2025-12-20", "2025-12-10")) == day("2026-01-15")


def test_while_a_pause_has_no_end_there_is_no_date_but_the_unpaused_one_stays() -> None:
    asked = ask(RULE, as_of="2026-01-10", events=[REFERRED], pauses=[(FAMILY, "2026-01-06", None)])
    assert (asked.due_on, asked.state) == (None, "tolled")
    assert asked.due_on_unadjusted == day("2026-01-15")
    assert (asked.tolled_from, asked.tolled_to) == (day("2026-01-06"), None)
    assert asked.pauses[0].days == 5
    assert any("10 calendar days will be left" in step for step in asked.explanation)


def test_an_open_pause_that_begins_after_today_has_not_begun() -> None:
    assert due((FAMILY, "2026-01-06", None), as_of="2026-01-05") == day("2026-01-15")


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2025-12-19", "open"),
        ("2025-12-20", "tolled"),
        ("2025-12-29", "tolled"),
        ("2025-12-30", "open"),
    ],
)
def test_a_duty_is_tolled_on_the_days_of_its_pause_only(as_of: str, state: str) -> None:
    asked = ask(RULE, as_of=as_of, events=[REFERRED], pauses=[(FAMILY, "2025-12-20", "2025-12-29")])
    assert asked.state == state


def test_two_pauses_that_touch_are_one_tolled_interval() -> None:
    pauses = [(FAMILY, "2025-12-10", "2025-12-14"), (CONSENT, "2025-12-15", "2025-12-19")]
    asked = ask(RULE, as_of="2025-12-12", events=[REFERRED], pauses=pauses)
    assert (asked.tolled_from, asked.tolled_to) == (day("2025-12-10"), day("2025-12-19"))


def test_a_duty_done_while_its_clock_stands_still_is_met() -> None:
    done = [
        REFERRED,
        ("evaluation.completed", "2026-01-20"),
        ("assessment.child.completed", "2026-01-20"),
        ("ifsp.initial.held", "2026-02-20"),
    ]
    asked = ask(RULE, events=done, pauses=[(FAMILY, "2026-01-06", None)])
    assert asked.status == "met"


def test_a_pause_on_the_last_day_of_a_window_moves_it_to_the_day_after() -> None:
    facts = {"child.potentially_eligible_partb": True}
    events = [("eligibility.partc.decided", "2025-01-10", {"eligible": True})]
    pauses = [(FAMILY, "2027-03-10", "2027-03-20")]
    asked = ask("us.partc.transition.conference", events=events, facts=facts, pauses=pauses)
    assert (asked.due_on_unadjusted, asked.due_on) == (day("2027-03-17"), day("2027-03-21"))
    earlier = [(FAMILY, "2026-12-01", "2026-12-31")]
    asked = ask("us.partc.transition.conference", events=events, facts=facts, pauses=earlier)
    assert asked.due_on == day("2027-03-17")


def test_a_pause_never_moves_a_window_past_the_third_birthday() -> None:
    pauses = [(FAMILY, "2027-03-10", "2027-12-31")]
    assert ask("us.partc.transition.plan", pauses=pauses).due_on == day("2027-06-15")


CONFERENCE = "us.partc.transition.conference"
LEAVING: dict[str, Any] = {
    "events": [("eligibility.partc.decided", "2025-01-10", {"eligible": True})],
    "facts": {"child.potentially_eligible_partb": True},
}
"""A toddler whose conference is owed by 17 March 2027, and who is three on 15 June."""


@pytest.mark.parametrize(
    ("as_of", "state", "days"),
    [
        ("2027-03-20", "tolled", 4),
        ("2027-06-14", "tolled", 90),
        ("2027-06-15", "due_soon", 90),
        ("2027-06-16", "overdue", 90),
    ],
)
@pytest.mark.parametrize("place", ["us", "us-ca"])
def test_a_pause_without_end_stops_no_birthday(
    place: str, as_of: str, state: str, days: int
) -> None:
    rule = {"us": CONFERENCE, "us-ca": "us-ca.partc.transition.ifsp_meeting"}[place]
    asked = ask(rule, place, as_of, pauses=[(FAMILY, "2027-03-10", None)], **LEAVING)
    assert asked.due_on == day("2027-06-15")
    assert (asked.state, asked.tolled_to) == (state, day("2027-06-14"))
    if place == "us":
        assert asked.due_on_unadjusted == day("2027-03-17")
        assert [(p.to_on, p.days) for p in asked.pauses] == [(None, days)]
    said = "due as soon as possible when it ends, and by 15 June 2027 in any case."
    assert any(step.endswith(said) for step in asked.explanation)


def test_what_was_due_before_a_pause_without_end_began_stays_due() -> None:
    asked = ask(CONFERENCE, as_of="2027-03-20", pauses=[(FAMILY, "2027-03-18", None)], **LEAVING)
    assert (asked.due_on, asked.state, asked.pauses) == (day("2027-03-17"), "overdue", ())


def test_what_is_done_after_the_birthday_is_late_whatever_pause_still_lasts() -> None:
    held = ("transition.conference.held", "2027-06-16")
    told = {**LEAVING, "events": [*LEAVING["events"], held]}
    for last in (None, "2027-12-31"):
        asked = ask(CONFERENCE, pauses=[(FAMILY, "2027-03-10", last)], **told)
        assert (asked.status, asked.due_on) == ("met_late", day("2027-06-15"))


def test_a_duty_that_is_capped_is_not_tolled_beyond_its_cap() -> None:
    """California's 60 days end at the third birthday, and no pause reaches over it."""
    signed = ("partb.consent.evaluation.signed", "2027-05-01")
    told = {
        "events": [signed],
        "pauses": [("ca.written_extension", "2027-05-20", None)],
        "facts": {"child.from_partc": True, "child.partb_eligible": True},
    }
    for as_of, state in (("2027-06-14", "tolled"), ("2027-06-16", "overdue")):
        asked = ask("us-ca.partb.iep.initial", "us-ca", as_of, **told)
        assert (asked.due_on, asked.state) == (day("2027-06-15"), state)


def test_school_days_under_a_pause_are_not_counted_and_other_days_do_not_matter() -> None:
    weekend = [("partb.transfer", "2025-11-08", "2025-11-09")]
    week = [("partb.transfer", "2025-11-10", "2025-11-14")]

    def asked(pauses: list[tuple[str, str, str]]) -> date | None:
        return ask(
            "us.partb.evaluation.initial", "us-tx", events=[SIGNED], pauses=pauses, calendar=SCHOOL
        ).due_on

    unpaused = asked([])
    assert asked(weekend) == unpaused == day("2026-01-20")
    assert asked(week) == day("2026-01-27")


def test_californias_school_break_is_shown_in_both_readings_and_the_earlier_binds() -> None:
    asked = ask("us-ca.partb.iep.initial", "us-ca", events=[SIGNED], calendar=SCHOOL)
    assert {a.label: a.due_on for a in asked.alternatives} == {
        "whole_break": day("2026-01-18"),
        "excess_over_five": day("2026-01-11"),
    }
    assert asked.due_on == day("2026-01-11")
    assert any("18 January 2026" in step for step in asked.explanation)


def test_a_break_of_five_schooldays_does_not_stop_californias_clock() -> None:
    asked = ask(
        "us-ca.partb.iep.initial",
        "us-ca",
        events=[("partb.consent.evaluation.signed", "2026-01-05")],
        calendar=SCHOOL,
    )
    assert (asked.due_on, asked.alternatives) == (day("2026-03-06"), ())


def test_the_summer_stops_californias_clock_in_both_readings() -> None:
    asked = ask(
        "us-ca.partb.iep.on_request",
        "us-ca",
        events=[("partb.iep_meeting.requested", "2026-05-26")],
        calendar=SCHOOL,
    )
    assert (asked.due_on, asked.alternatives) == (day("2026-08-31"), ())
    assert asked.due_on_unadjusted == day("2026-06-25")


def test_a_written_extension_and_a_break_add_up() -> None:
    pauses = [("ca.written_extension", "2026-01-05", "2026-01-09")]
    asked = ask("us-ca.partb.iep.initial", "us-ca", events=[SIGNED], pauses=pauses, calendar=SCHOOL)
    assert asked.due_on == day("2026-01-16")


def test_a_recorded_school_break_counts_in_states_that_know_it_only() -> None:
    pauses = [("ca.school_break", *WINTER)]
    assert ask("us.partb.evaluation.initial", events=[SIGNED], pauses=pauses).pauses == ()
    here = ask("us-ca.partb.iep.initial", "us-ca", events=[SIGNED], pauses=pauses)
    assert here.due_on == day("2026-01-14")
