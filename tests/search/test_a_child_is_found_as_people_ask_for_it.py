"""Finding a student: by any order and part of a name, one slip away, by number, phone and birth date."""

from typing import Any

import pytest

from tests.factories.problem import assert_problem
from tests.factories.referral import accept, enrolled, refer
from tests.factories.world import World


async def _found(world: World, who: str = "supervisor", **query: Any) -> list[str]:
    response = await world.api(who).get("/v1/students/search", params=query)
    assert response.status_code == 200, response.text
    return [s["first_name"] for s in response.json()["items"]]


@pytest.mark.parametrize(
    "asked",
    [
        "García López", "garcia", "María G", "maria lopez", "Lopez, Maria", "García-López María", "GARCIALOPEZ",
        "garcia maria", "Mari", "Carmen García", "María del Carmen",
    ],
)  # fmt: skip
async def test_any_order_and_part_of_a_name_finds_the_child(world: World, asked: str) -> None:
    child = {
        "first_name": "María",
        "middle_name": "del Carmen",
        "last_name": "García López",
        "preferred_name": "Carmen",
    }
    await enrolled(world, child=child)
    await enrolled(world, child={"first_name": "Zoë", "last_name": "Quist"})
    assert await _found(world, q=asked) == ["María"]


@pytest.mark.parametrize("asked", ["Nguyên Van An", "An Nguyen", "Nguyen An", "Văn An Nguyễn"])
async def test_a_family_name_may_come_first_or_last(world: World, asked: str) -> None:
    await enrolled(world, child={"first_name": "An", "middle_name": "Văn", "last_name": "Nguyễn"})
    assert await _found(world, q=asked) == ["An"]


@pytest.mark.parametrize(
    "asked",
    ["Okafro", "Okafr Amina", "Okkafor", "Amina Okafar", "Amyna Okafor", "Amina Okafr", "Pkafor"],
)
async def test_a_word_one_slip_away_is_found_and_said_to_be_similar(
    world: World, asked: str
) -> None:
    await enrolled(world)
    found = (await world.supervisor.get("/v1/students/search", params={"q": asked})).json()["items"]
    assert [s["match"] for s in found] == ["similar"]


async def test_a_birth_date_narrows_a_name_and_stands_alone(world: World) -> None:
    for first, born in (("Ada", "2025-03-04"), ("Ben", "2025-04-03")):
        await enrolled(world, child={"first_name": first, "last_name": "Same", "born_on": born})
    assert await _found(world, q="same") == ["Ada", "Ben"]
    assert await _found(world, q="same", born_on="2025-04-03") == ["Ben"]
    assert await _found(world, born_on="2025-03-04") == ["Ada"]
    assert await _found(world, q="other", born_on="2025-03-04") == []


async def test_a_number_or_a_phone_finds_the_child_however_it_is_written(world: World) -> None:
    student_id = await enrolled(world)
    ids = [{"system": "uci", "value": "71-0042.A"}]
    path = f"/v1/students/{student_id}"
    tag = (await world.coordinator.get(path)).headers["etag"]
    assert (await world.coordinator.patch(path, {"external_ids": ids}, tag)).status_code == 200
    assert await _found(world, identifier="710042a") == ["Amina"]
    assert await _found(world, phone="+1 555 555 0142") == ["Amina"]
    assert await _found(world, identifier="710042") == []
    assert await _found(world, identifier="710042A", q="Okaf") == ["Amina"]
    assert await _found(world, identifier="710042A", q="Smith") == []


async def test_a_corrected_name_is_found_at_once_and_the_mistake_no_more(world: World) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}"
    tag = (await world.coordinator.get(path)).headers["etag"]
    assert (await world.coordinator.patch(path, {"last_name": "Brandt"}, tag)).status_code == 200
    assert await _found(world, q="Brandt") == ["Amina"]
    assert await _found(world, q="Okafor") == []


async def test_a_coordinator_finds_only_the_own_caseload(world: World) -> None:
    await enrolled(world)
    for who, sees in (("coordinator", ["Amina"]), ("coordinator-2", []), ("intake", ["Amina"])):
        for query in ({"q": "oka"}, {"q": "okafro"}, {"phone": "5555550142"}):
            assert await _found(world, who, **query) == sees
    born = str(
        (
            await world.look(
                "select born_on from eb.student where tenant_id = :t", t=world.program_id
            )
        )[0][0]
    )
    assert await _found(world, "coordinator-2", born_on=born) == []


async def test_no_other_programs_child_is_found(world: World, other: World) -> None:
    await enrolled(other)
    assert await _found(world, q="Okafor") == []
    assert await _found(world, q="Okafro") == []
    assert await _found(world, phone="5555550142") == []


async def test_a_search_stands_on_the_record_of_access_of_those_it_found(world: World) -> None:
    student_id = await enrolled(world)
    await _found(world, q="okaf")
    said = (await world.supervisor.get(f"/v1/students/{student_id}/access-log")).json()["items"]
    assert {"search"} <= {a["action"] for a in said}


async def test_more_than_asked_for_is_said_and_cut(world: World) -> None:
    for first in ("Ada", "Ben", "Cy"):
        await accept(world, await refer(world, child={"first_name": first, "last_name": "Same"}),
                     duplicates_reviewed=await _everybody(world))  # fmt: skip
    response = await world.supervisor.get("/v1/students/search", params={"q": "same", "limit": 2})
    assert len(response.json()["items"]) == 2
    assert response.json()["is_complete"] is False


async def _everybody(world: World) -> list[str]:
    rows = await world.look("select id from eb.student where tenant_id = :t", t=world.program_id)
    return [str(row[0]) for row in rows]


async def test_asking_for_nobody_is_refused(world: World) -> None:
    assert_problem(await world.supervisor.get("/v1/students/search"), 422, "invalid-request")
    for query in (
        {"q": " "},
        {"q": "x\u202ey"},
        {"q": "xy\f"},
        {"who": "x"},
        {"limit": 51, "q": "a"},
    ):
        answer = await world.supervisor.get("/v1/students/search", params=query)
        assert_problem(answer, 422, "invalid-request")


async def test_children_found_by_several_of_their_names_are_counted_once(world: World) -> None:
    for first in ("Ada", "Ben", "Cy", "Dee"):
        await accept(world, await refer(world, child={"first_name": first, "last_name": "Same Samer"}),
                     duplicates_reviewed=await _everybody(world))  # fmt: skip
    for limit, names, is_complete in ((1, ["Ada"], False), (3, ["Ada", "Ben", "Cy"], False),
                                      (4, ["Ada", "Ben", "Cy", "Dee"], True)):  # fmt: skip
        found = (
            await world.supervisor.get("/v1/students/search", params={"q": "same", "limit": limit})
        ).json()
        assert [s["first_name"] for s in found["items"]] == names
        assert found["is_complete"] is is_complete
