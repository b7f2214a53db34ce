"""The traps of the field, one test or more for each, in the order of the catalogue.

Numbers 15, 16 and 17 are about eligibility and tested beside it.
"""

from typing import Any

import pytest

from app.services import rulebook
from app.services.rules import evaluate
from tests.rules.asking import SCHOOL, a_case, ask, ask_all, day

REFERRED = ("referral.received", "2025-12-01")
POTENTIALLY = {"child.potentially_eligible_partb": True}
FAMILY = "partc.family_circumstances"
ELIGIBLE = {"eligible": True}


def test_01_the_45_days_run_from_the_first_receipt_and_a_misrouted_referral_does_not_restart_them() -> (
    None
):
    asked = ask("us.partc.initial_ifsp", events=[("referral.received", "2025-12-20"), REFERRED])
    assert (asked.trigger_on, asked.due_on) == (day("2025-12-01"), day("2026-01-15"))


def test_01_the_45_days_cover_evaluation_child_assessment_and_the_meeting() -> None:
    done = [REFERRED, ("evaluation.completed", "2026-01-05"), ("ifsp.initial.held", "2026-01-10")]
    assert ask("us.partc.initial_ifsp", events=done).status == "open"
    done.append(("assessment.child.completed", "2026-01-06"))
    assert ask("us.partc.initial_ifsp", events=done).status == "met"


def test_01_consent_does_not_start_the_45_days_and_an_interim_ifsp_does_not_extend_them() -> None:
    events = [
        REFERRED,
        ("consent.evaluation.signed", "2025-12-15"),
        ("ifsp.interim.signed", "2025-12-20"),
    ]
    assert ask("us.partc.initial_ifsp", events=events).due_on == day("2026-01-15")


@pytest.mark.parametrize("reason", ["partb.transfer", "ca.school_break", "state.agreed_date"])
def test_02_nothing_but_the_family_and_its_consent_excuses_the_45_days(reason: str) -> None:
    pauses = [(reason, "2025-12-10", "2025-12-19")]
    asked = ask("us.partc.initial_ifsp", events=[REFERRED], pauses=pauses)
    assert (asked.due_on, asked.pauses) == (day("2026-01-15"), ())


def test_02_missing_consent_does_not_excuse_the_family_assessment() -> None:
    pauses = [("partc.no_consent", "2025-12-10", "2025-12-19")]
    asked = ask("us.partc.family_assessment", events=[REFERRED], pauses=pauses)
    assert asked.due_on == day("2026-01-15")
    assert ask("us.partc.initial_ifsp", events=[REFERRED], pauses=pauses).due_on == day(
        "2026-01-25"
    )


def test_03_the_notification_goes_to_sea_and_lea_and_family_circumstances_do_not_excuse_it() -> (
    None
):
    events = [
        ("eligibility.partc.decided", "2025-01-10", ELIGIBLE),
        ("transition.notified.lea", "2027-01-05"),
    ]
    asked = ask(
        "us.partc.transition.notify",
        events=events,
        facts=POTENTIALLY,
        pauses=[(FAMILY, "2027-03-01", "2027-03-31")],
    )
    assert (asked.due_on, asked.status, asked.pauses) == (day("2027-03-17"), "open", ())
    told_both = [*events, ("transition.notified.sea", "2027-01-06")]
    assert ask("us.partc.transition.notify", events=told_both, facts=POTENTIALLY).status == "met"


def test_03_the_notification_has_no_earliest_date_but_the_conference_has() -> None:
    decided = ("eligibility.partc.decided", "2024-12-10", ELIGIBLE)
    early = [
        decided,
        ("transition.notified.sea", "2025-01-06"),
        ("transition.notified.lea", "2025-01-06"),
        ("transition.conference.held", "2025-01-06"),
    ]
    assert ask("us.partc.transition.notify", events=early, facts=POTENTIALLY).status == "met"
    conference = ask("us.partc.transition.conference", events=early, facts=POTENTIALLY)
    assert (conference.window_opens_on, conference.status) == (day("2026-09-15"), "open")


def test_03_plan_notification_and_conference_are_for_three_different_populations() -> None:
    headed_elsewhere = {"child.potentially_eligible_partb": False}
    events = [("eligibility.partc.decided", "2025-01-10", ELIGIBLE)]

    def state(rule_id: str) -> str:
        return ask(rule_id, events=events, facts=headed_elsewhere).state

    assert state("us.partc.transition.plan") == "open"
    assert state("us.partc.transition.notify") == "not_applicable"
    assert state("us.partc.transition.conference") == "not_applicable"
    assert state("us.partc.transition.conference.other") == "open"


