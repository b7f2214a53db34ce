"""School days and business days follow the calendars, at once or as soon as the change is answered."""

from datetime import date

from app.services import recomputation
from tests.factories.referral import enrolled, happened
from tests.factories.student import add_students
from tests.factories.world import World

YEARS, HOLIDAYS = "/v1/calendars/school", "/v1/calendars/holidays"
MEETING = "us-ca.partb.iep.initial"
RECORDS = "us-ca.partb.records.access"


async def assessed(world: World) -> str:
    """A child whose 60 days to the IEP meeting run from November 3, 2025, over the winter break."""
    student_id = await enrolled(
        world, received_on=date(2025, 2, 1), child={"born_on": "2023-06-15"}
    )
    await happened(world, student_id, "partb.consent.evaluation.signed", date(2025, 11, 3))
    return student_id


async def due(world: World, student_id: str, rule_id: str) -> tuple[date, list[str]]:
    """Stored due date, and what is missing for it."""
    rows = await world.look(
        "select due_on, missing from eb.deadline where student_id = :s and rule_id = :r",
        s=student_id, r=rule_id,
    )  # fmt: skip
    return rows[0][0], list(rows[0][1])


async def winter(world: World) -> str:
    """Address of the school year 2025/26."""
    years = (await world.supervisor.get(YEARS)).json()["items"]
    return f"{YEARS}/{next(y['id'] for y in years if y['starts_on'] == '2025-08-18')}"


async def test_a_corrected_break_moves_the_meeting_and_the_history_says_why(world: World) -> None:
    student_id = await assessed(world)
    assert await due(world, student_id, MEETING) == (date(2026, 1, 11), [])
    tag = (await world.coordinator.get(f"/v1/students/{student_id}")).headers["etag"]
    changed = await world.supervisor.patch(await winter(world), {"breaks": []}, '"1"')
    assert changed.status_code == 200, changed.text
    assert await due(world, student_id, MEETING) == (date(2026, 1, 2), [])
    path = f"/v1/students/{student_id}/deadline-history"
    moves = (await world.coordinator.get(path)).json()["items"]
    newest = next(m for m in moves if m["rule_id"] == MEETING)
    assert (newest["cause"], newest["from_due_on"], newest["to_due_on"]) == (
        "School year changed", "2026-01-11", "2026-01-02",
    )  # fmt: skip
    assert (await world.coordinator.get(f"/v1/students/{student_id}")).headers["etag"] != tag


async def test_without_the_year_the_earliest_date_stands_and_the_year_is_asked_for(
    world: World,
) -> None:
    student_id = await assessed(world)
    removed = await world.supervisor.http.delete(await winter(world), headers={"If-Match": '"1"'})
    assert removed.status_code == 204
    assert await due(world, student_id, MEETING) == (date(2026, 1, 2), ["calendar.school_years"])
    missing = (await world.supervisor.get(YEARS)).json()["missing_years"]
    assert [m["starts_in"] for m in missing] == [2025]


async def test_a_holiday_moves_what_is_counted_in_business_days(world: World) -> None:
    """Five business days from Friday, January 16: Monday the 19th is a holiday once it is entered."""
    student_id = await assessed(world)
    await happened(world, student_id, "records.requested", date(2026, 1, 16))
    assert await due(world, student_id, RECORDS) == (date(2026, 1, 23), ["calendar.holidays"])
    king = {"on_date": "2026-01-19", "name": "M. L. King", "is_public": True}
    made = await world.supervisor.post(HOLIDAYS, king)
    assert made.status_code == 201, made.text
    assert await due(world, student_id, RECORDS) == (date(2026, 1, 26), ["calendar.holidays"])
    await world.supervisor.post(f"{HOLIDAYS}/seed", {"year": 2026})
    assert await due(world, student_id, RECORDS) == (date(2026, 1, 26), [])
    path = f"{HOLIDAYS}/{made.json()['id']}"
    removed = await world.supervisor.http.delete(path, headers={"If-Match": '"1"'})
    assert removed.status_code == 204
    assert await due(world, student_id, RECORDS) == (date(2026, 1, 23), [])


async def test_a_day_on_which_only_the_program_is_closed_moves_no_duty_of_a_district(
    world: World,
) -> None:
    student_id = await assessed(world)
    await happened(world, student_id, "records.requested", date(2026, 1, 16))
    await world.supervisor.post(f"{HOLIDAYS}/seed", {"year": 2026})
    before = [await due(world, student_id, rule) for rule in (RECORDS, MEETING)]
    retreat = await world.supervisor.post(HOLIDAYS, {"on_date": "2026-01-20", "name": "Retreat"})
    assert retreat.json()["is_public"] is False
    assert [await due(world, student_id, rule) for rule in (RECORDS, MEETING)] == before


async def test_a_large_district_is_computed_after_the_answer_and_wholly(world: World) -> None:
    student_id = await assessed(world)
    await add_students(world, recomputation.AT_ONCE + 1)
    changed = await world.supervisor.patch(await winter(world), {"breaks": []}, '"1"')
    assert changed.status_code == 200, changed.text
    assert await due(world, student_id, MEETING) == (date(2026, 1, 2), [])
    passes = await world.look(
        "select done_at is not null, moved > 0 from eb.recomputation where tenant_id = :t",
        t=world.program_id,
    )
    assert [tuple(p) for p in passes] == [(True, True)]
    without = await world.look(
        """select count(*) from eb.student s where tenant_id = :t and not exists
             (select from eb.deadline d where d.tenant_id = s.tenant_id and d.student_id = s.id)""",
        t=world.program_id,
    )
    assert without[0][0] == 0


async def test_a_change_of_one_district_leaves_the_other_districts_students_alone(
    world: World, other: World
) -> None:
    here, there = await assessed(world), await assessed(other)
    await world.supervisor.patch(await winter(world), {"breaks": []}, '"1"')
    assert await due(world, here, MEETING) == (date(2026, 1, 2), [])
    assert await due(other, there, MEETING) == (date(2026, 1, 11), [])
