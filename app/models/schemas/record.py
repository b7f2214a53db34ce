"""What every record answers alike: its history, and what may be done with it now."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self, TypeVar
from uuid import UUID

from pydantic import Field, computed_field, model_validator

from app.models.fields import CaseDate, Code, Line, Read, Text, Write
from app.models.words.signature import IdentityShown, SignatureMethod


class ChangeRead(Read):
    """One act on a record."""

    id: UUID
    version: int = Field(description="The record's version after it.")
    act: str
    from_state: str | None
    to_state: str | None
    reason_code: str | None
    comment: str | None
    changes: dict[str, Any] = Field(
        description="Each field that changed, as `from` what and `to` what; as `{}` where no history keeps what it was."
    )
    created_at: datetime
    created_by: UUID | None = Field(description="Who did it; null for one from outside.")


class ActionRead(Read):
    """A step that leads from the record's present state."""

    act: str
    title: str
    to_state: str
    is_allowed: bool
    is_reasoned: bool = Field(description="Whether it asks for a `reason_code`.")
    why_not: list[str] = Field(description="What keeps the caller from it; empty when allowed.")


class Reasoned(Write):
    """Why, for the history."""

    reason_code: Code | None = None
    comment: Text | None = None


class Correction(Write):
    """It should never have been on this file: it stays there, marked, and counts no longer."""

    reason: Text


class Warned(Read):
    """What was recorded as it is and should be looked at."""

    code: str
    detail: str


W = TypeVar("W", bound=Read)


def warned(shape: type[W], of: type[Read], row: Any, warnings: Iterable[Any]) -> W:
    """A record as `of` shows it, in the shape that adds `warnings`."""
    shown = of.model_validate(row).model_dump()
    told = [{"code": w.code, "detail": w.detail} for w in warnings]
    return shape.model_validate({**shown, "warnings": told})


class SignatureGiven(Write):
    """How a signature was given: electronically now, or on paper on a day that the paper says."""

    method: SignatureMethod
    identity_shown: IdentityShown
    signed_on: CaseDate | None = Field(
        default=None, description="The day on the paper; one that is electronic is of today."
    )
    scan_id: UUID | None = Field(
        default=None,
        description="The scan of the signed paper: a version of a document of the same student.",
    )
    device: Line | None = Field(
        default=None,
        description="On what it was signed electronically, as the application calls it.",
    )

    @model_validator(mode="after")
    def _fits_its_method(self) -> Self:
        """Raises: ValueError for a day or a scan of what was never on paper, a device of what was."""
        is_paper = self.method is SignatureMethod.PAPER
        if self.signed_on is not None and not is_paper:
            raise ValueError("an electronic signature is given now: only a paper names its day")
        if self.scan_id is not None and not is_paper:
            raise ValueError("only a paper signature has a scan")
        if self.device is not None and is_paper:
            raise ValueError("a paper signature has no device")
        return self


class ScanAttach(Write):
    """The scan of a paper that was signed before anybody scanned it."""

    scan_id: UUID = Field(
        description="A version of a document of the same student, uploaded as every document is."
    )


class OutsideSigner(Write):
    """Somebody who has no account here, such as a prescribing physician."""

    name: Line
    licence_number: Line | None = None


class SignatureRead(Read):
    id: UUID
    capacity: str
    text_sha256: str = Field(description="Hash of the exact text that was signed.")
    principal_id: UUID | None
    contact_id: UUID | None
    outside_name: str | None
    discipline: str | None
    licence_number: str | None
    method: str
    identity_shown: str
    signed_on: date
    scan_id: UUID | None
    device: str | None
    created_at: datetime

    @computed_field  # type: ignore[prop-decorator]
    @property
    def warnings(self) -> list[Warned]:
        """What should be looked at: `scan-missing` of a paper that nobody scanned."""
        if self.method != SignatureMethod.PAPER or self.scan_id is not None:
            return []
        return [
            Warned(
                code="scan-missing",
                detail="No scan of the signed paper is on file. Attach it: POST .../signatures/{id}/scan.",
            )
        ]
