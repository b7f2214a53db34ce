"""A stream in portions between one that writes and one that reads, neither far ahead of the other."""

import asyncio
from collections.abc import AsyncIterator

SIZE = 64 * 1024
MOST_WAITING = 8


class Portions:
    """Collects what is written into portions; `None` in the queue is the end."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue(MOST_WAITING)
        self._held = bytearray()
        self._limit = 1
        """The first portion goes at once, the others when they are full."""

    async def write(self, data: bytes) -> None:
        self._held += data
        if len(self._held) >= self._limit:
            await self._put()

    @property
    def waiting(self) -> int:
        """Portions that nobody has read."""
        return self._queue.qsize()

    async def close(self) -> None:
        if self._held:
            await self._put()
        await self._queue.put(None)

    async def _put(self) -> None:
        await self._queue.put(bytes(self._held))
        self._held.clear()
        self._limit = SIZE

    async def rest(self, job: asyncio.Task[None], first: bytes | None) -> AsyncIterator[bytes]:
        """Everything from the first portion on; whoever stops reading stops the writer."""
        try:
            portion = first
            while portion is not None:
                yield portion
                portion = await self.next(job)
            await job
        finally:
            job.cancel()

    async def next(self, job: asyncio.Task[None]) -> bytes | None:
        """The next portion, None at the end. Raises whatever the writer failed of, so that nobody takes a part for all."""
        got = asyncio.ensure_future(self._queue.get())
        await asyncio.wait({got, job}, return_when=asyncio.FIRST_COMPLETED)
        if not got.done() and job.exception() is not None:
            got.cancel()
            await job
        return await got
