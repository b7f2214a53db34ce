"""Arrivals by month and school: the map is the district's own, and nobody else's."""

from datetime import timedelta
from typing import Any

from tests.factories.judgement import judged
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World

AREAS = "/v1/school-areas"


async def _told_of(world: World, name: str, postal_code: str | None) -> None:
    address = {"lines": ["1 Oak"], "city": "Lupine", "state": "CA", "postal_code": postal_code}
    parent = {
        "first_name": "P", "last_name": name, "relationship": "parent", "may_sign": True, "holds_educational_rights": True,
        "address": address if postal_code else None,
    }  # fmt: skip
    student_id = await enrolled(
        world, child={"first_name": f"{name}a", "last_name": name, "born_on": str(world.today - timedelta(days=900))},
        contacts=[parent],
    )  # fmt: skip
    await judged(world.coordinator, f"/v1/students/{student_id}")
    told = await world.coordinator.post(f"/v1/students/{student_id}/lea-notifications", {})
    assert told.status_code == 201, told.text


async def _mapped(world: World, postal_code: str, school: str) -> dict[str, Any]:
    made = await world.district.post(AREAS, {"postal_code": postal_code, "school": school})
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def test_children_are_counted_by_the_school_of_where_they_live(world: World) -> None:
    for name, code in (
        ("Ames", "95501"),
        ("Boyd", "95502-1234"),
        ("Cole", "95503"),
        ("Dunn", None),
    ):
        await _told_of(world, name, code)
    await _mapped(world, "95501", "Alder Elementary")
    moved = await _mapped(world, "95502", "Birch Elementary")
    asked = "/v1/arrivals?months=12&by_school=true"
    rows = (await world.district.get(asked)).json()
    assert {r["school"]: r["children"] for r in rows} == {
        "Alder Elementary": 1, "Birch Elementary": 1, None: 2,
    }  # fmt: skip
    changed = await world.district.patch(
        f"{AREAS}/{moved['id']}", {"school": "Alder Elementary"}, '"1"'
    )
    assert changed.json()["version"] == 2
    rows = (await world.district.get(asked)).json()
    assert {r["school"]: r["children"] for r in rows} == {"Alder Elementary": 2, None: 2}
    [whole] = (await world.district.get("/v1/arrivals?months=12")).json()
    assert (whole["school"], whole["children"]) == (None, 4)


async def test_a_postal_code_has_one_school_and_the_map_is_the_districts_alone(
    world: World, other: World
) -> None:
    made = await _mapped(world, "95501", "Alder Elementary")
    again = await world.district.post(AREAS, {"postal_code": "95501", "school": "Another"})
    assert_problem(again, 409, "school-area-taken")
    path = f"{AREAS}/{made['id']}"
    assert_problem(await other.district.get(path), 404, "school-area-not-found")
    assert (await other.district.get(AREAS)).json()["items"] == []
    assert_problem(await world.administrator.get(path), 403, "forbidden")
    told = await world.district.patch(path, {"school": "Birch Elementary"}, '"1"')
    assert told.status_code == 200, told.text
    items = (await world.district.get(f"{path}/history")).json()["items"]
    assert [c["act"] for c in items] == ["created", "changed"]
    assert items[1]["changes"]["school"] == {"from": "Alder Elementary", "to": "Birch Elementary"}
    assert_problem(await other.district.get(f"{path}/history"), 404, "school-area-not-found")
    gone = await world.district.http.delete(path, headers={"If-Match": '"2"'})
    assert gone.status_code == 204
    assert (await world.district.get(AREAS)).json()["items"] == []
