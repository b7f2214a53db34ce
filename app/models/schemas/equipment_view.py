"""Where equipment waits, and what children are about to outgrow."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.models.fields import Read
from app.models.schemas.money import SizeRead
from app.models.words.equipment import BodyPart, EquipmentKind, EquipmentState


class WaitRead(Read):
    """How long something took or has taken, in days: of stays that ended in the period or went on at its end."""

    key: str = Field(description="The stage, the funder's id, or the kind.")
    title: str
    count: int
    waiting: int = Field(description="How many of them went on at the end of the period.")
    median_days: int
    p90_days: int = Field(description="Nine in ten took no longer.")


Waits = Annotated[list[WaitRead], Field(max_length=200)]


class LongestRead(Read):
    request_id: UUID
    student_id: UUID
    kind: EquipmentKind
    state: EquipmentState
    since: date
    days: int


class WaitingRead(Read):
    from_on: date
    to_on: date
    by_stage: Waits
    by_funder: Waits = Field(description="Days with a funder, question by question.")
    by_kind: Waits = Field(
        description="From the need to use, or to the end of the period; what ended without use is left out."
    )
    longest: Annotated[
        list[LongestRead], Field(max_length=10, description="Those that go on today.")
    ]


class ForecastRead(Read):
    """An item that is likely too small from a day."""

    id: UUID
    request_id: UUID
    student_id: UUID
    name: str
    size: str | None
    fits_part: BodyPart
    fits_until: SizeRead
    outgrows_on: date
    outgrows_by: Literal["measured", "typical"]
