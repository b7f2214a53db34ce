"""Two versions field by field. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

BY_NUMBER = ("outcomes", "goals", "services")
BY_KEY = {"levels": "domain"}


class Difference(NamedTuple):
    pointer: str
    before: Any
    after: Any


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What differs between two documents, by pointer. Equal documents: none."""
    names = [*before, *(name for name in after if name not in before)]
    return [d for name in names for d in _part(name, before.get(name), after.get(name))]


def _part(name: str, before: Any, after: Any) -> Iterator[Difference]:
    if name in BY_NUMBER:
        yield from _items(f"/{name}", _keyed(before, "number"), _keyed(after, "number"))
    elif name in BY_KEY and _is_unique(before, BY_KEY[name]) and _is_unique(after, BY_KEY[name]):
        yield from _items(f"/{name}", _keyed(before, BY_KEY[name]), _keyed(after, BY_KEY[name]))
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _fields(f"/{name}", before, after)
    elif before != after:
        yield Difference(f"/{name}", before, after)


def _items(where: str, before: dict[Any, Any], after: dict[Any, Any]) -> Iterator[Difference]:
    for key in [*before, *(k for k in after if k not in before)]:
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            yield Difference(f"{where}/{key}", old, new)
        else:
            yield from _fields(f"{where}/{key}", old, new)


def _fields(
    where: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Difference]:
    for name in [*before, *(n for n in after if n not in before)]:
        if before.get(name) != after.get(name):
            yield Difference(f"{where}/{name}", before.get(name), after.get(name))


def _keyed(items: Any, key: str) -> dict[Any, Any]:
    return {item[key]: item for item in items or []}


def _is_unique(items: Any, key: str) -> bool:
    return len(_keyed(items, key)) == len(items or [])
