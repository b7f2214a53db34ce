"""School years of a district: kept, corrected, copied, refused when they cannot be right."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.factories.problem import assert_problem
from tests.factories.world import World

YEARS = "/v1/calendars/school"


def school_year(world: World, year: int = 2030, **changes: Any) -> dict[str, Any]:
    """A plausible year, after all those of the world."""
    return {
        "district_id": str(world.district_id),
        "starts_on": f"{year}-08-19",
        "ends_on": f"{year + 1}-06-06",
        "breaks": [{"from_on": f"{year}-12-23", "to_on": f"{year + 1}-01-03", "name": "Winter"}],
        **changes,
    }


async def kept(world: World) -> dict[str, Any]:
    response = await world.coordinator.get(f"{YEARS}?district_id={world.district_id}")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def test_a_year_is_kept_corrected_and_removed(world: World) -> None:
    made = await world.supervisor.post(YEARS, school_year(world))
    assert made.status_code == 201, made.text
    path = made.headers["location"]
    assert (await world.coordinator.get(path)).json() == made.json()
    changed = await world.supervisor.patch(path, {"breaks": []}, '"1"')
    assert changed.status_code == 200, changed.text
    assert (changed.json()["breaks"], changed.headers["etag"]) == ([], '"2"')
    stale = await world.supervisor.http.delete(path, headers={"If-Match": '"1"'})
    assert_problem(stale, 412, "if-match-stale")
    removed = await world.supervisor.http.delete(path, headers={"If-Match": '"2"'})
    assert removed.status_code == 204
    assert_problem(await world.supervisor.get(path), 404, "school-year-not-found")


async def test_its_history_says_what_the_year_was(world: World) -> None:
    made = await world.supervisor.post(YEARS, school_year(world))
    path = made.headers["location"]
    same = await world.supervisor.patch(path, {"breaks": made.json()["breaks"]}, '"1"')
    assert same.json()["version"] == 1
    later = {"ends_on": "2031-06-13"}
    assert (await world.administrator.patch(path, later, '"1"')).status_code == 200
    acts = (await world.coordinator.get(f"{path}/history")).json()["items"]
    assert [(a["act"], a["version"], a["changes"]) for a in acts] == [
        ("created", 1, {}),
        ("changed", 2, {"ends_on": {"from": "2031-06-06", "to": "2031-06-13"}}),
    ]
    assert [a["created_by"] for a in acts] == [
        str(world.people[name].id) for name in ("supervisor", "administrator")
    ]


async def test_only_supervisors_and_administrators_change_calendars(world: World) -> None:
    for role in ("coordinator", "therapist", "intake", "auditor", "district", "agency"):
        refused = await world.api(role).post(YEARS, school_year(world))
        assert_problem(refused, 403, "forbidden")
    for role, status in (("therapist", 200), ("auditor", 200), ("district", 403), ("agency", 403)):
        assert (await world.api(role).get(YEARS)).status_code == status
    assert (await world.administrator.post(YEARS, school_year(world))).status_code == 201


@pytest.mark.parametrize(
    ("changes", "pointer", "said"),
    [
        ({"ends_on": "2030-08-19"}, "/ends_on", "at most a year"),
        ({"ends_on": "2032-06-06"}, "/ends_on", "at most a year"),
        ({"ends_on": "2030-12-01", "breaks": []}, "/breaks", "school days"),
        ({"ends_on": "2031-08-10", "breaks": []}, "/breaks", "school days"),
        (
            {"breaks": [{"from_on": "2030-12-30", "to_on": "2030-12-20"}]},
            "/breaks/0",
            "ends before it begins",
        ),
        (
            {"breaks": [{"from_on": "2031-06-01", "to_on": "2031-06-20"}]},
            "/breaks/0",
            "not inside the school year",
        ),
        (
            {
                "breaks": [
                    {"from_on": "2030-12-30", "to_on": "2031-01-03"},
                    {"from_on": "2030-12-20", "to_on": "2030-12-30"},
                ]
            },
            "/breaks/0",
            "overlaps the break before it",
        ),
    ],
)
async def test_a_year_that_cannot_be_right_is_refused_with_its_reason(
    world: World, changes: dict[str, Any], pointer: str, said: str
) -> None:
    refused = await world.supervisor.post(YEARS, school_year(world, **changes))
    errors = assert_problem(refused, 409, "school-year-refused")["errors"]
    assert [e["pointer"] for e in errors] == [pointer]
    assert said in errors[0]["detail"]


async def test_a_years_days_are_counted_without_holidays(world: World) -> None:
    """150 weekdays from Monday August 19 end on Friday, March 14: one holiday more is one too few."""
    body = school_year(world, starts_on="2030-08-19", ends_on="2031-03-14", breaks=[])
    first = date(2030, 8, 19)
    assert sum((first + timedelta(days=n)).weekday() < 5 for n in range(208)) == 150
    made = await world.supervisor.post(YEARS, body)
    assert made.status_code == 201, made.text
    closed = {"on_date": "2030-11-28", "name": "Thanksgiving", "is_public": True}
    await world.supervisor.post("/v1/calendars/holidays", closed)
    again = await world.supervisor.patch(made.headers["location"], {"breaks": []}, '"1"')
    assert (
        "149 school days"
        in assert_problem(again, 409, "school-year-refused")["errors"][0]["detail"]
    )


async def test_two_years_of_a_district_never_overlap(world: World) -> None:
    assert (await world.supervisor.post(YEARS, school_year(world))).status_code == 201
    overlapping = school_year(world, starts_on="2030-08-26", ends_on="2031-06-20")
    refused = await world.supervisor.post(YEARS, overlapping)
    assert "2030-08-19" in assert_problem(refused, 409, "school-years-overlap")["detail"]
    stranger = await world.supervisor.post(YEARS, school_year(world, district_id=str(uuid4())))
    assert_problem(stranger, 409, "district-not-a-partner")


async def test_years_that_nobody_entered_are_named(world: World) -> None:
    have = [y["starts_on"] for y in (await kept(world))["items"]]
    assert have[0] == "2022-08-18"
    assert (await kept(world))["missing_years"] == []
    assert (await world.supervisor.post(YEARS, school_year(world, 2032))).status_code == 201
    missing = (await kept(world))["missing_years"]
    assert [m["starts_in"] for m in missing] == [2030, 2031]
    assert {m["district_id"] for m in missing} == {str(world.district_id)}


async def test_a_copy_keeps_the_weekdays_and_is_not_kept_itself(world: World) -> None:
    body = {"district_id": str(world.district_id), "from_starts_on": "2029-08-18"}
    before = await kept(world)
    copied = await world.supervisor.http.post(f"{YEARS}/copy", json=body)
    assert copied.status_code == 200, copied.text
    draft = copied.json()
    assert draft["starts_on"] == "2030-08-17"
    assert date.fromisoformat(draft["starts_on"]).weekday() == date(2029, 8, 18).weekday()
    assert [(b["from_on"], b["to_on"]) for b in draft["breaks"]] == [("2030-12-21", "2031-01-01")]
    assert await kept(world) == before
    unnamed = [{k: v for k, v in b.items() if v is not None} for b in draft["breaks"]]
    made = await world.supervisor.post(YEARS, {**draft, "breaks": unnamed})
    assert made.status_code == 201, made.text
    absent = await world.supervisor.http.post(
        f"{YEARS}/copy", json={**body, "from_starts_on": "2029-08-19"}
    )
    assert_problem(absent, 404, "school-year-not-found")


async def test_two_changes_at_once_follow_one_another(world: World) -> None:
    made = await world.supervisor.post(YEARS, school_year(world))
    path, tag = made.headers["location"], {"If-Match": '"1"'}
    removed = await asyncio.gather(
        world.supervisor.http.delete(path, headers=tag),
        world.administrator.http.delete(path, headers=tag),
    )
    assert sorted(r.status_code for r in removed) == [204, 404]
    entered = await asyncio.gather(
        world.supervisor.post(YEARS, school_year(world)),
        world.administrator.post(YEARS, school_year(world, starts_on="2030-08-20")),
    )
    assert sorted(r.status_code for r in entered) == [201, 409]
