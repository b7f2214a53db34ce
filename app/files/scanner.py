"""Asks ClamAV whether a file is harmful, by its INSTREAM command."""

import asyncio
import struct
from collections.abc import AsyncIterator
from typing import NamedTuple
from urllib.parse import urlsplit

SECONDS = 60.0
"""Longest a scan may take; then the file waits for the next round."""
PORTION = 64 * 1024


class ScannerAway(Exception):
    """It gave no verdict: not there, too slow, or the file is larger than it takes."""


class Verdict(NamedTuple):
    """`finding` is the scanner's name for what it found; None for a clean file."""

    finding: str | None


class Scanner:
    """`clamd://host:port`, or `unix:///path/of/the/socket`. Raises: ValueError for another address."""

    def __init__(self, url: str) -> None:
        self._at = urlsplit(url)
        if self._at.scheme not in {"clamd", "unix"}:
            raise ValueError("EARLYBRIDGE_SCANNER_URL: clamd://host:port or unix:///path")

    async def scan(self, portions: AsyncIterator[bytes]) -> Verdict:
        """Raises: ScannerAway."""
        try:
            async with asyncio.timeout(SECONDS):
                return _read(await self._ask(portions))
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            raise ScannerAway from None

    async def _ask(self, portions: AsyncIterator[bytes]) -> str:
        reader, writer = await self._connect()
        try:
            writer.write(b"zINSTREAM\0")
            async for portion in portions:
                for at in range(0, len(portion), PORTION):
                    piece = portion[at : at + PORTION]
                    writer.write(struct.pack("!L", len(piece)) + piece)
                    await writer.drain()
            writer.write(struct.pack("!L", 0))
            await writer.drain()
            return (await reader.readuntil(b"\0")).rstrip(b"\0").decode("utf-8", "replace")
        finally:
            writer.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._at.scheme == "unix":
            return await asyncio.open_unix_connection(self._at.path)
        return await asyncio.open_connection(self._at.hostname, self._at.port or 3310)


def _read(answer: str) -> Verdict:
    """`stream: OK`, or `stream: Eicar-Signature FOUND`. Raises: ScannerAway for anything else."""
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return Verdict(None)
    if said.endswith(" FOUND"):
        return Verdict(said.removesuffix(" FOUND")[:200])
    raise ScannerAway
