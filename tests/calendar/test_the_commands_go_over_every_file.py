"""`earlybridge rules recompute` and `verify`, over rows that were spoilt."""

import asyncio
import re
from uuid import UUID, uuid4

import pytest
import typer
from typer.testing import CliRunner, Result

from app.cli.recomputation import recompute, verify
from tests.factories.recomputation import FIRST_PLAN, spoil
from tests.factories.referral import enrolled
from tests.factories.student import add_students
from tests.factories.world import World

rules = typer.Typer()
rules.command("recompute")(recompute)
rules.command("verify")(verify)


@pytest.fixture(autouse=True)
def _database(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARLYBRIDGE_DATABASE_URL", database_url)


async def run(program_id: UUID, *command: str) -> Result:
    """In one program of the many that the tests leave in a database."""
    named = [*command, "--program", str(program_id)]
    return await asyncio.to_thread(CliRunner().invoke, rules, named)


async def test_the_commands_list_what_moves_and_verify_fails_on_it(world: World) -> None:
    student_id = await enrolled(world)
    await spoil(world, student_id)
    line = re.compile(rf"^{student_id} {FIRST_PLAN}: open \S+ -> open \S+$", re.MULTILINE)
    runs = [
        await run(world.program_id, *command)
        for command in (
            ("verify",), ("recompute", "--dry-run"), ("recompute",), ("recompute",), ("verify",),
        )
    ]  # fmt: skip
    assert [r.exit_code for r in runs] == [1, 0, 0, 0, 0], [r.output for r in runs]
    assert [bool(line.search(r.stdout)) for r in runs] == [True, True, True, False, False]


async def test_several_processes_share_the_work_of_a_command(world: World) -> None:
    students = await add_students(world, 4)
    done = await run(world.program_id, "recompute", "--dry-run", "--processes", "2")
    assert done.exit_code == 0, done.output
    assert set(students) <= {line.split()[0] for line in done.stdout.splitlines()}


async def test_a_program_that_is_not_named_is_left_as_it_is(world: World, other: World) -> None:
    spoilt = await enrolled(other)
    await spoil(other, spoilt)
    assert (await run(world.program_id, "recompute")).exit_code == 0
    assert (await run(world.program_id, "verify")).exit_code == 0
    assert (await run(other.program_id, "verify")).exit_code == 1


async def test_a_program_that_is_none_is_named(world: World) -> None:
    unknown = uuid4()
    done = await run(unknown, "verify")
    assert done.exit_code == 2
    assert str(unknown) in done.output


async def test_verify_looks_at_more_than_status_and_date(world: World) -> None:
    student_id = await enrolled(world)
    await world.change(
        "update eb.deadline set due_on_unadjusted = null where student_id = :s and rule_id = :r",
        s=student_id, r=FIRST_PLAN,
    )  # fmt: skip
    done = await run(world.program_id, "verify")
    assert done.exit_code == 1
    assert f"{student_id} {FIRST_PLAN}: due_on_unadjusted\n" in done.stdout
