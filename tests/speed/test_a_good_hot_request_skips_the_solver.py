"""A good hot request skips the framework's solver; any other is answered as the framework answers it."""

import json
from typing import Annotated, Any
from uuid import uuid4

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi import routing as framework

from app import direct
from app.auth import Db, Hot
from app.http import Route
from tests.factories.county import Furnished, handed_over
from tests.factories.referral import referral
from tests.factories.world import World

HOT = {
    ("GET", "/v1/students"),
    ("GET", "/v1/students/{student_id}"),
    ("GET", "/v1/deadlines"),
    ("POST", "/v1/referrals"),
    ("GET", "/v1/packets/{packet_id}"),
}
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths of the requests whose needs the framework worked out."""
    seen: list[str] = []
    solve: Any = vars(framework)["solve_dependencies"]

    async def noted(**asked: Any) -> Any:
        seen.append(asked["request"].url.path)
        return await solve(**asked)

    monkeypatch.setattr(framework, "solve_dependencies", noted)
    return seen


@pytest.fixture
async def own(world: World) -> Furnished:
    return await handed_over(world)


def requests(own: Furnished) -> dict[str, tuple[str | None, httpx.Request]]:
    """Good and bad hot requests by a name; each with its caller's role."""
    student, packet = own.ids["student_id"], own.ids["packet_id"]
    body = referral(own.world, sender_ref="one-and-the-same")
    key = {"Idempotency-Key": "one-and-the-same", **JSON}

    def get(role: str | None, path: str, **headers: str) -> tuple[str | None, httpx.Request]:
        return role, httpx.Request("GET", f"http://test/v1{path}", headers=headers)

    def post(content: bytes, headers: dict[str, str]) -> tuple[str | None, httpx.Request]:
        return "agency", httpx.Request(
            "POST", "http://test/v1/referrals", headers=headers, content=content
        )

    raw = json.dumps(body).encode()
    return {
        "good caseload": get("coordinator", "/students"),
        "good caseload, short": get("coordinator", "/students?limit=1"),
        "good file": get("coordinator", f"/students/{student}"),
        "good file, no id of ours": get("coordinator", f"/students/{uuid4()}"),
        "good file, seen before": get("coordinator", f"/students/{student}", **{"If-None-Match": "*"}),
        "good due list": get("coordinator", "/deadlines?state=overdue&due_from=2025-01-01&stage=ifsp"),
        "good packet": get("district", f"/packets/{packet}"),
        "good referral": post(raw, key),
        "good, not on the caseload": get("therapist", f"/students/{student}"),
        "good, not the role's": get("agency", f"/students/{student}"),
        "good, nobody": get(None, "/students"),
        "limit too large": get("coordinator", "/students?limit=1000"),
        "limit of no number": get("coordinator", "/students?limit=many"),
        "limit empty": get("coordinator", "/students?limit="),
        "limit said twice": get("coordinator", "/students?limit=9&limit=1"),
        "limit misspelt": get("coordinator", "/students?limt=1"),
        "file, with a parameter": get("coordinator", f"/students/{student}?expand=1"),
        "nobody, and misspelt": get(None, "/students?limt=1"),
        "cursor empty": get("coordinator", "/students?cursor="),
        "no id": get("coordinator", "/students/nobody"),
        "unknown state and bad days": get("coordinator", "/deadlines?state=lost&due_from=2025-02-30&due_until=x"),
        "nobody, and bad": get(None, "/students?limit=1000"),
        "no key": post(raw, JSON),
        "key too long": post(raw, {"Idempotency-Key": "k" * 200, **JSON}),
        "no body": post(b"", key),
        "broken body": post(raw[:-1], key),
        "repeated name": post(b'{"reason":"a","reason":"b"}', key),
        "body of no object": post(b"[]", key),
        "no media type": post(raw, {"Idempotency-Key": "k"}),
        "other media type": post(raw, {"Idempotency-Key": "k", "Content-Type": "text/plain"}),
        "unknown field": post(json.dumps({**body, "nickname": "x"}).encode(), key),
    }  # fmt: skip


async def _send(own: Furnished, role: str | None, request: httpx.Request) -> httpx.Response:
    if role is not None:
        request.headers["Authorization"] = f"Bearer {own.world.token(role)}"
    return await own.world.api(None).http.send(request)


async def _answers(own: Furnished) -> dict[str, tuple[int, str, dict[str, str]]]:
    """Status, body and the headers that matter, without what is new for each request."""
    found = {}
    for name, (role, request) in requests(own).items():
        answer = await _send(own, role, request)
        kept = {k: v for k, v in answer.headers.items() if k != "x-request-id"}
        found[name] = (answer.status_code, answer.text, kept)
    return found


async def test_the_same_answers_with_and_without_the_solver(
    own: Furnished, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _answers(own)  # whose referral is replayed from now on

    async def faulty(*_: Any) -> None:
        raise direct.Faulty

    ours = await _answers(own)
    monkeypatch.setattr(direct, "_arguments", faulty)
    theirs = await _answers(own)
    assert ours == theirs
    assert {status for status, _, _ in ours.values()} >= {
        200,
        201,
        304,
        400,
        401,
        403,
        404,
        415,
        422,
    }


async def test_only_requests_with_a_fault_are_solved(own: Furnished, solved: list[str]) -> None:
    for name, (role, request) in requests(own).items():
        solved.clear()
        await _send(own, role, request)
        if name.startswith("good"):
            assert not solved, name


async def test_a_traced_request_is_solved_so_that_its_spans_are_the_frameworks(
    own: Furnished, solved: list[str]
) -> None:
    app = own.world.app

    async def traced(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, direct.TRACED: True}, receive, send)

    transport = httpx.ASGITransport(app=traced)
    headers = {"Authorization": f"Bearer {own.world.token('coordinator')}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        assert (await http.get("/v1/students", headers=headers)).status_code == 200
    assert solved


def test_hot_routes_are_prepared_and_no_others_of_the_record(app: FastAPI) -> None:
    prepared = {
        (method, route.path)
        for route in app.router.routes
        if isinstance(route, Route)
        and direct.needs_of(route)
        and route.path.startswith("/v1/")
        and not route.path.startswith("/v1/forms")
        for method in route.methods or ()
    }
    hot = {
        (method, route.path)
        for route in app.router.routes
        if isinstance(route, Route) and any(d.name == "hot" for d in route.dependant.dependencies)
        for method in route.methods or ()
    }
    assert hot >= prepared >= HOT


async def _needs_session(db: Db) -> Response:
    return Response()


async def _needs_list(hot: Hot, names: Annotated[list[str], Query()]) -> Response:
    return Response()


async def _returns_model(request: Request) -> dict[str, str]:
    return {}


async def _changes_response(request: Request, response: Response) -> Response:
    return response


def _is_plain(request: Request) -> Response:
    return Response()


@pytest.mark.parametrize(
    "endpoint", [_needs_session, _needs_list, _returns_model, _changes_response, _is_plain]
)
def test_a_route_that_needs_more_is_left_to_the_framework(endpoint: Any) -> None:
    router = APIRouter(route_class=Route)
    router.add_api_route("/v1/other", endpoint, response_model=None)
    route = router.routes[0]
    assert isinstance(route, Route)
    assert direct.needs_of(route) is None
