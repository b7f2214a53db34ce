"""The contract says what each state means and shows each record in it; each body has an example that holds."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from app import glossary, services
from app.services.workflow import Machine

METHODS = ("post", "patch")


def _states(contract: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, schema in contract["components"]["schemas"].items():
        if "enum" in schema and schema.get("title", "").endswith("State"):
            yield name, schema


def test_every_state_says_what_it_means(app: FastAPI) -> None:
    bare = []
    for name, schema in _states(app.openapi()):
        words = glossary.of(schema["title"], schema["enum"])
        assert words is not None, name
        said = glossary.meanings(words)
        bare += [f"{name}.{word}" for word in schema["enum"] if word not in said]
        assert all(f"`{word}`" in schema["description"] for word in said), name
    assert not bare, "write a sentence under each of these words"


def test_every_record_with_states_is_shown_in_each_of_them(app: FastAPI) -> None:
    contract = app.openapi()
    shown = 0
    for path, operations in contract["paths"].items():
        answer = operations.get("get", {}).get("responses", {}).get("200", {})
        content = answer.get("content", {}).get("application/json", {})
        ref = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
        state = contract["components"]["schemas"].get(ref, {}).get("properties", {}).get("state")
        if state and "$ref" in state:
            words = contract["components"]["schemas"][state["$ref"].rpartition("/")[2]]["enum"]
            assert list(content["examples"]) == words, path
            assert [e["value"]["state"] for e in content["examples"].values()] == words
            shown += 1
    assert shown > 12


def test_whatever_takes_steps_is_shown_in_each_of_its_states(app: FastAPI) -> None:
    """Also where the state is that of a record in the answer, or of one of several answers."""
    paths = app.openapi()["paths"]
    stepped = [path.removesuffix("/steps") for path in paths if path.endswith("/steps")]
    assert len(stepped) > 15
    for path in stepped:
        content = paths[path]["get"]["responses"]["200"]["content"]["application/json"]
        assert len(content.get("examples", ())) > 1, path


DERIVED = {
    "consent",
    "emergency",
    "lateness",
    "referral.draft",
    "transition.plan",
    "upkeep",
    "webhook",
}
"""Where a record stands follows from its days, from a switch, or from its being there; `GET .../actions` says it, and no step names it."""


def _machines() -> Iterator[tuple[str, Machine[Any]]]:
    for module in pkgutil.walk_packages(services.__path__, f"{services.__name__}."):
        for name, value in vars(importlib.import_module(module.name)).items():
            is_derived = module.name.removeprefix("app.services.") in DERIVED
            if isinstance(value, Machine) and not is_derived:
                yield f"{module.name}.{name}", value


def test_the_contract_knows_every_state_of_every_machine(app: FastAPI) -> None:
    schemas = app.openapi()["components"]["schemas"].values()
    said = {
        word
        for schema in schemas
        for word in schema.get("enum", ())
        if f"`{word}`" in schema.get("description", "")
    }
    found = dict(_machines())
    assert len(found) > 15
    for name, machine in found.items():
        states = {s for step in machine.steps for s in (*step.sources, step.target) if s}
        assert states <= said, name


def test_every_body_has_examples_that_hold(app: FastAPI) -> None:
    """One for each act where there are several; the service would take each, ids and states aside."""
    contract = app.openapi()
    faults, tried = [], 0
    for route in _routes(app):
        if not isinstance(route, APIRoute) or route.body_field is None:
            continue
        for method in METHODS:
            operation = contract["paths"].get(route.path, {}).get(method)
            content = (operation or {}).get("requestBody", {}).get("content", {})
            if operation is None or "application/json" not in content:
                continue
            shape: Any = route.body_field.field_info.annotation
            adapter: TypeAdapter[Any] = TypeAdapter(shape)
            for name, example in content["application/json"]["examples"].items():
                tried += 1
                try:
                    adapter.validate_json(TypeAdapter(Any).dump_json(example["value"]))
                except ValueError as exc:
                    faults.append(f"{method} {route.path} {name}: {exc}")
    assert tried > 200
    assert not faults, "\n".join(faults)


def _routes(app: FastAPI) -> Iterator[Any]:
    for route in app.routes:
        yield from getattr(route, "routes", [route])


def test_acts_and_examples_are_one(app: FastAPI) -> None:
    contract = app.openapi()
    for path, operations in contract["paths"].items():
        if path.endswith("/steps"):
            content = operations["post"]["requestBody"]["content"]["application/json"]
            for act, example in content["examples"].items():
                if len(content["examples"]) > 1:
                    assert example["value"]["act"] == act, path


@pytest.mark.parametrize("word", ["draft", "signed"])
def test_a_meaning_is_the_sentence_under_the_word(word: str) -> None:
    from app.models.words.note import NoteState  # noqa: PLC0415 - one of many

    assert glossary.meanings(NoteState)[word].endswith(".")
