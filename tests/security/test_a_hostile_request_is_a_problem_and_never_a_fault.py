"""Somebody with a valid token whose requests are made to break things."""

import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.sealing import Sealer
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, refer, referral
from tests.factories.world import World


async def sent(
    world: World, method: str, path: str, headers: dict[Any, Any] | None = None, body: bytes = b""
) -> httpx.Response:
    return await world.supervisor.http.request(method, path, headers=headers, content=body or None)


def is_a_refusal(answer: httpx.Response) -> bool:
    return 400 <= answer.status_code < 500 and answer.headers["content-type"].startswith(
        "application/problem+json"
    )


LISTS = ["/v1/students", "/v1/deadlines", "/v1/staff", "/v1/referrals", "/v1/access-log"]
NASTY: list[Any] = [
    "a\x00b", "\ud800", "", "9999-12-31", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-01-01T00:00:00",
    None, True, 7, -1, 10**30, 1.5, [], {}, "x" * 250, "'; drop table eb.student; --",
]  # fmt: skip


def cursor_of(world: World, path: str, keys: list[Any]) -> str:
    """A cursor as the service would make it of other keys: as if its key were known."""
    person = world.people["supervisor"]
    place = hashlib.sha256(f"{path}[]{person.tenant_id}{person.subject}".encode()).digest()
    sealer: Sealer = world.app.state.sealer
    return sealer.wrap(json.dumps(keys), place)


@pytest.mark.parametrize("path", LISTS)
async def test_a_cursor_made_by_hand_reads_on_or_is_refused(world: World, path: str) -> None:
    some_id = str(uuid4())
    tries = [[a, some_id] for a in NASTY] + [["2026-01-01", a] for a in NASTY]
    tries += [["a", a, some_id] for a in NASTY] + [[a, "b", some_id] for a in NASTY]
    refused = 0
    for keys in tries:
        cursor = cursor_of(world, path, keys)
        answer = await world.supervisor.get(path, params={"cursor": cursor})
        assert answer.status_code in {200, 400, 422}, (keys, answer.text)
        refused += answer.status_code != 200
    assert refused >= len(tries) // 2


@pytest.mark.parametrize(
    "cursor", ["AAAA", "e30", "W10", "bnVsbA", "W1tbW1tb" * 70, "x" * 600, "MQ"]
)
async def test_a_cursor_that_is_none_is_refused(world: World, cursor: str) -> None:
    for path in LISTS:
        answer = await world.supervisor.get(path, params={"cursor": cursor})
        assert_problem(answer, 400, "cursor-invalid")


async def test_a_cursor_belongs_to_its_list_its_filters_and_its_caller(world: World) -> None:
    for n in range(3):
        await refer(world, child={"first_name": f"Child{n}", "last_name": "Different"})
    page = await world.intake.get("/v1/referrals", params={"limit": 1})
    cursor = page.json()["next_cursor"]
    assert (await world.intake.get(f"/v1/referrals?limit=2&cursor={cursor}")).status_code == 200
    for api, path in (
        (world.intake, f"/v1/referrals?state=closed&cursor={cursor}"),
        (world.intake, f"/v1/deadlines?cursor={cursor}"),
        (world.supervisor, f"/v1/referrals?cursor={cursor}"),
        (world.agency, f"/v1/referrals?cursor={cursor}"),
    ):
        assert_problem(await api.get(path), 400, "cursor-invalid")


@pytest.mark.parametrize(
    "tag",
    ['"99999999999999999999"', '"-1"', '"0.5e3"', '"98", "99"', "1", '"1', 'W/"1"', 'W/"x"', '""', "x" * 200, '"١"', "\x7f", "0x1", '"+1"'],
)  # fmt: skip
async def test_an_if_match_that_names_no_version_is_stale(world: World, tag: str) -> None:
    path = f"/v1/students/{await enrolled(world)}"
    headers = {b"If-Match": tag.encode(), b"Content-Type": b"application/json"}
    answer = await sent(world, "PATCH", path, headers, b'{"sex": "female"}')
    assert_problem(answer, 412, "if-match-stale")


