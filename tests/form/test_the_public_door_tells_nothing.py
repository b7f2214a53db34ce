"""A referral without an account: taken in, answered with a number, slowed down, told nobody's secrets."""

import asyncio
import hashlib
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.services import turn
from app.services.form.submit import DOOR, PROGRAM
from tests.factories.form import submission
from tests.factories.problem import assert_problem
from tests.factories.referral import accept, enrolled
from tests.factories.world import World

DOOR_PATH = "/v1/forms/referral/submissions"
BURST = int(DOOR.burst)


async def test_it_stands_in_the_programs_worklist_with_the_senders_words(world: World) -> None:
    response = await world.api(None).post(DOOR_PATH, submission(world))
    assert response.status_code == 201
    assert set(response.json()) == {"receipt_number"}
    assert "location" not in response.headers
    (row,) = (await world.intake.get("/v1/referrals")).json()["items"]
    assert row["sender_id"] is None
    found = (await world.intake.get(f"/v1/referrals/{row['id']}")).json()
    assert (found["channel"], found["state"]) == ("public_form", "submitted")
    assert found["submitted"]["sender"]["name"] == "Rosa Vega"
    assert found["received_on"] == str(world.today)
    assert found["ifsp_due_on"] is not None
    assert row["id"].replace("-", "")[-10:].upper() == response.json()["receipt_number"]
    assert await accept(world, row["id"])
    access = await world.look(
        "select party, created_by from eb.access_log where tenant_id = :t and detail->>'referral_id' = :r order by id limit 1",
        t=world.program_id, r=row["id"],
    )  # fmt: skip
    assert tuple(access[0]) == ("public form", None)


async def test_a_known_child_and_an_unknown_one_get_the_same_answer(world: World) -> None:
    await enrolled(world)
    nobody = world.api(None)
    known = await nobody.post(DOOR_PATH, submission(world))
    unknown = await nobody.post(DOOR_PATH, submission(world, child={"first_name": "Nobody"}))
    twice = await nobody.post(DOOR_PATH, submission(world))
    assert {r.status_code for r in (known, unknown, twice)} == {201}
    assert {tuple(r.json()) for r in (known, unknown, twice)} == {("receipt_number",)}
    assert len({r.json()["receipt_number"] for r in (known, unknown, twice)}) == 3
    dropped = {"content-length", "x-request-id", "date"}
    heads = [{k for k in r.headers if k not in dropped} for r in (known, unknown)]
    assert heads[0] == heads[1]


async def test_a_retry_has_one_effect_also_at_the_same_time(world: World) -> None:
    key, body = str(uuid4()), submission(world)
    nobody = world.api(None)
    answers = await asyncio.gather(*(nobody.post(DOOR_PATH, body, key=key) for _ in range(4)))
    assert {a.status_code for a in answers} == {201}
    assert len({a.json()["receipt_number"] for a in answers}) == 1
    assert len((await world.intake.get("/v1/referrals")).json()["items"]) == 1
    other = await nobody.post(DOOR_PATH, submission(world, reason="another"), key=key)
    assert_problem(other, 422, "idempotency-key-reused")
    missing = await nobody.http.post(DOOR_PATH, json=body)
    assert_problem(missing, 400, "idempotency-key-missing")


