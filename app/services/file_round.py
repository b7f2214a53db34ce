"""What becomes of files by itself: those that wait are scanned, those that nothing speaks of are cleared away, and
those of destroyed documents with them.

A file is cleared in two transactions, the row in one and the bytes in another,
each under the lock that an upload of the same bytes takes: whichever comes
first, bytes that a row speaks of are there.
"""

from collections.abc import AsyncIterator
from datetime import timedelta

from app import clock
from app.auth import Actor
from app.db import Database
from app.directory import Home
from app.files import Files, key_of
from app.models.document import StoredFile
from app.services import recomputation, upload
from app.services.queries import upload as queries
from app.services.upload import Open

KEPT_ANYWAY = upload.USABLE + timedelta(hours=1)
"""What is younger may be an upload under way, or one that its sender has yet to use."""
BATCH = 50
SHARES = 24
"""Rounds that together look through all keys."""


async def scan_waiting(database: Database, files: Files) -> int:
    """Every file that no scanner has seen; returns how many got a verdict. A scanner that is away ends the round."""
    scanned = 0
    async for actor, begin in _tenants(database, files):
        while files.scanner is not None:
            async with begin() as db:
                rows = await queries.unscanned(db, actor, BATCH)
            done = await upload.scan(begin, files, actor, rows)
            scanned += done
            if len(rows) < BATCH or not done:
                break
    return scanned


async def clear(database: Database, files: Files) -> int:
    """Forget uploads nobody used, then bytes that no row speaks of; returns how many files went.

    Each hour looks through its own share of the keys, so that a day looks through all.
    """
    before, turn, cleared = clock.now() - KEPT_ANYWAY, clock.now().hour % SHARES, 0
    async for actor, begin in _tenants(database, files):
        async with begin() as db:
            await queries.forget_uploads(db, actor, before)
            unused = await queries.unused_files(db, actor, before)
        for row in unused:
            await _forget(begin, actor, row)
            cleared += await _clear(begin, files, actor, row.sha256)
        for share in range(turn, 256, SHARES):
            async for sha256 in _orphans(begin, files, actor, f"{share:02x}"):
                cleared += await _clear(begin, files, actor, sha256)
    return cleared


async def _tenants(database: Database, files: Files) -> AsyncIterator[tuple[Actor, Open]]:
    """Everybody who has files, as one who acts there without being anybody."""
    for tenant_id in await files.store.tenants():
        home = Home(tenant_id, "", "", "", "UTC")
        actor = Actor(home, recomputation.SUBJECT, (), frozenset())
        yield actor, recomputation.acting_for(database, actor)


async def _forget(begin: Open, actor: Actor, row: StoredFile) -> None:
    async with begin() as db:
        await queries.lock(db, key_of(actor.tenant_id, row.sha256))
        await queries.forget_file(db, actor, row.id, clock.now())


async def _clear(begin: Open, files: Files, actor: Actor, sha256: str) -> int:
    """The bytes, unless a row speaks of them; returns 1 when they went."""
    key = key_of(actor.tenant_id, sha256)
    async with begin() as db:
        await queries.lock(db, key)
        if await queries.known(db, actor, [sha256]):
            return 0
        await files.store.delete(key)
    return 1


async def _orphans(begin: Open, files: Files, actor: Actor, share: str) -> AsyncIterator[str]:
    """Bytes of one share of the keys that have been there a day without a row."""
    before = clock.now() - KEPT_ANYWAY
    async for some in files.store.listed(f"{actor.tenant_id}/{share}"):
        old = [kept.key.rpartition("/")[2] for kept in some if kept.put_at < before]
        if not old:
            continue
        async with begin() as db:
            known = await queries.known(db, actor, old)
        for sha256 in old:
            if sha256 not in known:
                yield sha256
