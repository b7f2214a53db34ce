"""What waits in equipment, counted by worklists; the lists behind them are in `equipment` and `loan`.

Counted in the order in which it is listed: a plan that takes a thousand as they lie reads all that ended before the first.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlmodel import col

from app.auth import Actor
from app.models.equipment import EquipmentRequest
from app.models.loan import Loan
from app.models.words.equipment import EquipmentState
from app.models.words.loan import LoanState
from app.services.queries.record import on_caseload

Waiting = Select[*tuple[Any, ...]]


def in_stage(actor: Actor, me: UUID, state: EquipmentState) -> Waiting:
    return _requests(actor, me, EquipmentRequest.stage_on).where(
        col(EquipmentRequest.state) == state.value
    )


def late(actor: Actor, me: UUID) -> Waiting:
    """In their stage for longer than the program allows."""
    return _requests(actor, me, EquipmentRequest.alert_on).where(
        col(EquipmentRequest.alert_on) <= actor.today()
    )


def due(actor: Actor, me: UUID, until: date) -> Waiting:
    """With a day, until that day, by which somebody must act."""
    return _requests(actor, me, EquipmentRequest.next_on).where(
        col(EquipmentRequest.next_on) <= until
    )


def _requests(actor: Actor, me: UUID, day: Any) -> Waiting:
    return (
        select(col(day).label("on_date"), col(EquipmentRequest.id))
        .where(
            col(EquipmentRequest.tenant_id) == actor.tenant_id,
            on_caseload(actor, me, EquipmentRequest.student_id),
        )
        .order_by(col(day), col(EquipmentRequest.id))
    )


def loans_due(actor: Actor, me: UUID, until: date) -> Waiting:
    """Out, and due back until that day."""
    return (
        select(col(Loan.until_on).label("on_date"), col(Loan.id))
        .where(
            col(Loan.tenant_id) == actor.tenant_id,
            on_caseload(actor, me, Loan.student_id),
            col(Loan.state) == LoanState.OUT.value,
            col(Loan.until_on) <= until,
        )
        .order_by(col(Loan.until_on), col(Loan.id))
    )
