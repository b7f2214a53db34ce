"""Credentials of the program's people."""

from datetime import date
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from app.models.fields import CaseDate, Line, Read, Write, may_be_absent
from app.models.words.staff import CredentialKind, CredentialLevel, Discipline

OF_A_LICENCE = ("discipline", "level", "supervisor_id")


class CredentialCreate(Write):
    """A licence, certificate or check, as its issuer wrote it."""

    kind: CredentialKind = Field(
        default=CredentialKind.LICENCE, description="Only a licence lets anybody sign."
    )
    discipline: Discipline | None = Field(
        default=None, validate_default=True, description="Of a licence, and of nothing else."
    )
    level: CredentialLevel | None = Field(
        default=None, validate_default=True, description="Of a licence, and of nothing else."
    )
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

    @field_validator(*OF_A_LICENCE)
    @classmethod
    def _is_of_a_licence(cls, given: object, info: ValidationInfo) -> object:
        """Raises: ValueError for a licence without it, and for anything else with it."""
        kind = info.data.get("kind")
        is_licence = kind is CredentialKind.LICENCE
        if is_licence and given is None and info.field_name != "supervisor_id":
            raise ValueError("is required of a licence")
        if kind and not is_licence and given is not None:
            raise ValueError("only a licence has one")
        return given


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
    kind: CredentialKind
    discipline: Discipline | None
    level: CredentialLevel | None
    title: str
    number: str | None
    issuer: str
    valid_from: date
    expires_on: date | None
    supervisor_id: UUID | None
