"""Indicators: what is measured, its figures, and the children behind them."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, PlainSerializer

from app.models.fields import Read
from app.models.schemas.rule import RulebookRef

Percent = Annotated[Decimal, PlainSerializer(float, return_type=float)]
Group = Literal["family", "system", "other"]
Count = Annotated[int | None, Field(description="Null: suppressed.")]


class DelayReasonRead(Read):
    """A code for `delay_reason` in the data of the event that came late."""

    code: str
    group: Group
    is_excusable: bool = Field(
        description="Whether a recorded pause of this kind is an excuse here."
    )


class IndicatorRead(Read):
    """One measure in words. `cells` part the children counted; those of `numerator` are hoped for."""

    code: str
    title: str
    program: Literal["partc", "partb"]
    population: str
    target: int | None = Field(description="In percent; null: each State sets its own, or none.")
    cells: dict[str, str]
    numerator: list[str]
    exclusions: dict[str, str]
    citations: list[str]
    confidence: str
    reading: str
    delay_reasons: list[DelayReasonRead]


class CellRead(Read):
    name: str
    label: str
    count: Count


class LateRange(Read):
    days: str = Field(description='Such as "1-10" or "61+"; "not_done" where it never was.')
    count: Count


class DaysLate(Read):
    """By how many days the late children were late; `least` and `most` of those done at last."""

    least: int | None
    most: int | None
    ranges: list[LateRange]


class IndicatorFigures(Read):
    """One indicator for a period, as known on `as_of`. Both days are inside."""

    code: str
    title: str
    from_on: date
    to_on: date
    as_of: date
    counted_on: date | None = Field(description="The day of counting, for counts of one day.")
    district_id: UUID | None
    numerator: Count
    denominator: Count
    percent: Percent | None = Field(description="One decimal; null without a denominator.")
    target: int | None
    meets_target: bool | None = Field(description="By the counts, not by the rounded percent.")
    cells: list[CellRead]
    exclusions: list[CellRead] = Field(description="Children in neither number, and why.")
    delays: dict[str, Count] = Field(
        description="Late and excused children by who caused it: family, system, other, unstated."
    )
    days_late: DaysLate
    recorded_otherwise: Count = Field(
        description="Exits whose recorded reason contradicts the file."
    )
    is_suppressed: bool
    smallest_cell: int = Field(description="Smaller counts are not published, a zero is.")
    rules: list[str] = Field(description="Rules of the rulebook it was computed by.")
    citations: list[str]
    rulebook: RulebookRef


class IndicatorChild(Read):
    """Where one child stands in an indicator: in a cell, or left out; never both."""

    student_id: UUID
    district_id: UUID | None
    cell: str | None
    exclusion: str | None
    due_on: date | None
    due_on_unadjusted: date | None
    satisfied_on: date | None
    days_late: int | None = Field(
        description="After the last timely day; for an excused child, after it without the excuse."
    )
    delay_reason: str | None
    delay_group: Group | None
    recorded: str | None = Field(description="A recorded exit reason that contradicts the file.")
    missing: list[str] = Field(description="Facts without which it cannot be told.")
