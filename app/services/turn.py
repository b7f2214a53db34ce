"""How often somebody may try who has no token: a bucket in PostgreSQL, shared by all replicas."""

import hashlib
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address

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


def at(address: str) -> str:
    """Who is counted for a network address: of IPv6 the /64, for one household or attacker has all of it (RFC 6177)."""
    try:
        found = ip_address(address)
    except ValueError:
        return f"address:{address}"
    if not isinstance(found, IPv6Address):
        return f"address:{found}"
    return f"address:{found.ipv4_mapped or IPv6Network((int(found), 64), strict=False)}"


async def take(base: Database, door: Door, who: str) -> None:
    """`who` is kept as a hash alone. Raises: TooManyRequests."""
    key = hashlib.sha256(f"{door.name}:{who}".encode()).hexdigest()
    wait = await queries.take(base, key, door.burst, door.per_second)
    if wait:
        raise TooManyRequests(door.said, retry_after=wait)