def test_04_an_opt_out_counts_only_where_the_state_adopted_it() -> None:
    events = [
        ("eligibility.partc.decided", "2025-01-10", ELIGIBLE),
        ("transition.optout.recorded", "2027-01-05"),
    ]
    case: dict[str, Any] = {"events": events, "facts": POTENTIALLY}
    assert ask("us.partc.transition.notify", "us-tx", **case).status == "waived_by_family"
    assert ask("us.partc.transition.notify", "us-ca", **case).status == "open"


def test_04_an_opt_out_blocks_the_notification_only() -> None:
    events = [
        ("eligibility.partc.decided", "2025-01-10", ELIGIBLE),
        ("transition.optout.recorded", "2027-01-05"),
    ]
    case: dict[str, Any] = {"events": events, "facts": POTENTIALLY}
    assert ask("us.partc.transition.plan", "us-tx", **case).status == "open"
    assert ask("us.partc.transition.conference", "us-tx", **case).status == "open"


def test_04_an_opt_out_must_be_written_and_in_time() -> None:
    decided = ("eligibility.partc.decided", "2025-01-10", ELIGIBLE)
    spoken = ("transition.optout.recorded", "2027-01-05", {"written": False})
    late = ("transition.optout.recorded", "2027-03-18")
    for told in (spoken, late):
        asked = ask(
            "us.partc.transition.notify", "us-tx", events=[decided, told], facts=POTENTIALLY
        )
        assert asked.status == "open"


def test_05_the_under_45_branch_tests_the_referral_and_the_45_to_90_branch_the_decision() -> None:
    events = [
        ("referral.received", "2027-02-15"),
        ("eligibility.partc.decided", "2027-03-25", ELIGIBLE),
    ]
    case: dict[str, Any] = {"events": events, "facts": {**POTENTIALLY, "child.maybe_partb": True}}
    assert ask("us.partc.late_referral.under_45", **case).state == "not_applicable"
    assert ask("us.partc.transition.notify", **case).state == "not_applicable"
    late = ask("us.partc.transition.notify.late", **case)
    assert (late.state, late.due_on) == ("open", None)


def test_06_the_notification_is_a_part_b_referral_and_starts_californias_assessment_plan() -> None:
    asked = ask(
        "us-ca.partb.assessment_plan",
        "us-ca",
        events=[("transition.notified.lea", "2026-02-02")],
        calendar=SCHOOL,
    )
    assert asked.trigger_event == "partb.referral.received"
    assert (asked.trigger_on, asked.due_on) == (day("2026-02-02"), day("2026-02-17"))


def test_07_californias_60_days_end_with_the_meeting_and_stop_for_breaks() -> None:
    signed = ("partb.consent.evaluation.signed", "2025-11-03")
    evaluated = ("partb.evaluation.completed", "2025-12-01")
    asked = ask("us-ca.partb.iep.initial", "us-ca", events=[signed, evaluated], calendar=SCHOOL)
    assert (asked.status, asked.due_on) == ("open", day("2026-01-11"))


def test_07_a_school_break_never_moves_the_third_birthday_nor_the_federal_60_days() -> None:
    events = [
        ("partb.consent.evaluation.signed", "2025-11-03"),
        ("ifsp.initial.held", "2025-01-03"),
    ]
    case: dict[str, Any] = {"born_on": "2022-12-29", "events": events, "calendar": SCHOOL}
    in_place = ask(
        "us-ca.partb.iep.third_birthday", "us-ca", facts={"child.partb_eligible": True}, **case
    )
    assert in_place.due_on == day("2025-12-29")
    assert ask("us.partb.evaluation.initial", **case).due_on == day("2026-01-02")


@pytest.mark.parametrize(
    ("referred", "due_on"),
    [("2025-05-13", "2025-09-12"), ("2025-05-12", "2025-09-18")],
)
def test_08_californias_year_end_rule_is_30_days_before_and_30_into_the_next_year(
    referred: str, due_on: str
) -> None:
    events = [
        ("partb.referral.received", referred),
        ("partb.consent.evaluation.signed", "2025-05-20"),
    ]
    asked = ask("us-ca.partb.iep.initial", "us-ca", events=events, calendar=SCHOOL)
    assert asked.due_on == day(due_on)
    if referred == "2025-05-12":  # 60 days from consent, which stand still over the summer
        assert asked.due_on_unadjusted == day("2025-07-19")


