"""Files without an account: only where a scanner looks, few, small, of few kinds, and nothing is told to the sender."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from app.files import Files, Scanner
from app.services import file_round
from app.services.form import paper as attaching
from tests.factories.document import BYTES, PDF
from tests.factories.form import submission
from tests.factories.problem import assert_problem
from tests.factories.referral import accept, enrolled
from tests.factories.scanner import WORD, scanning
from tests.factories.world import World

FILES, DOOR = "/v1/forms/referral/attachments", "/v1/forms/referral/submissions"
JPEG = b"\xff\xd8\xff" + b"picture" * 100


@pytest.fixture(autouse=True)
async def fresh_buckets(world: World) -> None:
    """All tests come from one address."""
    await world.change("delete from eb.rate_bucket")


@pytest.fixture
async def scanner(app: FastAPI, files: Files) -> AsyncIterator[None]:
    async with scanning() as url:
        app.state.files = replace(files, scanner=Scanner(url))
        yield


async def _send(
    world: World, body: bytes = PDF, program_id: Any = None, key: str | None = None
) -> httpx.Response:
    return await world.api(None).http.post(
        FILES, content=body, params={"program_id": str(program_id or world.program_id)},
        headers={"Content-Type": BYTES, "Idempotency-Key": key or str(uuid4())},
    )  # fmt: skip


async def _token(world: World, body: bytes = PDF) -> str:
    sent = await _send(world, body)
    assert sent.status_code == 201, sent.text
    assert set(sent.json()) == {"token"}
    return str(sent.json()["token"])


async def _submit(world: World, *tokens: str, key: str | None = None) -> httpx.Response:
    papers = [{"token": token, "title": f"Paper {n}"} for n, token in enumerate(tokens)]
    return await world.api(None).post(DOOR, submission(world, attachments=papers), key=key)


async def _attached(world: World) -> tuple[str, list[dict[str, Any]]]:
    """The newest referral and what came with it, as intake sees it."""
    *_, row = (await world.intake.get("/v1/referrals")).json()["items"]
    listed = await world.intake.get(f"/v1/referrals/{row['id']}/attachments")
    return row["id"], listed.json()


@pytest.mark.usefixtures("scanner")
async def test_what_a_family_sends_stands_with_the_referral_and_then_on_the_file(
    world: World,
) -> None:
    sent = await _submit(world, await _token(world), await _token(world, JPEG))
    assert sent.status_code == 201, sent.text
    assert set(sent.json()) == {"receipt_number"}
    referral_id, papers = await _attached(world)
    assert [(p["title"], p["file_name"], p["scan_state"]) for p in papers] == [
        ("Paper 0", "attachment.pdf", "clean"), ("Paper 1", "attachment.jpeg", "clean"),
    ]  # fmt: skip
    content = await world.intake.get(
        f"/v1/referrals/{referral_id}/attachments/{papers[0]['id']}/content"
    )
    assert content.content == PDF
    submitted = (await world.intake.get(f"/v1/referrals/{referral_id}")).json()["submitted"]
    assert "attachments" not in submitted
    student_id = await accept(world, referral_id)
    documents = await world.supervisor.get(f"/v1/students/{student_id}/documents")
    assert len(documents.json()["items"]) == 2


@pytest.mark.usefixtures("scanner")
async def test_a_token_is_used_once_in_its_own_program_and_a_retry_has_one_effect(
    world: World, other: World
) -> None:
    key = str(uuid4())
    first, again = [await _send(world, key=key) for _ in range(2)]
    assert first.json() == again.json()
    token = first.json()["token"]
    foreign = submission(other, attachments=[{"token": token, "title": "A"}])
    assert_problem(await world.api(None).post(DOOR, foreign), 409, "attachment-unknown")
    assert (await other.intake.get("/v1/referrals")).json()["items"] == []
    key = str(uuid4())
    taken, replayed = [await _submit(world, token, key=key) for _ in range(2)]
    assert taken.json() == replayed.json()
    assert_problem(await _submit(world, token), 409, "attachment-unknown")
    assert len((await world.intake.get("/v1/referrals")).json()["items"]) == 1
    assert_problem(await _submit(world, "0" * 64), 409, "attachment-unknown")


@pytest.mark.usefixtures("scanner")
async def test_of_many_who_name_one_token_at_once_one_has_it(world: World) -> None:
    token = await _token(world)
    answers = await asyncio.gather(*(_submit(world, token) for _ in range(4)))
    assert sorted(a.status_code for a in answers) == [201, 409, 409, 409]
    assert len((await world.intake.get("/v1/referrals")).json()["items"]) == 1


@pytest.mark.usefixtures("scanner")
async def test_that_a_file_was_known_is_not_told(world: World) -> None:
    await enrolled(world)
    known, unknown = [await _send(world, body) for body in (PDF, JPEG)]
    twice = await _send(world, PDF)
    assert {a.status_code for a in (known, unknown, twice)} == {201}
    assert len({a.json()["token"] for a in (known, unknown, twice)}) == 3
    assert "location" not in twice.headers


async def test_without_a_scanner_none_is_taken_and_the_form_does_not_ask(world: World) -> None:
    assert_problem(await _send(world), 409, "no-attachments-here")
    form = (await world.api(None).get("/v1/forms/referral")).json()
    assert "attachments" not in form["properties"]


@pytest.mark.usefixtures("scanner")
async def test_with_a_scanner_the_form_asks_for_at_most_three(world: World) -> None:
    form = (await world.api(None).get("/v1/forms/referral?language=es")).json()
    assert form["properties"]["attachments"]["maxItems"] == 3
    tokens = [await _token(world, JPEG + bytes([n])) for n in range(4)]
    assert_problem(await _submit(world, *tokens), 422, "invalid-request")


@pytest.mark.usefixtures("scanner")
@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        (PDF + WORD, 409, "file-refused"), (b"", 422, "file-kind-refused"), (b"plain words", 422, "file-kind-refused"),
        (b"PK\x03\x04 word/document.xml", 422, "file-kind-refused"), (b"<svg onload=alert(1)>", 422, "file-kind-refused"),
        (b"MZ\x90\x00", 422, "file-kind-refused"), (PDF + b"x" * 2000, 413, "file-too-large"),
    ],
)  # fmt: skip
async def test_what_is_harmful_or_large_or_of_another_kind_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch, body: bytes, status: int, problem: str
) -> None:
    monkeypatch.setattr(attaching, "MOST_BYTES", 1000)
    assert_problem(await _send(world, body), status, problem)
    assert_problem(await _send(world, program_id=uuid4()), 404, "program-not-found")
    assert_problem(await _send(world, program_id=world.district_id), 404, "program-not-found")


@pytest.mark.usefixtures("scanner")
async def test_an_address_and_a_program_have_their_turns(
    world: World, other: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    burst = int(attaching.ADDRESS.burst)
    for _ in range(burst):
        await _token(world)
    refused = await _send(world)
    assert_problem(refused, 429, "too-many-requests")
    assert int(refused.headers["retry-after"]) > 0
    monkeypatch.setattr(attaching, "ADDRESS", replace(attaching.ADDRESS, name="a", burst=50.0))
    monkeypatch.setattr(attaching, "PROGRAM", replace(attaching.PROGRAM, name="p", burst=2.0))
    answers = [(await _send(world)).status_code for _ in range(3)]
    assert answers == [201, 201, 429]
    assert (await _send(other)).status_code == 201


async def test_while_the_scanner_is_away_a_paper_waits_and_nobody_fetches_it(
    app: FastAPI, world: World, files: Files
) -> None:
    app.state.files = replace(files, scanner=Scanner("clamd://127.0.0.1:9"))
    sent = await _submit(world, await _token(world), await _token(world, PDF + WORD))
    assert sent.status_code == 201
    referral_id, papers = await _attached(world)
    path = f"/v1/referrals/{referral_id}/attachments"
    for paper in papers:
        content = await world.intake.get(f"{path}/{paper['id']}/content")
        assert_problem(content, 409, "file-not-scanned")
    async with scanning() as url:
        app.state.files = replace(files, scanner=Scanner(url))
        await file_round.scan_waiting(app.state.database, app.state.files)
    answers = [await world.intake.get(f"{path}/{p['id']}/content") for p in papers]
    assert [a.status_code for a in answers] == [200, 409]


@pytest.mark.usefixtures("scanner")
async def test_a_file_nobody_named_is_cleared_away(world: World) -> None:
    token = await _token(world)
    await world.change(
        "update eb.upload set created_at = now() - interval '25 hours' where tenant_id = :t", t=world.program_id
    )  # fmt: skip
    assert_problem(await _submit(world, token), 409, "attachment-unknown")
    await world.change(
        "update eb.stored_file set created_at = now() - interval '26 hours' where tenant_id = :t", t=world.program_id
    )  # fmt: skip
    await file_round.clear(world.app.state.database, world.app.state.files)
    left = await world.look("select 1 from eb.stored_file where tenant_id = :t", t=world.program_id)
    assert left == []
