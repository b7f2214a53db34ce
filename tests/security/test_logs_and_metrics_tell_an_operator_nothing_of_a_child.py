"""Somebody who reads logs, error bodies and metrics, while others fail in every way."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
import structlog
from fastapi import FastAPI
from sqlalchemy import text

from app import edge
from app.logs import configure
from tests.factories.api import Api
from tests.factories.county import Furnished, handed_over
from tests.factories.problem import assert_problem
from tests.factories.referral import referral
from tests.factories.world import World

NAME, WORDS, BORN, PHONE = "Xochiquetzal", "walks-on-moonlight", "2024-02-17", "(555) 555-0177"
TOLD = (NAME, WORDS, BORN, PHONE, "Amina", "Okafor", "moonlight", "5550177")


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """The service's own log at its most talkative, as it goes to standard error."""
    root, client, before = logging.getLogger(), logging.getLogger("httpx"), structlog.get_config()
    handlers, level = list(root.handlers), root.level
    client.disabled = True  # the callers of these tests log what they ask for
    configure("DEBUG")
    # A logger keeps the level it was first used at.
    monkeypatch.setattr(edge, "log", structlog.get_logger("earlybridge.request"))
    written = io.StringIO()
    assert isinstance(root.handlers[0], logging.StreamHandler)
    root.handlers[0].setStream(written)
    yield written
    root.handlers[:], root.level, client.disabled = handlers, level, False
    structlog.configure(**before)


@pytest.fixture
async def own(world: World) -> Furnished:
    return await handed_over(world)


def telling_referral(world: World, **changes: Any) -> dict[str, Any]:
    child = {"first_name": NAME, "last_name": WORDS, "born_on": BORN, **changes.pop("child", {})}
    return referral(world, child=child, reason=WORDS, **changes)


