"""What is not known is asked for, and never turned into a silently wrong date."""

from datetime import date

import pytest

from app.services import rulebook
from app.services.calendar.holiday import public_holidays
from app.services.rules import Calendar, SchoolYear, evaluate
from tests.rules.asking import SCHOOL, a_case, ask, day

DECIDED = ("eligibility.partc.decided", "2025-01-10", {"eligible": True})


def test_an_unknown_fact_waits_with_the_date_as_if_it_applied() -> None:
    asked = ask("us.partc.transition.notify", events=[DECIDED])
    assert (asked.state, asked.due_on) == ("waiting_for_trigger", day("2027-03-17"))
    assert asked.missing == ("child.potentially_eligible_partb",)


def test_a_fact_is_not_asked_for_where_the_duty_is_not_owed_either_way() -> None:
    left = ("partc.exited", "2025-06-01", {"reason": "WITHDRAWN"})
    asked = ask("us.partc.transition.notify", events=[DECIDED, left])
    assert (asked.state, asked.missing) == ("excused", ())


def test_an_event_a_condition_hangs_on_is_asked_for() -> None:
    events = [("referral.received", "2024-12-01")]
    facts = {"child.potentially_eligible_partb": True}
    asked = ask("us.partc.transition.notify", events=events, facts=facts)
    assert (asked.due_on, asked.missing) == (day("2027-03-17"), ("eligibility.partc.decided",))


@pytest.mark.parametrize(
    ("place", "rule_id"),
    [
        ("us", "us.partc.transition.info"),
        ("us", "us.partc.transition.plan"),
        ("us", "us.partc.exit.age3"),
        ("us-ca", "us-ca.partc.transition.six_month"),
        ("us-ca", "us-ca.partc.transition.ifsp_meeting"),
        ("us-ca", "us-ca.partc.transition.final_review"),
        ("us-ca", "us-ca.lanterman.before_3"),
        ("us-ny", "us-ny.partc.transition.conference"),
        ("us-va", "us-va.partc.transition.notify"),
    ],
)
def test_what_part_c_owes_by_the_birthday_is_owed_from_the_referral_on(
    place: str, rule_id: str
) -> None:
    facts = {"child.potentially_eligible_partb": True, "family.plans_fall_partb_entry": False}
    events = [("referral.received", "2025-12-01")]
    before = ask(rule_id, place, events=events, facts=facts, as_of="2025-11-30")
    assert (before.state, "referral.received" in before.missing) == ("waiting_for_trigger", True)
    since = ask(rule_id, place, events=events, facts=facts, as_of="2025-12-01")
    assert (since.state, since.due_on, since.missing) == ("open", before.due_on, ())


@pytest.mark.parametrize("place", sorted(rulebook.load().jurisdictions))
def test_nothing_is_owed_before_birth(place: str) -> None:
    facts = {
        "child.in_partc": True, "child.from_partc": True, "child.partb_eligible": True,
        "child.potentially_eligible_partb": True, "extended_option_chosen": True,
    }  # fmt: skip
    asked = evaluate(
        rulebook.load(), a_case(place, born_on="2026-02-10", facts=facts), day("2020-01-01")
    )
    assert {o.state for o in asked} <= {"waiting_for_trigger", "not_applicable"}


def test_a_known_fact_that_fails_outweighs_an_unknown_one() -> None:
    asked = ask("us.partc.transition.notify", facts={"child.potentially_eligible_partb": False})
    assert (asked.state, asked.due_on, asked.missing) == ("not_applicable", None, ())


@pytest.mark.parametrize("stated", ["yes", 1, "2026-01-01"])
def test_a_fact_of_another_type_than_the_rule_asks_for_is_not_known(stated: object) -> None:
    facts = {"child.potentially_eligible_partb": stated}
    asked = ask("us.partc.transition.notify", events=[DECIDED], facts=facts)
    assert asked.missing == ("child.potentially_eligible_partb",)


def test_a_fact_stated_as_null_is_not_known() -> None:
    facts = {"child.potentially_eligible_partb": None}
    asked = ask("us.partc.transition.notify", events=[DECIDED], facts=facts)
    assert asked.missing == ("child.potentially_eligible_partb",)


def test_what_the_file_says_need_not_be_stated() -> None:
    events = [
        ("ifsp.initial.held", "2025-01-10"),
        ("partb.eligibility.decided", "2027-01-10", {"eligible": True}),
    ]
    assert ask("us.partb.iep.third_birthday", events=events).missing == ()


