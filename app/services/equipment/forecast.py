"""When a child is likely to outgrow an item: from the size it fits, and how the child grows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.models.equipment import EquipmentItem, EquipmentMeasurement
from app.models.fields import LAST_DAY
from app.models.words.equipment import DONE_WITH, BodyPart, Funding
from app.models.words.equipment import EquipmentState as S
from app.services import case
from app.services.equipment.policy import typical_growth
from app.services.queries import case as cases
from app.services.queries import equipment as queries
from app.services.queries import forecast as forecasts

SHORTEST = timedelta(days=28)
"""Two measurements closer than this tell more of the measuring than of the growth."""
LONGEST = timedelta(days=365)
HALF_A_YEAR = timedelta(days=182)
DAYS_A_MONTH = Decimal("30.44")
ON_ORDER_OR_IN_HAND = frozenset(
    {S.ORDERED, S.DELAYED, S.DELIVERED, S.FITTED, S.TRAINED, S.IN_USE, S.REPAIR}
)


@dataclass(frozen=True, slots=True)
class Outgrown:
    on: date
    by: str


def outgrown(
    until: Decimal, part: BodyPart, born_on: date, taken: list[tuple[date, Decimal]]
) -> Outgrown | None:
    """First day on which the measure is likely above `until`; None without a measurement.

    `taken` is in the order of its days. The child's own growth over the last
    year counts where it was measured twice, else the usual growth at that age.
    """
    if not taken:
        return None
    last_on, value = taken[-1]
    if value > until:
        return Outgrown(last_on, "measured")
    rate, by = _growth(part, born_on, taken)
    if rate <= 0:
        return None
    days = int((until - value) / rate) + 1
    if days > (LAST_DAY - last_on).days:
        return None
    return Outgrown(last_on + timedelta(days=days), by)


def _growth(
    part: BodyPart, born_on: date, taken: list[tuple[date, Decimal]]
) -> tuple[Decimal, str]:
    """Growth a day."""
    last_on, value = taken[-1]
    earlier = [t for t in taken[:-1] if SHORTEST <= last_on - t[0] <= LONGEST]
    if earlier and value > earlier[0][1]:
        first_on, first = earlier[0]
        return (value - first) / (last_on - first_on).days, "measured"
    months = max(int((last_on - born_on).days / DAYS_A_MONTH), 0)
    return value * typical_growth(part, months) / DAYS_A_MONTH, "typical"


async def of_item(db: AsyncSession, actor: Actor, item: EquipmentItem) -> None:
    """Set an item's forecast anew."""
    item.outgrows_on = item.outgrows_by = None
    if item.fits_part is None or item.fits_until is None or item.is_dropped:
        return
    child = await case.holder(db, actor, item.student_id)
    taken = await queries.growth_of(db, actor, child, item.fits_part)
    student = await cases.student(db, actor, item.student_id)
    assert student is not None  # noqa: S101 - the item points at it
    found = outgrown(
        item.fits_until, BodyPart(item.fits_part), student.born_on, [(m.taken_on, m.value) for m in taken]
    )  # fmt: skip
    if found is not None:
        item.outgrows_on, item.outgrows_by = found.on, found.by


def watch(items: Iterable[EquipmentItem], state: S) -> None:
    """What was approved is watched while it is on order or in hand; what is done with, nobody outgrows."""
    for item in items:
        item.is_watched = state in ON_ORDER_OR_IN_HAND and item.funding == Funding.APPROVED
        if state in DONE_WITH:
            item.outgrows_on = item.outgrows_by = None


async def follow(db: AsyncSession, actor: Actor, measured: EquipmentMeasurement) -> None:
    """A measurement moves the forecast of every item of the child that it bears on."""
    await db.flush()  # it is read back among the others
    child = await case.holder(db, actor, measured.student_id)
    for item in await queries.fitted_to(db, actor, child, measured.part):
        await of_item(db, actor, item)


async def list_for(
    db: AsyncSession, actor: Actor, until: date | None, limit: int, after: tuple[Any, ...] | None
) -> list[Any]:
    """Items on order or in use that are likely outgrown by a day (half a year ahead), the first first."""
    last = until or actor.today() + HALF_A_YEAR
    rows = await forecasts.page(db, actor, db.info["principal_id"], last, limit, after)
    if shown := sorted({row.student_id for row in rows[:limit]}):
        audit.record(db, actor, "list", "equipment-forecast", student_ids=shown)
    return rows
