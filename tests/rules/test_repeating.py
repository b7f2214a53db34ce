"""Rules that ask again and again: one obligation for each time, with a name that stays."""

from tests.rules.asking import ask, ask_all, day

HELD = ("ifsp.initial.held", "2025-01-10")


def test_nothing_to_repeat_yet_waits() -> None:
    asked = ask("us.partc.ifsp.review")
    assert (asked.state, asked.occurrence) == ("waiting_for_trigger", "")


def test_each_meeting_starts_the_clock_of_the_next() -> None:
    events = [HELD, ("ifsp.review.held", "2025-07-01"), ("ifsp.annual.held", "2026-01-09")]
    found = ask_all("us.partc.ifsp.review", events=events)
    assert [(o.occurrence, o.due_on, o.status) for o in found] == [
        ("2025-01-10", day("2025-07-10"), "met"),
        ("2025-07-01", day("2026-01-01"), "met_late"),
        ("2026-01-09", day("2026-07-09"), "open"),
    ]


def test_an_occurrence_keeps_its_name_when_more_happens() -> None:
    before = ask_all("us.partc.ifsp.review", events=[HELD])
    after = ask_all("us.partc.ifsp.review", events=[HELD, ("ifsp.review.held", "2025-07-01")])
    assert before[0].occurrence == after[0].occurrence == "2025-01-10"


def test_a_missed_review_stays_overdue() -> None:
    asked = ask("us.partc.ifsp.review", as_of="2025-07-11", events=[HELD])
    assert asked.state == "overdue"


def test_a_review_counts_from_its_own_day_and_clamps_each_time_anew() -> None:
    events = [("ifsp.initial.held", "2024-08-31"), ("ifsp.review.held", "2025-02-28")]
    first, second = ask_all("us.partc.ifsp.review", events=events)
    assert (first.due_on, second.due_on) == (day("2025-02-28"), day("2025-08-28"))


def test_a_clock_restarted_by_something_that_does_not_meet_it_falls_away() -> None:
    events = [
        ("partb.evaluation.completed", "2025-01-10"),
        ("partb.evaluation.completed", "2025-06-10"),
    ]
    found = ask_all("us.partb.reevaluation", events=events)
    assert [o.occurrence for o in found] == ["2025-06-10"]


def test_the_next_review_is_not_owed_once_part_c_has_ended() -> None:
    events = [("ifsp.initial.held", "2026-12-20")]
    assert ask("us.partc.ifsp.review", events=events).state == "not_applicable"
    stays = {"extended_option_chosen": True}
    assert ask("us.partc.ifsp.review", events=events, facts=stays).state == "open"


def test_pennsylvania_reevaluates_every_two_years() -> None:
    events = [("partb.evaluation.completed", "2027-02-28")]
    asked = ask("us-pa.partb.reevaluation", "us-pa", events=events)
    assert asked.due_on == day("2029-02-28")


def test_a_service_delivered_closes_its_own_clock_only() -> None:
    events = [
        ("ifsp.consent.signed", "2026-01-10", {"services": ["speech", "vision"]}),
        ("ifsp.service.delivered", "2026-01-12", {"service": "speech"}),
    ]
    found = {
        o.occurrence: o.status for o in ask_all("us.partc.service.start", "us-tx", events=events)
    }
    assert found == {"speech": "met", "vision": "open"}


def test_a_consent_that_names_no_service_has_one_clock_that_any_service_closes() -> None:
    events = [("ifsp.consent.signed", "2026-01-10"), ("ifsp.service.delivered", "2026-01-12")]
    asked = ask("us.partc.service.start", "us-tx", events=events)
    assert (asked.occurrence, asked.status) == ("", "met")


def test_a_second_consent_to_a_service_does_not_restart_its_clock() -> None:
    events = [
        ("ifsp.consent.signed", "2026-01-10", {"services": ["speech"]}),
        ("ifsp.consent.signed", "2026-02-10", {"services": ["speech"]}),
    ]
    assert ask("us.partc.service.start", "us-tx", events=events).due_on == day("2026-02-07")
