"""Bodies as this API reads them: strict JSON of a known media type."""

import contextlib
import json
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from fastapi import Request

from app.errors import UnsupportedMedia

MAX_DEPTH = 32
MAX_EXPONENT = 300
"""Beyond it, exact arithmetic on a number of six characters would take hours."""
JSON_TYPES = frozenset({"application/json", "application/merge-patch+json"})
LINES_TYPE = "application/x-ndjson"
BYTES_TYPE = "application/octet-stream"


def _refuse_constant(_: str) -> NoReturn:
    raise json.JSONDecodeError("NaN and Infinity are not JSON", "", 0)


def _whole(digits: str) -> int:
    if len(digits) > 19:
        raise json.JSONDecodeError("a number has too many digits", "", 0)
    return int(digits)


def _finite(digits: str) -> Decimal:
    """Exactly what was written: scores and percentages decide a child's eligibility."""
    if len(digits) <= 40:
        with contextlib.suppress(InvalidOperation):
            number = Decimal(digits)
            if abs(number.adjusted()) <= MAX_EXPONENT:
                return number
    raise json.JSONDecodeError("a number has too many digits", "", 0)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise json.JSONDecodeError("a key is repeated in an object", "", 0)
    return found


_DECODER = json.JSONDecoder(
    parse_constant=_refuse_constant,
    parse_int=_whole,
    parse_float=_finite,
    object_pairs_hook=_unique_keys,
)


def read_json(raw: bytes) -> Any:
    """Parse JSON as RFC 8259 means it: UTF-8, unique keys, finite numbers, no lone surrogates.

    Raises: json.JSONDecodeError without any of the input in it.
    """
    try:
        value = _DECODER.decode(raw.decode("utf-8"))
        if rb"\u" in raw:  # the only way to write half a surrogate
            json.dumps(value, ensure_ascii=False, default=str).encode("utf-8")
        if raw.count(b"[") + raw.count(b"{") > MAX_DEPTH and _depth(value) > MAX_DEPTH:
            raise RecursionError
    except UnicodeError:
        raise json.JSONDecodeError("it is not UTF-8", "", 0) from None
    except RecursionError:
        raise json.JSONDecodeError("it is nested too deeply", "", 0) from None
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


def check_media(request: Request, types: frozenset[str] = JSON_TYPES) -> None:
    """Raises: UnsupportedMedia."""
    wanted = {LINES_TYPE: "JSON Lines", BYTES_TYPE: "the file's bytes"}.get(min(types), "JSON")
    refusal = f"Send {wanted} with Content-Type: {min(types)}."
    given = request.headers.get("content-type")
    if given is None:
        is_empty = request.headers.get("content-length", "0") == "0"
        if not is_empty or "transfer-encoding" in request.headers:
            raise UnsupportedMedia(refusal)
        return
    if given.split(";")[0].strip().lower() not in types:
        headers = {"Accept-Patch": "application/merge-patch+json, application/json"}
        raise UnsupportedMedia(refusal, headers=headers if request.method == "PATCH" else None)
