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
    shape: type[Request], answer: Callable[[Request], BaseModel], line: bytes
) -> dict[str, Any]:
    """The response, or `{"error": <problem>}`. Never raises."""
    try:
        return answer(read_line(shape, line)).model_dump(mode="json")
    except Problem as problem:
        return {"error": problem_body(problem)}


def read_line(shape: type[Request], line: bytes) -> Request:
    """Raises: Malformed, Unprocessable."""
    try:
        return shape.model_validate(read_json(line))
    except ValidationError as error:
        found = [{**e, "loc": ("body", *e["loc"])} for e in error.errors()]
        raise from_validation(RequestValidationError(found)) from None
    except ValueError:
        raise Malformed("The line is not valid JSON.") from None


def problem_body(problem: Problem) -> Any:
    return json.loads(bytes(problem.response().body))
