"""Finding a student: everybody's own caseload, the program for those who see it."""

from collections.abc import Mapping
from typing import Any

from app.auth import Actor
from app.db import Database
from app.errors import Unprocessable
from app.models.schemas.search import StudentQuery
from app.services.queries import search as queries

SEALED = "student:sealed"


async def students(hot: Database, actor: Actor, query: StudentQuery) -> Mapping[str, Any]:
    """Row of `items`, JSON text, and `is_complete`. Raises: Unprocessable."""
    if not any((query.q, query.born_on, query.identifier, query.phone)):
        raise Unprocessable(
            "Say whom to look for.",
            errors=[
                {"pointer": "query:q", "detail": "or born_on, identifier or phone is required"}
            ],
        )
    return await queries.students(hot, actor, query, sees_sealed=SEALED in actor.scopes)
