"""Certificates and checks are kept beside licences: what ends soon shows them all, and none of them signs."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from app.services.credential import LicenceMissing, require_licence
from tests.factories.problem import assert_problem
from tests.factories.world import World

KINDS = ("certificate", "background_check", "cpr")
ENDING = "/v1/worklists/expiring-licences"


def _path(world: World) -> str:
    return f"/v1/staff/{world.people['therapist'].id}/credentials"


def _paper(kind: str, **changes: Any) -> dict[str, Any]:
    return {
        "kind": kind, "title": "On paper", "issuer": "Red Cross", "valid_from": "2020-01-01", **changes,
    }  # fmt: skip


async def _hold(world: World, kind: str, **changes: Any) -> dict[str, Any]:
    made = await world.supervisor.post(_path(world), _paper(kind, **changes))
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def test_no_certificate_and_no_check_lets_anybody_sign(world: World) -> None:
    for kind in KINDS:
        await _hold(world, kind)
    actor = await world.app.state.tokens.actor(world.token("therapist"))
    me = world.people["therapist"].id
    async with world.app.state.database.session(actor.caller) as db:
        with pytest.raises(LicenceMissing):
            await require_licence(db, actor, me, world.today)
    licence = await world.licensed("therapist")
    await _hold(world, "cpr", valid_from=str(world.today))
    async with world.app.state.database.session(actor.caller) as db:
        under = await require_licence(db, actor, me, world.today)
        assert str(under.id) == licence["id"]


async def test_what_a_licence_says_is_asked_of_a_licence_and_of_nothing_else(world: World) -> None:
    own = {
        "discipline": "nursing", "level": "licensed", "supervisor_id": str(world.people["supervisor"].id),
    }  # fmt: skip
    for kind in KINDS:
        answer = assert_problem(
            await world.supervisor.post(_path(world), _paper(kind, **own)), 422, "invalid-request"
        )
        assert {e["pointer"] for e in answer["errors"]} == {f"/{name}" for name in own}
    for asked in (_paper("licence"), {k: v for k, v in _paper("licence").items() if k != "kind"}):
        answer = assert_problem(
            await world.supervisor.post(_path(world), asked), 422, "invalid-request"
        )
        assert {e["pointer"] for e in answer["errors"]} == {"/discipline", "/level"}
    held = await _hold(world, "cpr")
    named = {"supervisor_id": own["supervisor_id"]}
    changed = await world.supervisor.patch(f"{_path(world)}/{held['id']}", named, '"1"')
    assert_problem(changed, 409, "supervisor-unfit")
    with pytest.raises(IntegrityError, match="of_licence"):
        await world.change(
            "update eb.staff_credential set level = 'licensed' where tenant_id = :t",
            t=world.program_id,
        )


async def test_who_says_no_kind_records_a_licence(world: World) -> None:
    held = await world.licensed("therapist")
    await _hold(world, "cpr")
    assert held["kind"] == "licence"
    listed = (await world.supervisor.get(_path(world), params={"kind": "licence"})).json()
    assert [c["id"] for c in listed] == [held["id"]]
    assert len((await world.supervisor.get(_path(world))).json()) == 2


async def test_what_ends_soon_lists_every_kind_or_one(world: World) -> None:
    ends = str(world.today + timedelta(days=30))
    await world.licensed("therapist", expires_on=ends)
    for kind in KINDS:
        await _hold(world, kind, expires_on=ends)
    listed = (await world.supervisor.get(ENDING)).json()["items"]
    assert {row["kind"] for row in listed} == {"licence", *KINDS}
    cpr = (await world.supervisor.get(ENDING, params={"kind": "cpr"})).json()["items"]
    assert [(row["kind"], row["discipline"], row["on_date"]) for row in cpr] == [("cpr", None, ends)]  # fmt: skip


async def test_what_has_ended_stays_listed_until_it_is_renewed(world: World) -> None:
    """For sixty days; by what holds today, in the same discipline, and where a name tells two apart, of that name."""

    def on(days: int) -> str:
        return str(world.today + timedelta(days=days))

    async def listed() -> list[tuple[str, str]]:
        rows = (await world.supervisor.get(ENDING)).json()["items"]
        return [(row["kind"], row["on_date"]) for row in rows]

    for ended in (-61, -60):
        await world.licensed("therapist", expires_on=on(ended))
    await _hold(world, "certificate", title="Lactation", expires_on=on(-1))
    both = [("licence", on(-60)), ("certificate", on(-1))]
    assert await listed() == both
    await world.licensed("therapist", "vision")
    await _hold(world, "certificate", title="Feeding")
    await world.licensed("therapist", valid_from=on(1))
    assert await listed() == both
    lists = {w["name"]: w for w in (await world.supervisor.get("/v1/worklists")).json()["items"]}
    assert lists["expiring-licences"]["count"] == 2
    await world.licensed("therapist", valid_from=on(0), expires_on=on(30))
    await _hold(world, "certificate", title="LACTATION", valid_from=on(0))
    assert await listed() == []
