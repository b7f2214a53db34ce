"""Lines of an import, and what became of each."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from app.models.fields import CaseDate, Code, Flag, Read, Write
from app.models.schemas.event import EventCreate
from app.models.schemas.record import Warned
from app.models.schemas.referral import ReferredChild
from app.models.schemas.student import ContactCreate


class StudentImport(ReferredChild):
    """A child as an earlier system held it; with `referred_on` an enrolment and its clock begin."""

    district_id: UUID | None = None
    referred_on: CaseDate | None = None


class _OfStudent(Write):
    student_ref: Code | None = Field(
        default=None, description="The sender's number of a student imported before."
    )
    student_id: UUID | None = Field(default=None, description="Or the student's id here.")


class ContactImport(_OfStudent, ContactCreate):
    """Somebody around a child."""


class EventImport(_OfStudent, EventCreate):
    """Something that happened, in the words of the rulebook; it is marked `imported`, as no record here stands behind it."""


class ImportLineWrite(Write):
    ref: Code = Field(
        description="The sender's own number of this record. Sent again, it is the same record."
    )
    data: Annotated[dict[str, Any], Field(max_length=60)] = Field(
        description="As the kind asks for: StudentImport, ContactImport, EventImport, ReferralCreate; checked line by line."
    )


class ImportBatch(Write):
    """Some lines. Each is taken whole or refused with its problem; none holds up another."""

    dry_run: Flag = Field(default=False, description="Say what would become of each; keep nothing.")
    lines: Annotated[list[ImportLineWrite], Field(min_length=1, max_length=100)]


class LineResult(Read):
    ref: str
    outcome: Literal["created", "unchanged", "refused"]
    id: UUID | None = Field(description="Of the record; null for one refused or only tried.")
    problem: dict[str, Any] | None
    warnings: list[Warned]


class ImportResult(Read):
    dry_run: bool
    created: int
    unchanged: int
    refused: int
    lines: Annotated[list[LineResult], Field(max_length=100)]
