"""What the program has set for itself: how long a stage may take, when growth is reviewed."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import Problem
from app.http import require_version
from app.models.funding import EquipmentPolicy
from app.models.schemas.funding import PolicyUpdate
from app.models.words.equipment import BodyPart, EquipmentState
from app.services import record
from app.services.equipment.problems import CurrencyUnfit, EquipmentRequestNotFound
from app.services.queries import equipment as queries

DEFAULTS = Path(__file__).with_name("defaults.yaml")
POLICY = record.Kind("equipment-policy", EquipmentPolicy, EquipmentRequestNotFound)


class ReviewMonths(Problem):
    status, code, title = 409, "review-months", "The window would end before it begins"
    detail = "`growth_review_from_months` must not be above `growth_review_until_months`."


@dataclass(frozen=True, slots=True)
class Policy:
    """Settings in force. `version` 0: the program has set none."""

    version: int
    stage_days: dict[EquipmentState, int]
    growth_review_from_months: int
    growth_review_until_months: int
    currency: str

    def alert_on(self, state: str, since: date) -> date | None:
        """First day on which a stage that began on `since` has lasted too long."""
        days = self.stage_days.get(EquipmentState(state))
        return None if days is None else since + timedelta(days=days + 1)

    def require_currency(self, *said: str) -> None:
        """All money of a program adds up. Raises: CurrencyUnfit."""
        if set(said) - {self.currency}:
            raise CurrencyUnfit(
                f"Money is in {self.currency} here; PATCH /v1/equipment-policy changes that."
            )


@cache
def defaults() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(DEFAULTS.read_text())
    return found


def typical_growth(part: BodyPart, months: int) -> Decimal:
    """Share by which a measure grows in a month at that age."""
    band = next(b for b in defaults()["growth_percent_a_month"] if months < b["until_months"])
    column = {BodyPart.WEIGHT: "weight", BodyPart.HEAD_CIRCUMFERENCE: "head"}.get(part, "length")
    return Decimal(band[column]) / 100


def _in_force(row: EquipmentPolicy | None) -> Policy:
    base = defaults()
    review = base["growth_review"]
    own = row.stage_days if row else {}
    days = {**base["stage_days"], **own}
    return Policy(
        version=row.version if row else 0,
        stage_days={EquipmentState(k): v for k, v in days.items() if v is not None},
        growth_review_from_months=(row and row.growth_review_from_months) or review["from_months"],
        growth_review_until_months=(row and row.growth_review_until_months)
        or review["until_months"],
        currency=(row and row.currency) or base["currency"],
    )


async def of(db: AsyncSession, actor: Actor) -> Policy:
    """The settings in force."""
    return _in_force(await queries.policy(db, actor))


async def change(db: AsyncSession, actor: Actor, body: PolicyUpdate, if_match: str) -> Policy:
    """Apply a merge patch; requests that wait are measured by the new days at once.

    Raises: ReviewMonths, VersionStale.
    """
    await queries.ensure_policy(db, actor)
    row = await queries.policy(db, actor, lock=True)
    assert row is not None  # noqa: S101 - made above
    require_version(row.version, if_match)
    changes = body.model_dump(mode="json", exclude_unset=True)
    if "stage_days" in changes:
        changes["stage_days"] = {**row.stage_days, **changes["stage_days"]}
    record.change(db, actor, POLICY, row, changes)
    policy = _in_force(row)
    if policy.growth_review_from_months > policy.growth_review_until_months:
        raise ReviewMonths
    if "stage_days" in changes:
        await queries.set_alerts(db, actor, policy.stage_days)
    return policy