async def failures(own: Furnished) -> list[httpx.Response]:
    """Every kind of refusal, each fed with what must not come out again."""
    world, student = own.world, f"/v1/students/{own.ids['student_id']}"
    json_type = {"Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
    agency, coordinator = world.agency, world.coordinator
    return [
        await agency.post("/v1/referrals", telling_referral(world, child={"sex": NAME})),
        await agency.post("/v1/referrals", telling_referral(world, child={"born_on": f"{BORN}T"})),
        await agency.post("/v1/referrals", telling_referral(world, urgency=WORDS)),
        await agency.post("/v1/referrals", telling_referral(world, program_id=NAME)),
        await agency.post("/v1/referrals", telling_referral(world, received_on=BORN)),
        await agency.post("/v1/referrals", telling_referral(world, child={"languages": [NAME]})),
        await agency.http.post("/v1/referrals", content=f'{{"{NAME}":', headers=json_type),
        await agency.http.post("/v1/referrals", content=f"<{NAME}>", headers={**json_type, "Content-Type": "text/xml"}),
        await agency.http.post("/v1/referrals", content=NAME * 30_000, headers=json_type),
        await coordinator.patch(student, {"first_name": NAME, "last_name": WORDS, "born_on": BORN}, '"1"'),
        await coordinator.patch(student, {"first_name": NAME, "phone": PHONE}, None),
        await coordinator.patch(student, {"address": {"city": NAME, "state": WORDS}}, '"999"'),
        await coordinator.get(f"/v1/students/{NAME}"),
        await coordinator.get(f"/v1/{NAME}/{WORDS}"),
        await coordinator.get("/v1/students", params={"cursor": NAME, "name": WORDS}),
        await coordinator.get("/v1/deadlines", params={"due_from": f"{BORN}x", "rule_id": f"{WORDS}!"}),
        await coordinator.post(f"{student}/events", {"type": "partc.exited", "on": "2099-01-01", "data": {"reason": WORDS}}),
        await coordinator.post(f"{student}/pauses", {"reason": "partc.family_circumstances", "from_on": "2099-01-01", "evidence": WORDS}),
        await world.api(None).get("/v1/me", headers={"Authorization": f"Bearer {NAME}"}),
        await world.api(None).http.post("/oauth/token", data={"grant_type": NAME, "scope": WORDS}),
        await world.api("coordinator-2").get(student),
        await world.api(None).post("/v1/rules/eligibility", {"jurisdiction": "us-ca", "born_on": BORN, "findings": [{"domain": NAME}]}),
    ]  # fmt: skip


async def test_no_refusal_repeats_what_it_was_sent_and_no_line_of_the_log_tells_it(
    own: Furnished, log: io.StringIO
) -> None:
    for answer in await failures(own):
        assert 400 <= answer.status_code < 500, answer.text
        is_oauth = answer.request.url.path == "/oauth/token"
        wanted = "application/json" if is_oauth else "application/problem+json"
        assert answer.headers["content-type"] == wanted
        assert not [said for said in TOLD if said in answer.text], answer.text
    written = log.getvalue()
    assert written.count('"event": "answered"') >= 20
    assert not [said for said in TOLD if said in written]
    for line in written.splitlines():
        json.loads(line)


async def test_reads_and_changes_that_succeed_leave_ids_in_the_log_and_nothing_else(
    own: Furnished, log: io.StringIO
) -> None:
    world, student = own.world, f"/v1/students/{own.ids['student_id']}"
    sent = await world.agency.post("/v1/referrals", telling_referral(world))
    assert sent.status_code == 201
    tag = (await world.coordinator.get(student)).headers["etag"]
    body = {"first_name": NAME, "last_name": WORDS}
    assert (await world.coordinator.patch(student, body, tag)).status_code == 200
    await world.supervisor.get("/v1/students", params={"limit": 5})
    assert not [said for said in TOLD if said in log.getvalue()]


async def test_a_fault_of_ours_is_logged_by_place_and_answered_without_its_message(
    world: World, log: io.StringIO
) -> None:
    async def faulty(*_: Any) -> None:
        raise ValueError(f"{NAME} born {BORN}") from RuntimeError(WORDS)

    transport = httpx.ASGITransport(edge.Edge(edge.Guard(faulty)), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        answer = await http.get(f"/v1/students?name={NAME}")
    assert_problem(answer, 500, "internal-error")
    line = json.loads(log.getvalue().splitlines()[0])
    assert (line["event"], line["error"]) == ("unforeseen", "ValueError")
    assert line["request_id"] == answer.headers["x-request-id"]
    assert not [said for said in TOLD if said in answer.text + log.getvalue()]


async def test_a_fault_of_the_database_is_logged_without_the_rows_it_quotes(
    app: FastAPI, world: World, log: io.StringIO
) -> None:
    """PostgreSQL's messages quote values: of a duplicate key, of a failed cast."""

    async def faulty(*_: Any) -> None:
        async with app.state.database.session(None) as db:
            await db.execute(text("select cast(:said as integer)"), {"said": 1})
            await db.execute(text(f"select cast('{NAME}' as integer)"))

    async def faulty_hot(*_: Any) -> None:
        await app.state.database.fetch_outside("select $1::text::integer", NAME)

    for fault in (faulty, faulty_hot):
        transport = httpx.ASGITransport(edge.Edge(edge.Guard(fault)), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            answer = await http.get("/")
        assert_problem(answer, 500, "internal-error")
        assert NAME not in answer.text
    assert NAME not in log.getvalue()
    assert log.getvalue().count("unforeseen") == 2


def label_sets(exposition: str) -> set[str]:
    return {
        line.split(" ")[0] for line in exposition.splitlines() if line.startswith("earlybridge")
    }


async def test_no_caller_can_make_the_metrics_grow_or_speak(world: World) -> None:
    async with Api(world.app, None) as api:
        for method in ("GET", "POST", "AAAAAAA", "X"):
            await api.http.request(method, "/v1/nowhere")
            await api.http.request(method, f"/v1/students/{uuid4()}")
        before = label_sets((await api.get("/metrics")).text)
        for n in range(40):
            await api.http.request(f"{chr(65 + n % 26)}EVIL", f"/v1/{NAME}{n}/{n}")
            await api.http.request(f"{chr(65 + n % 26)}EVIL", f"/v1/students/{uuid4()}")
            await api.get(f"/v1/students/{uuid4()}?{NAME}={n}")
            await api.get(f"/{NAME}/{n}", headers={"Host": f"{NAME}.example"})
        whole = (await api.get("/metrics")).text
    assert not [said for said in TOLD if said in whole]
    assert len(label_sets(whole) - before) <= 30
