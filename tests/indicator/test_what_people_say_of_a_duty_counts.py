from datetime import date

from tests.indicator.children import BORN, File, before_three, find, place, toddler

REFERRED = date(2025, 9, 1)
C7, CONFERENCE = "us-ca.partc.initial_ifsp", "us-ca.partc.transition.ifsp_meeting"


def late() -> File:
    file = File(born_on=date(BORN.year + 1, 1, 1)).at(REFERRED, "referral.received")
    return file.at(date(2025, 9, 20), "eligibility.partc.decided", eligible=True)


def test_the_cause_of_a_late_duty_is_its_delay_reason() -> None:
    for cause, code in (
        ("family", "FAMILY_CIRCUMSTANCES"),
        ("system", "SYSTEM"),
        ("other_agency", "OTHER_AGENCY"),
    ):
        file = late()
        file.noted.append((C7, "", cause, None, None))
        (finding,) = find("C7", file)
        assert (finding.cell, finding.delay) == ("late", code)


def test_the_reason_on_the_event_goes_before_the_cause_of_the_duty() -> None:
    file = late().at(date(2025, 11, 1), "evaluation.completed", "assessment.child.completed")
    file.at(date(2025, 11, 1), "ifsp.initial.held", delay_reason="LATE_REPORT")
    file.noted.append((C7, "", "family", None, None))
    assert find("C7", file)[0].delay == "LATE_REPORT"


def test_an_open_duty_set_aside_is_left_out_and_shown() -> None:
    file = late()
    file.noted.append((C7, "", None, "2025-10-20T10:00:00Z", None))
    assert place("C7", file) == "set_aside"


def test_a_note_on_a_states_own_rule_counts_for_the_federal_measure_it_replaces() -> None:
    file = toddler().at(before_three(120), "transition.plan.established")
    file.noted.append((CONFERENCE, "", None, None, "2025-08-01"))
    assert place("C8C", file) == "family_declined"
    assert place("C8A", file) == "on_time"


def test_a_note_on_another_duty_changes_nothing() -> None:
    file = late()
    file.noted.append(("us.partc.family_assessment", "", "system", "2025-10-20T10:00:00Z", None))
    (finding,) = find("C7", file)
    assert (finding.cell, finding.delay) == ("late", None)
