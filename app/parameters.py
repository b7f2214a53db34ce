"""Query parameters: a route takes those it declares, each once. Whatever else is asked for is refused, never ignored:
a misspelt filter would show everybody."""

import difflib
from collections.abc import Iterator
from typing import Any, NoReturn, get_args, get_origin

from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.datastructures import QueryParams

MOST_NAMED = 20
"""Mistakes that an answer names: as many as it holds."""


class Parameters:
    """The names a route declares; of some it takes several values."""

    def __init__(self, dependant: Dependant) -> None:
        found = dict(_declared(dependant))
        self.names = frozenset(found)
        self.lists = frozenset(name for name, is_list in found.items() if is_list)

    def fit(self, query: QueryParams) -> bool:
        """Whether every name is declared, and each value is alone where one is asked for."""
        if not self.names.issuperset(query):
            return False
        return len(query) == len(query.multi_items()) or not self._repeated(query)

    def errors(self, query: QueryParams) -> list[dict[str, Any]]:
        """What does not fit, as the framework's own errors read."""
        wrong = [(name, self._unknown(name)) for name in query if name not in self.names]
        wrong += [(name, "is given more than once") for name in self._repeated(query)]
        return [
            {"type": "value_error", "loc": ("query", name), "ctx": {"error": ValueError(said)}}
            for name, said in wrong[:MOST_NAMED]
        ]

    def _unknown(self, name: str) -> str:
        if not self.names:
            return "is not a parameter here; there is none"
        near = difflib.get_close_matches(name[:80], self.names, n=3, cutoff=0.5)
        hint = f"near: {', '.join(near)}" if near else f"known: {', '.join(sorted(self.names))}"
        return f"is not a parameter here; {hint}"

    def _repeated(self, query: QueryParams) -> list[str]:
        asked = self.names - self.lists
        return [name for name in query if name in asked and len(query.getlist(name)) > 1]


async def refused(**_: Any) -> NoReturn:
    """Stands for the endpoint of a request whose parameters do not fit."""
    raise RequestValidationError([])


def _declared(dependant: Dependant) -> Iterator[tuple[str, bool]]:
    """Names, and whether several values are taken; of the route and of all it depends on."""
    for field in dependant.query_params:
        info = field.field_info
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            for name, each in info.annotation.model_fields.items():
                yield each.alias or name, _is_list(each.annotation)
        else:
            yield field.alias, _is_list(info.annotation)
    for needed in dependant.dependencies:
        yield from _declared(needed)


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is list or any(map(_is_list, get_args(annotation)))
