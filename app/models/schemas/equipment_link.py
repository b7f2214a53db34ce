"""What an equipment request rests on, read through its ids."""

from datetime import date
from uuid import UUID

from pydantic import Field

from app.models.fields import Read
from app.models.words.assessment import AssessmentKind, AssessmentState
from app.models.words.plan import PlanState, Program


class OutcomeLinked(Read):
    """An outcome of an IFSP, or a goal of an IEP."""

    plan_id: UUID
    plan_state: PlanState
    program: Program
    number: int
    statement: str


class AssessmentLinked(Read):
    id: UUID
    kind: AssessmentKind
    state: AssessmentState
    completed_on: date | None


class VisitLinked(Read):
    id: UUID
    line_id: UUID
    service: str
    on: date
    minutes: int


class LinksRead(Read):
    """Null where the request names none."""

    outcome: OutcomeLinked | None
    assessment: AssessmentLinked | None
    visit: VisitLinked | None = Field(description="A delivery of a service.")
