"""Papers that come with the public form: few, small, of few kinds, and only where a scanner looks at them.

Whoever sends one gets a token that the form names; nobody is told whether such
a file was known, and nothing without a clean verdict is ever given out.
"""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.db import Database
from app.directory import Directory, Home
from app.errors import AttachmentUnknown, Problem, TooManyRequests
from app.files import Files
from app.models.words.document import ScanState
from app.services import turn, upload
from app.services.queries import form as queries
from app.services.referral.problems import ProgramNotFound

MOST_BYTES = 8 * 1024 * 1024
KINDS = frozenset({"application/pdf", "image/jpeg", "image/png", "image/heic"})
"""What telephones and scanners make; nothing that runs anywhere."""
PARTY = "public form"
ADDRESS = turn.Door(
    name="form attachment",
    burst=6.0,
    per_second=1 / 60,
    said="Too many files came from this address. Wait, or bring the papers to the program.",
)
PROGRAM = turn.Door(
    name="form attachments of a program",
    burst=120.0,
    per_second=1 / 30,
    said="Too many files came for this program. Send the form without them, and bring the papers along.",
)


class NoAttachmentsHere(Problem):
    status, code, title = 409, "no-attachments-here", "This service takes no files by the form"
    detail = "No scanner looks at them here. Send the form without them, and bring the papers to the program."


ATTACH_PROBLEMS = (
    ProgramNotFound, NoAttachmentsHere, upload.FileTooLarge, upload.FileKindRefused, upload.FileRefused, TooManyRequests,
)  # fmt: skip
__all__ = ["ATTACH_PROBLEMS", "AttachmentUnknown", "attach"]


async def attach(
    base: Database,
    files: Files,
    directory: Directory,
    program_id: UUID,
    stream: AsyncIterator[bytes],
    address: str,
    key: str,
) -> str:
    """Keep a file for a day; returns the token by which the form names it. Raises: ATTACH_PROBLEMS.

    The token follows from key and bytes: sent again, it is the same one, and who has neither has not the token.
    """
    if files.scanner is None:
        raise NoAttachmentsHere
    await turn.take(base, ADDRESS, turn.at(address))
    program = await directory.find(program_id)
    if program is None or program.kind != "program":
        raise ProgramNotFound
    await turn.take(base, PROGRAM, f"program:{program_id}")
    small = replace(files, most_bytes=min(files.most_bytes, MOST_BYTES))
    sent = await upload.keep(
        lambda: _inside(base, program_id), small, _nobody(program), stream, lambda sha: _token(key, sha), KINDS
    )  # fmt: skip
    if sent.file.scan_state == ScanState.REFUSED:
        raise upload.FileRefused
    return sent.upload.client_key


def _token(key: str, sha256: str) -> str:
    return hashlib.sha256(f"form attachment {len(key)} {key} {sha256}".encode()).hexdigest()


def _nobody(program: Home) -> Actor:
    return Actor(program, PARTY, (), frozenset())


@asynccontextmanager
async def _inside(base: Database, program_id: UUID) -> AsyncIterator[AsyncSession]:
    """One transaction in the program's tenant, as nobody of it."""
    async with base.session(None) as db:
        await queries.enter(db, program_id, PARTY)
        db.info["principal_id"] = None
        yield db
