"""The work of finding a route does not grow with the number of routes."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.routing import Match
from starlette.types import Message, Scope

from app.http import Route
from app.routing import RouteIndex


class Counted(Route):
    """A route that notes each time it is asked whether it matches."""

    asked: list[str] = []  # noqa: RUF012 - one list for all routes, on purpose

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        self.asked.append(self.path)
        return super().matches(scope)


@pytest.fixture
def asked() -> Iterator[list[str]]:
    Counted.asked.clear()
    yield Counted.asked
    Counted.asked.clear()


async def answer() -> str:
    return "found"


def _app(routes: int) -> FastAPI:
    app = FastAPI(redirect_slashes=False)
    app.router.route_class = Counted
    for n in range(routes - 1):
        app.router.add_api_route(f"/v1/other-{n}/{{id}}", answer)
    app.router.add_api_route("/v1/sought/{id}", answer)
    app.router.middleware_stack = RouteIndex(app.router)
    return app


def _indexed(*routes: tuple[str, str]) -> FastAPI:
    """An application with these methods and paths, in this order."""
    app = FastAPI(redirect_slashes=False)
    app.router.route_class = Counted
    for method, path in routes:
        app.router.add_api_route(path, answer, methods=[method])
    app.router.middleware_stack = RouteIndex(app.router)
    return app


async def _status(app: FastAPI, path: str, method: str = "GET") -> int:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": []}
    await app(scope, receive, send)
    return int(sent[0]["status"])


@pytest.mark.parametrize("routes", [10, 200])
async def test_only_the_sought_route_is_asked_among_few_and_among_many(
    routes: int, asked: list[str]
) -> None:
    assert await _status(_app(routes), "/v1/sought/7") == 200
    assert asked == ["/v1/sought/{id}"]


async def test_without_the_index_every_route_is_asked(asked: list[str]) -> None:
    """Or the counting above would prove nothing."""
    app = _app(200)
    app.router.middleware_stack = app.router.app
    assert await _status(app, "/v1/sought/7") == 200
    assert len(asked) == 200


async def test_routes_of_one_record_are_told_apart_by_what_follows_its_id(asked: list[str]) -> None:
    parts = [f"/v1/files/{{id}}/part-{n}" for n in range(80)]
    app = _indexed(*(("GET", path) for part in parts for path in (part, f"{part}/{{other}}")))
    assert await _status(app, "/v1/files/7/part-41") == 200
    assert await _status(app, "/v1/files/7/part-41/8") == 200
    assert asked == ["/v1/files/{id}/part-41", "/v1/files/{id}/part-41/{other}"]


@pytest.mark.parametrize("first", ["/v1/{kind}/7", "/v1/files/{id}"])
async def test_where_two_routes_fit_the_first_added_answers(first: str, asked: list[str]) -> None:
    other = {"/v1/{kind}/7": "/v1/files/{id}", "/v1/files/{id}": "/v1/{kind}/7"}[first]
    app = _indexed(("GET", first), ("GET", other), ("PUT", "/v1/{kind}/{id}/more"))
    assert await _status(app, "/v1/files/7") == 200
    assert asked == [first]


async def test_all_routes_that_fit_are_asked_for_the_method() -> None:
    app = _indexed(("GET", "/v1/{kind}/7"), ("PUT", "/v1/files/{id}"))
    assert await _status(app, "/v1/files/7", "PUT") == 200
    assert await _status(app, "/v1/files/7", "PATCH") == 405


@pytest.mark.parametrize("path", ["/v1/files", "/v1/files/7/8", "/v1", "/", "//", "/v1/files/"])
async def test_a_path_that_only_resembles_a_route_is_unknown(path: str) -> None:
    assert await _status(_indexed(("GET", "/v1/files/{id}/part")), path) == 404
