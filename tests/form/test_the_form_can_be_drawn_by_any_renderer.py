"""The published form: draft-07 without references, in two languages, and as strict as the server."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from app.services.form import LANGUAGES, preferred, referral_form
from tests.factories.form import submission
from tests.factories.problem import assert_problem
from tests.factories.world import World

FORM = "/v1/forms/referral"


def nodes(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema in a schema, with where it stands."""
    yield path, node
    for name, inner in node.get("properties", {}).items():
        yield from nodes(inner, f"{path}/{name}")
    if "items" in node:
        yield from nodes(node["items"], f"{path}/*")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_is_draft_07_in_place_and_every_field_and_choice_has_its_title(
    world: World, language: str
) -> None:
    response = await world.api(None).get(FORM, params={"language": language})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/schema+json"
    assert response.headers["content-language"] == language
    form = response.json()
    assert form["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(form)
    text = response.text
    for newer in ("$ref", "$defs", "prefixItems", '"null"', '"examples"', "unevaluated"):
        assert newer not in text
    for path, node in nodes(form):
        assert "type" in node, path
        if not path.endswith("/*") or node["type"] == "object":
            assert node["title"], path
        if node["type"] == "object":
            assert node["additionalProperties"] is False, path
        for choice in node.get("oneOf", ()):
            assert choice["title"], path
    assert {"channel", "sender_ref", "received_on"}.isdisjoint(form["properties"])
    assert set(form["required"]) == {
        "program_id", "child", "contacts", "sender", "reason", "consent",
    }  # fmt: skip


def test_the_languages_say_different_things_about_the_same_fields() -> None:
    english, spanish = (dict(nodes(referral_form(language))) for language in ("en", "es"))
    assert english.keys() == spanish.keys()
    for path, node in english.items():
        assert ("description" in node) == ("description" in spanish[path]), path
        if "title" in node and not path.endswith("/code"):
            assert node["title"] != spanish[path]["title"], path
    assert english["/child/born_on"]["title"] == "Date of birth"
    assert spanish["/child/born_on"]["title"] == "Fecha de nacimiento"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"), ("", "en"), ("es", "es"), ("es-MX,es;q=0.9,en;q=0.8", "es"), ("en-US,es;q=0.5", "en"), ("fr, vi;q=0.9", "en"),
        ("fr, es;q=0.1", "es"), ("es;q=0", "en"), ("es;q=x", "en"), ("*", "en"), ("ES-us", "es"), (";;,,q=", "en"),
    ],
)  # fmt: skip
def test_the_language_is_the_browsers(header: str | None, language: str) -> None:
    assert preferred(header) == language


async def test_an_unknown_language_is_refused_when_named_and_overlooked_when_asked_for(
    world: World,
) -> None:
    nobody = world.api(None)
    assert_problem(await nobody.get(FORM, params={"language": "tlh"}), 422, "invalid-request")
    asked = await nobody.get(FORM, headers={"Accept-Language": "es-MX"})
    assert asked.headers["content-language"] == "es"
    assert asked.headers["vary"] == "Accept-Language"


BROKEN: dict[str, Any] = {
    "no reason": {"reason": None},
    "unknown field": {"surprise": 1},
    "no contact": {"contacts": []},
    "blank name": {"child": {"first_name": "  "}},
    "a day that is none": {"child": {"born_on": "01/02/2025"}},
    "an unknown choice": {"urgency": "yesterday"},
    "a name that turns the screen": {"child": {"last_name": "a\u202eb"}},
    "too long": {"reason": "x" * 4001},
    "a number as text": {"child": {"gestation_weeks": "33"}},
    "a child of three at once": {"child": {"birth_order": 10}},
    "a word for yes": {"consent": {"parent_informed": "yes"}},
    "no sender": {"sender": None},
    "no such phone": {"contacts": [{"first_name": "A", "relationship": "mother", "phone": "call me"}]},
}  # fmt: skip


async def test_what_the_form_allows_the_server_takes(world: World) -> None:
    body = submission(world)
    for language in LANGUAGES:
        Draft7Validator(referral_form(language), format_checker=FormatChecker()).validate(body)
    response = await world.api(None).post(f"{FORM}/submissions", body)
    assert response.status_code == 201, response.text


@pytest.mark.parametrize("name", BROKEN)
async def test_what_the_form_forbids_the_server_refuses(world: World, name: str) -> None:
    body = submission(world, **BROKEN[name])
    body = {k: v for k, v in body.items() if v is not None}
    assert not Draft7Validator(referral_form("en")).is_valid(body)
    assert_problem(await world.api(None).post(f"{FORM}/submissions", body), 422, "invalid-request")
