"""Two files and what a person decided of them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from app.models.fields import Line, Read
from app.models.schemas.event import EventRead
from app.models.schemas.record import Reasoned
from app.models.schemas.student import ContactRead, EnrolmentRead
from app.models.words.student import LinkState


class LinkCreate(Reasoned):
    """The decision on two files, with the reasons that were shown."""

    other_id: UUID = Field(
        description="The second file. With `merged` it is from now on read through the first."
    )
    state: Literal["linked", "merged", "distinct"] = Field(
        description="`linked`: one child, both files go on. `merged`: one child, this file goes on. `distinct`: two children."
    )
    score: Annotated[int, Field(strict=True, ge=0, le=100)] | None = None
    reasons: Annotated[list[Line], Field(max_length=20)] = Field(default_factory=list)


class LinkStep(Reasoned):
    """A further decision on the same two files."""

    act: Literal["link", "merge", "part", "split"]


class LinkRead(Read):
    id: UUID
    version: int
    student_id: UUID
    other_id: UUID
    state: LinkState
    score: int | None
    reasons: list[str]
    created_at: datetime
    created_by: UUID | None


class MergedFile(Read):
    """Everything of a file that was merged into this one, as it stood and stands."""

    id: UUID
    version: int
    first_name: str
    middle_name: str | None
    last_name: str
    preferred_name: str | None
    born_on: date
    external_ids: list[dict[str, Any]]
    facts: dict[str, Any]
    district_id: UUID | None
    contacts: list[ContactRead]
    enrolments: list[EnrolmentRead]
    events: list[EventRead]
