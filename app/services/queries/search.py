"""The one statement that finds students."""

from collections.abc import Mapping
from typing import Any

from app.auth import Actor
from app.db import Database
from app.models.schemas.search import StudentQuery


async def students(
    hot: Database, actor: Actor, query: StudentQuery, *, sees_sealed: bool
) -> Mapping[str, Any]:
    row = await hot.call(
        "search_students", actor.caller, actor.sees_program, actor.purpose, sees_sealed,
        query.q, query.born_on, query.identifier, query.phone, query.limit,
    )  # fmt: skip
    assert row is not None  # noqa: S101 - the function always returns its row
    return row
