"""The load generator, a process of its own: a closed loop over connections that stay open.

Reads an `Errand` as JSON from standard input, writes an `Outcome` as JSON to standard output.
"""

import asyncio
import json
import re
import sys
import time
from dataclasses import asdict, dataclass
from itertools import cycle
from uuid import uuid4

import uvloop

UNIQUE = "#" * 32
"""Stands in a request for 32 hexadecimal digits that are new each time."""
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Errand:
    """Send `requests` (whole HTTP/1.1 messages) in turn for so many seconds."""

    port: int
    requests: list[str]
    connections: int
    seconds: float


@dataclass(frozen=True)
class Outcome:
    requests: int
    failed: int
    p50_ms: float
    p99_ms: float


def request(method: str, path: str, headers: dict[str, str], body: str = "") -> str:
    """Write out one HTTP/1.1 message; `UNIQUE` may stand anywhere in it."""
    lines = [f"{method} {path} HTTP/1.1", "Host: benchmark"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body.encode())}"]
    return "\r\n".join([*lines, "", body])


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, message: bytes
) -> bool:
    """Send one request and read its whole answer; whether it was a success."""
    writer.write(message)
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    if length is None:
        raise ValueError(f"an answer without Content-Length: {head[:200]!r}")
    await reader.readexactly(int(length[1]))
    return head[9:12] in {b"200", b"201"}


async def _keep_calling(
    errand: Errand, first: int, until: float, took: list[float]
) -> tuple[int, int]:
    """One connection's share: requests sent, and how many of them failed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", errand.port)
    rotated = errand.requests[first:] + errand.requests[:first]
    sent = failed = 0
    for text in cycle(rotated):
        message = text.replace(UNIQUE, uuid4().hex).encode()
        began = time.perf_counter()
        if began >= until:
            break
        failed += not await _exchange(reader, writer, message)
        took.append(time.perf_counter() - began)
        sent += 1
    writer.close()
    return sent, failed


async def call(errand: Errand) -> Outcome:
    took: list[float] = []
    until = time.perf_counter() + errand.seconds
    step = max(1, len(errand.requests) // errand.connections)
    counts = await asyncio.gather(
        *(
            _keep_calling(errand, n * step % len(errand.requests), until, took)
            for n in range(errand.connections)
        )
    )
    took.sort()
    sent, failed = (sum(column) for column in zip(*counts, strict=True))
    return Outcome(sent, failed, took[len(took) // 2] * 1e3, took[len(took) * 99 // 100] * 1e3)


def main() -> None:
    outcome = uvloop.run(call(Errand(**json.load(sys.stdin))))
    json.dump(asdict(outcome), sys.stdout)


if __name__ == "__main__":
    main()