async def test_an_if_match_beyond_measure_is_refused(world: World) -> None:
    answer = await world.supervisor.patch(f"/v1/students/{uuid4()}", {}, "9" * 5000)
    assert_problem(answer, 422, "invalid-request")


@pytest.mark.parametrize(
    "key", [b"a\x00b", b"a b", b"\xff", b"x" * 129, b"", b"a\r\nX-Evil: 1", "ключ".encode(), b"\xe2\x80\xae"]
)  # fmt: skip
async def test_an_idempotency_key_is_plain_and_short(world: World, key: bytes) -> None:
    headers = {b"Idempotency-Key": key, b"Content-Type": b"application/json"}
    body = json.dumps(referral(world)).encode()
    answer = await world.agency.http.post("/v1/referrals", content=body, headers=headers)
    assert answer.status_code in {400, 422}
    assert "x-evil" not in answer.headers


HOSTS = ["[", "[::1", "a/b", "a?b", "a b", "\x00", "http://", "@", "evil.example:99999999", "ä", "x" * 9000, ""]  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
async def test_the_host_header_decides_nothing(world: World, host: str) -> None:
    headers = {b"Host": host.encode("latin-1"), b"Content-Type": b"application/json"}
    key = {b"Idempotency-Key": b"the-same"}
    body = json.dumps(referral(world)).encode()
    first = await world.agency.http.post("/v1/referrals", content=body, headers={**headers, **key})
    assert first.status_code == 201, first.text
    again = await world.agency.http.post(
        "/v1/referrals", content=body, headers={b"Content-Type": b"application/json", **key}
    )
    assert (again.status_code, again.text) == (201, first.text)
    await refer(world, child={"first_name": "Second"})
    page = await world.agency.http.get("/v1/referrals?limit=1", headers=headers)
    assert page.status_code == 200
    assert page.headers["link"].startswith("</v1/referrals?")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/students/%00", "/v1/students/%ff%fe", "/v1/students/..%2f..%2fetc%2fpasswd", "/v1/students/%ed%a0%80",
        "/v1/students/" + "a" * 8000, "/" + "a/" * 4000, "/v1/rulebook/rules/%00", "/v1/rulebook/rules/a%0d%0aX-Evil:%201",
        "/v1/indicators/%00", "/v1//students", "/v1/students/%2e%2e/me", "/static/%00", "/static/%ff",
        "/static/..%2f..%2fapp%2fmain.py", "/static/" + "a" * 5000, "/static/%2e%2e/%2e%2e/main.py", "/static//etc/passwd",
        "/v1/rulebook/jurisdictions/" + "a" * 5000,
    ],
)  # fmt: skip
async def test_a_hostile_path_is_no_address(world: World, path: str) -> None:
    for method in ("GET", "POST", "PATCH", "DELETE"):
        answer = await sent(world, method, path)
        assert is_a_refusal(answer), (method, answer.text)
        assert "x-evil" not in answer.headers


@pytest.mark.parametrize(
    "query",
    [
        "limit=%00", "limit=1e3", "limit=0", "limit=-1", "limit=999999999999999999999", "limit=NaN", "limit=1&limit=2",
        "cursor=%00", "cursor=%ff", "cursor=" + "a" * 60_000, "&" * 60_000, "a=1&" * 10_000, "state=%00", "=%ff%fe",
        "%ed%a0%80=%ed%a0%80", "limit[]=1", "limit=١",
    ],
)  # fmt: skip
async def test_a_hostile_query_is_answered_or_refused(world: World, query: str) -> None:
    for path in LISTS:
        answer = await sent(world, "GET", f"{path}?{query}")
        assert answer.status_code in {200, 400, 422}, (path, answer.text)


@pytest.mark.parametrize(
    "query", ["since=%00", "since=2026-01-01", "since=9999-12-31T23:59:59-23:59", "since=0", "since=1e400", "since=now"]
)  # fmt: skip
async def test_a_moment_that_is_none_is_refused(world: World, query: str) -> None:
    assert_problem(await world.supervisor.get(f"/v1/access-log?{query}"), 422, "invalid-request")


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
async def test_a_method_is_what_the_request_line_says(world: World, name: str) -> None:
    student = f"/v1/students/{await enrolled(world)}"
    answer = await sent(world, "GET", student, {name: "DELETE"})
    assert answer.status_code == 200
    answer = await sent(world, "POST", student, {name: "PATCH", "If-Match": '"1"'}, b"{}")
    assert_problem(answer, 405, "method-not-allowed")
    answer = await sent(world, "GET", f"{student}?_method=DELETE")
    assert_problem(answer, 422, "invalid-request")


