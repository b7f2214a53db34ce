"""Keyset pages: a sealed cursor, and a Link header that carries every filter."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import reduce
from typing import Annotated, Any, Generic, NamedTuple, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, Field, TypeAdapter

from app.errors import Problem
from app.http import json_response
from app.models.fields import MOST_ON_FILE, Instant
from app.sealing import Sealer, Unreadable

T = TypeVar("T")
Limit = Annotated[int, Query(ge=1, le=200, description="Most items on a page.")]
MostOnFile = Annotated[
    int,
    Query(
        ge=1,
        le=MOST_ON_FILE,
        description="Most items at a time; all that a file may hold when absent. The Link header leads on.",
    ),
]
Cursor = Annotated[
    str | None,
    Query(
        max_length=1200,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="From `next_cursor` or the Link header of the page before.",
    ),
]


def sort_text(key: str) -> str:
    """A text that PostgreSQL can compare with. Raises: ValueError, TypeError, AttributeError."""
    if "\0" in key:
        raise ValueError("NUL")
    key.encode()
    return key


_written = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, default=str).encode
sort_instant: Callable[[str], datetime] = TypeAdapter(Instant).validate_python
BY_ID = (UUID,)
BY_DAY = (date.fromisoformat, UUID)
BY_INSTANT = (sort_instant, UUID)
BY_NAME = (sort_text, UUID)
BY_FULL_NAME = (sort_text, sort_text, UUID)


class CursorInvalid(Problem):
    status, code, title = 400, "cursor-invalid", "This cursor is not valid here"
    detail = (
        "Cursors are opaque and belong to one list and its filters. Start again without a cursor."
    )


class Page(BaseModel, Generic[T]):
    """One page of a list. `next_cursor` is null on the last page."""

    items: list[T]
    next_cursor: str | None = Field(description="Pass it as `cursor` to read on.")


def _query(request: Request) -> list[tuple[str, str]]:
    return request.query_params.multi_items() if request.scope["query_string"] else []


def _mark(request: Request) -> bytes:
    """Fingerprint of list, caller and filters: a cursor cannot be carried elsewhere."""
    filters = sorted((k, v) for k, v in _query(request) if k not in {"cursor", "limit"})
    actor = getattr(request.state, "actor", None)
    who = f"{actor.tenant_id}{actor.subject}" if actor else ""
    return hashlib.sha256(f"{request.scope['path']}{filters}{who}".encode()).digest()


def _sealer(request: Request) -> Sealer:
    held: Sealer = request.app.state.sealer
    return held


def after(
    request: Request, cursor: str | None, *types: Callable[[str], Any]
) -> tuple[Any, ...] | None:
    """Sort keys of the last row already seen, each read by its type; None on the first page.

    Raises: CursorInvalid.
    """
    if cursor is None:
        return None
    try:
        keys = json.loads(_sealer(request).unwrap(cursor, _mark(request)))
        return tuple(read(key) for read, key in zip(types, keys, strict=True))
    except (Unreadable, ValueError, TypeError, AttributeError):
        raise CursorInvalid from None


def cursor_for(request: Request, keys: list[Any] | None) -> str | None:
    if keys is None:
        return None
    return _cursor(request, _written(keys))


def _cursor(request: Request, keys: str) -> str:
    """From the JSON text of the sort keys: sealed, since URLs are logged and some keys are names."""
    return _sealer(request).wrap(keys, _mark(request))


def link(request: Request, cursor: str | None) -> dict[str, str]:
    if cursor is None:
        return {}
    query = [(k, v) for k, v in _query(request) if k != "cursor"]
    return {
        "Link": f'<{request.scope["path"]}?{urlencode([*query, ("cursor", cursor)])}>; rel="next"'
    }


def hot_page(request: Request, row: Mapping[str, Any]) -> Response:
    """Pass on a page whose items PostgreSQL has written as JSON.

    `row` has `items` (text of a JSON array) and `next_keys` (text of a JSON
    array of sort keys, or None on the last page).
    """
    cursor = _cursor(request, row["next_keys"]) if row["next_keys"] else None
    told = f'"{cursor}"' if cursor else "null"
    return json_response(
        f'{{"items":{row["items"]},"next_cursor":{told}}}', headers=link(request, cursor)
    )


class Order(NamedTuple):
    """What a list is sorted by: fields of its rows (dotted where a row holds others), and how each is read out of a cursor."""

    fields: tuple[str, ...]
    types: tuple[Callable[[str], Any], ...]

    def keys_of(self, row: Any) -> list[Any]:
        return [reduce(_part, field.split("."), row) for field in self.fields]


def _part(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, Mapping) else getattr(row, name)


def by_id(field: str = "id") -> Order:
    return Order((field,), BY_ID)


def by_day(day: str = "on_date", key: str = "id") -> Order:
    return Order((day, key), BY_DAY)


def by_instant(instant: str) -> Order:
    return Order((instant, "id"), BY_INSTANT)


def by_name(name: str = "name", key: str = "id") -> Order:
    return Order((name, key), BY_NAME)


def by_number(number: str = "number") -> Order:
    return Order((number,), (int,))


class Paging:
    """Which part of a list is asked for, and the answer with it.

    A service is asked for `limit` rows after `after` and gives one more when there is more.
    """

    def __init__(
        self, request: Request, response: Response, limit: int, cursor: str | None, order: Order
    ) -> None:
        self.limit = limit
        self._request, self._response, self._cursor, self._order = request, response, cursor, order

    @property
    def after(self) -> tuple[Any, ...] | None:
        """Sort keys of the last row already seen; None on the first page. Raises: CursorInvalid."""
        return after(self._request, self._cursor, *self._order.types)

    def page(self, rows: Sequence[Any], shape: type[T] | Callable[[Any], T]) -> Page[T]:
        """Answer of a list route; `shape` makes an item of a row."""
        shown, cursor = self._cut(rows)
        return Page(items=[_reader(shape)(row) for row in shown], next_cursor=cursor)

    def portion(self, rows: Sequence[Any], shape: type[T] | Callable[[Any], T]) -> list[T]:
        """The same of a list of one file, which is an array: whole unless a limit is asked for."""
        shown, _ = self._cut(rows)
        return [_reader(shape)(row) for row in shown]

    def _cut(self, rows: Sequence[Any]) -> tuple[Sequence[Any], str | None]:
        shown = rows[: self.limit]
        keys = self._order.keys_of(shown[-1]) if len(rows) > self.limit else None
        cursor = cursor_for(self._request, keys)
        self._response.headers.update(link(self._request, cursor))
        return shown, cursor


def _reader(shape: Any) -> Callable[[Any], Any]:
    reader: Callable[[Any], Any] = getattr(shape, "model_validate", shape)
    return reader


def paged(order: Order) -> Any:
    """A page of a list that grows with the county."""

    async def paging(
        request: Request, response: Response, limit: Limit = 50, cursor: Cursor = None
    ) -> Paging:
        return Paging(request, response, limit, cursor, order)

    return Depends(paging)


def in_portions(order: Order) -> Any:
    """The whole list of one file or record, or a portion of it; the Link header leads on."""

    async def paging(
        request: Request,
        response: Response,
        limit: MostOnFile = MOST_ON_FILE,
        cursor: Cursor = None,
    ) -> Paging:
        return Paging(request, response, limit, cursor, order)

    return Depends(paging)


ById = Annotated[Paging, paged(by_id())]
ByDay = Annotated[Paging, paged(by_day())]
PortionById = Annotated[Paging, in_portions(by_id())]
PortionByDay = Annotated[Paging, in_portions(by_day())]
