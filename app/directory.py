"""Organisations by id: public facts, remembered for a while because every request needs its own."""

import time
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from app import clock
from app.db import Database

REMEMBERED_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Home:
    """An organisation as the directory knows it."""

    id: UUID
    kind: str
    name: str
    jurisdiction: str
    time_zone: str
    number: str | None = None
    """What the State knows it by."""

    def today(self) -> date:
        return clock.today(self.time_zone)


@dataclass
class Directory:
    database: Database
    _known: dict[UUID, tuple[float, Home]] = field(default_factory=dict)

    async def find(self, organisation_id: UUID) -> Home | None:
        """Raises: Busy when it must ask the database and that does not answer."""
        held = self._known.get(organisation_id)
        if held and held[0] > time.monotonic():
            return held[1]
        rows = await self.database.fetch_outside(
            "select id, kind, name, jurisdiction, time_zone, number from eb.organisation where id = $1",
            organisation_id,
        )
        if not rows:
            return None
        home = Home(*rows[0])
        self._known[organisation_id] = (time.monotonic() + REMEMBERED_SECONDS, home)
        return home

    async def require(self, organisation_id: UUID) -> Home:
        """An organisation that one of our rows names. Raises: LookupError for one that is none, Busy."""
        home = await self.find(organisation_id)
        if home is None:
            raise LookupError(organisation_id)
        return home
