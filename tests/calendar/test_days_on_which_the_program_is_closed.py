"""Holidays: entered, removed, seeded from public ones; the rest of the weekdays are working days."""

import pytest

from app.services.calendar.holiday import public_holidays
from tests.factories.problem import assert_problem
from tests.factories.world import World

HOLIDAYS = "/v1/calendars/holidays"


async def test_a_day_is_entered_once_and_removed(world: World) -> None:
    body = {"on_date": "2027-03-31", "name": "Cesar Chavez Day"}
    made = await world.supervisor.post(HOLIDAYS, body)
    assert made.status_code == 201, made.text
    assert_problem(await world.supervisor.post(HOLIDAYS, body), 409, "holiday-exists")
    listed = (await world.therapist.get(f"{HOLIDAYS}?year=2027")).json()
    assert (listed["year"], listed["items"]) == (2027, [made.json()])
    path = f"{HOLIDAYS}/{made.json()['id']}"
    assert_problem(
        await world.supervisor.http.delete(path, headers={"If-Match": '"2"'}), 412, "if-match-stale"
    )
    assert_problem(await world.supervisor.http.delete(path), 428, "if-match-missing")
    removed = await world.supervisor.http.delete(path, headers={"If-Match": '"1"'})
    assert (removed.status_code, removed.content) == (204, b"")
    assert (await world.therapist.get(f"{HOLIDAYS}?year=2027")).json()["items"] == []


async def test_its_history_says_what_the_day_was(world: World) -> None:
    made = await world.supervisor.post(HOLIDAYS, {"on_date": "2027-03-31", "name": "Our day"})
    path = made.headers["location"]
    assert (await world.therapist.get(path)).json() == made.json()
    said = {"name": "Cesar Chavez Day", "is_public": True}
    changed = await world.supervisor.patch(path, said, '"1"')
    assert changed.json() == made.json() | said | {"version": 2}
    assert_problem(await world.supervisor.patch(path, said, '"1"'), 412, "if-match-stale")
    acts = (await world.therapist.get(f"{path}/history")).json()["items"]
    assert [(a["act"], a["changes"]) for a in acts] == [
        ("created", {}),
        ("changed", {
            "name": {"from": "Our day", "to": "Cesar Chavez Day"}, "is_public": {"from": False, "to": True},
        }),
    ]  # fmt: skip
    told = await world.look(
        "select count(*) as n from eb.outbox where tenant_id = :t and topic = 'calendar.changed'",
        t=world.program_id,
    )
    assert told[0].n == 2


async def test_public_holidays_of_a_year_are_entered_beside_the_programs_own(world: World) -> None:
    own = {"on_date": "2027-07-05", "name": "Our day"}
    await world.supervisor.post(HOLIDAYS, own)
    seeded = await world.supervisor.post(f"{HOLIDAYS}/seed", {"year": 2027})
    assert seeded.status_code == 201, seeded.text
    added = {h["on_date"]: h["name"] for h in seeded.json()["added"]}
    assert "Thanksgiving" in added["2027-11-25"]
    assert "2027-03-31" in added, "a holiday of California"
    assert "2027-07-05" not in added
    again = await world.supervisor.post(f"{HOLIDAYS}/seed", {"year": 2027})
    assert again.json()["added"] == []
    kept = (await world.coordinator.get(f"{HOLIDAYS}?year=2027")).json()["items"]
    days = [h["on_date"] for h in kept]
    assert days == sorted({*added, "2027-07-05"})
    observed = next(h for h in kept if h["on_date"] == "2027-07-05")
    assert (observed["name"], observed["is_public"], observed["version"]) == ("Our day", True, 2)
    acts = (await world.coordinator.get(f"{HOLIDAYS}/{observed['id']}/history")).json()["items"]
    assert [(a["act"], a["comment"]) for a in acts] == [("created", None), ("changed", "Seeded.")]


@pytest.mark.parametrize("year", [2025, 2032])
@pytest.mark.parametrize("state", ["us-ca", "us-tx", "us-ny", "us-fl", "us-ma"])
def test_a_federal_holiday_is_one_in_every_state(state: str, year: int) -> None:
    assert public_holidays("us", year).keys() <= public_holidays(state, year).keys()
    assert any(day.month == 10 for day in public_holidays(state, year)), "Columbus Day"


async def test_this_and_the_next_year_are_asked_for_until_their_public_holidays_are_kept(
    world: World,
) -> None:
    year = world.today.year
    listed = (await world.coordinator.get(HOLIDAYS)).json()
    assert (listed["year"], listed["items"], listed["missing_years"]) == (
        year,
        [],
        [year, year + 1],
    )
    own = {"on_date": f"{year}-03-03", "name": "Retreat"}
    await world.supervisor.post(HOLIDAYS, own)
    assert (await world.coordinator.get(HOLIDAYS)).json()["missing_years"] == [year, year + 1]
    await world.supervisor.post(f"{HOLIDAYS}/seed", {"year": year})
    assert (await world.coordinator.get(HOLIDAYS)).json()["missing_years"] == [year + 1]


async def test_a_name_holds_no_control_characters(world: World) -> None:
    body = {"on_date": "2027-03-31", "name": "a\u202eb"}
    assert_problem(await world.supervisor.post(HOLIDAYS, body), 422, "invalid-request")
