"""What a plan is made of, as `shape` says it of the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.demo.county.shape import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Row):
    """One version of an IFSP."""

    student_id: UUID
    type: str
    number: int
    base_id: UUID | None
    state: str
    language: str | None
    coordinator_id: UUID | None
    starts_on: date | None
    ends_on: date | None
    levels: tuple[Mapping[str, Any], ...]
    family: Mapping[str, Any]
    outcomes: tuple[Mapping[str, Any], ...]
    other_services: tuple[Mapping[str, Any], ...]
    transition: tuple[Mapping[str, Any], ...]
    held_on: date | None
    reviewed_on: date | None = None
    signed_on: date | None = None
    ended_on: date | None = None
    signed_text: str | None = None
    text_sha256: str | None = None
    program: str = "partc"
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMeeting(Row):
    student_id: UUID
    plan_id: UUID
    kind: str
    held_on: date
    participants: tuple[Mapping[str, Any], ...]
    findings: str | None = None
    state: str = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLine(Row):
    student_id: UUID
    plan_id: UUID
    number: int
    replaces_id: UUID | None
    state: str
    service: str
    sessions: int
    minutes: int
    starts_on: date
    ends_on: date
    setting: str
    natural_environment_reason: str | None
    discipline: str | None
    provider_id: UUID | None
    consented_on: date | None = None
    first_delivered_on: date | None = None
    ended_on: date | None = None
    end_reason: str | None = None
    outcomes: tuple[int, ...] = (1,)
    delivery_model: str = "home_visit"
    intensity: str = "individual"
    per: str = "week"
    method: str = "Coaching of the family in its routines"
    location: str = "At the family's home"
    payer: str = "part_c"
    setting_code: str | None = None
    is_direct: bool = True
    flexibility: str | None = None
    least_sessions: int | None = None
    most_sessions: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDelivery(Row):
    student_id: UUID
    line_id: UUID
    on_date: date
    minutes: int
    missed_for: str | None
    provider_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature(Row):
    record_id: UUID
    student_id: UUID
    text_sha256: str
    capacity: str
    signed_on: date
    principal_id: UUID | None = None
    contact_id: UUID | None = None
    resource: str = "plan"
    method: str = "paper"
    identity_shown: str = "known_in_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDecision(Row):
    student_id: UUID
    plan_id: UUID
    line_id: UUID
    contact_id: UUID
    signature_id: UUID
    decided_on: date
    is_consented: bool = True
