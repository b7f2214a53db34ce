"""The steps of a referral, each with exactly what it must say; and the two that are the sender's own."""

from collections.abc import Callable
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from app.models.fields import CaseDate, Line, Text, Write
from app.models.words.referral import AttemptChannel, AttemptResult, ReferralReason, Wanted

R = ReferralReason
_DECLINED = (
    R.DECEASED, R.MISDIRECTED, R.MOVED, R.NOT_ELIGIBLE, R.NO_CONTACT, R.OTHER, R.OTHER_AREA, R.OVER_AGE,
    R.PARENT_DECLINED, R.SENT_IN_ERROR,
)  # fmt: skip
_WITHDRAWN = (
    R.DECEASED, R.MISDIRECTED, R.MOVED, R.OTHER, R.PARENT_ASKED, R.PARENT_DECLINED, R.SENT_IN_ERROR,
)  # fmt: skip


def _one_of(reasons: tuple[ReferralReason, ...]) -> Callable[[ReferralReason], ReferralReason]:
    """The reasons that fit an act: senders are told an outcome by them."""

    def check(reason: ReferralReason) -> ReferralReason:
        """Raises: ValueError."""
        if reason not in reasons:
            raise ValueError(f"is not one of {', '.join(reasons)}")
        return reason

    return check


DeclineReason = Annotated[
    ReferralReason,
    AfterValidator(_one_of(_DECLINED)),
    WithJsonSchema({"type": "string", "enum": [r.value for r in _DECLINED]}),
]
WithdrawReason = Annotated[
    ReferralReason,
    AfterValidator(_one_of(_WITHDRAWN)),
    WithJsonSchema({"type": "string", "enum": [r.value for r in _WITHDRAWN]}),
]


class _Said(Write):
    """Why, for the program's own history; no sender reads it."""

    reason_code: ReferralReason | None = None
    comment: Text | None = None


class AcknowledgeReferral(_Said):
    """The program has it and looks into it."""

    act: Literal["acknowledge"]
    interim_coordinator_id: UUID | None = Field(
        default=None, description="Who answers for the child until there is a file."
    )


class NameCoordinator(_Said):
    act: Literal["name_coordinator"]
    interim_coordinator_id: UUID


class TryContact(_Said):
    """A try to reach the family, whatever came of it."""

    act: Literal["attempt"]
    on: CaseDate
    channel: AttemptChannel
    result: AttemptResult
    note: Line | None = None


class AskReferral(_Said):
    """Ask the sender for what is missing. The child's clock keeps running."""

    act: Literal["ask"]
    wanted: Annotated[list[Wanted], Field(min_length=1, max_length=len(Wanted))]
    question: Text | None = Field(
        default=None, description="What the sender reads beside `wanted`."
    )
    answer_due_on: CaseDate | None = Field(
        default=None,
        description="When absent, so many days ahead as the program settled in `referral_answer_days`.",
    )


class AnswerReferral(_Said):
    """What was asked for has come. It is added; the referral stays as it was sent."""

    act: Literal["answer"]
    information: Text


class AcceptReferral(_Said):
    """Opens the child's file. `duplicates_reviewed` must list every possible duplicate that was looked at."""

    act: Literal["accept"]
    duplicates_reviewed: Annotated[list[UUID], Field(max_length=50)] = Field(default_factory=list)
    existing_student_id: UUID | None = Field(
        default=None,
        description="The child is this student, who left the program: open a new enrolment in the same file.",
    )
    district_id: UUID | None = None


class DeclineReferral(_Said):
    act: Literal["decline"]
    reason_code: DeclineReason


class RedirectReferral(_Said):
    """It belongs to another program. The day of receipt, and with it every clock, stays."""

    act: Literal["redirect"]
    reason_code: ReferralReason
    program_id: UUID | None = Field(
        default=None,
        description="A partner program: it has the referral at once, with its first day.",
    )
    redirected_to: Line | None = Field(
        default=None, description="Whom it was passed on to, where that is no partner here."
    )

    @model_validator(mode="after")
    def _goes_to_one(self) -> Self:
        """Raises: ValueError for none or two."""
        if (self.program_id is None) == (self.redirected_to is None):
            raise ValueError("give either program_id or redirected_to")
        return self


class MarkDuplicate(_Said):
    """The child is enrolled already. The sender learns no more than of any child that is enrolled."""

    act: Literal["mark_duplicate"]
    student_id: UUID


class WithdrawReferral(_Said):
    act: Literal["withdraw"]
    reason_code: WithdrawReason


class LapseReferral(_Said):
    """Nobody answered in time, and the family was tried in vain."""

    act: Literal["lapse"]


class CloseReferral(_Said):
    act: Literal["close"]
    reason_code: ReferralReason


class ReopenReferral(_Said):
    """It is worked on again, from the first day it was received."""

    act: Literal["reopen"]
    reason_code: ReferralReason


ReferralStep = Annotated[
    AcknowledgeReferral
    | NameCoordinator
    | TryContact
    | AskReferral
    | AnswerReferral
    | AcceptReferral
    | DeclineReferral
    | RedirectReferral
    | MarkDuplicate
    | WithdrawReferral
    | LapseReferral
    | CloseReferral
    | ReopenReferral,
    Field(discriminator="act"),
]
