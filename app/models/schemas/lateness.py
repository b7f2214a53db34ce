"""What people say of a duty: why it is late, that it does not apply, that the family waived it."""

from datetime import date
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.models.fields import CaseDate, Line, Read, Text, Write
from app.models.schemas.deadline import DeadlineNoteRead

REPEATED = 2
ELSEWHERE = frozenset({"family", "other_agency"})
"""Causes that lie outside the program, which must be able to show them."""


class Attempt(Write):
    on: CaseDate
    how: Line = Field(description="How the parent was asked: a call, a letter, a visit.")


class LatenessCause(Write):
    """Why a duty is or was late.

    `family`: exceptional family circumstances; `consent_withheld`: the parent
    has not consented despite documented, repeated attempts (34 CFR 303.310(b));
    `system`: the program; `other_agency`: somebody the program waited for.
    """

    cause: Literal["family", "consent_withheld", "system", "other_agency"]
    reason: Text
    evidence: Text | None = Field(
        default=None,
        description="Where in the record it can be seen; needed for `family` and `other_agency`.",
    )
    attempts: list[Attempt] = Field(default_factory=list, max_length=50)

    @model_validator(mode="after")
    def _what_lies_elsewhere_is_shown(self) -> Self:
        if self.cause in ELSEWHERE and self.evidence is None:
            raise ValueError(
                f"the cause {self.cause} needs evidence: where in the record it can be seen"
            )
        return self

    @model_validator(mode="after")
    def _withheld_consent_was_sought(self) -> Self:
        if self.cause == "consent_withheld" and len(self.attempts) < REPEATED:
            raise ValueError("withheld consent needs the repeated attempts: two or more, with days")
        return self


class Dismissal(Write):
    """Says that a duty does not apply to this child, and why."""

    reason: Text


class Reinstatement(Write):
    """Takes a dismissal or a waiver back."""

    reason: Text


class Waiver(Write):
    """What parent and program agreed in writing to leave out."""

    agreed_on: CaseDate
    contact_id: UUID = Field(description="Who agreed; a contact who may sign.")
    text: Text


class DutyRead(Read):
    """A duty after what was said of it. `status` is null when it is not owed any more."""

    rule_id: str
    occurrence: str
    status: str | None
    due_on: date | None
    note: DeadlineNoteRead | None
