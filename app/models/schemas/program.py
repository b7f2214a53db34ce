"""What a program settles for itself."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.models.fields import EnrolmentState, Flag, Read, Write, may_be_absent
from app.models.words.meeting import MeetingKind
from app.models.words.staff import CredentialKind, StaffRole

Days = Annotated[int, Field(strict=True, ge=0, le=365)]
Years = Annotated[int, Field(strict=True, ge=1, le=50)]
Attempts = Annotated[int, Field(strict=True, ge=1, le=20)]
Points = Annotated[int, Field(strict=True, ge=0, le=100)]
Roles = Annotated[list[StaffRole], Field(min_length=1, max_length=10)]
Target = Annotated[int, Field(strict=True, ge=1, le=10_000)]


class WorkloadWeights(Write):
    """What a student weighs on a caseload, in points: by stage, and what comes on top for a need.

    A stage that is not named weighs ten points: one student of the common kind.
    """

    by_stage: dict[EnrolmentState, Points] = Field(default_factory=dict)
    interpreter: Points = 0
    born_early: Points = 0
    target: Target | None = None
    """Points that one person is meant to carry."""


class ProgramSettings(Write):
    """Numbers that are the program's own to choose. What the law sets stands in the rulebook."""

    meeting_notice_days: dict[MeetingKind, Days] = Field(default_factory=dict)
    """Days of written notice before a meeting of this kind; none where it is not named."""
    escalation_days: Days | None = None
    """Days before the legal date on which the supervisor is told; null: the rulebook's "due soon"."""
    outbound_answer_days: Days = 14
    """Days after which an agency that did not answer a referral is said not to have answered."""
    referral_answer_days: Days = 14
    """Days that the sender of a referral has to answer what it was asked; the child's clock runs on."""
    attempts_before_lapse: Attempts = 3
    """Tries to reach the family without which no referral lapses."""
    retention_years: Years | None = None
    """Years after the exit after which a task asks whether the record is still needed; null: nobody is asked."""
    coordinator: WorkloadWeights = Field(default_factory=WorkloadWeights)
    therapist: WorkloadWeights = Field(default_factory=WorkloadWeights)
    asks_meeting_overlap: Flag = True
    """Whether a meeting at the same hour as another of its staff asks for a reason."""
    required_credentials: dict[CredentialKind, Roles] = Field(default_factory=dict)
    """Who must hold a credential of this kind, by role; who holds none that is valid is a worklist of its own."""


class ProgramSettingsUpdate(Write):
    """Merge patch; each member is given whole."""

    meeting_notice_days: dict[MeetingKind, Days] = may_be_absent()
    escalation_days: Days | None = None
    outbound_answer_days: Days = may_be_absent()
    referral_answer_days: Days = may_be_absent()
    attempts_before_lapse: Attempts = may_be_absent()
    retention_years: Years | None = None
    coordinator: WorkloadWeights = may_be_absent()
    therapist: WorkloadWeights = may_be_absent()
    asks_meeting_overlap: Flag = may_be_absent()
    required_credentials: dict[CredentialKind, Roles] = may_be_absent()


class ProgramSettingsRead(Read):
    id: UUID
    version: int
    settled: ProgramSettings
