"""The justification letter and those derived from it: text that people write, facts that refresh."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from app.models.fields import Language, Read, Text, Write, may_be_absent
from app.models.schemas.record import SignatureRead
from app.models.words.equipment import LetterKind, LetterState

By = Literal["signature", "submission"]


class Sections(Write):
    """What only people can write. Null takes a section out again."""

    evaluated_by: Text | None = Field(default=None, description="Who evaluated, where and when.")
    history: Text | None = None
    tone: Text | None = None
    range_of_motion: Text | None = None
    strength: Text | None = None
    posture: Text | None = None
    function: Text | None = None
    cognition: Text | None = None
    senses: Text | None = None
    present_equipment: Text | None = Field(
        default=None, description="What the child has now, and why it fails."
    )
    home: Text | None = None
    transport: Text | None = None
    school: Text | None = None
    benefit: Text | None = None
    harm: Text | None = Field(default=None, description="What is to be feared without it.")
    training_plan: Text | None = None
    follow_up_plan: Text | None = None
    answer_to_funder: Text | None = Field(
        default=None, description="In a derived letter: the funder's reasons, answered."
    )


ANSWERS = Field(
    default=None,
    description="The question or decision that it answers (GET .../submissions); the latest when absent.",
)


class LetterCreate(Write):
    """A letter derived from the signed one; its text is carried over."""

    kind: Literal[LetterKind.RESUBMISSION, LetterKind.APPEAL]
    answers_id: UUID | None = ANSWERS


class LetterUpdate(Write):
    """Merge patch of the text."""

    sections: Sections = may_be_absent()
    language: Language = may_be_absent(description="One that has the letter's headings: English.")
    answers_id: UUID | None = ANSWERS


class LetterRow(Read):
    id: UUID
    version: int
    kind: LetterKind
    state: LetterState
    derived_from_id: UUID | None
    answers_id: UUID | None = Field(description="In a derived letter, once signed or chosen.")
    is_co_signed: bool = Field(description="Whether the prescriber signed the same text.")
    signed_on: date | None
    signed_by: UUID | None


class PartRead(Read):
    """One part of a complete letter."""

    name: str
    title: str
    why: str = Field(description="Why a funder asks for it.")
    by: By = Field(description="Until when it must be there.")
    is_there: bool
    missing: list[str] = Field(description="What exactly is missing; empty when it is there.")


class LetterRead(LetterRow):
    language: str
    sections: dict[str, str]
    facts: dict[str, Any] = Field(
        description="From the file: as it stands while a draft, as it stood once signed."
    )
    text_sha256: str = Field(description="Hash of the whole text; what a signature names.")
    parts: Annotated[list[PartRead], Field(max_length=50)]
    is_complete: bool
    signatures: Annotated[list[SignatureRead], Field(max_length=2000)]
