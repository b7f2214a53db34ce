"""What the program has settled for itself, and who may change it."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import NotFound
from app.http import require_version
from app.models.history import RecordChange
from app.models.schemas.program import ProgramSettings, ProgramSettingsUpdate
from app.models.task import ProgramSetting
from app.services import record, rulebook
from app.services.queries import task as queries


class SettingsNotFound(NotFound):
    code, title = "program-settings-not-found", "The program has settled nothing yet"


SETTING = record.Kind("program-settings", ProgramSetting, SettingsNotFound)


async def settled(db: AsyncSession, actor: Actor) -> ProgramSettings:
    """What holds, with the defaults for what the program has not settled."""
    row = await queries.settings(db, actor)
    return ProgramSettings.model_validate(row.settled if row else {})


async def read(db: AsyncSession, actor: Actor) -> dict[str, Any]:
    """The settings and their version."""
    row = await queries.make_settings(db, actor)
    audit.record(db, actor, "read", "program-settings")
    return _shown(row)


async def change(
    db: AsyncSession, actor: Actor, body: ProgramSettingsUpdate, if_match: str
) -> dict[str, Any]:
    """Apply a merge patch. Raises: VersionStale."""
    row = await queries.make_settings(db, actor)
    require_version(row.version, if_match)
    settled = {**row.settled, **body.model_dump(mode="json", exclude_unset=True)}
    record.change(db, actor, SETTING, row, {"settled": settled})
    return _shown(row)


async def history(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    row = await queries.make_settings(db, actor)
    return await record.history(db, actor, SETTING, row.id, limit, after)


async def escalation_days(db: AsyncSession, actor: Actor) -> int:
    """Days before the legal date on which the supervisor is told."""
    days = (await settled(db, actor)).escalation_days
    return rulebook.load().soon_days(actor.home.jurisdiction) if days is None else days


async def escalates_on(db: AsyncSession, actor: Actor, legal_on: date | None) -> date | None:
    """The day from which the supervisor is told of a duty that is still open."""
    if legal_on is None:
        return None
    return legal_on - timedelta(days=await escalation_days(db, actor))


def _shown(row: ProgramSetting) -> dict[str, Any]:
    content = ProgramSettings.model_validate(row.settled)
    return {"id": row.id, "version": row.version, "settled": content}
