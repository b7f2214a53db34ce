"""POST /v1/referrals/batch: JSON Lines in, an answer a line out; each line whole or not at all."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.errors import Busy
from app.services.referral import batch
from app.services.referral.receive import receive
from tests.factories.api import Api
from tests.factories.problem import assert_problem
from tests.factories.referral import refer, referral
from tests.factories.world import World

BATCH = "/v1/referrals/batch"
LINES = "application/x-ndjson"


def line(world: World, number: int, **changes: Any) -> bytes:
    child = {"first_name": f"Child {number}", **changes.pop("child", {})}
    body = referral(world, sender_ref=f"N-{number}", child=child, **changes)
    return json.dumps(body).encode()


async def send(api: Api, *lines: bytes, key: str | None = None) -> httpx.Response:
    headers = {"Content-Type": LINES, "Idempotency-Key": key or str(uuid4())}
    return await api.http.post(BATCH, content=b"\n".join(lines), headers=headers)


def answers(response: httpx.Response) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith(LINES)
    return [json.loads(text) for text in response.text.splitlines()]


async def count(world: World) -> int:
    rows = await world.look("select 1 from eb.referral where tenant_id = :t", t=world.program_id)
    return len(rows)


async def test_every_line_is_answered_in_its_place_and_a_bad_one_spoils_none(world: World) -> None:
    bad = [
        b"{", b"[]", b"\xff", b'{"reason": NaN}', line(world, 90, surprise=1), line(world, 91, child={"born_on": "2099-01-01"}),
        line(world, 92, program_id=str(uuid4())), line(world, 93, received_on="2026-01-05"), b'{"a":' * 40 + b"1" + b"}" * 40,
        b'{"reason": "' + b"x" * 70_000 + b'"}',
    ]  # fmt: skip
    good = [line(world, n) for n in range(6)]
    found = answers(await send(world.agency, *good[:3], b"", *bad, b"  \r", *good[3:], b""))
    assert [a["line"] for a in found] == [1, 2, 3, *range(5, 15), 16, 17, 18]
    taken = [a for a in found if a["status"] == 201]
    assert [a["receipt"]["sender_ref"] for a in taken] == [f"N-{n}" for n in range(6)]
    refused = [(a["status"], a["problem"]["type"].rpartition("/")[2]) for a in found[3:13]]
    assert refused == [
        (400, "malformed-request"), (422, "invalid-request"), (400, "malformed-request"), (400, "malformed-request"),
        (422, "invalid-request"), (409, "referral-before-birth"), (404, "program-not-found"), (409, "received-on-not-yours"),
        (400, "malformed-request"), (413, "line-too-long"),
    ]  # fmt: skip
    assert found[7]["problem"]["errors"] == [
        {"pointer": "/surprise", "detail": "is not a known field"}
    ]
    assert await count(world) == 6
    assert len((await world.agency.get("/v1/referrals")).json()["items"]) == 6
    rows = await world.look("select 1 from eb.outbox where tenant_id = :t", t=world.program_id)
    assert len(rows) == 6


async def test_the_same_file_again_has_no_second_effect(world: World) -> None:
    file, key = [line(world, n) for n in range(5)], str(uuid4())
    first = answers(await send(world.agency, *file, key=key))
    again = answers(await send(world.agency, *file, key=key))
    assert {a["replayed"] for a in first} == {False}
    assert {a["replayed"] for a in again} == {True}
    other_key = answers(await send(world.agency, *reversed(file)))
    ids = [[a["receipt"]["id"] for a in found] for found in (first, again, other_key[::-1])]
    assert ids[0] == ids[1] == ids[2]
    assert await count(world) == 5
    changed = answers(await send(world.agency, line(world, 77), *file[1:], key=key))
    assert [a["status"] for a in changed] == [422, 201, 201, 201, 201]
    assert changed[0]["problem"]["type"] == "/problems/idempotency-key-reused"


async def test_a_number_that_stands_for_another_child_is_refused_on_its_line(world: World) -> None:
    await refer(world, sender_ref="N-1")
    found = answers(await send(world.agency, line(world, 1), line(world, 2), line(world, 2)))
    assert [a["status"] for a in found] == [409, 201, 201]
    assert found[1]["receipt"] == found[2]["receipt"]


async def test_a_file_that_was_cut_off_is_finished_by_sending_it_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receiver's process stops after some lines; what was taken stays taken, whole."""
    file, key = [line(world, n) for n in range(12)], str(uuid4())
    real, taken = receive, 0

    async def until_the_seventh(*given: Any) -> Any:
        nonlocal taken
        taken += 1
        if taken > 7:
            raise asyncio.CancelledError
        return await real(*given)

    monkeypatch.setattr(batch, "receive", until_the_seventh)
    with pytest.raises(AssertionError):  # of the transport: the answer stops before its end
        await send(world.agency, *file, key=key)
    monkeypatch.undo()
    # In one look, for a commit that was on its way may still arrive.
    ((begun, told),) = await world.look(
        """select (select count(*) from eb.referral where tenant_id = :t),
                  (select count(*) from eb.referral_status where tenant_id = :agency)""",
        t=world.program_id, agency=world.agency_id,
    )  # fmt: skip
    assert 4 <= begun <= 8
    assert told == begun
    found = answers(await send(world.agency, *file, key=key))
    assert [a["status"] for a in found] == [201] * 12
    assert begun <= sum(a["replayed"] for a in found) <= 8
    assert await count(world) == 12


