"""Photographs of an equipment request."""

from datetime import date
from uuid import UUID

from pydantic import Field

from app.models.fields import CaseDate, Flag, Line, Read, Write, may_be_absent

ALT = Field(description="What is on it, for those who cannot see it; the letter reads it out.")


class PhotoCreate(Write):
    document_version_id: UUID = Field(
        description="A version of a document of the same student, JPEG or PNG."
    )
    trial_id: UUID | None = Field(default=None, description="The trial it shows.")
    alt: Line = ALT
    caption: Line
    taken_on: CaseDate | None = None
    is_in_letter: Flag = False


class PhotoUpdate(Write):
    """Merge patch."""

    trial_id: UUID | None = None
    alt: Line = may_be_absent()
    caption: Line = may_be_absent()
    taken_on: CaseDate | None = None
    is_in_letter: Flag = may_be_absent()
    entered_in_error: Flag = may_be_absent()


class PhotoRead(Read):
    id: UUID
    version: int
    request_id: UUID
    document_version_id: UUID
    trial_id: UUID | None
    alt: str = ALT
    caption: str
    taken_on: date | None
    is_in_letter: bool
    entered_in_error: bool
