from datetime import date, timedelta

import pytest

from app.services.rules import Span
from tests.indicator.children import File, count, find, place

REFERRED = date(2026, 1, 5)
DUE = date(2026, 2, 19)
BORN = date(2024, 12, 1)


def referred(jurisdiction: str = "us-ca", *, held: date | None = None) -> File:
    file = File(jurisdiction, born_on=BORN).at(REFERRED, "referral.received")
    if held is not None:
        file.at(held - timedelta(days=3), "evaluation.completed", "assessment.child.completed")
        file.at(held - timedelta(days=2), "eligibility.partc.decided", eligible=True)
        file.at(held, "ifsp.initial.held")
    return file


@pytest.mark.parametrize(
    ("held", "cell", "late"), [(DUE, "on_time", None), (DUE + timedelta(days=1), "late", 1)]
)
def test_the_45th_day_is_in_time_and_the_next_is_late(
    held: date, cell: str, late: int | None
) -> None:
    (finding,) = find("C7", referred(held=held))
    assert (finding.cell, finding.days_late, finding.due_on) == (cell, late, DUE)


def test_virginia_counts_the_day_of_the_referral() -> None:
    assert place("C7", referred("us-va", held=DUE - timedelta(days=1))) == "on_time"
    assert place("C7", referred("us-va", held=DUE)) == "late"


def test_a_weekend_makes_no_late_meeting_timely() -> None:
    sunday_due = File(born_on=BORN).at(date(2026, 1, 1), "referral.received")
    sunday_due.at(date(2026, 2, 10), "evaluation.completed", "assessment.child.completed")
    sunday_due.at(date(2026, 2, 16), "ifsp.initial.held")
    (finding,) = find("C7", sunday_due)
    assert (finding.due_on, finding.cell) == (date(2026, 2, 15), "late")


def test_a_documented_delay_by_the_family_is_excused_up_to_the_moved_date() -> None:
    def delayed(held: date) -> File:
        return referred(held=held).pause(
            "partc.family_circumstances", date(2026, 1, 12), date(2026, 1, 21)
        )

    moved = DUE + timedelta(days=10)
    (excused,) = find("C7", delayed(moved))
    assert (excused.cell, excused.days_late) == ("late_excused", 10)
    assert excused.delay == "FAMILY_CIRCUMSTANCES"
    assert place("C7", delayed(DUE)) == "on_time"
    (late,) = find("C7", delayed(moved + timedelta(days=1)))
    assert (late.cell, late.days_late) == ("late", 1)


def test_want_of_consent_is_the_familys_reason() -> None:
    file = referred(held=DUE + timedelta(days=2))
    file.pause("partc.no_consent", date(2026, 1, 10), date(2026, 1, 14))
    (finding,) = find("C7", file)
    assert (finding.cell, finding.delay) == ("late_excused", "FAMILY_NO_CONSENT_AFTER_ATTEMPTS")


def test_a_stated_reason_without_a_pause_is_counted_and_excuses_nobody() -> None:
    late = referred(held=DUE + timedelta(days=4))
    late.happened[-1] = (
        DUE + timedelta(days=4),
        "ifsp.initial.held",
        {"delay_reason": "FAMILY_MOVED"},
    )
    short = referred(held=DUE + timedelta(days=40))
    short.happened[-1] = (
        DUE + timedelta(days=40), "ifsp.initial.held", {"delay_reason": "STAFF_SHORTAGE"}
    )  # fmt: skip
    silent = referred(held=DUE + timedelta(days=9))
    unknown = referred(held=DUE + timedelta(days=9))
    unknown.happened[-1] = (DUE + timedelta(days=9), "ifsp.initial.held", {"delay_reason": "MOON"})
    figures = count("C7", late, short, silent, unknown)
    assert figures.cells == {"on_time": 0, "late_excused": 0, "late": 4}
    assert figures.delays == {"family": 1, "system": 1, "other": 1, "unstated": 1}
    assert figures.late_by == {"1-10": 3, "11-30": 0, "31-60": 1, "61+": 0, "not_done": 0}
    assert (figures.least_late, figures.most_late) == (4, 40)


def test_an_ineligible_child_is_no_part_of_it() -> None:
    file = File(born_on=BORN).at(REFERRED, "referral.received")
    file.at(DUE, "evaluation.completed").at(DUE, "eligibility.partc.decided", eligible=False)
    assert place("C7", file) is None


def test_a_meeting_never_held_is_late_for_an_eligible_child_and_undecided_for_others() -> None:
    waiting = File(born_on=BORN).at(REFERRED, "referral.received")
    assert place("C7", waiting) == "eligibility_undecided"
    assert place("C7", waiting, today=DUE) == "not_yet_due"
    waiting.at(REFERRED + timedelta(days=30), "eligibility.partc.decided", eligible=True)
    (finding,) = find("C7", waiting)
    assert (finding.cell, finding.days_late) == ("late", None)


def test_who_left_before_the_day_is_left_out_and_who_left_after_it_is_not() -> None:
    left = (
        File(born_on=BORN)
        .at(REFERRED, "referral.received")
        .at(DUE - timedelta(days=1), "case.closed")
    )
    assert place("C7", left) == "left_before_due"
    stayed = File(born_on=BORN).at(REFERRED, "referral.received")
    stayed.at(REFERRED + timedelta(days=9), "eligibility.partc.decided", eligible=True)
    assert place("C7", stayed.at(DUE + timedelta(days=1), "case.closed")) == "late"


def test_a_pause_that_lasts_leaves_the_child_out() -> None:
    file = File(born_on=BORN).at(REFERRED, "referral.received")
    assert place("C7", file.pause("partc.family_circumstances", date(2026, 1, 9), None)) == "paused"


def test_a_child_referred_under_45_days_before_three_is_owed_nothing() -> None:
    born = date(2023, 2, 18)
    assert place("C7", File(born_on=born).at(REFERRED, "referral.received")) is None


@pytest.mark.parametrize("held", [DUE - timedelta(days=5), DUE, DUE + timedelta(days=5), None])
def test_each_child_belongs_to_exactly_one_of_two_periods(held: date | None) -> None:
    file = referred(held=held)
    for cut in (DUE - timedelta(days=6), DUE - timedelta(days=1), DUE):
        first = Span(date(2025, 7, 1), cut)
        second = Span(cut + timedelta(days=1), date(2026, 6, 30))
        assert len(find("C7", file, period=first)) + len(find("C7", file, period=second)) == 1


def test_a_second_stay_is_looked_at_by_itself() -> None:
    file = referred(held=DUE)
    file.referrals += [REFERRED, date(2026, 4, 1)]
    file.at(date(2026, 3, 1), "partc.exited", reason="WITHDRAWN")
    file.at(date(2026, 4, 1), "referral.received")
    file.at(date(2026, 4, 20), "eligibility.partc.decided", eligible=True)
    (finding,) = find("C7", file)
    assert (finding.cell, finding.due_on) == ("late", date(2026, 5, 16))
    (finding,) = find("C7", file, period=Span(date(2026, 1, 1), date(2026, 3, 31)))
    assert (finding.cell, finding.due_on) == ("on_time", DUE)