async def _sent(world: World, address: str, body: dict[str, Any]) -> httpx.Response:
    transport = httpx.ASGITransport(world.app, client=(address, 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        return await http.post(DOOR_PATH, json=body, headers={"Idempotency-Key": str(uuid4())})


async def test_an_address_is_slowed_down_and_another_is_not(world: World) -> None:
    body = submission(world)
    answers = [await _sent(world, "192.0.2.7", body) for _ in range(BURST + 1)]
    assert [a.status_code for a in answers] == [201] * BURST + [429]
    assert_problem(answers[-1], 429, "too-many-requests")
    assert int(answers[-1].headers["retry-after"]) == 30
    assert (await _sent(world, "192.0.2.8", body)).status_code == 201
    # Wrong programs count too: nobody tries them all.
    other = submission(world, program_id=str(uuid4()))
    wrong = [await _sent(world, "192.0.2.9", other) for _ in range(BURST + 1)]
    assert [a.status_code for a in wrong] == [404] * BURST + [429]


async def test_all_addresses_of_one_ipv6_network_are_one(world: World) -> None:
    body = submission(world)
    answers = [await _sent(world, f"2001:db8:0:7::{n:x}", body) for n in range(BURST + 1)]
    assert [a.status_code for a in answers] == [201] * BURST + [429]
    assert (await _sent(world, "2001:db8:0:8::1", body)).status_code == 201
    mapped = [turn.at(a) for a in ("::ffff:192.0.2.7", "192.0.2.7", "::ffff:192.0.2.8")]
    assert mapped[0] == mapped[1] != mapped[2]
    assert turn.at("") != turn.at("unknown")


async def test_one_program_is_not_flooded_from_many_addresses(world: World) -> None:
    body = submission(world)
    assert (await _sent(world, "192.0.2.7", body)).status_code == 201
    key = hashlib.sha256(f"{PROGRAM.name}:program:{world.program_id}".encode()).hexdigest()
    await world.change("update eb.rate_bucket set tokens = -1000 where key = :k", k=key)
    answer = await _sent(world, "192.0.2.8", body)
    assert "this program" in assert_problem(answer, 429, "too-many-requests")["detail"]


@pytest.mark.parametrize("which", ["agency_id", "district_id", "missing"])
async def test_only_programs_have_the_door(world: World, which: str) -> None:
    program = str(getattr(world, which, uuid4()) if which != "missing" else uuid4())
    response = await world.api(None).post(DOOR_PATH, submission(world, program_id=program))
    assert_problem(response, 404, "program-not-found")


@pytest.mark.parametrize(
    "changes",
    [{"channel": "api"}, {"received_on": "2026-01-05"}, {"sender_ref": "A-1"}, {"sender_id": str(uuid4())}],
)  # fmt: skip
async def test_nobody_gives_it_another_day_channel_or_sender(
    world: World, changes: dict[str, Any]
) -> None:
    response = await world.api(None).post(DOOR_PATH, submission(world, **changes))
    assert_problem(response, 422, "invalid-request")


async def test_a_token_changes_nothing_and_hostile_words_stay_words(world: World) -> None:
    words = (
        "<script>alert(1)</script>'; drop table eb.referral; -- ${7*7} {{7*7}} =cmd|' /C calc'!A0"
    )
    body = submission(world, reason=words, child={"first_name": words[:100]})
    response = await world.coordinator.post(DOOR_PATH, body)
    assert response.status_code == 201
    assert words[:20] not in response.text
    (row,) = (await world.intake.get("/v1/referrals")).json()["items"]
    found = (await world.intake.get(f"/v1/referrals/{row['id']}")).json()
    assert found["submitted"]["reason"] == words
    assert found["sender_id"] is None


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{", 400), (b"\xff\xfe", 400), (b"[]", 422), (b"null", 422), (b'{"a":' * 40 + b"1" + b"}" * 40, 400),
        (b'{"reason": "' + b"x" * 300_000 + b'"}', 413), (b'{"reason": NaN}', 400),
    ],
)  # fmt: skip
async def test_what_cannot_be_read_is_refused(world: World, content: bytes, status: int) -> None:
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    response = await world.api(None).http.post(DOOR_PATH, content=content, headers=headers)
    assert response.status_code == status, response.text
    assert (await world.intake.get("/v1/referrals")).json()["items"] == []


async def test_a_birth_that_has_not_been_is_refused(world: World) -> None:
    body = submission(world, child={"born_on": "2099-01-01"})
    assert_problem(await world.api(None).post(DOOR_PATH, body), 409, "referral-before-birth")


async def test_the_program_is_told_and_no_other(world: World, other: World) -> None:
    await world.api(None).post(DOOR_PATH, submission(world))
    rows = await world.look("select topic from eb.outbox where tenant_id = :t", t=world.program_id)
    assert [r.topic for r in rows] == ["referral.received"]
    assert (await other.intake.get("/v1/referrals")).json()["items"] == []
    assert (await world.agency.get("/v1/referrals")).json()["items"] == []
