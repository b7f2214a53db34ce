"""An explanation is ordered sentences from which the date can be counted again by hand."""

from tests.rules.asking import SCHOOL, ask


def said(rule_id: str, place: str = "us", **case: object) -> tuple[str, ...]:
    return ask(rule_id, place, **case).explanation  # type: ignore[arg-type]


def test_a_paused_deadline_says_trigger_count_and_pause() -> None:
    assert said(
        "us.partc.initial_ifsp",
        events=[("referral.received", "2025-12-01")],
        pauses=[("partc.family_circumstances", "2025-12-20", "2025-12-29")],
    ) == (
        "Referral received: Monday 1 December 2025.",
        "45 calendar days, that day not counted: 15 January 2026.",
        "Paused 10 days, 20-29 December 2025, family circumstances: 25 January 2026.",
        "Still awaited: Evaluation completed, Assessment child completed and IFSP initial held.",
    )


def test_each_pause_says_the_date_it_leads_to() -> None:
    steps = said(
        "us.partc.initial_ifsp",
        events=[("referral.received", "2025-12-01")],
        pauses=[
            ("partc.family_circumstances", "2025-12-20", "2025-12-20"),
            ("partc.no_consent", "2025-12-30", "2026-01-02"),
        ],
    )
    assert steps[2:4] == (
        "Paused 1 day, 20 December 2025, family circumstances: 16 January 2026.",
        "Paused 4 days, 30 December 2025 - 2 January 2026, no consent: 20 January 2026.",
    )


def test_a_pause_says_the_days_that_it_took_and_no_others() -> None:
    steps = said(
        "us.partc.initial_ifsp",
        events=[("referral.received", "2025-12-01")],
        pauses=[
            ("partc.family_circumstances", "2025-11-01", "2025-12-03"),
            ("partc.family_circumstances", "2025-12-20", "2025-12-29"),
            ("partc.no_consent", "2025-12-25", "2026-01-03"),
        ],
    )
    assert steps[2:5] == (
        "Paused 2 days, 2-3 December 2025, family circumstances: 17 January 2026.",
        "Paused 10 days, 20-29 December 2025, family circumstances: 27 January 2026.",
        "Paused 5 days, 30 December 2025 - 3 January 2026, no consent: 1 February 2026.",
    )


def test_a_pause_over_the_last_day_before_a_birthday_says_from_when_it_moved_it() -> None:
    steps = said(
        "us.partc.transition.plan",
        events=[("referral.received", "2025-12-01")],
        pauses=[("partc.family_circumstances", "2027-03-10", "2027-03-20")],
        as_of="2027-04-01",
    )
    assert "Paused 4 days, 17-20 March 2027, family circumstances: 21 March 2027." in steps


def test_an_open_pause_says_how_many_days_are_left_when_it_ends() -> None:
    steps = said(
        "us.partc.initial_ifsp",
        events=[("referral.received", "2025-12-01")],
        pauses=[("partc.family_circumstances", "2025-12-02", None)],
        as_of="2025-12-10",
    )
    assert steps[2] == (
        "Paused from 2 December 2025, without an end yet, family circumstances: "
        "45 calendar days will be left when it ends, and it is then due as soon as possible."
    )


def test_a_window_says_both_its_sides_and_the_condition_of_opening() -> None:
    assert said("us.partc.transition.plan", born_on="2022-11-30") == (
        "Third birthday: Sunday 30 November 2025.",
        "90 calendar days before: 1 September 2025.",
        "The window opens 28 February 2025, if all parties agree.",
        "Still awaited: Transition plan established.",
    )


def test_the_earlier_of_two_days_says_both() -> None:
    steps = said(
        "us-ca.partc.transition.ifsp_meeting",
        "us-ca",
        born_on="2022-05-31",
        facts={"child.potentially_eligible_partb": True},
    )
    assert steps[1:4] == (
        "90 calendar days before: 2 March 2025.",
        "3 months before: 28 February 2025.",
        "The earlier date binds: 28 February 2025.",
    )


def test_a_school_break_says_the_other_reading() -> None:
    steps = said(
        "us-ca.partb.iep.initial",
        "us-ca",
        events=[("partb.consent.evaluation.signed", "2025-11-03")],
        calendar=SCHOOL,
    )
    assert steps[2:4] == (
        "Paused 9 days, 27 December 2025 - 4 January 2026, school break: 11 January 2026.",
        "Another reading (whole break) gives 18 January 2026; the earlier date is used.",
    )


def test_a_late_year_and_a_cap_say_why_the_clock_starts_anew_and_ends_early() -> None:
    steps = said(
        "us-ca.partb.iep.initial",
        "us-ca",
        born_on="2022-08-01",
        events=[
            ("partb.referral.received", "2025-05-20"),
            ("partb.consent.evaluation.signed", "2025-06-02"),
        ],
        facts={"child.from_partc": True, "child.partb_eligible": True},
        calendar=SCHOOL,
    )
    assert steps[-5:] == (
        "Part B referral received: Tuesday 20 May 2025, 23 calendar days before the end of the school year.",
        "School year start: Wednesday 13 August 2025.",
        "30 calendar days, that day not counted: 12 September 2025.",
        "No later than us-ca.partb.iep.third_birthday: 1 August 2025.",
        "Still awaited: Part B IEP held.",
    )


def test_done_in_time_and_done_late_say_the_day() -> None:
    asked = ("records.requested", "2026-01-05")
    steps = said("us.partc.records.access", events=[asked, ("records.provided", "2026-01-16")])
    assert steps[-1] == "Done Friday 16 January 2026: late."


def test_a_gate_says_what_must_come_before_what() -> None:
    steps = said(
        "us.partb.consent.services",
        events=[("partb.services.started", "2026-01-05")],
    )
    assert steps == (
        "Part B consent services signed must come no later than Part B services started.",
        "Part B services started: Monday 5 January 2026.",
    )


def test_what_fails_to_apply_says_the_condition() -> None:
    steps = said("us.partc.initial_ifsp", events=[("referral.received", "2027-05-02")])
    assert steps == ("Only if dbt(referral.received) gte 45.",)


def test_a_leap_day_birth_is_pointed_out() -> None:
    steps = said("us.partc.transition.info", born_on="2024-02-29")
    assert steps[0] == "Third birthday: Sunday 28 February 2027."
    assert (
        steps[1] == "Born on 29 February; no federal text says which day counts in a common year."
    )
