"""Somebody who looks and would rather not have looked: every read leaves its row, and no row goes away."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from tests.factories.county import Furnished, furnish, handed_over
from tests.factories.note import act
from tests.factories.world import World
from tests.tenancy.test_the_matrix_of_every_route_and_role import routes_with_ids

# Lists and searches that show children without naming one in the address, and who may ask.
SHOWING_CHILDREN = {
    "/v1/students": "supervisor",
    "/v1/deadlines": "supervisor",
    "/v1/lea-notices": "district",
    "/v1/packets": "district",
}
# A calendar holds no child, and a file that was sent is nobody's yet.
WITHOUT_CHILDREN = {
    "get_upload",
    "get_webhook_endpoint",
    "list_webhook_deliveries",
    "list_webhook_endpoint_history",
    "list_webhook_endpoint_actions",
    "get_school_area",
    "list_school_area_history",
    "list_school_area_actions",
    "get_school_year",
    "list_school_year_actions",
}

QUERIES = {"compare_plan": "?with_id={plan_id}"}
"""What a read needs besides its path, where one of everything is too few."""


@pytest.fixture
async def own(world: World) -> Furnished:
    return await handed_over(world)


@pytest.fixture
async def every(world: World) -> Furnished:
    return await furnish(world)


async def new_rows(world: World, seen: set[UUID]) -> list[Any]:
    rows = await world.look(
        "select id, tenant_id, action, resource, purpose, party, created_by, student_id, student_ids, detail"
        "  from eb.access_log where tenant_id in (:p, :a, :d)",
        p=world.program_id, a=world.agency_id, d=world.district_id,
    )  # fmt: skip
    new = [row for row in rows if row.id not in seen]
    seen.update(row.id for row in new)
    return new


def names(row: Any, student_id: str) -> bool:
    return student_id in {str(row.student_id), *map(str, row.student_ids or ())}


async def test_every_read_of_a_childs_record_names_the_child_the_reader_and_the_purpose(
    every: Furnished,
) -> None:
    world, ids, seen = every.world, every.ids, set[UUID]()
    note = await world.coordinator.get(f"/v1/students/{ids['student_id']}/notes/{ids['note_id']}")
    assert (
        await act(world, "coordinator", note.json(), "sign")
    ).status_code == 200  # only then is there a copy
    read = 0
    for method, path, operation, _ in routes_with_ids(world.app):
        if method != "get" or operation in WITHOUT_CHILDREN:
            continue
        reader = "district" if path.startswith("/v1/packets") else "supervisor"
        await new_rows(world, seen)
        asked = (path + QUERIES.get(operation, "")).format(**ids)
        answer = await world.api(reader).get(asked)
        if answer.status_code == 403:
            answer = await world.intake.get(asked)
        assert answer.status_code == 200, (path, answer.text)
        rows = await new_rows(world, seen)
        assert rows, f"{path} leaves no row"
        assert all(row.purpose and row.party for row in rows)
        if "{student_id}" in path or path.startswith("/v1/packets"):
            assert any(names(row, ids["student_id"]) for row in rows), path
        read += 1
    assert read >= 10


async def test_every_list_of_children_names_each_child_it_showed(every: Furnished) -> None:
    world, seen = every.world, set[UUID]()
    for path, reader in SHOWING_CHILDREN.items():
        await new_rows(world, seen)
        answer = await world.api(reader).get(path)
        assert answer.status_code == 200
        assert answer.json()["items"]
        rows = await new_rows(world, seen)
        assert [row for row in rows if names(row, every.ids["student_id"])], path
    assert (await world.intake.get("/v1/referrals")).status_code == 200
    (row,) = await new_rows(world, seen)
    assert every.ids["referral_id"] in row.detail["referral_ids"]


async def test_an_answer_not_sent_again_is_still_a_read(own: Furnished) -> None:
    world, seen = own.world, set[UUID]()
    path = f"/v1/students/{own.ids['student_id']}"
    tag = (await world.coordinator.get(path)).headers["etag"]
    await new_rows(world, seen)
    answer = await world.coordinator.get(path, headers={"If-None-Match": tag})
    assert answer.status_code == 304
    assert [row for row in await new_rows(world, seen) if names(row, own.ids["student_id"])]


async def test_the_districts_pull_stands_in_the_programs_record_under_the_districts_name(
    own: Furnished,
) -> None:
    world, seen = own.world, set[UUID]()
    await new_rows(world, seen)
    await world.district.get(f"/v1/packets/{own.ids['packet_id']}")
    rows = {row.tenant_id: row for row in await new_rows(world, seen)}
    assert set(rows) == {world.program_id, world.district_id}
    told = rows[world.program_id]
    assert (told.action, told.created_by) == ("disclose", None)
    assert names(told, own.ids["student_id"])
    shown = await world.supervisor.get(f"/v1/students/{own.ids['student_id']}/access-log")
    assert str(told.id) in shown.text


async def test_a_list_that_showed_the_child_stands_in_the_childs_own_record(own: Furnished) -> None:
    world = own.world
    await world.auditor.get("/v1/students")
    shown = await world.supervisor.get(f"/v1/students/{own.ids['student_id']}/access-log?limit=200")
    assert any(
        row["resource"] == "caseload" and row["party"].startswith("auditor")
        for row in shown.json()["items"]
    ), shown.text


async def test_the_record_holds_no_name_birth_date_or_words(every: Furnished) -> None:
    rows = await every.world.look(
        "select cast(row_to_json(a) as text) from eb.access_log a where tenant_id in (:p, :d)",
        p=every.world.program_id, d=every.world.district_id,
    )  # fmt: skip
    whole = " ".join(row[0] for row in rows)
    for said in ("Amina", "Okafor", "Grace", "555-0142", "Alder", "Few words"):
        assert said not in whole


CHANGES = (
    "update eb.{table} set tenant_id = tenant_id",
    "delete from eb.{table}",
    "truncate eb.{table}",
)


async def touched(connection: AsyncConnection, change: str) -> int:
    """Rows that a change reached: none where it is refused."""
    try:
        done = await connection.execute(text(change))
    except ProgrammingError:
        return 0
    return done.rowcount


@pytest.mark.parametrize("role", ["eb_app", "eb_relay", "eb_owner"])
@pytest.mark.parametrize("table", ["access_log", "clock_change"])
async def test_no_role_of_the_installation_changes_or_empties_a_trail(
    own: Furnished, owner: AsyncEngine, role: str, table: str
) -> None:
    counted = f"select count(*) from eb.{table}"  # noqa: S608
    before = await own.world.look(counted)
    for change in CHANGES:
        async with owner.connect() as connection:
            await connection.execute(text(f"set local role {role}"))
            await connection.execute(
                text("select set_config('app.tenant_id', :t, true)"),
                {"t": str(own.world.program_id)},
            )
            assert await touched(connection, change.format(table=table)) == 0, change
            await connection.commit()
    assert await own.world.look(counted) == before


async def test_not_even_the_login_that_migrates_changes_a_trail(
    own: Furnished, owner: AsyncEngine
) -> None:
    for change in CHANGES:
        async with owner.connect() as connection:
            with pytest.raises(DBAPIError) as refused:
                await connection.execute(text(change.format(table="access_log")))
            assert getattr(refused.value.orig, "sqlstate", None) == "42501"
