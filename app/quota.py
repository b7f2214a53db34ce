"""How often a client may ask: a token bucket for each, in the memory of each process.

`q` requests in `w` seconds, at once or spread; what was used comes back evenly.
Counted where the caller becomes known, so that a request costs two
microseconds and no statement.
"""

import time
from math import ceil
from typing import NamedTuple
from uuid import UUID

MOST_CLIENTS = 20_000
POLICY, REMAINING = b"ratelimit-policy", b"ratelimit"


class Turn(NamedTuple):
    """What is left to a client after this request; `wait` is 0 when it may pass."""

    wait: int
    left: int
    full_in: int


class Quota:
    def __init__(self, requests: int, seconds: int) -> None:
        self._most, self._each = float(requests), requests / seconds
        self._policy = (POLICY, f'"default";q={requests};w={seconds}'.encode())
        self._buckets: dict[tuple[UUID, str], tuple[float, float]] = {}

    def take(self, tenant_id: UUID, subject: str) -> Turn:
        now, who = time.monotonic(), (tenant_id, subject)
        tokens, at = self._buckets.get(who) or self._new(now)
        tokens = min(self._most, tokens + (now - at) * self._each)
        if tokens < 1.0:
            self._buckets[who] = (tokens, now)
            return Turn(ceil((1.0 - tokens) / self._each), 0, self._full_in(tokens))
        tokens -= 1.0
        self._buckets[who] = (tokens, now)
        return Turn(0, int(tokens), self._full_in(tokens))

    def headers(self, turn: Turn) -> tuple[tuple[bytes, bytes], tuple[bytes, bytes]]:
        """The policy and what is left of it, as draft-ietf-httpapi-ratelimit-headers-10 writes them."""
        left = f'"default";r={turn.left};t={turn.full_in}'.encode()
        return self._policy, (REMAINING, left)

    def _full_in(self, tokens: float) -> int:
        return ceil((self._most - tokens) / self._each)

    def _new(self, now: float) -> tuple[float, float]:
        """A full bucket. When there are many, those that are full again are forgotten first, then all."""
        if len(self._buckets) >= MOST_CLIENTS:
            longest = self._most / self._each
            self._buckets = {w: b for w, b in self._buckets.items() if now - b[1] < longest}
            if len(self._buckets) >= MOST_CLIENTS:
                self._buckets.clear()
        return self._most, now
