"""The table of cases of the federal indicator: days before the third birthday, all three measures."""

from datetime import timedelta

import pytest

from tests.indicator.children import THIRD, TODAY, File, before_three, find, place, served, toddler


def transition(
    jurisdiction: str = "us-ca",
    *,
    plan: int = 120,
    sea: int | None = 120,
    lea: int | None = 120,
    held: int | None = 120,
) -> File:
    """A toddler with each step so many days before the third birthday; None: never."""
    file = toddler(jurisdiction).at(before_three(plan), "transition.plan.established")
    for days, step in (
        (sea, "transition.notified.sea"),
        (lea, "transition.notified.lea"),
        (held, "transition.conference.held"),
    ):
        if days is not None:
            file.at(before_three(days), step)
    return file.at(before_three(1), "partc.exited", reason="PARTB_EXITING")


def places(file: File) -> tuple[str | None, ...]:
    return tuple(place(code, file) for code in ("C8A", "C8B", "C8C"))


@pytest.mark.parametrize("jurisdiction", ["us", "us-ca", "us-ny", "us-va", "us-tx"])
def test_exactly_90_days_is_in_time_in_every_state_and_89_is_late(jurisdiction: str) -> None:
    at_90 = transition(jurisdiction, plan=90, sea=90, lea=90, held=90)
    assert places(at_90) == ("on_time", "on_time", "on_time")
    at_89 = transition(jurisdiction, plan=89, sea=89, lea=89, held=89)
    assert places(at_89) == ("late", "late", "late")
    assert find("C8A", at_89)[0].days_late == 1


def test_both_must_be_notified() -> None:
    assert places(transition(lea=None)) == ("on_time", "late", "on_time")


def test_an_opt_out_counts_only_where_the_state_has_one() -> None:
    def opted_out(jurisdiction: str) -> File:
        file = transition(jurisdiction, sea=None, lea=None)
        return file.at(before_three(150), "transition.optout.recorded", written=True)

    assert places(opted_out("us-tx")) == ("on_time", "family_declined", "on_time")
    assert places(opted_out("us-ca")) == ("on_time", "late", "on_time")


def test_a_declined_conference_is_not_a_late_one() -> None:
    file = transition(held=None).at(before_three(150), "transition.conference.declined")
    assert places(file) == ("on_time", "on_time", "family_declined")


def test_a_conference_declined_after_its_day_is_a_late_one() -> None:
    file = transition(held=None).at(before_three(60), "transition.conference.declined")
    assert places(file) == ("on_time", "on_time", "late")


def test_who_is_not_headed_to_part_b_owes_only_the_plan() -> None:
    file = served(facts={"child.potentially_eligible_partb": False})
    assert places(file.at(before_three(120), "transition.plan.established")) == (
        "on_time",
        None,
        None,
    )


def test_what_the_team_never_said_cannot_be_told() -> None:
    file = served().at(before_three(120), "transition.plan.established")
    assert places(file) == ("on_time", "facts_missing", "facts_missing")
    assert find("C8B", file)[0].missing == ("child.potentially_eligible_partb",)


def test_a_child_found_eligible_at_70_days_is_no_part_of_it() -> None:
    file = File(facts={"child.potentially_eligible_partb": True})
    file.at(before_three(110), "referral.received")
    file.at(before_three(70), "eligibility.partc.decided", eligible=True)
    file.at(before_three(68), "ifsp.initial.held", "transition.plan.established")
    assert places(file) == (None, None, None)


def test_a_hospital_stay_over_the_last_day_excuses_a_plan_right_after_it() -> None:
    file = transition(plan=85).pause(
        "partc.family_circumstances", before_three(95), before_three(86)
    )
    (finding,) = find("C8A", file)
    assert (finding.cell, finding.days_late) == ("late_excused", 5)


def test_family_circumstances_do_not_excuse_a_late_notice() -> None:
    file = transition(sea=89, lea=89)
    file.pause("partc.family_circumstances", before_three(95), before_three(86))
    assert place("C8B", file) == "late"


def test_a_conference_before_the_nine_month_mark_is_none() -> None:
    (finding,) = find("C8C", transition(held=280))
    assert (finding.cell, finding.days_late) == ("late", None)


def test_who_left_before_two_years_three_months_is_no_part_of_it() -> None:
    early = toddler().at(before_three(280), "partc.exited", reason="WITHDRAWN")
    assert places(early) == (None, None, None)


def test_who_left_before_the_duty_was_due_is_left_out() -> None:
    early = toddler().at(before_three(120), "partc.exited", reason="WITHDRAWN")
    assert places(early) == ("left_before_due", "left_before_due", "left_before_due")


def test_the_toddler_is_counted_when_leaving_not_when_planning() -> None:
    file = transition()
    assert find("C8A", file, today=before_three(2)) == []
    assert place("C8A", file, today=THIRD) == "on_time"
    assert find("C8A", served(), today=THIRD - timedelta(days=1)) == []
    assert place("C8A", served(), today=TODAY) == "late"


def test_a_child_never_served_is_no_toddler_of_it() -> None:
    file = File().at(before_three(200), "referral.received")
    assert places(file) == (None, None, None)


def test_a_plan_that_never_came_while_family_circumstances_last_is_counted_apart() -> None:
    file = served()
    file.pause("partc.family_circumstances", before_three(95), None)
    assert place("C8A", file) == "paused"
