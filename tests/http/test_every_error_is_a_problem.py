"""Unknown paths, wrong methods, broken bodies: always RFC 9457, never an echo, never a 5xx."""

import json
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from tests.factories.problem import assert_problem
from tests.factories.referral import referral
from tests.factories.world import World

SECRET_NAME = "Xochiquetzal"


async def _raw(world: World, body: bytes, **headers: str) -> httpx.Response:
    sent = {"Content-Type": "application/json", "Idempotency-Key": str(uuid4()), **headers}
    return await world.agency.http.post("/v1/referrals", content=body, headers=sent)


async def test_an_unknown_path_is_a_problem(world: World) -> None:
    assert_problem(await world.api(None).get("/v1/nowhere"), 404, "not-found")


async def test_a_wrong_method_names_the_right_ones(world: World) -> None:
    response = await world.api(None).http.put("/v1/referrals", json={})
    assert_problem(response, 405, "method-not-allowed")
    assert "POST" in response.headers["allow"]


async def test_a_missing_token_asks_for_one(world: World) -> None:
    response = await world.api(None).get("/v1/students")
    assert_problem(response, 401, "unauthenticated")
    assert response.headers["www-authenticate"] == 'Bearer realm="earlybridge"'


@pytest.mark.parametrize(
    "token", ["x", "a.b.c", "Bearer", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "é.é.é", "a" * 9000]
)
async def test_a_bad_token_is_refused(world: World, token: str) -> None:
    response = await world.api(None).http.get(
        "/v1/students", headers={b"Authorization": b"Bearer " + token.encode()}
    )
    assert_problem(response, 401, "unauthenticated")
    assert response.headers["www-authenticate"].endswith('error="invalid_token"')


async def test_a_token_of_a_withdrawn_account_is_no_longer_good(world: World) -> None:
    person = world.people["auditor"]
    await world.change("update eb.principal set is_active = false where id = :i", i=person.id)
    response = await world.auditor.get("/v1/students")
    assert_problem(response, 401, "principal-inactive")
    assert response.headers["www-authenticate"].endswith('error="invalid_token"')


async def test_a_scope_that_the_token_lacks_is_named(world: World) -> None:
    response = await world.agency.get("/v1/students")
    assert_problem(response, 403, "forbidden")
    told = response.headers["www-authenticate"]
    assert told.endswith('error="insufficient_scope", scope="student:read"')


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"{", ""), (b"\xff\xfe{}", "it is not UTF-8"), ('{"a": 1}'.encode("utf-16"), "it is not UTF-8"),
        (b'{"a": NaN}', "NaN and Infinity are not JSON"), (b'{"a": 1e999}', "a number has too many digits"),
        (b'{"a": "\\ud800"}', "it is not UTF-8"), (b'{"a": 1, "a": 2}', "a key is repeated in an object"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, "it is nested too deeply"), (b"[" * 100_000, "it is nested too deeply"),
        (b'{"a": ' + b"9" * 400 + b"}", "a number has too many digits"),
    ],
)  # fmt: skip
async def test_a_body_that_is_not_plain_json_is_refused_and_told_why(
    world: World, body: bytes, why: str
) -> None:
    said = assert_problem(await _raw(world, body), 400, "malformed-request")["detail"]
    because = f" as it is read here: {why}" if why else ""
    assert said == f"The body is not valid JSON{because}."


async def test_a_large_body_is_refused_before_it_is_read(world: World) -> None:
    response = await _raw(world, b'{"a":"' + b"x" * 300_000 + b'"}')
    assert_problem(response, 413, "body-too-large")


async def test_a_large_body_without_a_length_is_refused_on_the_way(world: World) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(400):
            yield b"x" * 1024

    response = await world.agency.http.post(
        "/v1/referrals",
        content=endless(),
        headers={"Content-Type": "application/json", "Idempotency-Key": "k"},
    )
    assert_problem(response, 413, "body-too-large")


async def test_a_compressed_body_and_a_foreign_media_type_are_refused(world: World) -> None:
    assert_problem(
        await _raw(world, b"{}", **{"Content-Encoding": "gzip"}), 415, "unsupported-media-type"
    )
    assert_problem(
        await _raw(world, b"<a/>", **{"Content-Type": "application/xml"}),
        415,
        "unsupported-media-type",
    )


async def test_a_patch_of_a_foreign_media_type_names_the_right_ones(world: World) -> None:
    response = await world.coordinator.http.patch(
        f"/v1/students/{uuid4()}",
        content=b"x",
        headers={"Content-Type": "text/plain", "If-Match": '"1"'},
    )
    assert_problem(response, 415, "unsupported-media-type")
    assert "merge-patch" in response.headers["accept-patch"]


async def test_a_wrong_field_is_named_and_its_value_is_not_repeated(world: World) -> None:
    body = referral(
        world, child={"first_name": SECRET_NAME, "born_on": "2024-02-30"}, surprise=SECRET_NAME
    )
    response = await world.agency.post("/v1/referrals", body)
    found = assert_problem(response, 422, "invalid-request")
    assert {e["pointer"] for e in found["errors"]} == {"/child/born_on", "/surprise"}
    assert SECRET_NAME not in response.text
    assert "2024-02-30" not in response.text


async def test_twenty_thousand_unknown_keys_are_answered_with_twenty_errors(world: World) -> None:
    body = json.dumps({f"k{n}": 1 for n in range(20_000)}).encode()
    found = assert_problem(await _raw(world, body), 422, "invalid-request")
    assert len(found["errors"]) <= 20


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\u202eb", "\ud800", " ", "x" * 5000, 7, True, None, ["a"]]
)
async def test_text_that_no_name_holds_is_refused(world: World, text: object) -> None:
    body = json.dumps(referral(world, child={"first_name": text})).encode()
    response = await _raw(world, body)
    assert response.status_code in {400, 422}
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "day",
    [
        0,
        True,
        "1_000",
        "2024-1-1",
        "20240101",
        "2024-01-01T00:00:00",
        "0001-01-01",
        "2101-01-01",
        "",
    ],
)
async def test_a_date_is_ten_characters_of_this_age(world: World, day: object) -> None:
    response = await world.agency.post("/v1/referrals", referral(world, child={"born_on": day}))
    assert_problem(response, 422, "invalid-request")


async def test_every_answer_carries_its_request_id_and_the_security_headers(world: World) -> None:
    response = await world.api(None).get("/livez")
    assert response.headers["x-request-id"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-store"


async def test_a_token_comes_before_the_body(world: World) -> None:
    assert_problem(
        await world.api(None).post("/v1/referrals", {"nonsense": 1}), 401, "unauthenticated"
    )
    assert_problem(await world.district.post("/v1/referrals", {"nonsense": 1}), 403, "forbidden")
