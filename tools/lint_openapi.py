"""Lint the committed contract for what every route promises alike."""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONTRACT = Path(__file__).resolve().parent.parent / "openapi" / "openapi.json"
METHODS = ("get", "put", "post", "delete", "patch")
PROBLEM = "application/problem+json"
# POSTs that store nothing, so that a retry needs no key: calculators, and tokens by RFC 6749.
TOKENS, OAUTH = "/oauth/token", "application/json"
"""RFC 6749 has a media type of its own for refusals; what is refused before it is a problem."""
CALCULATORS = re.compile(r"^/v1/rules/|^/oauth/|/what-if$|/copy$")


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    spec: Mapping[str, Any]
    document: Mapping[str, Any]

    def resolve(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        """Follow a `$ref` within the document."""
        while "$ref" in node:
            found: Any = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part.replace("~1", "/").replace("~0", "~")]
            node = found
        return node

    def requires_header(self, name: str) -> bool:
        parameters = [self.resolve(p) for p in self.spec.get("parameters", [])]
        return any(
            p["in"] == "header" and p["name"].lower() == name.lower() and p.get("required")
            for p in parameters
        )

    @property
    def responses(self) -> dict[str, Mapping[str, Any]]:
        return {s: self.resolve(r) for s, r in self.spec.get("responses", {}).items()}

    @property
    def answer(self) -> Mapping[str, Any]:
        """The schema of a JSON answer with status 200, or an empty one."""
        content = self.responses.get("200", {}).get("content", {})
        return self.resolve(content.get("application/json", {}).get("schema", {}))


def named(operation: Operation) -> Iterator[str]:
    for member in ("operationId", "summary", "tags"):
        if not operation.spec.get(member):
            yield f"has no {member}"


def refused_with_problems(operation: Operation) -> Iterator[str]:
    refusals = {s: r for s, r in operation.responses.items() if s[0] in "45"}
    asks_something = {"parameters", "requestBody", "security"} & operation.spec.keys()
    if asks_something and not any(status[0] == "4" for status in refusals):
        yield "declares no 4xx response"
    for status, response in refusals.items():
        also = [OAUTH] if operation.path == TOKENS else []
        if set(response.get("content", {})) != {PROBLEM, *also}:
            yield f"answers {status} with something else than {PROBLEM}"


def takes_closed_objects(operation: Operation) -> Iterator[str]:
    body = operation.resolve(operation.spec.get("requestBody", {}))
    for media_type, content in body.get("content", {}).items():
        if media_type.endswith("json"):
            for place in _open_objects(operation, content.get("schema", {}), "", frozenset()):
                yield f"accepts unknown members at {place or 'the top'} of its body"


def _open_objects(
    operation: Operation, schema: Any, place: str, above: frozenset[str]
) -> Iterator[str]:
    """Places of objects that list their members and still take others; plain maps are meant."""
    if not isinstance(schema, Mapping) or schema.get("$ref") in above:
        return
    above |= {schema["$ref"]} if "$ref" in schema else frozenset()
    schema = operation.resolve(schema)
    if "properties" in schema and schema.get("additionalProperties") is not False:
        yield place
    inner = {f"{place}/{name}": s for name, s in schema.get("properties", {}).items()}
    inner[f"{place}/*"] = schema.get("additionalProperties")
    inner[f"{place}/[]"] = schema.get("items")
    for where, part in inner.items():
        yield from _open_objects(operation, part, where, above)
    for combination in ("allOf", "anyOf", "oneOf", "prefixItems"):
        for part in schema.get(combination, []):
            yield from _open_objects(operation, part, place, above)


def retried_safely(operation: Operation) -> Iterator[str]:
    stores = operation.method == "post" and not CALCULATORS.search(operation.path)
    if stores and not operation.requires_header("Idempotency-Key"):
        yield "stores something without requiring Idempotency-Key"


def overwrites_nothing_unseen(operation: Operation) -> Iterator[str]:
    if operation.method in {"put", "patch", "delete"}:
        if not operation.requires_header("If-Match"):
            yield "changes a record without requiring If-Match"
        for status in {"412", "428"} - operation.responses.keys():
            yield f"does not declare {status}"


def lists_in_pages(operation: Operation) -> Iterator[str]:
    """A bare array is fine only when it cannot grow: when it declares `maxItems`."""
    if operation.method != "get":
        return
    answer = operation.answer
    if answer.get("type") == "array" and "maxItems" not in answer:
        yield "answers an array without bounds; answer a Page"
    is_page = "next_cursor" in answer.get("properties", {})
    if is_page and "Link" not in operation.responses["200"].get("headers", {}):
        yield "answers a Page without declaring its Link header"


RULES = (
    named,
    refused_with_problems,
    takes_closed_objects,
    retried_safely,
    overwrites_nothing_unseen,
    lists_in_pages,
)


def lint(document: Mapping[str, Any]) -> list[str]:
    """Every finding as one line: method, path, and what is wrong there."""
    operations = [
        Operation(method, path, item[method], document)
        for path, item in document.get("paths", {}).items()
        for method in METHODS
        if method in item
    ]
    findings = [
        f"{o.method.upper()} {o.path} {finding}"
        for o in operations
        for rule in RULES
        for finding in rule(o)
    ]
    ids = Counter(o.spec.get("operationId") for o in operations)
    findings += [f"operationId {i} is used {n} times" for i, n in ids.items() if i and n > 1]
    return findings


def main() -> int:
    findings = lint(json.loads(CONTRACT.read_text()))
    print(*findings, sep="\n", end="\n" if findings else "")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