@pytest.mark.parametrize(
    ("consented", "due_on"), [("2025-09-12", "2025-09-12"), ("2025-09-13", "2025-11-12")]
)
def test_08_a_year_end_date_that_passed_before_consent_binds_nobody(
    consented: str, due_on: str
) -> None:
    events = [
        ("partb.referral.received", "2025-05-20"),
        ("partb.consent.evaluation.signed", consented),
    ]
    asked = ask("us-ca.partb.iep.initial", "us-ca", events=events, calendar=SCHOOL)
    assert (asked.due_on, asked.missing) == (day(due_on), ())
    unknown = ask("us-ca.partb.iep.initial", "us-ca", events=events)
    assert unknown.due_on == day(consented), "the earliest that it can be, and not before its clock"
    assert unknown.missing == ("calendar.school_years",)
    assert any("it would be due at once" in said for said in unknown.explanation)


@pytest.mark.parametrize(
    ("referred", "due_on"), [("2025-06-02", "2025-08-23"), ("2025-06-01", "2025-08-16")]
)
def test_08_the_assessment_plan_twin_is_10_and_10(referred: str, due_on: str) -> None:
    events = [("partb.referral.received", referred)]
    asked = ask("us-ca.partb.assessment_plan", "us-ca", events=events, calendar=SCHOOL)
    assert asked.due_on == day(due_on)


def test_09_a_summer_birthday_delays_services_never_the_iep() -> None:
    case: dict[str, Any] = {"born_on": "2023-07-10", "calendar": SCHOOL}
    facts = {"child.from_partc": True, "child.partb_eligible": True}
    assert ask("us.partb.iep.third_birthday", facts=facts, **case).due_on == day("2026-07-10")
    assert ask("us.partb.iep.summer_birthday", **case).state == "waiting_for_trigger"
    spring: dict[str, Any] = {"born_on": "2023-04-10", "calendar": SCHOOL}
    assert ask("us.partb.iep.summer_birthday", **spring).state == "not_applicable"


def test_10_staying_in_a_district_program_to_june_30_is_still_an_exit_at_three() -> None:
    facts = {"child.in_lea_infant_program": True, "child.partb_eligible": True}
    case: dict[str, Any] = {"born_on": "2023-03-10", "facts": facts}
    assert ask("us-ca.partb.june30", "us-ca", **case).due_on == day("2026-06-30")
    assert ask("us.partc.exit.age3", "us-ca", **case).due_on == day("2026-03-09")


def test_11_one_records_request_can_be_under_three_clocks() -> None:
    case: dict[str, Any] = {"events": [("records.requested", "2026-01-12")], "calendar": SCHOOL}
    assert ask("us.partc.records.access", "us-ca", **case).due_on == day("2026-01-22")
    assert ask("us-ca.partb.records.access", "us-ca", **case).due_on == day("2026-01-20")
    assert ask("us.partb.records.access", **case).due_on == day("2026-02-26")


def test_11_the_shortest_of_the_clocks_of_one_request_is_taken() -> None:
    events = [("records.requested", "2026-01-12")]
    case = a_case("us-ca", events=events, calendar=SCHOOL)
    found = evaluate(rulebook.load(), case, day("2026-01-13"))
    asked = {o.rule_id: o.due_on for o in found if o.trigger_event == "records.requested"}
    assert asked.keys() == {"us.partc.records.access", "us-ca.partb.records.access"}
    first = min(asked.items(), key=lambda each: str(each[1]))
    assert first == ("us-ca.partb.records.access", day("2026-01-20"))
    provided = [*events, ("records.provided", "2026-01-21")]
    late = ask("us-ca.partb.records.access", "us-ca", events=provided, calendar=SCHOOL)
    assert late.state == "met_late", "in time for Part C is late all the same"


def test_12_the_part_c_access_log_has_no_exemption_for_a_consented_party_but_ferpas_has() -> None:
    facts = {"consented_party": True}
    part_c = ask("us.partc.records.log", facts=facts)
    assert part_c.state != "not_applicable"
    assert "consented_party" in _exemptions("us.ferpa.disclosure_log")
    assert _exemptions("us.partc.records.log") == ()


def _exemptions(rule_id: str) -> tuple[str, ...]:
    return next(r.exempt_if for r in rulebook.load().all_rules() if r.id == rule_id)


def test_13_each_consented_service_has_its_own_clock_also_one_added_at_a_review() -> None:
    events = [
        ("ifsp.consent.signed", "2026-01-10", {"services": ["speech", "occupational"]}),
        ("ifsp.service.delivered", "2026-01-20", {"service": "speech"}),
        ("ifsp.consent.signed", "2026-03-02", {"services": ["speech", "physical"]}),
    ]
    found = ask_all("us.partc.service.start", "us-md", events=events)
    assert [(o.occurrence, str(o.due_on), o.status) for o in found] == [
        ("occupational", "2026-02-09", "open"),
        ("physical", "2026-04-01", "open"),
        ("speech", "2026-02-09", "met"),
    ]


