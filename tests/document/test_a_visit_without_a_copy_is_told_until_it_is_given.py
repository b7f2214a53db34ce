"""A signed visit stays on a worklist until the family has its copy: the oldest first, of one's own children, for those who may read it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.note import act, written
from tests.factories.referral import enrolled, happened
from tests.factories.world import World

WITHOUT = "/v1/worklists/notes-without-copy"
GIVEN = {"form": "paper"}


@pytest.fixture
async def student_id(world: World) -> str:
    await world.licensed("coordinator")
    return await enrolled(world)


async def _signed(world: World, student_id: str, days_ago: int = 0, **said: Any) -> dict[str, Any]:
    on = str(world.today - timedelta(days=days_ago))
    draft = await written(
        world, "coordinator", student_id, **{"kind": "visit", "on_date": on, **said}
    )
    answer = await act(world, "coordinator", draft, "sign")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def _listed(world: World, who: str = "coordinator") -> list[str]:
    answer = await world.api(who).get(WITHOUT)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["items"]]


async def test_it_is_listed_from_its_signature_until_its_copy_is_given(
    world: World, student_id: str
) -> None:
    late, early = await _signed(world, student_id, 1), await _signed(world, student_id, 3)
    await _signed(world, student_id, kind="missed_visit")
    await _signed(world, student_id, addendum_to_id=late["id"])
    await written(world, "coordinator", student_id, kind="visit")
    wrong = await _signed(world, student_id)
    await act(world, "coordinator", wrong, "mark_entered_in_error", reason_code="wrong_child")
    assert await _listed(world) == [early["id"], late["id"]]
    first = (await world.coordinator.get(WITHOUT, params={"limit": 1})).json()
    rest = await world.coordinator.get(WITHOUT, params={"cursor": first["next_cursor"]})
    assert [row["on_date"] for row in (*first["items"], *rest.json()["items"])] == [
        early["on_date"], late["on_date"],
    ]  # fmt: skip
    lists = {w["name"]: w for w in (await world.coordinator.get("/v1/worklists")).json()["items"]}
    told = lists["notes-without-copy"]
    assert (told["count"], told["href"]) == (2, WITHOUT)
    assert (await act(world, "coordinator", early, "give_copy", **GIVEN)).status_code == 200
    assert await _listed(world) == [late["id"]]


async def test_each_sees_what_is_theirs_to_read(world: World, student_id: str) -> None:
    note = await _signed(world, student_id, 1)
    medical = await _signed(world, student_id, part="medical")
    for who in ("coordinator", "supervisor"):
        assert await _listed(world, who) == [note["id"], medical["id"]]
    assert await _listed(world, "coordinator-2") == []
    assert await _listed(world, "auditor") == [note["id"]]
    assert (await world.district.get(WITHOUT)).status_code == 403
    shown = await world.look(
        "select party, student_ids from eb.access_log where tenant_id = :t and resource = 'notes-without-copy'",
        t=world.program_id,
    )
    assert [[str(i) for i in row.student_ids] for row in shown] == [[student_id]] * 3


async def test_a_family_whose_child_died_is_not_pressed_for_it(
    world: World, student_id: str
) -> None:
    await _signed(world, student_id)
    await happened(world, student_id, "partc.exited", world.today, reason="DECEASED")
    assert await _listed(world, "supervisor") == []
