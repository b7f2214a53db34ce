"""Whoever opens the demo finds each situation the law knows at least once."""

from collections import Counter
from datetime import date, timedelta

from app.demo.county import County, StudentFile, make_county
from app.demo.county.latin import latin
from app.models.fields import EnrolmentState
from app.services import rulebook
from tests.demo.counties import TODAY, Recipe, every, made

COUNTIES: dict[str, Recipe] = {
    "autumn": (make_county, 1, TODAY),
    "summer": (make_county, 2, date(2027, 6, 30)),
}
every_county = every(COUNTIES)

EXIT_REASONS = {r["code"] for r in rulebook.load().exit_reasons if "only_if_param" not in r}
"""California has no extended option: nobody continues in Part C there."""


def types(file: StudentFile) -> set[str]:
    return {event.type for event in file.events}


def is_live(file: StudentFile) -> bool:
    return file.enrolment.exited_on is None


@every_county
def test_every_state_of_an_enrolment(county: County) -> None:
    assert {file.enrolment.state for file in county.files} == set(EnrolmentState)


@every_county
def test_each_of_the_exit_reasons_of_california(county: County) -> None:
    assert {file.enrolment.exit_reason for file in county.files} == EXIT_REASONS | {None}


@every_county
def test_each_station_of_the_transition(county: County) -> None:
    live = [types(file) for file in county.files if is_live(file)]
    for station in (
        "transition.info.given",
        "transition.notified.lea",
        "transition.optout.recorded",
        "transition.conference.held",
        "transition.conference.declined",
        "release.signed",
        "partb.iep.held",
    ):
        assert any(station in seen for seen in live), station
    waiting = [s for s in live if "release.signed" in s and "transition.packet.sent" not in s]
    assert len(waiting) >= 8


def days_before_three(file: StudentFile, type_: str) -> set[int]:
    born = file.student.born_on
    return {
        (born.replace(year=born.year + 3) - event.on_date).days
        for event in file.events
        if event.type == type_ and (born.month, born.day) != (2, 29)
    }


@every_county
def test_children_who_come_late_for_either_of_the_two_late_ways(county: County) -> None:
    live = [file for file in county.files if is_live(file)]
    referred = [d for f in live for d in days_before_three(f, "referral.received")]
    decided = [d for f in live for d in days_before_three(f, "eligibility.partc.decided")]
    assert sum(d < 45 for d in referred) == 2
    assert sum(45 < d < 90 for d in decided) == 2


@every_county
def test_clocks_that_stand_still_and_clocks_that_ran_again(county: County) -> None:
    pauses = [pause for file in county.files for pause in file.pauses]
    open_reasons = {pause.reason for pause in pauses if pause.to_on is None}
    assert open_reasons == {"partc.family_circumstances", "partc.no_consent"}
    assert any(pause.to_on for pause in pauses)


@every_county
def test_families_of_every_kind(county: County) -> None:
    students = county.students
    assert any((s.born_on.month, s.born_on.day) == (2, 29) for s in students)
    assert sum(s.birth_order == 2 for s in students) == 4
    assert any(s.gestation_weeks and s.gestation_weeks < 37 for s in students)
    assert any(s.interpreter_needed for s in students)
    assert len({language for s in students for language in s.languages}) >= 6
    related = {contact.relationship for file in county.files for contact in file.contacts}
    assert {"mother", "father", "grandparent", "foster_parent", "surrogate_parent"} <= related


def test_names_with_marks_apostrophes_two_surnames_and_one_name() -> None:
    students = [student for recipe in COUNTIES.values() for student in made(*recipe).students]
    assert any(not s.last_name.isascii() for s in students)
    assert any("'" in s.last_name for s in students)
    assert any(" " in s.last_name for s in students)
    single = [
        c
        for recipe in COUNTIES.values()
        for f in made(*recipe).files
        for c in f.contacts
        if not c.last_name
    ]
    assert single


@every_county
def test_twins_share_birth_family_and_coordinator_but_not_a_name(county: County) -> None:
    by_place = {n: [f for f in county.files if f.student.birth_order == n] for n in (1, 2)}
    for first, second in zip(by_place[1], by_place[2], strict=True):
        assert first.student.born_on == second.student.born_on
        if first.contacts[0].last_name is not None:
            assert first.student.last_name == second.student.last_name
        assert first.student.first_name != second.student.first_name
        assert first.contacts[0].phone == second.contacts[0].phone
        assert first.assignments[0].principal_id == second.assignments[0].principal_id


@every_county
def test_work_that_is_overdue_today(county: County) -> None:
    today = max(event.on_date for file in county.files for event in file.events)
    unmet = [
        file
        for file in county.files
        if is_live(file)
        and "ifsp.initial.held" not in types(file)
        and file.enrolment.state != "not_eligible"
        and today - file.enrolment.referred_on > timedelta(days=45)
        and not file.pauses
    ]
    assert len(unmet) >= 4


@every_county
def test_caseloads_are_full_but_bearable(county: County) -> None:
    live = Counter(
        (assignment.principal_id, assignment.role)
        for file in county.files
        for assignment in file.assignments
        if assignment.to_on is None
    )
    people = county.people
    assert 45 <= live[people["coordinator"].id, "coordinator"] <= 60
    assert 15 <= live[people["therapist"].id, "therapist"] <= 35
    for (_, role), students in live.items():
        low, high = (35, 60) if role == "coordinator" else (15, 35)
        assert low <= students <= high


@every_county
def test_a_therapist_sees_only_children_with_that_service(county: County) -> None:
    disciplines = {p.id: p.discipline for p in county.principals}
    for file in county.files:
        agreed = {
            service
            for event in file.events
            if event.type == "ifsp.consent.signed"
            for service in event.data["services"]
        }
        for assignment in file.assignments:
            if assignment.role == "therapist":
                assert disciplines[assignment.principal_id] in agreed


@every_county
def test_the_worklist_holds_every_state_and_two_children_we_know(county: County) -> None:
    states = Counter(referral.state for referral in county.worklist)
    assert sum(states.values()) == 25
    assert states.keys() == {
        "submitted",
        "acknowledged",
        "info_requested",
        "declined",
        "duplicate",
    }
    known = {(student.born_on, latin(student.last_name)) for student in county.students}
    look_alikes = [
        referral
        for referral in county.worklist
        if referral.state == "submitted" and (referral.born_on, referral.child_last_name) in known
    ]
    assert len(look_alikes) == 2


@every_county
def test_each_district_keeps_its_own_year_of_180_school_days(county: County) -> None:
    by_district: dict[object, list[date]] = {}
    for year in county.school_calendars:
        free = [
            (date.fromisoformat(b["from_on"]), date.fromisoformat(b["to_on"])) for b in year.breaks
        ]
        days = (year.ends_on - year.starts_on).days + 1
        school_days = [
            day
            for day in (year.starts_on + timedelta(days=n) for n in range(days))
            if day.weekday() < 5 and not any(first <= day <= last for first, last in free)
        ]
        assert len(school_days) == 180
        assert year.ends_on < date(year.starts_on.year + 1, 7, 1)
        assert free == sorted(free)
        by_district.setdefault(year.district_id, []).append(year.starts_on)
    assert len({tuple(starts) for starts in by_district.values()}) == 3
