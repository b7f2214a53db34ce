"""Requests as JSON Lines: each line answered as its route would, a bad one with its problem."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from app.errors import Malformed, Problem, from_validation
from app.http import read_json

Request = TypeVar("Request", bound=BaseModel)


def answer_line(
    shape: type[Request], answer: Callable[[Request], BaseModel], line: str
) -> dict[str, Any]:
    """The response, or `{"error": <problem>}`. Never raises."""
    try:
        return answer(shape.model_validate(_parsed(line))).model_dump(mode="json")
    except Problem as problem:
        return _error(problem)
    except ValidationError as error:
        found = [{**e, "loc": ("body", *e["loc"])} for e in error.errors()]
        return _error(from_validation(RequestValidationError(found)))


def _parsed(line: str) -> Any:
    """Raises: Malformed."""
    try:
        return read_json(line.encode())
    except ValueError:
        raise Malformed("The line is not valid JSON.") from None


def _error(problem: Problem) -> dict[str, Any]:
    return {"error": json.loads(bytes(problem.response().body))}
