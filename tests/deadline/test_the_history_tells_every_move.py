"""The history of deadlines: one row a change, told move by move, together with what was kept before it."""

from typing import Any

from tests.factories.referral import enrolled, happened
from tests.factories.world import World

FIRST_PLAN = "us-ca.partc.initial_ifsp"


async def page(world: World, student_id: str, **query: Any) -> dict[str, Any]:
    path = f"/v1/students/{student_id}/deadline-history"
    response = await world.coordinator.http.get(path, params=query)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def test_a_change_is_one_row_and_each_move_in_it_is_told(world: World) -> None:
    student_id = await enrolled(world)
    await happened(world, student_id, "screening.completed", world.today)
    rows = await world.look(
        "select id, cause, cardinality(rule_ids) as moves from eb.clock_change where student_id = :s order by id desc",
        s=student_id,
    )
    told = (await page(world, student_id, limit=200))["items"]
    assert [m["cause"] for m in told] == [row.cause for row in rows for _ in range(row.moves)]
    assert {str(row.id) for row in rows} <= {m["id"] for m in told}
    assert len({m["id"] for m in told}) == len(told) > len(rows)
    assert all((m["from_status"], m["from_due_on"]) != (m["to_status"], m["to_due_on"]) for m in told)  # fmt: skip


async def test_pages_cut_through_a_change_and_lose_nothing(world: World) -> None:
    student_id = await enrolled(world)
    whole = (await page(world, student_id, limit=200))["items"]
    assert len(whole) > 5
    found, cursor = list[Any](), None
    while True:
        part = await page(world, student_id, limit=2, **({"cursor": cursor} if cursor else {}))
        found += part["items"]
        cursor = part["next_cursor"]
        if cursor is None:
            break
    assert found == whole


async def test_what_was_kept_by_deadline_is_told_after_what_came_later(world: World) -> None:
    student_id = await enrolled(world)
    since = (await page(world, student_id, limit=200))["items"]
    for number, (due_from, due_to) in enumerate([(None, "2024-03-01"), ("2024-03-01", "2024-03-08")]):  # fmt: skip
        await world.change(
            """insert into eb.deadline_change (tenant_id, id, created_at, student_id, rule_id, occurrence, cause,
                                               from_status, to_status, from_due_on, to_due_on)
               values (:t, cast(:id as uuid), '2024-01-02', :s, :r, '', 'a pause', 'open', 'open',
                       cast(cast(:due_from as text) as date), cast(cast(:due_to as text) as date))""",
            t=world.program_id, id=f"018cc7a0-0000-7000-8000-00000000000{number}", s=student_id, r=FIRST_PLAN,
            due_from=due_from, due_to=due_to,
        )  # fmt: skip
    told = (await page(world, student_id, limit=200))["items"]
    assert told[:-2] == since
    assert [(m["from_due_on"], m["to_due_on"], m["cause"]) for m in told[-2:]] == [
        ("2024-03-01", "2024-03-08", "a pause"),
        (None, "2024-03-01", "a pause"),
    ]
    first = await page(world, student_id, limit=len(since))
    rest = await page(world, student_id, limit=5, cursor=first["next_cursor"])
    assert [*first["items"], *rest["items"]] == told
