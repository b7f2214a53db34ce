"""A program's records as one stream, for those who administer it."""

from collections.abc import AsyncIterator

from app.auth import Actor
from app.db import Database
from app.services.queries import export as queries

MEDIA = {"ndjson": "application/x-ndjson", "csv": "text/csv; charset=utf-8"}


async def stream(hot: Database, actor: Actor, kind: str, form: str) -> AsyncIterator[bytes]:
    """Every row of a kind, in portions: the memory it takes does not grow with the program. Raises: Busy."""
    await queries.begin(hot, actor, kind, form)
    return await queries.stream(hot, actor, kind, form)
