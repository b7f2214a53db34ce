"""One attempt to tell one receiver: signed, without redirects, over in fifteen seconds."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

import httpcore
import httpx
from standardwebhooks import Webhook

from app.relay.ladder import retry_after
from app.relay.target import PublicOnly, TargetRefused

ATTEMPT_SECONDS = 15.0
DRAIN_SECONDS, DRAIN_BYTES = 1.0, 64 * 1024
KEEP_SECONDS = 30.0
"""Longer than an attempt lasts: no pool in use is idle."""
GONE = 410


@dataclass
class _Pool:
    pool: httpcore.AsyncConnectionPool
    used_at: float = 0.0


class Outcome(NamedTuple):
    """What came of an attempt. `status` is None when no answer came, `error` when it was a success."""

    status: int | None
    error: str | None
    retry_after: float | None
    ms: int

    @property
    def is_success(self) -> bool:
        return self.error is None


def signatures(secrets: Sequence[str], message_id: str, at: datetime, body: str) -> str:
    """Value of `webhook-signature`: one for each secret that is valid, as Standard Webhooks 1.0 says."""
    return " ".join(Webhook(s).sign(msg_id=message_id, timestamp=at, data=body) for s in secrets)


class Sender:
    """Keeps connections to receivers open between deliveries, each endpoint's apart from the others'."""

    def __init__(self, *, may_loop_back: bool, per_endpoint: int) -> None:
        self._guard = PublicOnly(may_loop_back=may_loop_back)
        self._tls = httpx.create_ssl_context()  # SSL_CERT_FILE names authorities of one's own
        self._per_endpoint = per_endpoint
        # By URL: many endpoints may share a host, and a pool looks at all its connections for each request.
        self._pools: dict[str, _Pool] = {}

    async def close(self) -> None:
        for held in self._pools.values():
            await held.pool.aclose()
        self._guard.close()

    async def close_idle(self) -> None:
        """Let go of receivers that nobody was sent to for a while."""
        oldest = time.monotonic() - KEEP_SECONDS
        for url in [u for u, held in self._pools.items() if held.used_at < oldest]:
            await self._pools.pop(url).pool.aclose()

    def _pool(self, url: str) -> httpcore.AsyncConnectionPool:
        if url not in self._pools:
            self._pools[url] = _Pool(
                httpcore.AsyncConnectionPool(
                    ssl_context=self._tls,
                    max_connections=self._per_endpoint,
                    max_keepalive_connections=self._per_endpoint,
                    keepalive_expiry=KEEP_SECONDS,
                    network_backend=self._guard,
                )
            )
        held = self._pools[url]
        held.used_at = time.monotonic()
        return held.pool

    async def attempt(
        self, url: str, secrets: Sequence[str], message_id: str, body: str
    ) -> Outcome:
        """Never raises for anything a receiver does."""
        begun = time.perf_counter()
        status: int | None = None
        asked: float | None = None
        error: str | None = None
        try:
            async with asyncio.timeout(ATTEMPT_SECONDS):
                status, asked = await self._post(url, _headers(secrets, message_id, body), body)
                error = _judged(status)
        except TargetRefused:
            error = "target-not-public"
        except (TimeoutError, httpcore.TimeoutException):
            error = "timeout"
        except (httpcore.ConnectError, httpcore.UnsupportedProtocol):
            error = "no-connection"
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError):
            error = "broken-answer"
        return Outcome(status, error, asked, round((time.perf_counter() - begun) * 1000))

    async def _post(
        self, url: str, headers: list[tuple[str, str]], body: str
    ) -> tuple[int, float | None]:
        async with self._pool(url).stream(
            "POST", url, headers=headers, content=body.encode()
        ) as response:
            named = {k.lower(): v for k, v in response.headers}
            await _drain(response)
            return response.status, retry_after(
                named.get(b"retry-after", b"").decode("latin-1") or None
            )


def _judged(status: int) -> str | None:
    if 200 <= status < 300:
        return None
    return "redirect" if 300 <= status < 400 else "gone" if status == GONE else "refused"


def _headers(secrets: Sequence[str], message_id: str, body: str) -> list[tuple[str, str]]:
    at = datetime.now(UTC)
    return [
        ("content-type", "application/json"),
        ("user-agent", "Earlybridge-Webhooks/1"),
        ("webhook-id", message_id),
        ("webhook-timestamp", str(int(at.timestamp()))),
        ("webhook-signature", signatures(secrets, message_id, at, body)),
    ]


async def _drain(response: httpcore.Response) -> None:
    """Read a short answer away, so that the connection can be used again; a long one costs the connection."""
    size = 0
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            async for part in response.aiter_stream():
                size += len(part)
                if size > DRAIN_BYTES:
                    return
    except (TimeoutError, httpcore.NetworkError, httpcore.ProtocolError):
        return
