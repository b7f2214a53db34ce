"""A small client of this API: tokens, keys, retries, pages. The command line and the demo use it."""

from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import httpx
from tenacity import (
    AsyncRetrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential_jitter,
)


class Refused(Exception):
    """The service said no; carries the problem it answered with."""

    def __init__(self, response: httpx.Response) -> None:
        self.status = response.status_code
        try:
            self.problem: dict[str, Any] = response.json()
        except ValueError:
            self.problem = {"title": response.reason_phrase}
        errors = "; ".join(
            f"{e['pointer']} {e['detail']}" for e in self.problem.get("errors") or []
        )
        said = (
            f"{self.status} {self.problem.get('title')}: {self.problem.get('detail', '')} {errors}"
        )
        super().__init__(said.strip())


class _Unavailable(Refused):
    """Worth another try, with the same key."""


class Client:
    def __init__(self, url: str, token: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.AsyncClient(base_url=url, headers=headers, timeout=30)

    async def __aenter__(self) -> Self:
        await self._http.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.__aexit__(kind, error, trace)

    async def get(self, path: str, **params: Any) -> httpx.Response:
        """Raises: Refused."""
        return await self._send("GET", path, params=params)

    async def post(
        self, path: str, body: Any, *, key: str | None = None, if_match: str | None = None
    ) -> httpx.Response:
        """Send with an Idempotency-Key, the same on every retry. Raises: Refused."""
        headers = {"Idempotency-Key": key or str(uuid4())}
        headers |= {"If-Match": if_match} if if_match else {}
        return await self._send("POST", path, json=body, headers=headers)

    async def patch(self, path: str, body: Any, if_match: str) -> httpx.Response:
        """Raises: Refused."""
        return await self._send("PATCH", path, json=body, headers={"If-Match": if_match})

    async def stream(self, path: str, **params: Any) -> AsyncIterator[bytes]:
        """An answer in portions as it comes. Raises: Refused."""
        async with self._http.stream("GET", path, params=params) as response:
            if response.status_code >= 400:
                await response.aread()
                raise Refused(response)
            async for portion in response.aiter_bytes():
                yield portion

    async def close(self) -> None:
        await self._http.aclose()

    async def pages(self, path: str, **params: Any) -> AsyncIterator[dict[str, Any]]:
        """Every item of a list, page by page."""
        cursor: str | None = None
        while True:
            found = (
                await self.get(path, **params, **({"cursor": cursor} if cursor else {}))
            ).json()
            for item in found["items"]:
                yield item
            cursor = found["next_cursor"]
            if cursor is None:
                return

    async def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        attempts = AsyncRetrying(
            retry=retry_if_exception_type((httpx.TransportError, _Unavailable)),
            wait=wait_exponential_jitter(initial=0.2, max=3),
            stop=stop_after_attempt(5),
            reraise=True,
        )
        async for attempt in attempts:
            with attempt:
                response = await self._http.request(method, path, **options)
                if response.status_code in {429, 503}:
                    raise _Unavailable(response)
                if response.status_code >= 400:
                    raise Refused(response)
        return response
