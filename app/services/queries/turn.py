"""Turns of callers whom nobody knows yet, counted for all replicas together."""

from app.db import Database


async def take(base: Database, key: str, burst: float, per_second: float) -> int:
    """0 when the caller may go on, else the seconds to wait."""
    rows = await base.fetch_outside(
        "select eb.take_turn($1, $2, $3) as wait", key, burst, per_second
    )
    return int(rows[0]["wait"])
