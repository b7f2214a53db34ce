"""The register of strategies: what is done differently for a child, since when, and when somebody last looked."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text

from app.models.base import SCHEMA, Record, one_of, within
from app.models.plan import json_list
from app.models.words.strategy import StrategyArea, StrategyState


class Strategy(Record, table=True):
    """One strategy with a child. Who began it and when stays; `checks` only grows.

    From `goal` to `photos`: what a family's sheet says of it, where it is a home programme.
    """

    __tablename__ = "strategy"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("line_id", "service_line"),
        within("started_by_id", "principal"),
        one_of("area", StrategyArea),
        one_of("state", StrategyState),
        CheckConstraint("check_every_days between 1 and 365", name="interval"),
        Index("ix_strategy_student", "tenant_id", "student_id", "id"),
        Index(
            "ix_strategy_check", "tenant_id", "next_check_on", "id",
            postgresql_where=text("state = 'in_use'"),
        ),
        {"schema": SCHEMA},
    )  # fmt: skip
    student_id: UUID
    line_id: UUID | None = None
    state: str = StrategyState.PLANNED.value
    area: str
    title: str
    how: str
    place: str | None = None
    goal: str | None = None
    steps: list[str] = json_list()
    when_in_day: str | None = None
    how_often: str | None = None
    watch_for: str | None = None
    stop_when: str | None = None
    whom_to_call: str | None = None
    photos: list[dict[str, Any]] = json_list()
    started_on: date | None = None
    started_by_id: UUID | None = None
    check_every_days: int | None = None
    checks: list[dict[str, Any]] = json_list()
    last_checked_on: date | None = None
    next_check_on: date | None = None
    ended_on: date | None = None
