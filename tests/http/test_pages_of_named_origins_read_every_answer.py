"""CORS: a page of a named origin reads answers and refusals alike; any other reads none."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from app.main import EXPOSED, create_app
from tests.factories.api import Api
from tests.factories.problem import assert_problem
from tests.factories.world import World

OURS, FOREIGN = "https://desk.example", "https://elsewhere.example"


@pytest.fixture
async def page(world: World) -> AsyncIterator[httpx.AsyncClient]:
    """The same service, for pages of one origin; one of its addresses is broken."""
    app = create_app(world.app.state.settings.model_copy(update={"cors_origins": [OURS]}))
    app.state._state.update(
        {k: v for k, v in world.app.state._state.items() if k not in app.state._state}
    )
    _break(app)
    async with Api(app, world.token("supervisor")) as api:
        api.http.headers["Origin"] = OURS
        yield api.http


def _break(app: FastAPI) -> None:
    async def broken() -> None:
        raise RuntimeError("a fault of ours")

    app.add_api_route("/broken", broken)


def _asks_before(origin: str, method: str = "PATCH", header: str = "If-Match") -> dict[str, str]:
    return {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": header,
    }


async def test_a_named_origin_may_ask(page: httpx.AsyncClient) -> None:
    answer = await page.options("/v1/students", headers=_asks_before(OURS))
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == OURS
    assert "PATCH" in answer.headers["access-control-allow-methods"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-request-id"]


async def test_another_origin_method_or_header_is_a_problem(page: httpx.AsyncClient) -> None:
    for asked in (
        _asks_before(FOREIGN),
        _asks_before(OURS, method="TRACE"),
        _asks_before(OURS, header="X-Unheard-Of"),
    ):
        answer = await page.options("/v1/students", headers=asked)
        assert_problem(answer, 400, "origin-refused")
        assert answer.headers["x-request-id"]
    foreign = await page.options("/v1/students", headers=_asks_before(FOREIGN))
    assert "access-control-allow-origin" not in foreign.headers


async def test_every_refusal_can_be_read_by_the_page(page: httpx.AsyncClient) -> None:
    json = {"Content-Type": "application/json"}
    answers = [
        (200, await page.get("/v1/students")),
        (404, await page.get("/v1/nowhere")),
        (413, await page.post("/v1/rules/evaluate", content=b"x" * 300_000, headers=json)),
        (415, await page.post("/v1/rules/evaluate", headers={"Content-Encoding": "gzip"})),
        (500, await page.get("/broken")),
    ]
    for status, answer in answers:
        assert answer.status_code == status, answer.text
        assert answer.headers["access-control-allow-origin"] == OURS
        exposed = answer.headers["access-control-expose-headers"]
        assert set(exposed.split(", ")) == set(EXPOSED)
        assert answer.headers["x-request-id"]


async def test_another_origin_reads_nothing(page: httpx.AsyncClient) -> None:
    answer = await page.get("/v1/students", headers={"Origin": FOREIGN})
    assert "access-control-allow-origin" not in answer.headers
