"""Letters: what a coordinator gives for each kind, and what was issued."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.models.fields import CaseDate, Flag, Language, Line, Read, Text, Write
from app.models.words.letter import LetterKind

TimeOfDay = Annotated[
    str, StringConstraints(strict=True, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
]
"""Hours and minutes of the program's day."""
Attending = Annotated[list[Line], Field(max_length=20)]


class _Letter(Write):
    language: Language | None = Field(
        default=None,
        description="The recipient's recorded language when absent; English for an organisation.",
    )
    english_instead: Flag = Field(
        default=False,
        description="Write in English where that language has no template; the letter says so and offers an oral translation.",
    )
    after_exit: Flag = Field(
        default=False, description="Write although the child has left the program."
    )


class _FamilyLetter(_Letter):
    contact_id: UUID = Field(description="Whom of the family it is for.")


class _DistrictLetter(_Letter):
    district_id: UUID | None = Field(
        default=None, description="The student's district of residence when absent."
    )


class LeaNotificationLetter(_DistrictLetter):
    """The notification on paper: the limited items of 34 CFR 303.401(d), taken from the file."""

    kind: Literal["lea_notification"]


class _Conference(Write):
    meets_on: CaseDate
    starts_at: TimeOfDay
    place: Line = Field(description="Where, or how to join from afar.")
    attending: Attending = Field(default_factory=list)
    reply_by: CaseDate | None = None


class ConferenceInvitation(_FamilyLetter, _Conference):
    """To the family, who decide whether there is a conference (34 CFR 303.209(c))."""

    kind: Literal["conference_invitation"]


class DistrictConferenceInvitation(_DistrictLetter, _Conference):
    """To the district, once the family has approved; records that it was invited."""

    kind: Literal["district_conference_invitation"]


class PriorWrittenNotice(_FamilyLetter):
    """Before something starts, changes or is refused (34 CFR 303.421); records that it was sent."""

    kind: Literal["prior_written_notice"]
    decision: Literal["proposes", "refuses"]
    action: Text = Field(description="What is proposed or refused, in plain words.")
    reasons: Text
    takes_effect_on: CaseDate | None = None


class ReferralAcknowledgementLetter(_Letter):
    """To whoever referred the child: that it has come, and nothing of what became of it."""

    kind: Literal["referral_acknowledgement"]


LetterCreate = Annotated[
    LeaNotificationLetter
    | ConferenceInvitation
    | DistrictConferenceInvitation
    | PriorWrittenNotice
    | ReferralAcknowledgementLetter,
    Field(discriminator="kind"),
]


class LetterRow(Read):
    """A letter in the list of a file."""

    id: UUID
    student_id: UUID
    kind: LetterKind
    title: str
    language: str
    language_wanted: str | None = Field(
        description="The recipient's language, where the letter could not be had in it."
    )
    contact_id: UUID | None
    organisation_id: UUID | None
    made_on: date
    sha256: str = Field(description="SHA-256 of the PDF.")
    is_accessible: bool = Field(
        description="Whether the PDF is marked up for screen readers (PDF/UA-1)."
    )
    problems: list[Literal["named", "left_out", "reordered", "untagged"]] = Field(
        description="What could not be printed as it is stored: characters `named` in brackets or `left_out`, texts `reordered`, or a PDF left `untagged`."
    )
    created_at: datetime
    created_by: UUID | None


class LetterRead(LetterRow):
    """A letter, with the facts it was set from."""

    content: dict[str, Any]
