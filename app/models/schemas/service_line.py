"""Service lines, the sessions given under them, and the account between the two."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.models.fields import CaseDate, Code, Flag, Instant, Line, Read, Text, Write, may_be_absent
from app.models.schemas.plan_content import Number
from app.models.schemas.record import Reasoned, Warned
from app.models.words.plan import (
    DeliveryModel,
    Indirect,
    Intensity,
    LineState,
    Miss,
    Payer,
    Per,
    Setting,
)
from app.models.words.staff import Discipline

Sessions = Annotated[int, Field(strict=True, ge=1, le=400)]
Minutes = Annotated[int, Field(strict=True, ge=1, le=1440)]
Numbers = Annotated[list[Number], Field(max_length=40)]
Total = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]


class ServiceLineCreate(Write):
    """One promised service: frequency (`sessions` per `per`), intensity, length (`minutes` a session), duration
    (`starts_on` to `ends_on`), method and location are six fields (34 CFR 303.344(d)(1))."""

    number: Number
    service: Code = Field(
        description="For an IFSP one of the rulebook's services, such as `nursing`."
    )
    delivery_model: DeliveryModel
    intensity: Intensity
    sessions: Sessions
    per: Per
    minutes: Minutes
    starts_on: CaseDate = Field(description="Projected first day.")
    ends_on: CaseDate = Field(description="Projected last day.")
    method: Line | None = Field(default=None, description="How it is given, such as coaching.")
    location: Line | None = None
    setting: Setting
    setting_code: Code | None = Field(default=None, description="The State's own code.")
    natural_environment_reason: Text | None = Field(
        default=None, description="Why not in a natural environment; needed for each other setting."
    )
    is_direct: Flag = True
    discipline: Discipline | None = None
    provider_id: UUID | None = None
    payer: Payer | None = None
    outcomes: Numbers = Field(default_factory=list, description="Numbers of outcomes or goals.")
    flexibility: Text | None = Field(
        default=None, description="What the team may vary without an amendment."
    )
    least_sessions: Sessions | None = None
    most_sessions: Sessions | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends_on < self.starts_on:
            raise ValueError("ends_on must not be before starts_on")
        return self


class ServiceLineUpdate(Write):
    """Merge patch of a proposed line; the provider may be named later, too."""

    delivery_model: DeliveryModel = may_be_absent()
    intensity: Intensity = may_be_absent()
    sessions: Sessions = may_be_absent()
    per: Per = may_be_absent()
    minutes: Minutes = may_be_absent()
    starts_on: CaseDate = may_be_absent()
    ends_on: CaseDate = may_be_absent()
    method: Line | None = None
    location: Line | None = None
    setting: Setting = may_be_absent()
    setting_code: Code | None = None
    natural_environment_reason: Text | None = None
    is_direct: Flag = may_be_absent()
    discipline: Discipline | None = None
    provider_id: UUID | None = None
    payer: Payer | None = None
    outcomes: Numbers = may_be_absent()
    flexibility: Text | None = None
    least_sessions: Sessions | None = None
    most_sessions: Sessions | None = None


class ServiceLineRead(Read):
    id: UUID
    version: int
    student_id: UUID
    plan_id: UUID
    number: int
    replaces_id: UUID | None
    state: LineState
    service: str
    delivery_model: DeliveryModel
    intensity: Intensity
    sessions: int
    per: Per
    minutes: int
    starts_on: date
    ends_on: date
    method: str | None
    location: str | None
    setting: Setting
    setting_code: str | None
    natural_environment_reason: str | None
    is_direct: bool
    discipline: Discipline | None
    provider_id: UUID | None
    payer: Payer | None
    outcomes: list[int]
    flexibility: str | None
    least_sessions: int | None
    most_sessions: int | None
    consented_on: date | None
    authorised_on: date | None
    authorisation_number: str | None
    authorised_minutes: int | None
    first_delivered_on: date | None = Field(description="Set by the first session given.")
    ended_on: date | None = Field(description="Last day on which a session may have been given.")
    end_reason: str | None


class ServiceLineWritten(ServiceLineRead):
    """A service, and what to look at: a discipline or a provider that does not fit it."""

    warnings: list[Warned]


class Authorise(Reasoned):
    """The payer authorised the service."""

    act: Literal["authorise"]
    authorised_on: CaseDate
    authorisation_number: Line | None = None
    authorised_minutes: Total | None = Field(default=None, description="In all, over the line.")


class EndLine(Reasoned):
    """End one service: the parent took the consent back, or it is needed no more."""

    act: Literal["end"]
    ended_on: CaseDate = Field(description="Last day on which it was given.")


class WithdrawLine(Reasoned):
    """Take a proposed line out of the draft."""

    act: Literal["withdraw"]


LineStep = Annotated[Authorise | EndLine | WithdrawLine, Field(discriminator="act")]


class DeliveryCreate(Write):
    """A session given (`missed_for` null), or one missed and why."""

    on: CaseDate
    starts_at: Instant | None = Field(
        default=None, description="When it began; two sessions of one person at a time are told."
    )
    ends_at: Instant | None = Field(
        default=None, description="When it ended. The minutes follow from the two moments."
    )
    minutes: Minutes | None = Field(
        default=None,
        description="Given, or planned and missed; when absent from `starts_at` to `ends_at`, or the line's length.",
    )
    missed_for: Miss | None = None
    makes_up_id: UUID | None = Field(
        default=None, description="The missed session that this one repairs."
    )
    indirect: Indirect | None = Field(
        default=None,
        description="Time for the child without the child; it does not count as given.",
    )
    provider_id: UUID | None = Field(
        default=None, description="Who gave it; the caller when absent."
    )
    comment: Text | None = None


class DeliveryUpdate(Write):
    """Merge patch: a correction, or that it was entered in error."""

    on: CaseDate = may_be_absent()
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    minutes: Minutes = may_be_absent()
    missed_for: Miss | None = None
    comment: Text | None = None
    entered_in_error: Flag = may_be_absent()
    error_reason: Text | None = None


class Caution(Read):
    """Something to look at; it kept nothing from being recorded."""

    code: str
    detail: str


class DeliveryRead(Read):
    id: UUID
    version: int
    line_id: UUID
    on: date = Field(validation_alias="on_date")
    starts_at: datetime | None
    ends_at: datetime | None
    minutes: int
    missed_for: Miss | None
    makes_up_id: UUID | None
    indirect: Indirect | None
    provider_id: UUID | None
    comment: str | None
    entered_in_error: bool
    error_reason: str | None


class DeliveryWithWarnings(DeliveryRead):
    warnings: list[Caution]


class MissedMinutes(Read):
    reason: Miss
    minutes: int
    is_owed: bool = Field(description="Whether the reason is the agency's.")


class AccountRead(Read):
    """Planned against given, in minutes. planned + beyond = delivered + missed + unaccounted."""

    line_id: UUID
    from_on: date
    to_on: date
    planned: int = Field(description="Sessions times length inside line and period, less holidays.")
    delivered: int = Field(
        description="Given, make-ups included, each on the day of the session it repairs."
    )
    missed: list[MissedMinutes] = Field(description="Not given and not made up, by reason.")
    accounted: int
    unaccounted: int
    beyond: int = Field(description="Accounted for beyond what was planned.")
    owed: int = Field(description="Missed for reasons of the agency and not yet made up.")
    indirect: int
