"""The outermost layers, pure ASGI wrappers: request ids, security headers, logs and metrics; then limits."""

import time
import uuid
from functools import lru_cache
from typing import Any

import structlog
from prometheus_client import Counter, Histogram
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import Internal, Problem, TooLarge, UnsupportedMedia
from app.metrics import IN_FLIGHT, REQUEST_SECONDS, REQUESTS

MAX_BODY = 256 * 1024
LARGER = {"/v1/referrals/batch": 4 * 1024 * 1024}
"""Bodies of many lines, each of which is short."""
STREAMED = frozenset({"/v1/uploads", "/v1/forms/referral/attachments"})
"""The one body that nobody holds whole: its route counts and keeps it as it comes."""
MOST_DIGITS = 18
GONE = 499
"""Status in the log of a caller who went away in the middle of a body."""
METHODS = {"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"}
QUIET = {"/livez", "/readyz", "/metrics"}
ADDED = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"strict-transport-security", b"max-age=31536000"),
    (b"permissions-policy", b"interest-cohort=()"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]
"""Headers of every answer that has not got its own."""

log = structlog.get_logger("earlybridge.request")


class Edge:
    """Nothing past this point is logged by anyone else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = _Exchange(scope, send)
        IN_FLIGHT.inc()
        try:
            await self.app(scope, receive, exchange.send)
        except ClientDisconnect:
            exchange.status = GONE
        finally:
            IN_FLIGHT.dec()
            exchange.close()


class Guard:
    """Limits, and the last resort: an unforeseen error becomes a plain 500 problem.

    It stands within what lets browsers read an answer, so that they can read these too.
    """

    def __init__(
        self, app: ASGIApp, *, max_body: int = MAX_BODY, most_uploaded: int = MAX_BODY
    ) -> None:
        self.app, self.max_body, self.most_uploaded = app, max_body, most_uploaded

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, await self._limited(scope, receive), sending)
        except ClientDisconnect:
            raise
        except Exception as exc:
            if not isinstance(exc, Problem):
                log.error(
                    "unforeseen",
                    exc_info=exc,
                    request_id=scope["state"]["request_id"],
                    route=_route(scope),
                )
            if not begun:  # else the broken connection tells
                problem = exc if isinstance(exc, Problem) else Internal()
                await problem.response()(scope, receive, send)

    async def _limited(self, scope: Scope, receive: Receive) -> Receive:
        """Read the body, as much of it as the route may have, before anybody parses it."""
        headers = dict(scope["headers"])
        if headers.get(b"content-encoding", b"identity") != b"identity":
            raise UnsupportedMedia("Send the body without Content-Encoding.")
        is_streamed = scope["path"] in STREAMED
        most = self.most_uploaded if is_streamed else LARGER.get(scope["path"], self.max_body)
        length = headers.get(b"content-length", b"")
        if not length and b"transfer-encoding" not in headers:
            return receive
        if length.isdigit() and (len(length) > MOST_DIGITS or int(length) > most):
            raise too_large(most)
        if is_streamed:
            return receive
        parts: list[bytes] = []
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return _replay([message], receive)
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            more = message.get("more_body", False)
            if size > most:
                raise too_large(most)
        return _replay(
            [{"type": "http.request", "body": b"".join(parts), "more_body": False}], receive
        )


class Origins(CORSMiddleware):
    """Which web pages may ask; the others are told as a problem."""

    def preflight_response(self, request_headers: Headers) -> Response:
        response = super().preflight_response(request_headers)
        if response.status_code == 200:
            return response
        kept = {k: v for k, v in response.headers.items() if not k.startswith("content-")}
        return OriginRefused(headers=kept).response()


class OriginRefused(Problem):
    status, code, title = 400, "origin-refused", "This page, method or header may not be used here"
    detail = "The origin must be one of EARLYBRIDGE_CORS_ORIGINS, method and headers those of the contract."


def too_large(limit: int) -> TooLarge:
    return TooLarge(
        f"The body may hold at most {limit // 1024} KiB.", headers={"Connection": "close"}
    )


def _replay(messages: list[Message], receive: Receive) -> Receive:
    async def next_message() -> Message:
        return messages.pop(0) if messages else await receive()

    return next_message


@lru_cache(maxsize=4096)
def _metrics_of(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """To look both up takes as long as to count."""
    return REQUESTS.labels(method, route, status), REQUEST_SECONDS.labels(method, route)


def _route(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", "unmatched")


class _Exchange:
    """One request and its answer, for headers, the log line and the metrics."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.scope, self._send, self.method = scope, send, scope["method"]
        self.request_id = str(uuid.uuid4())
        self.started, self.status = time.perf_counter(), 500
        scope.setdefault("state", {})["request_id"] = self.request_id

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.scope["method"] = self.method  # within, a HEAD is a GET
            present = {name.lower() for name, _ in message["headers"]}
            message["headers"] = [
                *message["headers"],
                (b"x-request-id", self.request_id.encode()),
                *self.scope["state"].get("quota", ()),
                *(header for header in ADDED if header[0] not in present),
            ]
        elif self.method == "HEAD":
            message["body"] = b""
        await self._send(message)

    def close(self) -> None:
        method = self.method if self.method in METHODS else "OTHER"
        seconds, route = time.perf_counter() - self.started, _route(self.scope)
        count, times = _metrics_of(method, route, self.status)
        count.inc()
        times.observe(seconds)
        if self.scope["path"] in QUIET:
            return
        actor: Any = self.scope["state"].get("actor")
        log.info(
            "answered",
            request_id=self.request_id,
            method=method,
            route=route,
            status=self.status,
            ms=round(seconds * 1000, 1),
            tenant_id=str(actor.tenant_id) if actor else None,
            subject=actor.subject if actor else None,
        )
