"""Assessments, their signed reports, and eligibility decisions."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.models.fields import CaseDate, Code, Flag, Language, Line, Read, Text, Write, may_be_absent
from app.models.schemas.eligibility import (
    DOMAINS,
    ClinicalOpinion,
    Deviations,
    EligibilityResponse,
    EstablishedCondition,
    Months,
    Percent,
    Score,
)
from app.models.schemas.record import Reasoned, SignatureGiven, SignatureRead
from app.models.words.assessment import (
    AssessmentKind,
    AssessmentState,
    EligibilityCategory,
    SourceKind,
)
from app.models.words.staff import Discipline

Domain = Annotated[Code, Field(json_schema_extra={"enum": list(DOMAINS)})]


class InstrumentRead(Read):
    """An instrument of the field: name, edition, what it measures, which scores it gives. No items."""

    id: str
    name: str
    edition: str
    year: int
    use: Literal["screening", "evaluation", "assessment"]
    ages: list[int] = Field(description="Months, both ends inside.")
    domains: list[str]
    scores: list[str]
    standard: list[int] | None = Field(description="Lowest and highest standard score.")
    raw: list[int] | None = Field(description="Lowest and highest raw score, where fixed.")


class DomainScore(Write):
    """Scores of one domain, as the instrument gives them."""

    domain: Domain
    raw: Annotated[int, Field(strict=True, ge=0, le=1000)] | None = None
    standard_score: Score | None = Field(default=None, description="Mean 100, SD 15.")
    percentile: Percent | None = None
    age_equivalent_months: Months | None = None
    percent_delay: Percent | None = None
    sd_below_mean: Deviations | None = None
    age_used: Literal["chronological", "corrected"] | None = None


class Source(Write):
    """One source of findings: an instrument with its scores, or what was seen, heard or read."""

    kind: SourceKind
    on: CaseDate
    setting: Line | None = None
    instrument: Code | None = Field(
        default=None, description="Id of GET /v1/instruments, or `other` with its `name`."
    )
    name: Line | None = None
    form: Line | None = None
    scores: list[DomainScore] = Field(default=[], max_length=30)
    text: Text | None = Field(default=None, description="What was seen, said or read.")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        """Raises: ValueError."""
        is_instrument = self.kind is SourceKind.INSTRUMENT
        if is_instrument != (self.instrument is not None):
            raise ValueError("a source of kind instrument, and no other, names its instrument")
        if self.instrument == "other" and self.name is None:
            raise ValueError("an instrument that is not listed needs its name")
        if not is_instrument and (self.scores or self.text is None):
            raise ValueError("a source that is no instrument has text and no scores")
        return self


class Examiner(Write):
    """A member of the staff who examines, in one discipline."""

    principal_id: UUID
    discipline: Discipline


Examiners = Annotated[list[Examiner], Field(min_length=1, max_length=12)]
Sources = Annotated[list[Source], Field(max_length=40)]


class AssessmentCreate(Write):
    kind: AssessmentKind
    planned_on: CaseDate | None = None
    language: Language = Field(description="In which the child is assessed.")
    interpreter_used: Flag = False
    examiners: Examiners
    sources: list[Source] = Field(default=[], max_length=40)


class AssessmentUpdate(Write):
    """Merge patch, until the report is signed. Lists are replaced whole."""

    planned_on: CaseDate | None = None
    language: Language = may_be_absent()
    interpreter_used: Flag = may_be_absent()
    examiners: Examiners = may_be_absent()
    sources: Sources = may_be_absent()
    limits: Text | None = None
    strengths: Text | None = None
    needs: Text | None = None
    summary: Text | None = None


class CoSigner(Read):
    """An assistant or intern who signed, and the supervisor who signs beside them."""

    principal_id: UUID
    co_signer_id: UUID


class AssessmentRead(Read):
    id: UUID
    version: int
    student_id: UUID
    kind: AssessmentKind
    state: AssessmentState
    planned_on: date | None
    consent_id: UUID | None
    begun_on: date | None
    completed_on: date | None
    shared_on: date | None
    language: str
    interpreter_used: bool
    examiners: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    co_signers: list[CoSigner]
    limits: str | None
    strengths: str | None
    needs: str | None
    summary: str | None
    came_from_id: UUID | None = Field(
        description="The program whose report this is, where it came with the child: it is read and added to here."
    )


class AddendumRead(Read):
    id: UUID
    text: str
    created_at: datetime
    created_by: UUID | None


class SignedElsewhere(Read):
    """A signature that came along with a report; its signer has no account here."""

    name: str | None
    capacity: str
    discipline: str | None
    licence_number: str | None
    method: str
    signed_on: date
    text_sha256: str


class AddendumCreate(Write):
    text: Text


class ReportRead(Read):
    """The report as it is signed: one text, its hash, the signatures under it, what was added since."""

    assessment: AssessmentRead
    text_sha256: str
    signatures: list[SignatureRead]
    signed_elsewhere: list[SignedElsewhere]
    unsigned_by: list[UUID] = Field(
        description="Examiners and co-signers whose signature is still missing."
    )
    addenda: list[AddendumRead]


class NoteConsent(Reasoned):
    """The parent consented; the consent is on file."""

    act: Literal["note_consent"]
    consent_id: UUID | None = Field(
        default=None, description="The consent; absent where the file holds it as an event."
    )


class BeginAssessment(Reasoned):
    act: Literal["begin"]
    on: CaseDate | None = Field(default=None, description="Today when absent.")


class ScoreAssessment(Reasoned):
    """All findings are in; `completed_on` is the day that the law's clock asks for."""

    act: Literal["score"]
    completed_on: CaseDate | None = Field(default=None, description="Today when absent.")


