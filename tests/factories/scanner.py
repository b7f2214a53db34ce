"""A scanner that speaks clamd's protocol, and finds what contains its word."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

WORD = b"EICAR"


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
    sent = b""
    while size := struct.unpack("!L", await reader.readexactly(4))[0]:
        sent += await reader.readexactly(size)
    writer.write(b"stream: Test-Virus FOUND\0" if WORD in sent else b"stream: OK\0")
    await writer.drain()
    writer.close()


@asynccontextmanager
async def scanning() -> AsyncIterator[str]:
    """Address of a scanner that answers as long as the block lasts."""
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    async with server:
        yield f"clamd://127.0.0.1:{server.sockets[0].getsockname()[1]}"
