"""HEAD: what GET would answer, without the body (RFC 9110, section 9.3.2)."""

import re

from fastapi import FastAPI

from app import contract
from tests.factories.county import furnish, handed_over
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World


async def test_head_says_what_get_would(world: World) -> None:
    student = f"/v1/students/{await enrolled(world)}"
    for path in (
        "/livez",
        "/readyz",
        "/openapi.json",
        "/v1/students",
        student,
        f"{student}/events",
    ):
        get = await world.supervisor.get(path)
        head = await world.supervisor.http.head(path)
        assert head.status_code == get.status_code == 200, path
        assert head.content == b""
        for name in ("content-type", "content-length", "etag", "cache-control"):
            assert head.headers.get(name) == get.headers.get(name), (path, name)
    seen = await world.supervisor.http.head(student, headers={"If-None-Match": "*"})
    assert seen.status_code == 304


async def test_head_is_wherever_get_is(world: World) -> None:
    own = await furnish(world)
    for path, operations in contract.openapi(world.app)["paths"].items():
        if "get" not in operations:
            continue
        filled = re.sub(r"{(\w+)}", lambda found: str(own.ids.get(found[1], "x")), path)
        answer = await world.api(None).http.head(filled)
        assert (answer.status_code == 405) is ("x-handed-out" in operations["get"]), path
        assert answer.content == b""


HANDED_OUT = re.compile(
    r"/(packet-contents|content|archive|document|[a-z]+\.pdf|packets/{packet_id}|exports/{kind})$"
)


def test_what_is_handed_out_is_declared_so(app: FastAPI) -> None:
    """Whoever adds a route that hands out a packet, a file or an export is reminded of HEAD."""
    paths = contract.openapi(app)["paths"].items()
    declared = {p for p, operations in paths if "x-handed-out" in operations.get("get", {})}
    assert declared == {
        p for p, operations in paths if "get" in operations and HANDED_OUT.search(p)
    }


async def test_a_packet_is_not_pulled_by_asking_for_its_head(world: World) -> None:
    own = await handed_over(world)
    packet = f"/v1/packets/{own.ids['packet_id']}"
    log = "select count(*) from eb.access_log where action = 'disclose'"
    before = await world.look(log)
    for path in (packet, f"{packet}/archive"):
        refused = await world.district.http.head(path)
        assert refused.status_code == 405
        assert refused.headers["allow"] == "GET"
    assert await world.look(log) == before
    assert (await world.district.get(packet)).status_code == 200
    assert (await world.look(log))[0][0] == before[0][0] + 1


async def test_a_wrong_method_is_told_of_head(world: World) -> None:
    answer = await world.supervisor.http.request("DELETE", "/v1/students")
    assert_problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"].split(", ")[:2] == ["GET", "HEAD"]
    refused = await world.supervisor.http.head("/v1/rules/evaluate")
    assert refused.status_code == 405
    assert refused.headers["allow"] == "POST"
    assert refused.content == b""
