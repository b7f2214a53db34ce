"""Episodes of a child in the program."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, RootModel

from app.models.fields import CaseDate, EnrolmentState, Flag, Line, Read
from app.models.schemas.record import Reasoned, Warned
from app.models.words.referral import AttemptChannel
from app.models.words.student import Aside


class EpisodeRead(Read):
    """One stay in the program. `state` follows from the events, `aside` from the steps taken here."""

    id: UUID
    version: int
    student_id: UUID
    state: EnrolmentState
    aside: Aside | None
    referral_id: UUID | None
    referred_on: date
    exited_on: date | None
    exit_reason: str | None
    previous_id: UUID | None = Field(description="The stay before, when the child came back.")
    review_on: date | None = Field(description="While on hold: the day to ask the family again.")
    contact_attempts: list[dict[str, Any]]


class EpisodeWarned(EpisodeRead):
    """A stay, and what should be looked at today."""

    warnings: list[Warned]


class ReEntry(Reasoned):
    """The child comes back: a new episode linked to the last, nothing typed again."""

    referred_on: CaseDate | None = Field(
        default=None, description="Day on which the family or a sender asked; today when absent."
    )
    channel: Literal["phone", "in_person", "fax", "letter", "email", "web_form"] = "phone"
    reuse_evaluation: Flag = Field(
        default=False, description="The last evaluation still holds; it is not done again."
    )


class Hold(Reasoned):
    act: Literal["hold"]
    review_on: CaseDate = Field(description="When the family shall be asked again.")


class Resume(Reasoned):
    act: Literal["resume"]


class Attempt(Reasoned):
    """A try to reach the family, whatever came of it."""

    act: Literal["attempt"]
    on: CaseDate
    channel: AttemptChannel
    result: Line | None = None


class LoseContact(Reasoned):
    act: Literal["lose_contact"]


class Exit(Reasoned):
    """The end of the stay, for one of the ten federal reasons (IDEA section 618)."""

    act: Literal["exit"]
    on: CaseDate
    reason: Line = Field(description="Code of the rulebook's exit reasons.")
    end_assignments: Flag = Field(
        default=False, description="Take the child off every caseload on that day."
    )


class EpisodeStep(RootModel[Hold | Resume | Attempt | LoseContact | Exit]):
    root: Annotated[Hold | Resume | Attempt | LoseContact | Exit, Field(discriminator="act")]