async def test_when_the_service_is_busy_the_rest_is_not_tried(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = 0

    async def busy(*_: Any) -> Any:
        nonlocal tried
        tried += 1
        raise Busy

    monkeypatch.setattr(batch, "receive", busy)
    found = answers(await send(world.agency, *(line(world, n) for n in range(20))))
    assert {a["status"] for a in found} == {503}
    assert tried <= batch.AT_ONCE


async def test_a_fault_of_ours_is_told_on_its_line_without_its_words(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = receive

    async def faulty(*given: Any) -> Any:
        if given[3].sender_ref == "N-1":
            raise ZeroDivisionError("Amina Okafor")
        return await real(*given)

    monkeypatch.setattr(batch, "receive", faulty)
    response = await send(world.agency, *(line(world, n) for n in range(3)))
    assert [a["status"] for a in answers(response)] == [201, 500, 201]
    assert "Okafor" not in response.text


@pytest.mark.parametrize("name", ["coordinator", "district", "auditor"])
async def test_who_may_not_refer_may_send_no_file(world: World, name: str) -> None:
    assert_problem(await send(world.api(name), line(world, 1)), 403, "forbidden")
    assert await count(world) == 0


async def test_a_stranger_sends_nothing(world: World, other: World) -> None:
    assert_problem(await send(world.api(None), line(world, 1)), 401, "unauthenticated")
    (found,) = answers(await send(other.agency, line(world, 1)))
    assert (found["status"], found["problem"]["type"]) == (403, "/problems/not-a-partner")
    assert await count(world) == 0


async def test_too_many_lines_too_much_and_other_types_are_refused_before_any_is_taken(
    world: World,
) -> None:
    api = world.agency
    assert_problem(await send(api, *[b"{}"] * (batch.MOST_LINES + 1)), 413, "batch-too-long")
    assert_problem(await send(api, b"x" * (4 * 1024 * 1024 + 1)), 413, "body-too-large")
    body = referral(world)
    assert_problem(await api.post(BATCH, body), 415, "unsupported-media-type")
    headers = {"Content-Type": LINES}
    missing = await api.http.post(BATCH, content=b"{}", headers=headers)
    assert_problem(missing, 400, "idempotency-key-missing")
    assert_problem(await send(api, b"", b" "), 400, "malformed-request")
    elsewhere = await api.http.post(
        "/v1/referrals", content=b"x" * 300_000, headers={"Content-Type": "application/json"}
    )
    assert elsewhere.status_code == 413
    assert await count(world) == 0


async def test_five_hundred_lines_are_answered_while_others_are_served(world: World) -> None:
    sending = asyncio.create_task(send(world.agency, *(line(world, n) for n in range(500))))
    await asyncio.sleep(0.2)
    assert (await world.intake.get("/v1/referrals", params={"limit": 1})).status_code == 200
    found = answers(await sending)
    assert {a["status"] for a in found} == {201}
    assert await count(world) == 500
