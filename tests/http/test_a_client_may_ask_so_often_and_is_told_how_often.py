"""Quotas of clients: told in every answer, kept apart, refused with the time to wait, cheap."""

import time
from collections.abc import AsyncIterator, Callable
from uuid import uuid4

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from app.main import create_app
from app.quota import MOST_CLIENTS, Quota
from app.settings import Settings
from tests.factories.api import Api
from tests.factories.problem import assert_problem
from tests.factories.world import World

Connect = Callable[[str], Api]


@pytest.fixture
async def connect(settings: Settings, world: World) -> AsyncIterator[Connect]:
    """Callers of an application that allows five requests a minute."""
    limited = settings.model_copy(update={"rate_limit_requests": 5, "rate_limit_seconds": 60})
    application: FastAPI = create_app(limited)
    async with application.router.lifespan_context(application):
        yield lambda name: Api(application, world.token(name))


async def test_each_answer_says_what_is_left_and_the_sixth_is_refused(connect: Connect) -> None:
    async with connect("coordinator") as api:
        left = []
        for path in ("/v1/me", "/v1/students", "/v1/students/nonsense", f"/v1/students/{uuid4()}", "/v1/referrals"):  # fmt: skip
            response = await api.get(path)
            assert response.headers["ratelimit-policy"] == '"default";q=5;w=60'
            left.append(response.headers["ratelimit"])
        assert left[0] == '"default";r=4;t=12'
        assert [text.split(";")[1] for text in left] == ["r=4", "r=3", "r=2", "r=1", "r=0"]
        refused = await api.get("/v1/me")
        assert_problem(refused, 429, "too-many-requests")
        assert 1 <= int(refused.headers["retry-after"]) <= 12
        assert refused.headers["ratelimit"].startswith('"default";r=0;t=')


async def test_a_refused_request_changes_nothing_and_others_go_on(
    connect: Connect, world: World
) -> None:
    async with connect("supervisor") as api, connect("administrator") as other:
        for _ in range(5):
            await api.get("/v1/me")
        body = {"on_date": str(world.today), "name": "Founders' Day"}
        assert_problem(await api.post("/v1/calendars/holidays", body), 429, "too-many-requests")
        assert (await other.get("/v1/calendars/holidays")).json()["items"] == []
        assert (await api.get("/livez")).status_code == 200
        assert "ratelimit" not in (await api.get("/v1/rulebook")).headers


async def test_without_a_quota_nothing_is_counted_or_said(world: World) -> None:
    assert "ratelimit" not in (await world.coordinator.get("/v1/me")).headers


@given(st.lists(st.floats(0, 30), min_size=1, max_size=60))
def test_no_one_gets_more_than_the_quota_and_what_came_back_since(waits: list[float]) -> None:
    quota, clock = Quota(10, 60), 1000.0
    passed = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.quota.time.monotonic", lambda: clock)
        tenant = uuid4()
        for wait in waits:
            clock += wait
            turn = quota.take(tenant, "a")
            passed += not turn.wait
            assert 0 <= turn.left < 10
            if turn.wait:
                clock += turn.wait
                assert not quota.take(tenant, "a").wait, "Retry-After was too short"
                passed += 1
        assert passed <= 10 + (clock - 1000.0) / 6 + 1e-6


def test_many_clients_take_bounded_room() -> None:
    quota, tenant = Quota(600, 60), uuid4()
    for n in range(MOST_CLIENTS + 10):
        quota.take(tenant, str(n))
    assert len(quota._buckets) <= MOST_CLIENTS


def test_counting_costs_microseconds() -> None:
    quota, tenant = Quota(600, 60), uuid4()
    begun = time.process_time()
    for _ in range(20_000):
        quota.headers(quota.take(tenant, "coordinator-1"))
    assert (time.process_time() - begun) / 20_000 < 20e-6
