"""Files as they are sent, and documents of a student."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.models.fields import CaseDate, FileName, Line, Read, Text, Write, may_be_absent
from app.models.schemas.record import Reasoned
from app.models.words.document import (
    DestructionGround,
    DocumentKind,
    DocumentPart,
    DocumentState,
    ScanState,
)

HASH = Field(description="SHA-256 of the bytes, 64 hexadecimal digits.")


class UploadRead(Read):
    """A file that was sent. Name it as `upload_id` where a file is asked for, before `expires_at`."""

    id: UUID
    media_type: str = Field(description="Told by the content, whatever the request said.")
    byte_count: int
    sha256: str = HASH
    scan_state: ScanState
    expires_at: datetime


class DocumentCreate(Write):
    upload_id: UUID = Field(description="From POST /v1/uploads, sent by the caller.")
    file_name: FileName = Field(description="What the file is called where it came from.")
    title: Line
    kind: DocumentKind
    part: DocumentPart = Field(description="Medical documents are for those with `medical:read`.")
    dated_on: CaseDate | None = Field(default=None, description="The day on the document.")
    source: Line | None = Field(default=None, description="Who wrote it, or where it came from.")


class DocumentUpdate(Write):
    """Merge patch: what it is called and what it is; its bytes change by a new version."""

    title: Line = may_be_absent()
    kind: DocumentKind = may_be_absent()
    part: DocumentPart = may_be_absent()
    dated_on: CaseDate | None = None
    source: Line | None = None


class DocumentVersionCreate(Write):
    upload_id: UUID
    file_name: FileName
    note: Text | None = Field(default=None, description="What changed.")


class DocumentVersionRead(Read):
    id: UUID
    number: int
    file_name: str
    media_type: str
    byte_count: int
    sha256: str = HASH
    scan_state: ScanState
    note: str | None
    created_at: datetime
    created_by: UUID | None


class DocumentRead(Read):
    id: UUID
    version: int = Field(description="Of the record: it grows with every change.")
    student_id: UUID
    part: DocumentPart
    kind: DocumentKind
    title: str
    dated_on: date | None
    source: str | None
    state: DocumentState
    destruction_ground: DestructionGround | None = Field(
        description="Why somebody asked that its bytes be destroyed, or why they were."
    )
    latest: DocumentVersionRead
    created_at: datetime
    created_by: UUID | None


class Withdraw(Reasoned):
    """It is relied on no more; it can still be read."""

    act: Literal["withdraw"]


class Reinstate(Reasoned):
    act: Literal["reinstate"]


class MarkEnteredInError(Reasoned):
    """It should never have been on this file; its bytes are given out no more."""

    act: Literal["mark_entered_in_error"]


class AskDestruction(Reasoned):
    """Ask that its bytes be destroyed; somebody else decides, by a task."""

    act: Literal["ask_destruction"]
    reason_code: DestructionGround
    due_on: CaseDate | None = Field(default=None, description="Of the task; today when absent.")
    assignee_id: UUID | None = Field(
        default=None, description="Who decides, one of the administrators; any of them when absent."
    )


class KeepBytes(Reasoned):
    """They are not destroyed."""

    act: Literal["keep_bytes"]


class Destroy(Reasoned):
    """Its bytes go for good. Hash, size, day, person and reason stay."""

    act: Literal["destroy"]


DocumentStep = Annotated[
    Withdraw | Reinstate | MarkEnteredInError | AskDestruction | KeepBytes | Destroy,
    Field(discriminator="act"),
]
