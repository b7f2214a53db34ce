"""How often somebody may try who has no token: a bucket in PostgreSQL, shared by all replicas."""

import hashlib
from dataclasses import dataclass

from app.db import Database
from app.errors import TooManyRequests
from app.services.queries import turn as queries


@dataclass(frozen=True, slots=True)
class Door:
    """What is tried: `burst` times at once, and again at `per_second`."""

    name: str
    burst: float
    per_second: float
    said: str


async def take(base: Database, door: Door, who: str) -> None:
    """`who` is kept as a hash alone. Raises: TooManyRequests."""
    key = hashlib.sha256(f"{door.name}:{who}".encode()).hexdigest()
    wait = await queries.take(base, key, door.burst, door.per_second)
    if wait:
        raise TooManyRequests(door.said, retry_after=wait)