def test_a_stated_fact_is_believed_before_what_the_file_says() -> None:
    events = [("ifsp.initial.held", "2025-01-10")]
    facts = {"child.from_partc": False}
    asked = ask("us.partb.iep.third_birthday", events=events, facts=facts)
    assert asked.state == "not_applicable"


def test_business_days_without_holidays_give_the_earliest_date_and_ask_for_them() -> None:
    events = [("records.requested", "2025-12-22")]
    asked = ask("us-ca.partb.records.access", "us-ca", events=events)
    assert (asked.due_on, asked.missing) == (day("2025-12-29"), ("calendar.holidays",))
    seeded = Calendar(frozenset(public_holidays("us-ca", 2025)))
    known = ask("us-ca.partb.records.access", "us-ca", events=events, calendar=seeded)
    assert (known.due_on, known.missing) == (day("2025-12-30"), ())


def test_school_days_without_a_calendar_give_the_earliest_date_and_ask_for_it() -> None:
    events = [("partb.consent.evaluation.signed", "2025-11-03")]
    asked = ask("us.partb.evaluation.initial", "us-il", events=events)
    assert asked.missing == ("calendar.school_years",)
    known = ask("us.partb.evaluation.initial", "us-il", events=events, calendar=SCHOOL)
    assert asked.due_on is not None
    assert known.due_on is not None
    assert asked.due_on < known.due_on


def test_a_break_without_a_calendar_is_not_guessed() -> None:
    events = [("partb.consent.evaluation.signed", "2025-11-03")]
    asked = ask("us-ca.partb.iep.initial", "us-ca", events=events)
    assert (asked.due_on, asked.missing) == (day("2026-01-02"), ("calendar.school_years",))


def test_a_clock_that_runs_past_the_last_known_school_year_asks_for_the_next() -> None:
    only = Calendar(frozenset(), (SchoolYear(date(2025, 8, 13), date(2026, 6, 5)),))
    events = [("partb.consent.evaluation.signed", "2026-04-30")]
    asked = ask("us-ca.partb.iep.initial", "us-ca", events=events, calendar=only)
    assert (asked.due_on, asked.missing) == (day("2026-06-29"), ("calendar.school_years",))


def test_a_late_referral_before_an_unknown_next_school_year_keeps_the_earlier_date() -> None:
    only = Calendar(frozenset(), (SchoolYear(date(2025, 8, 13), date(2026, 6, 5)),))
    events = [("partb.referral.received", "2026-06-01")]
    asked = ask("us-ca.partb.assessment_plan", "us-ca", events=events, calendar=only)
    assert (asked.due_on, asked.missing) == (day("2026-06-16"), ("calendar.school_years",))


@pytest.mark.parametrize(
    ("rule_id", "signed", "referred", "earliest", "otherwise"),
    [
        ("us-ca.partb.assessment_plan", None, "2026-06-02", "2026-06-13", "2026-06-17"),
        ("us-ca.partb.iep.initial", "2026-06-10", "2026-06-02", "2026-07-03", "2026-08-09"),
        ("us-ca.partb.iep.initial", "2026-03-04", "2026-02-10", "2026-04-01", "2026-05-03"),
        ("us-ca.partb.assessment_plan", None, "2025-11-03", None, "2025-11-18"),
        ("us-ca.partb.iep.initial", "2025-11-03", "2025-10-20", None, "2026-01-02"),
        ("us-ca.partb.iep.initial", "2026-07-20", "2026-07-10", None, "2026-09-18"),
    ],
)  # fmt: skip
def test_a_year_round_district_may_begin_its_next_year_the_day_after(
    rule_id: str, signed: str | None, referred: str, earliest: str | None, otherwise: str
) -> None:
    """Not known when the year ends: the earlier date binds, both are shown; no year ends from July to February."""
    events = [("partb.referral.received", referred)]
    if signed:
        events.append(("partb.consent.evaluation.signed", signed))
    asked = ask(rule_id, "us-ca", events=events)
    assert asked.missing == ("calendar.school_years",)
    shown = {a.label: a.due_on for a in asked.alternatives}
    if earliest is None:
        assert (asked.due_on, shown) == (day(otherwise), {})
    else:
        dates = {"school_year_start": day(earliest), "otherwise": day(otherwise)}
        assert (asked.due_on, shown) == (day(earliest), dates)


