"""Drafts of referrals that nobody writes on at any more: they hold a child's data for no purpose, and are forgotten."""

from datetime import timedelta

from app import audit, clock
from app.auth import Actor
from app.db import Database
from app.directory import Home
from app.services import recomputation
from app.services.queries import referral_draft as queries

KEPT = timedelta(days=90)


async def forget_old(database: Database) -> int:
    """Of every organisation that sends referrals; returns how many drafts went."""
    async with database.session(None) as db:
        senders = await queries.senders(db)
    before, forgotten = clock.now() - KEPT, 0
    for sender in senders:
        home = Home(sender.id, sender.kind, sender.name, sender.jurisdiction, sender.time_zone)
        actor = Actor(home, recomputation.SUBJECT, (), frozenset())
        async with recomputation.acting_for(database, actor)() as db:
            gone = await queries.forget(db, actor, before)
            for draft_id in gone:
                audit.record(
                    db, actor, "change", "referral-draft", record_id=str(draft_id), forgotten=True
                )
        forgotten += len(gone)
    return forgotten
