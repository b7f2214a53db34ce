"""Worklists: what waits for somebody, named by the next act."""

from datetime import date
from uuid import UUID

from pydantic import Field

from app.models.fields import Read


class WorklistRead(Read):
    """One list: how much waits on it, what to do with each, and where it is shown."""

    name: str
    title: str
    next_act: str
    count: int = Field(description="At most 1000; see `is_more`.")
    is_more: bool = Field(description="Whether there are more than `count`.")
    href: str = Field(description="The list itself, page by page.")


class Worklists(Read):
    """The caller's caseload's, or the program's for those who see it; only lists the caller may open."""

    items: list[WorklistRead]


class WaitingRead(Read):
    """Something of one student that waits: a consent about to end, a note to co-sign or to copy, a packet not pulled."""

    id: UUID
    student_id: UUID
    first_name: str
    last_name: str
    on_date: date = Field(
        description="The consent's last day; the day the note tells of; the day the packet was released."
    )


class PaperRead(Read):
    """A signature or a consent on paper of which no scan is on file."""

    id: UUID = Field(description="Of the signature, or of the consent.")
    student_id: UUID
    first_name: str
    last_name: str
    on_date: date = Field(description="The day on the paper.")
    resource: str = Field(
        description="What was signed: `consent`, `plan`, `assessment`, `note`, ..."
    )
    record_id: UUID
