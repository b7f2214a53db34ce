"""The loan closet: the database itself lets no two loans of one thing overlap, also at once."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.equipment import begun, made
from tests.factories.loan import on_shelf, reserve, step
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World


async def test_of_two_loans_at_once_one_is_refused(world: World) -> None:
    one, item = await enrolled(world), await on_shelf(world)
    two = await enrolled(world, child={"first_name": "Berta", "last_name": "Quint"})
    answers = await asyncio.gather(
        reserve(world.coordinator, world, item, one, 0, 20),
        reserve(world.supervisor, world, item, two, 20, 30),
        reserve(world.supervisor, world, item, two, 10, 15),
    )
    codes = sorted(a.status_code for a in answers)
    assert codes in ([201, 409, 409], [201, 201, 409])
    refused = [a for a in answers if a.status_code == 409]
    for answer in refused:
        assert_problem(answer, 409, "loan-overlap")


async def test_the_database_refuses_an_overlap_by_itself(world: World, owner: AsyncEngine) -> None:
    student, item = await enrolled(world), await on_shelf(world)
    loan = made(await reserve(world.coordinator, world, item, student, 5, 10))
    copied = text(
        """insert into eb.loan (tenant_id, id, item_id, student_id, state, from_on, until_on)
           select tenant_id, gen_random_uuid(), item_id, student_id, 'out', until_on, until_on + 9
             from eb.loan where id = :id"""
    )
    with pytest.raises(IntegrityError, match="ex_loan_overlap"):
        async with owner.begin() as connection:
            await connection.execute(copied, {"id": loan["id"]})


SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 12)), min_size=2, max_size=6
)  # fmt: skip


@given(SPANS)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
async def test_a_loan_is_taken_exactly_when_no_other_shares_a_day(
    world: World, spans: list[tuple[int, int]]
) -> None:
    known = (await world.supervisor.get("/v1/students")).json()["items"]
    student = known[0]["id"] if known else await enrolled(world)
    item = await on_shelf(world)
    taken: set[int] = set()
    for first, length in spans:
        wanted = set(range(first, first + length + 1))
        answer = await reserve(world.coordinator, world, item, student, first, first + length)
        assert answer.status_code == (409 if wanted & taken else 201), answer.text
        taken |= wanted if answer.status_code == 201 else set()


async def test_a_bridging_loan_goes_out_comes_due_and_comes_back(world: World) -> None:
    story = await begun(world)
    item = await on_shelf(world)
    loan = made(await reserve(story.api, world, item, story.student_id, 0, 3, request_id=story.id))
    shelf, path = f"/v1/loan-items/{item['id']}", f"/v1/loans/{loan['id']}"
    assert made(await story.api.get(shelf))["is_reserved"] is True
    assert_problem(
        await step(story.api, path, "take_back", condition="good"), 409, "step-not-allowed"
    )
    made(await step(story.api, path, "hand_out", condition="good"))
    out = made(await story.api.get(shelf))
    assert (out["state"], out["due_on"], out["is_overdue"]) == ("out", loan["until_on"], False)
    due = (await story.api.get("/v1/worklists/loans-due")).json()["items"]
    assert [d["id"] for d in due] == [loan["id"]]
    assert_problem(
        await step(story.api, path, "extend", until_on=loan["until_on"]), 409, "loan-dates"
    )
    made(await step(story.api, path, "take_back", condition="worn"))
    back = made(await story.api.get(shelf))
    assert (back["state"], back["condition"], back["due_on"]) == ("returned", "worn", None)
    for act in ("clean", "shelve"):
        made(await step(story.api, shelf, act))
    assert made(await story.api.get(shelf))["cleaned_on"] == str(world.today)
    acts = [h["act"] for h in (await story.api.get(f"{shelf}/history")).json()["items"]]
    assert acts == ["created", "loan.out", "loan.returned", "clean", "shelve"]


async def test_a_longer_loan_does_not_take_anothers_days(world: World) -> None:
    student, item = await enrolled(world), await on_shelf(world)
    loan = made(await reserve(world.coordinator, world, item, student, 0, 5))
    made(await reserve(world.coordinator, world, item, student, 6, 9))
    path = f"/v1/loans/{loan['id']}"
    until = (await reserve(world.coordinator, world, item, student, 20, 26)).json()["from_on"]
    assert_problem(
        await step(world.coordinator, path, "extend", until_on=until), 409, "loan-overlap"
    )
    assert made(await world.coordinator.get(path))["until_on"] == loan["until_on"]


async def test_an_overdue_loan_stands_first_and_keeps_the_thing_from_the_next(
    world: World,
) -> None:
    student, item = await enrolled(world), await on_shelf(world)
    loan = made(await reserve(world.coordinator, world, item, student, 0, 1))
    made(await step(world.coordinator, f"/v1/loans/{loan['id']}", "hand_out", condition="good"))
    await world.change(
        "update eb.loan set from_on = from_on - 10, until_on = until_on - 10 where id = :id", id=loan["id"]
    )  # fmt: skip
    assert made(await world.coordinator.get(f"/v1/loan-items/{item['id']}"))["is_overdue"] is True
    later = made(await reserve(world.coordinator, world, item, student, 0, 4))
    refused = await step(
        world.coordinator, f"/v1/loans/{later['id']}", "hand_out", condition="good"
    )
    assert "not on the shelf" in assert_problem(refused, 409, "step-not-ready")["detail"]


async def test_a_serial_number_names_one_thing(world: World) -> None:
    item = await on_shelf(world)
    again = {**{k: item[k] for k in ("kind", "name", "manufacturer", "model", "serial_number")}, "condition": "new"}  # fmt: skip
    assert_problem(await world.supervisor.post("/v1/loan-items", again), 409, "serial-taken")
