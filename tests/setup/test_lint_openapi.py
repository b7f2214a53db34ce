from typing import Any

import pytest
from fastapi import FastAPI, Header
from pydantic import BaseModel, ConfigDict

from tools.lint_openapi import lint

PROBLEM = {"description": "Refused", "content": {"application/problem+json": {}}}
CLOSED: dict[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}


def header(name: str) -> dict[str, Any]:
    return {"in": "header", "name": name, "required": True, "schema": {"type": "string"}}


def operation(**changes: Any) -> dict[str, Any]:
    """A GET without fault."""
    sound = {
        "operationId": "do_it",
        "summary": "Do it",
        "tags": ["thing"],
        "parameters": [],
        "responses": {"200": {"description": "Done"}, "404": PROBLEM},
    }
    return sound | changes


def found(method: str, spec: dict[str, Any], **components: Any) -> list[str]:
    document = {"paths": {"/v1/things": {method: spec}}, "components": {"schemas": components}}
    start = f"{method.upper()} /v1/things "
    return [line.removeprefix(start) for line in lint(document)]


def body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def answering(schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return operation(responses={"200": {**body(schema), **more}, "404": PROBLEM})


def test_a_sound_operation_has_no_findings() -> None:
    assert found("get", operation()) == []


@pytest.mark.parametrize("member", ["operationId", "summary", "tags"])
def test_an_operation_is_named(member: str) -> None:
    assert found("get", operation(**{member: None})) == [f"has no {member}"]


def test_two_operations_do_not_share_a_name() -> None:
    paths = {"/a": {"get": operation()}, "/b": {"get": operation()}}
    assert lint({"paths": paths}) == ["operationId do_it is used 2 times"]


def test_what_asks_something_says_how_it_refuses() -> None:
    silent = operation(responses={"200": {"description": "Done"}})
    assert found("get", silent) == ["declares no 4xx response"]
    del silent["parameters"]
    assert found("get", silent) == []


def test_refusals_are_problems_and_nothing_else() -> None:
    both: dict[str, Any] = {"content": {"application/problem+json": {}, "application/json": {}}}
    spec = operation(responses={"400": PROBLEM, "409": both, "503": {"description": "Busy"}})
    assert found("get", spec) == [
        "answers 409 with something else than application/problem+json",
        "answers 503 with something else than application/problem+json",
    ]


def test_bodies_take_no_unknown_members_however_deep() -> None:
    opened = {"type": "object", "properties": {}}
    referred = {"$ref": "#/components/schemas/Open"}
    deep = CLOSED | {"properties": {"parts": {"type": "array", "items": {"anyOf": [referred]}}}}
    spec = operation(parameters=[header("Idempotency-Key")], requestBody=body(deep))
    assert found("post", spec, Open=opened) == ["accepts unknown members at /parts/[] of its body"]


def test_maps_and_shapes_that_contain_themselves_are_allowed() -> None:
    tree = CLOSED | {
        "properties": {
            "facts": {"type": "object", "additionalProperties": {"type": "boolean"}},
            "child": {"$ref": "#/components/schemas/Tree"},
        }
    }
    referred = {"$ref": "#/components/schemas/Tree"}
    spec = operation(parameters=[header("Idempotency-Key")], requestBody=body(referred))
    assert found("post", spec, Tree=tree) == []


def test_a_post_that_stores_requires_an_idempotency_key() -> None:
    assert found("post", operation()) == ["stores something without requiring Idempotency-Key"]
    assert lint({"paths": {"/v1/rules/evaluate": {"post": operation()}}}) == []


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_change_requires_the_version_it_changes(method: str) -> None:
    assert sorted(found(method, operation())) == [
        "changes a record without requiring If-Match",
        "does not declare 412",
        "does not declare 428",
    ]
    responses = dict.fromkeys(("404", "412", "428"), PROBLEM)
    sound = operation(parameters=[header("if-match")], responses=responses)
    assert found(method, sound) == []


def test_a_list_is_a_page_with_a_link_or_cannot_grow() -> None:
    array = {"type": "array", "items": {}}
    page = CLOSED | {"properties": {"items": array, "next_cursor": {}}}
    assert found("get", answering(array)) == ["answers an array without bounds; answer a Page"]
    assert found("get", answering(array | {"maxItems": 20})) == []
    assert found("get", answering(page)) == ["answers a Page without declaring its Link header"]
    assert found("get", answering(page, headers={"Link": {}})) == []


def test_it_reads_what_fastapi_writes() -> None:
    app = FastAPI()

    class Open(BaseModel):
        name: str

    class Closed(Open):
        model_config = ConfigDict(extra="forbid")

    @app.post("/open")
    async def open_(body: Open) -> None: ...

    @app.post("/closed", tags=["thing"], responses={422: PROBLEM})
    async def closed(body: Closed, idempotency_key: str = Header()) -> None: ...

    assert lint(app.openapi()) == [
        "POST /open has no tags",
        "POST /open answers 422 with something else than application/problem+json",
        "POST /open accepts unknown members at the top of its body",
        "POST /open stores something without requiring Idempotency-Key",
    ]
