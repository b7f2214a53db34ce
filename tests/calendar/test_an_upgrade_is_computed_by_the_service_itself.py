"""After an upgrade the service computes every file by itself, once, and finishes what was cut off."""

from app.services import recomputation
from tests.factories.recomputation import FIRST_PLAN, all_of, begin, spoil, stored, system
from tests.factories.referral import enrolled
from tests.factories.student import add_students
from tests.factories.world import World


async def test_a_pass_that_was_cut_off_is_finished_by_the_service_itself(world: World) -> None:
    students = await add_students(world, 5)
    actor = await system(world)
    cut_off = recomputation.after_upgrade(begin(world, actor), actor, size=2)
    await anext(cut_off)
    await cut_off.aclose()
    await recomputation.resume_in(world.app.state.database, await system(world))
    left = [p async for p in recomputation.differences(begin(world, actor), actor)]
    assert [m for p in left for m in p.moves] == []
    stored_for = await world.look(
        "select distinct student_id from eb.deadline where tenant_id = :t", t=world.program_id
    )
    assert {str(row[0]) for row in stored_for} == set(students)


async def test_after_an_upgrade_the_service_computes_every_file_once_by_itself(
    world: World,
) -> None:
    student_id = await enrolled(world)
    before = await due_on(world, student_id)
    await of_former_rulebook(world)
    await spoil(world, student_id)
    await recomputation.resume_in(world.app.state.database, await system(world))
    assert await due_on(world, student_id) == before
    await of_former_rulebook(world)  # as rows are that no rule moved
    await spoil(world, student_id)
    await recomputation.resume_in(world.app.state.database, await system(world))
    assert await due_on(world, student_id) != before
    assert await passes(world) == [(1, True)]


async def test_a_program_of_this_rulebook_alone_is_not_computed_anew(world: World) -> None:
    student_id = await enrolled(world)
    await spoil(world, student_id)
    spoilt = await stored(world, student_id)
    for _ in range(2):
        await recomputation.resume_in(world.app.state.database, await system(world))
    assert await stored(world, student_id) == spoilt
    assert await passes(world) == [(0, True)]


async def test_an_upgrade_computed_by_hand_is_not_computed_again(world: World) -> None:
    await enrolled(world)
    await of_former_rulebook(world)
    actor = await system(world)
    await all_of(recomputation.after_upgrade(begin(world, actor), actor))
    done = await passes(world)
    await recomputation.resume_in(world.app.state.database, await system(world))
    assert await passes(world) == done


async def of_former_rulebook(world: World) -> None:
    await world.change(
        "update eb.deadline set rulebook_sha256 = repeat('0', 64) where tenant_id = :t",
        t=world.program_id,
    )


async def due_on(world: World, student_id: str) -> str:
    rows = await world.look(
        "select due_on from eb.deadline where student_id = :s and rule_id = :r",
        s=student_id, r=FIRST_PLAN,
    )  # fmt: skip
    return str(rows[0][0])


async def passes(world: World) -> list[tuple[int, bool]]:
    """How much each moved, and whether it is done."""
    rows = await world.look(
        "select moved, done_at is not null from eb.recomputation where tenant_id = :t order by id",
        t=world.program_id,
    )
    return [tuple(row) for row in rows]
