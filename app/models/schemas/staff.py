"""Credentials of the program's people."""

from datetime import date
from uuid import UUID

from pydantic import Field

from app.models.fields import CaseDate, Line, Read, Write, may_be_absent
from app.models.words.staff import CredentialLevel, Discipline


class CredentialCreate(Write):
    """A licence or certificate, as its issuer wrote it."""

    discipline: Discipline
    level: CredentialLevel
    title: Line = Field(description="As it stands under a signature, such as OTR/L.")
    number: Line | None = None
    issuer: Line
    valid_from: CaseDate
    expires_on: CaseDate | None = Field(
        default=None, description="Last day on which it holds; null: it does not expire."
    )
    supervisor_id: UUID | None = Field(
        default=None, description="Who co-signs for an assistant or intern."
    )


class CredentialUpdate(Write):
    """Merge patch: a renewal, a correction, another supervisor."""

    title: Line = may_be_absent()
    number: Line | None = None
    issuer: Line = may_be_absent()
    valid_from: CaseDate = may_be_absent()
    expires_on: CaseDate | None = None
    supervisor_id: UUID | None = None


class CredentialRead(Read):
    id: UUID
    version: int
    principal_id: UUID
    discipline: Discipline
    level: CredentialLevel
    title: str
    number: str | None
    issuer: str
    valid_from: date
    expires_on: date | None
    supervisor_id: UUID | None
