"""Endpoints: who may have them, what is shown of them, and what the database never sees."""

from uuid import uuid4

import pytest

from app.sealing import Sealer, Unreadable
from app.signing import load_signing_key
from tests.factories.problem import assert_problem
from tests.factories.referral import refer
from tests.factories.webhook import EVERYTHING, SOMEWHERE, endpoint, told_at
from tests.factories.world import World

ENDPOINTS = "/v1/webhook-endpoints"


@pytest.mark.parametrize("name", ["agency", "district", "administrator"])
async def test_partners_and_administrators_keep_endpoints(world: World, name: str) -> None:
    api = world.api(name)
    made = await told_at(api, description="Nightly desk")
    assert made["secret"].startswith("whsec_")
    path = f"{ENDPOINTS}/{made['id']}"
    shown = await api.get(path)
    assert shown.headers["etag"].startswith('"1.')
    assert shown.json() == {k: v for k, v in made.items() if k != "secret"}
    assert shown.json()["types"] == EVERYTHING
    assert (await api.get(ENDPOINTS)).json() == [shown.json()]
    changed = await api.patch(path, {"types": ["task.assigned"], "is_enabled": False}, '"1"')
    assert changed.json()["types"] == ["task.assigned"]
    assert (changed.json()["is_enabled"], changed.json()["disabled_reason"]) == (
        False,
        "switched_off",
    )
    assert (await api.patch(path, {"description": None}, '"1"')).status_code == 412
    assert (await api.http.delete(path, headers={"If-Match": '"2"'})).status_code == 204
    assert_problem(await api.get(path), 404, "webhook-endpoint-not-found")


@pytest.mark.parametrize("name", ["coordinator", "therapist", "supervisor", "intake", "auditor"])
async def test_nobody_else_does(world: World, name: str) -> None:
    api = world.api(name)
    assert_problem(await api.post(ENDPOINTS, endpoint()), 403, "forbidden")
    assert_problem(await api.get(ENDPOINTS), 403, "forbidden")
    assert_problem(await api.get("/v1/events"), 403, "forbidden")


async def test_a_secret_is_shown_once_and_to_a_retry_of_that_request_alone(world: World) -> None:
    key = str(uuid4())
    first = await world.agency.post(ENDPOINTS, endpoint(), key=key)
    again = await world.agency.post(ENDPOINTS, endpoint(), key=key)
    assert again.headers["idempotency-replayed"] == "true"
    assert "sealed" not in again.headers
    assert (again.status_code, again.json()) == (201, first.json())
    assert len((await world.agency.get(ENDPOINTS)).json()) == 1


async def test_no_table_holds_a_secret_as_it_is(world: World) -> None:
    made = await told_at(world.agency)
    rotated = await world.agency.post(f"{ENDPOINTS}/{made['id']}/rotations", {})
    for secret in (made["secret"], rotated.json()["secret"]):
        for table in (
            "webhook_endpoint",
            "record_change",
            "idempotency_key",
            "access_log",
            "outbox",
        ):
            rows = await world.look(
                f"select t::text from eb.{table} t where tenant_id = :t",  # noqa: S608
                t=world.agency_id,
            )
            assert rows or table == "outbox"
            assert not any(secret in row[0] or secret[6:] in row[0] for row in rows)


async def test_its_history_says_what_it_was_and_of_a_secret_only_that_it_changed(
    world: World,
) -> None:
    api = world.administrator
    made = await told_at(api, description="Nightly desk")
    path = f"{ENDPOINTS}/{made['id']}"
    assert (await api.patch(path, {"url": f"{SOMEWHERE}/new"}, '"1"')).status_code == 200
    assert (await api.patch(path, {"description": "Nightly desk"}, '"2"')).json()["version"] == 2
    assert (await api.post(f"{path}/rotations", {})).status_code == 200
    off = await api.patch(path, {"is_enabled": False}, '"3"')
    assert off.status_code == 200, off.text
    acts = (await api.get(f"{path}/history")).json()["items"]
    assert [(a["act"], a["version"], a["changes"]) for a in acts] == [
        ("created", 1, {}),
        ("changed", 2, {"url": {"from": SOMEWHERE, "to": f"{SOMEWHERE}/new"}}),
        ("secret_rotated", 3, {"secret": {}}),
        ("changed", 4, {
            "is_enabled": {"from": True, "to": False}, "disabled_reason": {"from": None, "to": "switched_off"},
        }),
    ]  # fmt: skip
    assert {a["created_by"] for a in acts} == {str(world.people["administrator"].id)}