async def test_an_unknown_method_is_refused(world: World) -> None:
    for method in ("TRACE", "CONNECT", "PROPFIND", "X" * 500, "QUERY"):
        answer = await sent(world, method, "/v1/students")
        assert answer.status_code == 405, (method, answer.status_code)


async def test_a_body_without_type_and_length_is_not_read_as_json(world: World) -> None:
    async def deep() -> AsyncIterator[bytes]:
        yield b"[" * 100_000

    student = f"/v1/students/{await enrolled(world)}"
    for path in (f"{student}/events", "/v1/referrals", f"{student}/consents"):
        answer = await world.supervisor.http.post(
            path, content=deep(), headers={"Idempotency-Key": str(uuid4())}
        )
        assert is_a_refusal(answer), answer.text


BODIES = {
    "deep lists": b"[" * 33 + b"]" * 33,
    "deep objects": b'{"a":' * 33 + b"1" + b"}" * 33,
    "very deep": b"[" * 200_000,
    "repeated key": b'{"type": "screening.completed", "type": "partc.exited", "on": "2026-01-05"}',
    "repeated key within": b'{"type": "x", "on": "2026-01-05", "data": {"a": 1, "a": 2}}',
    "long number": b'{"type": ' + b"9" * 200_000 + b"}",
    "large exponent": b'{"type": 1e999999999}',
    "NUL": b'{"type": "a\\u0000b", "on": "2026-01-05"}',
    "lone surrogate": b'{"type": "\\udfff", "on": "2026-01-05"}',
    "lone surrogate in a key": b'{"\\udfff": 1}',
    "UTF-16": '{"type": "x"}'.encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf{}",
    "overlong": b'{"type": "\xc0\x80"}',
    "comment": b"{} // x",
    "two documents": b"{}{}",
    "a scalar": b"7",
    "nothing": b"",
    "null": b"null",
    "prototype": b'{"__proto__": {"x": 1}, "constructor": 1, "__class__": 2}',
    "many keys": json.dumps({f"k{n}": 1 for n in range(20_000)}).encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
async def test_a_hostile_body_is_refused_by_every_kind_of_route(world: World, name: str) -> None:
    student = f"/v1/students/{uuid4()}"
    tag = {"If-Match": '"1"'}
    for method, path, headers in (
        ("POST", f"{student}/events", {"Idempotency-Key": str(uuid4())}),
        ("PATCH", student, tag),
        ("POST", "/v1/rules/evaluate", {}),
        ("POST", "/v1/rules/eligibility", {}),
    ):
        answer = await sent(
            world, method, path, {**headers, "Content-Type": "application/json"}, BODIES[name]
        )
        assert is_a_refusal(answer), (method, path, answer.status_code, answer.text)


async def test_headers_beyond_measure_change_nothing(world: World) -> None:
    for headers in (
        {"X-Long": "x" * 60_000},
        {f"X-{n}": "y" for n in range(500)},
        {b"X-Request-Id": "\u202e'; drop".encode()},
        {"Accept": "text/html;q=" + "9" * 5000},
        {"If-None-Match": '"x",' * 400},
        {"Content-Length": "0"},
    ):
        answer = await sent(world, "GET", "/v1/me", headers)
        assert answer.status_code == 200, answer.text
    assert answer.headers["x-request-id"] != "'; drop"


async def test_a_length_that_is_no_number_is_no_fault(world: World) -> None:
    for length in ("9" * 5000, "-1", "1e3", "0x10", "²"):
        answer = await sent(
            world, "POST", "/v1/referrals", {b"Content-Length": length.encode("latin-1")}, b"{}"
        )
        assert is_a_refusal(answer), (length[:9], answer.text)
