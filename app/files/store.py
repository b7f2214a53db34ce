"""Where the bytes of files are: a folder, or a bucket of S3, Google or Azure, by one address.

An object's key is its tenant and its SHA-256, so the same bytes are kept once
and one tenant's keys never meet another's. The library's blocking calls run in
threads: its own futures may abort a process that ends while one is settled.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, NamedTuple, ParamSpec, TypeVar
from urllib.parse import unquote, urlsplit
from uuid import UUID

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

from app.errors import Busy

PORTION = 64 * 1024
AT_ONCE = 2
"""Parts of five MiB of one large file that are on their way to the store together."""
KNOWN = "file:///folder, s3://bucket/path, gs://bucket/path or az://account/container/path"
AWAY = "The store of files does not answer. Try again later."
_TENANT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
P = ParamSpec("P")
T = TypeVar("T")


class Kept(NamedTuple):
    """An object as a listing shows it."""

    key: str
    put_at: datetime


def key_of(tenant_id: UUID, sha256: str) -> str:
    return f"{tenant_id}/{sha256[:2]}/{sha256}"


class Store:
    """Every method raises Busy when the store does not answer. Raises: ValueError for an address that names none."""

    def __init__(self, url: str) -> None:
        self.folder = Path(unquote(urlsplit(url).path)) if url.startswith("file://") else None
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            self._store = LocalStore(self.folder) if self.folder else from_url(url)
        except (BaseError, ValueError):
            raise ValueError(f"EARLYBRIDGE_FILES_URL: {KNOWN}") from None

    async def put(self, key: str, file: IO[bytes]) -> None:
        """Keep the whole file under its key; comes back when the bytes would survive a loss of power."""
        await self._ask(self._put, key, file)

    def _put(self, key: str, file: IO[bytes]) -> None:
        file.seek(0)
        obstore.put(self._store, key, file, max_concurrency=AT_ONCE)
        if self.folder is not None:
            place = self.folder / key
            for path in (place, place.parent, place.parent.parent, self.folder):
                _settle(path)

    async def has(self, key: str) -> bool:
        try:
            await self._ask(obstore.head, self._store, key)
        except FileNotFoundError:
            return False
        return True

    async def read(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Bytes from `start` up to and without `end`, in portions; opened when this returns.

        Raises: FileNotFoundError for bytes that are not there.
        """
        if start == end:
            return _portions(iter(()))
        options: obstore.GetOptions = {"range": (start, end)}
        got = await self._ask(obstore.get, self._store, key, options=options)
        return _portions(iter(got.stream(min_chunk_size=PORTION)))

    async def copy(self, key: str, to: str) -> None:
        """Raises: FileNotFoundError for bytes that are not there."""
        await self._ask(obstore.copy, self._store, key, to)

    async def delete(self, key: str) -> None:
        await self._ask(obstore.delete, self._store, key)

    async def tenants(self) -> list[UUID]:
        """Whose files are here; what else stands beside them (`lost+found`) is not ours."""
        listed = await self._ask(obstore.list_with_delimiter, self._store)
        names = (prefix.strip("/") for prefix in listed["common_prefixes"])
        return [UUID(name) for name in names if _TENANT.fullmatch(name)]

    async def listed(self, prefix: str) -> AsyncIterator[list[Kept]]:
        """Objects under a prefix, some at a time."""
        found = iter(obstore.list(self._store, prefix))
        while (some := await self._ask(next, found, None)) is not None:
            yield [Kept(o["path"], o["last_modified"]) for o in some]

    @staticmethod
    async def _ask(do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await asyncio.to_thread(do, *args, **kwargs)
        except FileNotFoundError:
            raise
        except (BaseError, OSError):
            raise Busy(AWAY, retry_after=10) from None


def _settle(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


async def _portions(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
        yield bytes(chunk)