async def test_what_may_be_done_with_one_depends_on_whether_it_is_on(world: World) -> None:
    path = f"{ENDPOINTS}/{(await told_at(world.agency))['id']}"
    always = {"change", "rotate", "remove"}
    for is_enabled, more in ((True, {"switch_off", "replay"}), (False, {"switch_on"})):
        changed = await world.agency.patch(path, {"is_enabled": is_enabled}, '"1"')
        assert changed.status_code == 200, changed.text
        actions = (await world.agency.get(f"{path}/actions")).json()
        assert {a["act"] for a in actions} == always | more
        assert all(a["is_allowed"] for a in actions)


async def test_what_is_sealed_opens_for_its_owner_with_its_key_alone(world: World) -> None:
    sealer: Sealer = world.app.state.sealer
    owner, stranger = uuid4(), uuid4()
    sealed = sealer.seal("a secret", owner)
    assert sealer.open(sealed, owner) == "a secret"
    assert sealer.seal("a secret", owner) != sealed
    other = world.app.state.settings.state_dir / f"{uuid4()}.json"
    for opener, who, text in (
        (sealer, stranger, sealed),
        (Sealer(load_signing_key(other, may_create=True)), owner, sealed),
        (sealer, owner, sealed[:-4] + "AAAA"),
        (sealer, owner, ""),
        (sealer, owner, "%"),
    ):
        with pytest.raises(Unreadable):
            opener.open(text, who)


@pytest.mark.parametrize(
    "body",
    [
        {}, {"url": SOMEWHERE}, {"url": SOMEWHERE, "types": []}, {"url": SOMEWHERE, "types": ["student.named"]},
        {"url": "ftp://example.org", "types": EVERYTHING}, {"url": "https://exa mple.org/", "types": EVERYTHING},
        {"url": "https://" + "a" * 600, "types": EVERYTHING}, {"url": None, "types": EVERYTHING},
        {"url": SOMEWHERE, "types": EVERYTHING, "secret": "whsec_mine"}, {"url": SOMEWHERE, "types": EVERYTHING * 2},
    ],
)  # fmt: skip
async def test_a_wrong_endpoint_is_refused_by_its_shape(world: World, body: object) -> None:
    assert_problem(await world.agency.post(ENDPOINTS, body), 422, "invalid-request")


async def test_an_organisation_has_twenty_at_most(world: World) -> None:
    for _ in range(20):
        await told_at(world.agency)
    response = await world.agency.post(ENDPOINTS, endpoint())
    assert_problem(response, 409, "too-many-webhook-endpoints")


async def test_changes_of_endpoints_are_on_record(world: World) -> None:
    made = await told_at(world.administrator)
    await world.administrator.post(f"{ENDPOINTS}/{made['id']}/rotations", {"overlap_hours": 0})
    rows = await world.look(
        "select action, detail from eb.access_log where tenant_id = :t and resource = 'webhook-endpoint' order by id",
        t=world.program_id,
    )
    assert [(r.action, r.detail["record_id"]) for r in rows] == [
        ("create", made["id"]),
        ("change", made["id"]),
    ]


async def test_a_withdrawn_system_may_ask_for_nothing_more(world: World) -> None:
    await refer(world)
    assert (await world.agency.get("/v1/events")).status_code == 200
    await world.change(
        "update eb.principal set is_active = false where tenant_id = :t", t=world.agency_id
    )
    assert (await world.agency.get("/v1/events")).status_code == 401
