"""Many referrals in one request, a line each: every line is answered, and taken whole or not at all."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any

import structlog

from app.auth import Actor
from app.db import Database
from app.directory import Directory
from app.errors import Busy, Internal, Malformed, Problem, TooLarge
from app.models.schemas.referral import ReferralCreate
from app.services.json_line import problem_body, read_line
from app.services.referral.problems import RECEIVE_PROBLEMS
from app.services.referral.receive import receive

MOST_LINES = 2000
MOST_LINE_BYTES = 64 * 1024
AT_ONCE = 4
"""Lines taken side by side: fewer than the pool holds, so that others are served meanwhile."""

log = structlog.get_logger("earlybridge.batch")


class BatchTooLong(TooLarge):
    code, title = "batch-too-long", "The batch has too many lines"
    detail = f"A batch may hold {MOST_LINES} lines of referrals. Send the rest in another, with another key."


class LineTooLong(TooLarge):
    code, title = "line-too-long", "The line is too long"
    detail = f"A line may hold {MOST_LINE_BYTES // 1024} KiB."


BATCH_PROBLEMS = (BatchTooLong,)
LINE_PROBLEMS = (*RECEIVE_PROBLEMS, LineTooLong)


def receive_batch(
    hot: Database, directory: Directory, actor: Actor, raw: bytes, key: str
) -> AsyncIterator[bytes]:
    """Answers of the lines, in their order, as they are taken; blank lines get none. Raises: Malformed, BatchTooLong."""
    lines = [(n, text) for n, line in enumerate(raw.split(b"\n"), 1) if (text := line.strip())]
    if not lines:
        raise Malformed("The batch holds no line.")
    if len(lines) > MOST_LINES:
        raise BatchTooLong
    return _answers(_Batch(hot, directory, actor, key), lines)


async def _answers(batch: "_Batch", lines: list[tuple[int, bytes]]) -> AsyncIterator[bytes]:
    for start in range(0, len(lines), AT_ONCE):
        answers = await asyncio.gather(
            *(batch.answer(n, text) for n, text in lines[start : start + AT_ONCE])
        )
        for answer in answers:
            yield json.dumps(answer, ensure_ascii=False).encode() + b"\n"


class _Batch:
    """One request's lines. Each has a key of its own, so that the same file sent again has no second effect."""

    def __init__(self, hot: Database, directory: Directory, actor: Actor, key: str) -> None:
        self._hot, self._directory, self._actor = hot, directory, actor
        self._key = hashlib.sha256(key.encode()).hexdigest()
        self._busy: Busy | None = None

    async def answer(self, number: int, text: bytes) -> dict[str, Any]:
        """Never raises: the lines after a bad one are taken too. When the service is busy, none is tried."""
        try:
            if self._busy:
                raise self._busy
            return {"line": number, "status": 201, **await self._take(number, text)}
        except Busy as problem:
            self._busy = problem
            refusal: Problem = problem
        except Problem as problem:
            refusal = problem
        except Exception as exc:
            log.error("unforeseen", exc_info=exc, line=number)
            refusal = Internal()
        return {"line": number, "status": refusal.status, "problem": problem_body(refusal)}

    async def _take(self, number: int, text: bytes) -> dict[str, Any]:
        """Raises: LINE_PROBLEMS and what is wrong with the line's shape."""
        if len(text) > MOST_LINE_BYTES:
            raise LineTooLong
        body = read_line(ReferralCreate, text)
        # A space stands in no key of a client: a line's key is nobody else's.
        key = f"batch {self._key} {number}"
        receipt = await receive(self._hot, self._directory, self._actor, body, key)
        return {"receipt": json.loads(receipt.body), "replayed": receipt.is_replay}