def test_a_known_summer_however_short_is_counted_as_it_is() -> None:
    """A year-round district: its year ends on 26 June, and the next begins on 6 July."""
    years = (
        SchoolYear(date(2025, 7, 7), date(2026, 6, 26)),
        SchoolYear(date(2026, 7, 6), date(2027, 6, 25)),
    )
    for known, due_on, missing in (
        (years, "2026-07-16", ()),
        (years[:1], "2026-07-07", ("calendar.school_years",)),
    ):
        calendar = Calendar(frozenset(), known)
        events = [("partb.referral.received", "2026-06-22")]
        asked = ask("us-ca.partb.assessment_plan", "us-ca", events=events, calendar=calendar)
        assert (asked.due_on, asked.missing) == (day(due_on), missing)


CONSENT = ("partb.consent.evaluation.signed", "2026-04-20")


@pytest.mark.parametrize("years", [(), (SchoolYear(date(2024, 8, 26), date(2025, 6, 13)),)])
def test_an_unknown_end_of_the_school_year_is_taken_for_the_one_that_hurries_most(
    years: tuple[SchoolYear, ...],
) -> None:
    unknown = Calendar(frozenset(), years)
    asked = ask("us.partb.evaluation.initial", "us-ma", events=[CONSENT], calendar=unknown)
    assert (asked.due_on, asked.missing) == (day("2026-06-15"), ("calendar.school_years",))
    assert asked.due_on is not None
    for ends_on in ("2026-06-01", "2026-06-05", "2026-06-19", "2026-07-03"):
        known = Calendar(frozenset(), (SchoolYear(date(2025, 8, 27), day(ends_on)),))
        due_on = ask(
            "us.partb.evaluation.initial", "us-ma", events=[CONSENT], calendar=known
        ).due_on
        assert due_on is not None
        assert asked.due_on <= due_on


def test_a_june_date_binds_where_the_year_may_end_before_it() -> None:
    events = [("partb.consent.evaluation.signed", "2026-05-06")]
    asked = ask("us.partb.evaluation.initial", "us-tx", events=events)
    assert (asked.due_on, asked.missing) == (day("2026-06-30"), ("calendar.school_years",))
    events = [("partb.consent.evaluation.signed", "2026-05-20")]
    asked = ask("us.partb.evaluation.initial", "us-tx", events=events)
    assert asked.due_on == day("2026-07-22"), "35 school days later the year is over by June 30"


def test_one_holiday_does_not_make_a_year_known() -> None:
    events = [("records.requested", "2025-11-24")]
    alone = Calendar(frozenset({date(2025, 5, 2)}))
    asked = ask("us-ca.partb.records.access", "us-ca", events=events, calendar=alone)
    assert (asked.due_on, asked.missing) == (day("2025-12-01"), ("calendar.holidays",))
    seeded = Calendar(frozenset(public_holidays("us-ca", 2025)))
    asked = ask("us-ca.partb.records.access", "us-ca", events=events, calendar=seeded)
    assert (asked.due_on, asked.missing) == (day("2025-12-03"), ())


def test_a_named_day_that_cannot_be_told_is_asked_for() -> None:
    chosen = {"extended_option_chosen": True}
    asked = ask("us.partc.extended.notice", "us-md", facts=chosen)
    assert asked.state == "waiting_for_trigger"
    assert asked.missing == ("extension_end",)
    facts = {**chosen, "extension_end": "2028-08-20"}
    stated = ask("us.partc.extended.notice", "us-md", facts=facts)
    assert (stated.state, stated.due_on) == ("open", day("2028-05-22"))


def test_a_named_day_stated_as_something_else_is_not_known() -> None:
    facts = {"extended_option_chosen": True, "extension_end": "next summer"}
    asked = ask("us.partc.extended.notice", "us-md", facts=facts)
    assert asked.missing == ("extension_end",)


def test_an_opt_out_that_is_not_known_to_exist_is_asked_for() -> None:
    events = [DECIDED, ("transition.notified.lea", "2027-01-05")]
    asked = ask("us.partc.transition.optout", "us-pa", events=events)
    assert (asked.state, asked.missing) == ("waiting_for_trigger", ("param.partc_optout",))


def test_an_unstated_urgency_is_taken_for_urgent_and_asked_for() -> None:
    events = [("rc.intake.done", "2026-01-05")]
    asked = ask("us-ca.lanterman.assessment", "us-ca", events=events)
    assert (asked.due_on, asked.missing) == (day("2026-03-06"), ("lanterman.delay_is_risky",))
    assert [a.due_on for a in asked.alternatives] == [day("2026-03-06"), day("2026-05-05")]
    calm = ask(
        "us-ca.lanterman.assessment",
        "us-ca",
        events=events,
        facts={"lanterman.delay_is_risky": False},
    )
    assert (calm.due_on, calm.missing) == (day("2026-05-05"), ())
