"""Records of the demo county that are made through the services, as somebody of its staff would have made them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.auth import Actor, scopes_of
from app.demo.county import County
from app.directory import Home

BIND = text("select eb.bind(:tenant, :subject, :roles)")


class Playing(NamedTuple):
    """A person at work: the session bound to them, and who they are."""

    db: AsyncSession
    actor: Actor
    me: UUID


@asynccontextmanager
async def playing(connection: AsyncConnection, county: County, role: str) -> AsyncIterator[Playing]:
    """Work as the county's person of that role, within the connection's transaction."""
    person, program = county.people[role], county.program
    home = Home(program.id, program.kind, program.name, program.jurisdiction, program.time_zone)
    actor = Actor(home, person.subject, person.roles, scopes_of(person.roles))
    await connection.execute(text("set local role eb_app"))
    who = {"tenant": home.id, "subject": person.subject, "roles": list(person.roles)}
    me: UUID = (await connection.execute(BIND, who)).scalar_one()
    async with AsyncSession(
        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    ) as db:
        db.info["principal_id"] = me
        yield Playing(db, actor, me)
        await db.commit()
