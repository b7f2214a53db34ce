"""Writing down, in a program's own file, what its partner reports; then going home."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.directory import Home


@asynccontextmanager
async def guest_in(db: AsyncSession, actor: Actor, program: Home) -> AsyncIterator[Actor]:
    """Act inside the program's tenant as nobody of it: the record of access names the partner, no row its id.

    The caller has checked what the partner may report, in the partner's own tenant.
    """
    me = db.info["principal_id"]
    await db.flush()  # what belongs to the partner's tenant is written there
    await db.execute(select(func.eb.enter_as_guest(program.id)))
    db.info["principal_id"] = None
    yield replace(actor, home=program)
    await db.flush()  # what belongs to the program's is written here
    await db.execute(select(func.eb.go_home(actor.tenant_id, me)))
    db.info["principal_id"] = me