class DraftReport(Reasoned):
    act: Literal["draft_report"]


class ReopenReport(Reasoned):
    """Back to the findings; signatures given so far are under another text and count no more."""

    act: Literal["reopen"]
    reason_code: Code


class SignReport(Reasoned):
    """The caller, an examiner, signs the report as it stands; an assistant's supervisor then co-signs it."""

    act: Literal["sign"]
    signature: SignatureGiven


class CoSignReport(Reasoned):
    """The caller, who supervises an assistant or intern that signed, signs the same text under their own licence."""

    act: Literal["co_sign"]
    signature: SignatureGiven


class ShareReport(Reasoned):
    """The parent has the copy (34 CFR 303.409(c))."""

    act: Literal["share"]
    on: CaseDate | None = Field(default=None, description="Today when absent.")


class MarkAssessmentInError(Reasoned):
    """It should never have been on this file; what it told the clocks is taken back with it."""

    act: Literal["mark_entered_in_error"]


AssessmentStep = Annotated[
    NoteConsent
    | BeginAssessment
    | ScoreAssessment
    | DraftReport
    | ReopenReport
    | SignReport
    | CoSignReport
    | ShareReport
    | MarkAssessmentInError,
    Field(discriminator="act"),
]


class EligibilityDecisionCreate(Write):
    """A team decides. The question to the rules is made from the assessments and the file."""

    program: Code = Field(default="partc", examples=["partc"])
    decided_on: CaseDate | None = Field(default=None, description="Today when absent.")
    assessment_ids: list[UUID] = Field(default=[], max_length=10)
    continuing: Flag = False
    established_condition: EstablishedCondition | None = None
    risk_factors: list[Code] = Field(default=[], max_length=60)
    informed_clinical_opinion: ClinicalOpinion | None = None
    team: Annotated[list[Examiner], Field(min_length=1, max_length=12)]
    statement: Text = Field(description="The decision and its grounds, in the team's words.")
    other_help: Text | None = Field(
        default=None, description="Not eligible: services and resources the family was told of."
    )
    rescreen_on: CaseDate | None = Field(
        default=None, description="Not eligible: the day a new screening was offered for."
    )


class EligibilityDecisionUpdate(Write):
    """Merge patch of what follows a decision; the decision itself stays."""

    notice_sent_on: CaseDate | None = None
    other_help: Text | None = None
    rescreen_on: CaseDate | None = None


class EligibilityDecisionRead(Read):
    id: UUID
    version: int
    student_id: UUID
    program: str
    decided_on: date
    is_eligible: bool
    category: EligibilityCategory
    assessment_ids: list[str]
    team: list[dict[str, Any]]
    statement: str
    question: dict[str, Any] = Field(description="What the rules were asked.")
    answer: EligibilityResponse
    policy_id: str
    rulebook_sha256: str
    notice_sent_on: date | None
    other_help: str | None
    rescreen_on: date | None
    entered_in_error: bool