def test_14_an_early_annual_meeting_also_satisfies_the_six_month_review() -> None:
    events = [("ifsp.initial.held", "2025-01-10"), ("ifsp.annual.held", "2025-06-20")]
    first, second = ask_all("us.partc.ifsp.review", events=events)
    assert (first.status, first.satisfied_on) == ("met", day("2025-06-20"))
    assert (second.occurrence, second.due_on) == ("2025-06-20", day("2025-12-20"))


def test_14_a_review_does_not_stand_in_for_the_annual_meeting() -> None:
    events = [("ifsp.initial.held", "2025-01-10"), ("ifsp.review.held", "2025-07-01")]
    assert ask("us.partc.ifsp.annual", events=events).due_on == day("2026-01-10")


@pytest.mark.parametrize(
    ("place", "trigger"),
    [
        ("us", "partb.consent.evaluation.signed"),
        ("us-va", "partb.referral.received"),
        ("us-ct", "partb.referral.received"),
    ],
)
def test_18_part_b_clocks_start_at_different_events(place: str, trigger: str) -> None:
    asked = ask("us.partb.evaluation.initial", place, events=[(trigger, "2026-01-05")])
    assert (asked.trigger_event, asked.status) == (trigger, "open")


def test_18_school_days_and_business_days_give_different_dates() -> None:
    events = [("partb.referral.received", "2025-12-01")]
    case: dict[str, Any] = {"events": events, "calendar": SCHOOL}
    virginia = ask("us.partb.evaluation.initial", "us-va", **case)
    connecticut = ask("us.partb.evaluation.initial", "us-ct", **case)
    assert virginia.due_on == day("2026-03-06")
    assert connecticut.due_on == day("2026-02-18")


def test_19_where_californias_text_lags_the_stricter_duty_is_kept() -> None:
    asked = ask(
        "us-ca.partc.referral.submit",
        "us-ca",
        events=[("referral.identified", "2026-01-15")],
        calendar=SCHOOL,
    )
    assert asked.due_on == day("2026-01-20")


def test_19_a_refused_consent_calls_for_no_hearing() -> None:
    """34 CFR 303.420(c), against 17 CCR 52172."""
    refused = [("referral.received", "2026-01-05"), ("consent.evaluation.refused", "2026-01-15")]
    found = evaluate(rulebook.load(), a_case("us-ca", events=refused), day("2026-03-01"))
    hearings = [o for o in found if "dueprocess" in o.rule_id]
    assert {o.state for o in hearings} == {"waiting_for_trigger"}
    assert not {o.rule_id for o in found if o.trigger_event == "consent.evaluation.refused"}
    gate = next(o for o in found if o.rule_id == "us.partc.consent.evaluation")
    assert gate.state == "waiting_for_trigger", "nobody may evaluate instead"


@pytest.mark.parametrize(
    ("notified", "status"), [("2027-03-17", "met"), ("2027-03-18", "met_late")]
)
def test_20_exactly_90_days_before_is_on_time(notified: str, status: str) -> None:
    events = [
        ("eligibility.partc.decided", "2025-01-10", ELIGIBLE),
        ("transition.notified.sea", notified),
        ("transition.notified.lea", notified),
    ]
    assert ask("us.partc.transition.notify", events=events, facts=POTENTIALLY).status == status


def test_20_exactly_45_days_before_still_gets_the_full_process_to_the_birthday() -> None:
    asked = ask("us.partc.initial_ifsp", events=[("referral.received", "2027-05-01")])
    assert (asked.state, asked.due_on) == ("open", day("2027-06-15"))
    asked = ask("us.partc.initial_ifsp", events=[("referral.received", "2027-05-02")])
    assert asked.state == "not_applicable"


def test_21_telling_the_district_that_a_meeting_is_coming_is_not_the_notification() -> None:
    events = [
        ("eligibility.partc.decided", "2025-01-10", ELIGIBLE),
        ("transition.planning_notice.sent", "2026-12-10"),
        ("transition.conference.invited", "2026-12-10"),
    ]
    case: dict[str, Any] = {"events": events, "facts": POTENTIALLY}
    assert ask("us-ca.partc.transition.six_month", "us-ca", **case).status == "met"
    assert ask("us.partc.transition.notify", "us-ca", **case).status == "open"
    plan = ask("us-ca.partb.assessment_plan", "us-ca", **case)
    assert plan.status == "waiting_for_trigger"
