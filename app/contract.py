"""The OpenAPI contract: what every route shares is written here once.

Which problems a route adds by its kind (a body, an If-Match, an
Idempotency-Key, a token) follows from its parameters.
"""

import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app import errors, glossary, idempotency, sampling
from app.errors import Problem, ProblemBody, problems

ALWAYS: tuple[type[Problem], ...] = (
    errors.Malformed,
    errors.Busy,
    errors.OutcomeUnknown,
    errors.Internal,
)
SIGNED_IN = (
    errors.Unauthenticated,
    errors.PrincipalInactive,
    errors.Forbidden,
    errors.TooManyRequests,
)
WITH_BODY = (errors.TooLarge, errors.UnsupportedMedia)
WITH_INPUT = (errors.Unprocessable,)
WITH_VERSION = (errors.VersionMissing, errors.VersionStale)
WITH_KEY = (errors.IdempotencyKeyMissing, idempotency.KeyReused, errors.KeyInUse)
OAUTH = "issue_token"
"""Its refusals are RFC 6749's, whose media type is plain JSON; what is refused before it is a problem as anywhere."""
PAGE = re.compile(r"/Page_\w+$")
LINK = 'The next page as `<...>; rel="next"`; none on the last page.'
ETAG = "Version of the record; send it as If-Match with a change, or as If-None-Match to read on."
IF_NONE_MATCH = {
    "name": "If-None-Match", "in": "header", "required": False, "description": "ETag of what you have.",
    "schema": {"type": "string"},
}  # fmt: skip
LOCATION = "Address of what was created."
REPLAYED = "`true` when this is the remembered answer of an earlier request with this key."


def openapi(app: FastAPI) -> dict[str, Any]:
    """Build the contract, once."""
    if app.openapi_schema is None:
        contract = get_openapi(
            title=app.title, version=app.version, summary=app.summary, description=app.description, routes=app.routes,
            tags=app.openapi_tags, license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        )  # fmt: skip
        contract["components"]["schemas"]["Problem"] = ProblemBody.model_json_schema(
            ref_template="#/components/schemas/{model}"
        )
        contract["components"]["schemas"].update(
            contract["components"]["schemas"]["Problem"].pop("$defs", {})
        )
        for schema in contract["components"]["schemas"].values():
            _say_what_words_mean(schema)
        for path in contract["paths"].values():
            for method, operation in path.items():
                if method == "get" and _is_record(operation, contract["components"]["schemas"]):
                    _declare_rereading(operation)
                _complete(method, operation)
                _show(method, operation, contract["components"]["schemas"])
        for name in ("HTTPValidationError", "ValidationError", "ProblemBody"):
            contract["components"]["schemas"].pop(name, None)
        app.openapi_schema = contract
    return app.openapi_schema


def _say_what_words_mean(schema: dict[str, Any]) -> None:
    """Each word of an enum with the sentence under it."""
    if said := _meanings(schema):
        lines = [f"- `{word}`: {sentence}" for word, sentence in said.items()]
        schema["description"] = "\n".join(
            [*filter(None, [schema.get("description")]), "", *lines]
        ).strip()


def _meanings(schema: sampling.Schema) -> dict[str, str]:
    words = glossary.of(schema.get("title", ""), schema.get("enum", ()))
    return glossary.meanings(words) if words else {}


def _show(method: str, operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """An example of each body, one for each act; of a record that is read, one in each of its states."""
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        if media_type.endswith("json"):
            content["examples"] = sampling.of_body(
                content["schema"], schemas, is_patch=method == "patch"
            )
    answer = operation["responses"].get("200", {}).get("content", {}).get("application/json")
    if answer and method == "get":
        shown = sampling.in_states(answer["schema"], schemas, _meanings)
        if shown:
            answer["examples"] = shown


def _complete(method: str, operation: dict[str, Any]) -> None:
    names = {p["name"] for p in operation.get("parameters", [])}
    kinds = [*ALWAYS]
    kinds += SIGNED_IN if "security" in operation else ()
    kinds += WITH_BODY if "requestBody" in operation else ()
    is_oauth = operation["operationId"] == OAUTH
    kinds += WITH_INPUT if not is_oauth else ()
    kinds += WITH_VERSION if "If-Match" in names else ()
    kinds += WITH_KEY if "Idempotency-Key" in names else ()
    _require_headers(operation)
    _declare_headers(method, operation)
    if method == "patch":
        content = operation["requestBody"]["content"]
        content["application/merge-patch+json"] = content["application/json"]
    responses = operation["responses"]
    if "422" in responses and "HTTPValidationError" in str(responses["422"]):
        del responses["422"]
    for status, declared in problems(*kinds).items():
        held = responses.get(str(status))
        if held is None:
            responses[str(status)] = {k: v for k, v in declared.items() if k != "model"}
        else:
            held["description"] = "; ".join(
                dict.fromkeys(
                    [*held["description"].split("; "), *declared["description"].split("; ")]
                )
            )
    for status, response in responses.items():
        if int(status) >= 400:
            media_types = [errors.MEDIA_TYPE, *(["application/json"] if is_oauth else [])]
            response["content"] = {
                media_type: {"schema": {"$ref": "#/components/schemas/Problem"}}
                for media_type in media_types
            }
    operation["responses"] = {k: responses[k] for k in sorted(responses)}


def _is_record(operation: dict[str, Any], schemas: dict[str, Any]) -> bool:
    """Whether it answers one record that has versions, or asks for what was seen itself."""
    if any(p["name"] == "If-None-Match" for p in operation.get("parameters", [])):
        return True
    answer = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
    name = answer.get("schema", {}).get("$ref", "").rpartition("/")[2]
    version = schemas.get(name, {}).get("properties", {}).get("version", {})
    return bool(version.get("type") == "integer")


def _declare_rereading(operation: dict[str, Any]) -> None:
    parameters = operation.setdefault("parameters", [])
    if all(p["name"] != "If-None-Match" for p in parameters):
        parameters.append(IF_NONE_MATCH)
    operation["responses"].setdefault("304", {"description": "As you have it."})


def _declare_headers(method: str, operation: dict[str, Any]) -> None:
    names = {p["name"] for p in operation.get("parameters", [])}
    for status, response in operation["responses"].items():
        if not status.startswith("2"):
            continue
        schema = response.get("content", {}).get("application/json", {}).get("schema", {})
        said = {
            "Link": LINK if PAGE.search(schema.get("$ref", "")) else None,
            "ETag": ETAG if names & {"If-Match", "If-None-Match"} else None,
            "Location": LOCATION if method == "post" and status == "201" else None,
            "Idempotency-Replayed": REPLAYED if "Idempotency-Key" in names else None,
        }
        headers = {
            name: {"description": text, "schema": {"type": "string"}}
            for name, text in said.items()
            if text
        }
        if headers:
            response["headers"] = {**headers, **response.get("headers", {})}


def _require_headers(operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", []):
        if parameter["name"] in {"If-Match", "Idempotency-Key"}:
            parameter["required"] = True
