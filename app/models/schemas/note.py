"""Notes: what is written, signed, added."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.models.fields import CaseDate, Instant, Line, LongText, Read, Write, may_be_absent
from app.models.schemas.note_visit import VisitContent, VisitContentRead
from app.models.schemas.record import Reasoned, SignatureGiven, Warned
from app.models.words.document import DocumentPart
from app.models.words.note import CopyForm, NoteKind, NoteState

Minutes = Annotated[int, Field(strict=True, ge=1, le=1440)]


class NoteCreate(Write):
    """A draft, seen by its author and supervisors alone until it is signed."""

    kind: NoteKind
    part: DocumentPart = DocumentPart.EDUCATIONAL
    on_date: CaseDate = Field(description="The day it tells of.")
    minutes: Minutes | None = None
    place: Line | None = None
    text: LongText
    visit: VisitContent | None = Field(
        default=None, description="What happened, part by part; signed with the text."
    )
    delivery_id: UUID | None = Field(default=None, description="The visit it tells of.")
    agency_contact_id: UUID | None = Field(
        default=None, description="The talk with an agency it tells of."
    )
    addendum_to_id: UUID | None = Field(
        default=None, description="The signed note to which this is added."
    )
    client_id: UUID | None = Field(
        default=None,
        description="The device's own id of a note written without a network: sent again, it is the same note.",
    )
    written_at: Instant | None = Field(
        default=None, description="When it was written, where that was before it is sent."
    )


class NoteUpdate(Write):
    """Merge patch of a draft; `visit` is replaced whole."""

    kind: NoteKind = may_be_absent()
    part: DocumentPart = may_be_absent()
    on_date: CaseDate = may_be_absent()
    minutes: Minutes | None = None
    place: Line | None = None
    text: LongText = may_be_absent()
    visit: VisitContent | None = None


class NoteRead(Read):
    id: UUID
    version: int
    student_id: UUID
    author_id: UUID
    kind: NoteKind
    part: DocumentPart
    state: NoteState
    on_date: date
    minutes: int | None
    place: str | None
    text: str
    visit: VisitContentRead | None
    text_sha256: str = Field(description="Hash of what it says now; name it when you sign.")
    delivery_id: UUID | None
    agency_contact_id: UUID | None
    addendum_to_id: UUID | None
    co_signer_id: UUID | None
    signed_on: date | None
    copy_given_on: date | None = Field(description="The family's copy, given last.")
    copy_form: CopyForm | None
    client_id: UUID | None
    written_at: datetime | None = Field(description="As the device said; null: when it arrived.")
    created_at: datetime = Field(description="When it arrived.")


class NoteWritten(NoteRead):
    """A note as it was kept, and what should be looked at."""

    warnings: list[Warned]


class NoteSigning(Reasoned):
    text_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] = Field(
        description="Of the note as it was read: nobody signs another text."
    )
    signature: SignatureGiven


class SignNote(NoteSigning):
    """The author signs. An assistant's or intern's note then waits for the supervisor."""

    act: Literal["sign"]


class CoSignNote(NoteSigning):
    act: Literal["co_sign"]


class ReturnNote(Reasoned):
    """The co-signer gives it back to its author."""

    act: Literal["return"]


class GiveNoteCopy(Reasoned):
    """The family has its copy. Given again, the history keeps both."""

    act: Literal["give_copy"]
    form: CopyForm
    on: CaseDate | None = Field(default=None, description="Today when absent.")


class MarkNoteEnteredInError(Reasoned):
    act: Literal["mark_entered_in_error"]


NoteStep = Annotated[
    SignNote | CoSignNote | ReturnNote | GiveNoteCopy | MarkNoteEnteredInError,
    Field(discriminator="act"),
]
