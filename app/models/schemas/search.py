"""Looking for a student."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.models.fields import CaseDate, EnrolmentState, Line, Name, Phone, Read, Write


class StudentQuery(Write):
    """At least one of name, birth date, identifier and phone; several must all hold."""

    q: Name | None = Field(
        default=None,
        description="A name or its beginning, in any order of its parts; accents, case and hyphens do not matter.",
    )
    born_on: CaseDate | None = None
    identifier: Line | None = Field(
        default=None, description="A school, client or insurance number, however it is spaced."
    )
    phone: Phone | None = Field(default=None, description="Of any contact.")
    limit: Annotated[int, Field(ge=1, le=50, description="Most students found.")] = 20


class StudentFound(Read):
    """Enough to tell two children apart, no more."""

    id: UUID
    first_name: str
    middle_name: str | None
    last_name: str
    preferred_name: str | None
    born_on: date
    birth_order: int | None
    district_id: UUID | None
    enrolment_state: EnrolmentState | None
    match: Literal["exact", "similar"] = Field(
        description="`similar`: a word of the name is one slip away from what was asked for."
    )


class StudentsFound(Read):
    items: Annotated[list[StudentFound], Field(max_length=50)]
    is_complete: bool = Field(description="False when there are more: say more about the child.")
