"""What every route does alike: strict JSON, ETags, and answers remembered for a retry."""

import contextlib
import json
from collections.abc import Callable, Coroutine
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, NoReturn

from fastapi import Header, Request, Response
from fastapi.routing import APIRoute

from app import idempotency
from app.errors import Problem, UnsupportedMedia, VersionStale

MAX_DEPTH = 32
MAX_EXPONENT = 300
"""Beyond it, exact arithmetic on a number of six characters would take hours."""
JSON_TYPES = {"application/json", "application/merge-patch+json"}


def _refuse_constant(_: str) -> NoReturn:
    raise json.JSONDecodeError("NaN and Infinity are not JSON", "", 0)


def _whole(digits: str) -> int:
    if len(digits) > 19:
        raise json.JSONDecodeError("number too long", "", 0)
    return int(digits)


def _finite(digits: str) -> Decimal:
    """Exactly what was written: scores and percentages decide a child's eligibility."""
    if len(digits) <= 40:
        with contextlib.suppress(InvalidOperation):
            number = Decimal(digits)
            if abs(number.adjusted()) <= MAX_EXPONENT:
                return number
    raise json.JSONDecodeError("number too long", "", 0)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise json.JSONDecodeError("a key is repeated", "", 0)
    return found


def read_json(raw: bytes) -> Any:
    """Parse JSON as RFC 8259 means it: UTF-8, unique keys, finite numbers, no lone surrogates.

    Raises: json.JSONDecodeError without any of the input in it.
    """
    try:
        value = json.loads(
            raw.decode("utf-8"),
            parse_constant=_refuse_constant,
            parse_int=_whole,
            parse_float=_finite,
            object_pairs_hook=_unique_keys,
        )
        json.dumps(value, ensure_ascii=False, default=str).encode("utf-8")
        if raw.count(b"[") + raw.count(b"{") > MAX_DEPTH and _depth(value) > MAX_DEPTH:
            raise RecursionError
    except (UnicodeError, RecursionError):
        raise json.JSONDecodeError("not UTF-8 JSON", "", 0) from None
    return value


def _depth(value: Any) -> int:
    """Levels of lists and objects inside one another."""
    depth, level = 0, [value]
    while level := [v for v in level if isinstance(v, list | dict)]:
        depth += 1
        level = [v for held in level for v in (held.values() if isinstance(held, dict) else held)]
    return depth


class StrictRequest(Request):
    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = read_json(await self.body())
        return self._json


class Route(APIRoute):
    """Route of this API: refuses foreign media types, reads strict JSON, remembers answers.

    The endpoint's answer is complete before the request's transaction commits,
    so a remembered answer and the change it reports are one commit.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """The function's name is the operation's: clients generate readable methods from it."""
        super().__init__(path, endpoint, **{**options, "operation_id": endpoint.__name__})

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        inner = super().get_route_handler()
        form = any(
            getattr(f.field_info, "media_type", "").startswith(("multipart", "application/x-www"))
            for f in self.dependant.body_params
        )

        async def handle(request: Request) -> Response:
            request = StrictRequest(request.scope, request.receive)
            if not form and request.method in {"POST", "PUT", "PATCH"}:
                _check_media(request)
            try:
                response = await inner(request)
            except idempotency.Replay as replay:
                return replay.response()
            await idempotency.remember(request, response)
            return response

        return handle


def _check_media(request: Request) -> None:
    given = request.headers.get("content-type")
    if given is None:
        is_empty = request.headers.get("content-length", "0") == "0"
        if not is_empty or "transfer-encoding" in request.headers:
            raise UnsupportedMedia("Send JSON with Content-Type: application/json.")
        return
    if given.split(";")[0].strip().lower() not in JSON_TYPES:
        headers = {"Accept-Patch": "application/merge-patch+json, application/json"}
        raise UnsupportedMedia(
            "Send JSON with Content-Type: application/json.",
            headers=headers if request.method == "PATCH" else None,
        )


IfMatch = Annotated[
    str, Header(alias="If-Match", description="ETag of the version you read.", max_length=200)
]
IfNoneMatch = Annotated[str | None, Header(alias="If-None-Match", max_length=2000)]


def etag(version: int) -> str:
    return f'"{version}"'


def matched_version(if_match: str) -> int:
    """Read the version out of If-Match; `*` and foreign tags never match.

    An ETag may carry the day it was computed for after a dot ("17.2026-01-15");
    a change cares for the version alone.
    """
    digits = if_match.strip().removeprefix("W/").strip('"').split(".")[0]
    if digits.isascii() and digits.isdigit() and len(digits) < 10:
        return int(digits)
    raise VersionStale


def require_version(current: int, if_match: str) -> None:
    if matched_version(if_match) != current:
        raise VersionStale


def not_modified(tag: str, if_none_match: str | None) -> bool:
    if not if_none_match:
        return False
    seen = {t.strip().removeprefix("W/") for t in if_none_match.split(",")}
    return tag in seen or "*" in seen


def json_response(body: str | bytes, *, headers: dict[str, str] | None = None) -> Response:
    return Response(body, media_type="application/json", headers=headers)


__all__ = [
    "IfMatch",
    "IfNoneMatch",
    "Problem",
    "Route",
    "etag",
    "json_response",
    "matched_version",
    "not_modified",
    "read_json",
    "require_version",
]
