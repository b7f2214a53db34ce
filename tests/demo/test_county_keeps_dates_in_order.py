"""The checks that users expect of a file hold for every invented one."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.demo.county import County, StudentFile, make_county
from tests.demo.counties import TODAY, every

NEW_YEAR, LEAP_DAY, SUNDAY = date(2027, 1, 1), date(2028, 2, 29), date(2026, 11, 29)
every_county = every(
    {
        "autumn": (make_county, 1, TODAY),
        "sunday": (make_county, 2, SUNDAY),
        "new year": (make_county, 3, NEW_YEAR),
        "leap day": (make_county, 4, LEAP_DAY),
        "holiday": (make_county, 5, date(2025, 7, 4)),
    }
)


def on(file: StudentFile, type_: str) -> list[date]:
    return [event.on_date for event in file.events if event.type == type_]


def third_birthday(file: StudentFile) -> date:
    born = file.student.born_on
    return born.replace(
        year=born.year + 3, day=28 if (born.month, born.day) == (2, 29) else born.day
    )


def assert_in_order(file: StudentFile, *types: str) -> None:
    """The first of each type that happened, in the order named."""
    days = [min(on(file, type_)) for type_ in types if on(file, type_)]
    assert days == sorted(days), (file.student.id, types, days)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.dates(date(2024, 6, 1), date(2040, 12, 31)))
def test_every_file_is_in_order_on_any_day(seed: int, today: date) -> None:
    county = make_county(seed, today)
    assert len(county.files) == 300
    for file in county.files:
        days = [event.on_date for event in file.events]
        assert days == sorted(days)
        assert days[-1] <= today
        assert file.student.born_on < days[0]
        assert_in_order(
            file,
            "referral.received",
            "consent.evaluation.requested",
            "consent.evaluation.signed",
            "evaluation.completed",
            "eligibility.partc.decided",
            "ifsp.initial.held",
            "ifsp.consent.signed",
            "ifsp.service.delivered",
        )
        assert_in_order(
            file,
            "transition.notified.lea",
            "partb.assessment_plan.given",
            "partb.consent.evaluation.signed",
            "partb.evaluation.completed",
            "partb.eligibility.decided",
            "partb.iep.held",
            "partb.services.started",
        )


@every_county
def test_no_visit_before_the_parent_agreed_to_that_service(county: County) -> None:
    for file in county.files:
        agreed: set[str] = set()
        for event in file.events:
            if event.type == "ifsp.consent.signed":
                agreed.update(event.data["services"])
            if event.type == "ifsp.service.delivered":
                assert event.data["service"] in agreed


@every_county
def test_nothing_to_measure_a_child_with_before_consent(county: County) -> None:
    for file in county.files:
        assert_in_order(
            file, "consent.evaluation.signed", "screening.completed", "evaluation.completed"
        )
        if on(file, "evaluation.completed"):
            assert on(file, "consent.evaluation.signed")


@every_county
def test_the_office_acts_on_working_days_only(county: County) -> None:
    closed = {closure.on_date for closure in county.closures}
    for file in county.files:
        for event in file.events:
            if event.type == "partc.exited" and event.on_date == third_birthday(file) - timedelta(
                days=1
            ):
                continue
            assert event.on_date.weekday() < 5
            assert event.on_date not in closed


@every_county
def test_reviews_and_annual_meetings_are_at_most_a_year_apart(county: County) -> None:
    for file in county.files:
        yearly = sorted(on(file, "ifsp.initial.held") + on(file, "ifsp.annual.held"))
        assert all(later - earlier <= timedelta(days=365) for earlier, later in pairwise(yearly))


@every_county
def test_transition_happens_inside_its_window(county: County) -> None:
    for file in county.files:
        birthday = third_birthday(file)
        for type_ in ("transition.plan.established", "transition.conference.held"):
            for day in on(file, type_):
                assert birthday - timedelta(days=273) < day < birthday


@every_county
def test_a_family_that_opts_out_is_not_reported_to_anyone(county: County) -> None:
    opted_out = [file for file in county.files if on(file, "transition.optout.recorded")]
    assert opted_out
    for file in opted_out:
        assert not on(file, "transition.notified.lea")
        assert not on(file, "transition.notified.sea")


@every_county
def test_a_packet_needs_a_signed_release_and_every_release_its_consent(county: County) -> None:
    for file in county.files:
        assert_in_order(file, "release.signed", "transition.packet.sent")
        assert [c.signed_on for c in file.consents] == on(file, "release.signed")
        for consent in file.consents:
            signer = next(c for c in file.contacts if c.id == consent.contact_id)
            assert signer.may_sign
            assert consent.recipient_id == file.student.district_id


@every_county
def test_part_c_ends_before_the_third_birthday(county: County) -> None:
    for file in county.files:
        exits = on(file, "partc.exited")
        assert len(exits) <= 1
        assert all(day < third_birthday(file) for day in exits)
        assert exits == ([file.enrolment.exited_on] if file.enrolment.exit_reason else [])


@every_county
def test_most_work_is_on_time_and_some_is_late(county: County) -> None:
    served = [file for file in county.files if on(file, "ifsp.initial.held")]
    late = [
        file
        for file in served
        if on(file, "ifsp.initial.held")[0] - file.enrolment.referred_on > timedelta(days=45)
    ]
    assert 0.01 < len(late) / len(served) < 0.15
