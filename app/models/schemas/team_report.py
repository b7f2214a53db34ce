"""Team reports: opened, written section by section, signed, put together, given to the parents."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.models.fields import CaseDate, Code, Line, LongText, Read, Write, may_be_absent
from app.models.schemas.note_visit import OutcomeProgress, OutcomeProgressRead
from app.models.schemas.record import Reasoned, SignatureGiven, Warned
from app.models.words.document import DocumentPart
from app.models.words.note import CopyForm
from app.models.words.sheet import SheetLanguage
from app.models.words.staff import Discipline
from app.models.words.team_report import ReportOccasion, ReportSectionState, TeamReportState

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Recipients = Annotated[list[UUID], Field(min_length=1, max_length=20)]


class TeamReportCreate(Write):
    """A report for one meeting; its sections are asked for afterwards."""

    occasion: ReportOccasion
    title: Line
    period_from: CaseDate = Field(description="First day that it tells of.")
    period_to: CaseDate = Field(description="Last day that it tells of.")
    meeting_id: UUID | None = Field(default=None, description="The meeting it is written for.")
    plan_id: UUID | None = Field(default=None, description="The plan that is looked at.")
    supersedes_id: UUID | None = Field(
        default=None, description="The issued report whose place it takes once it is issued."
    )


class TeamReportUpdate(Write):
    """Merge patch. Once a section is signed, occasion, title and period stay."""

    occasion: ReportOccasion = may_be_absent()
    title: Line = may_be_absent()
    period_from: CaseDate = may_be_absent()
    period_to: CaseDate = may_be_absent()
    meeting_id: UUID | None = None
    plan_id: UUID | None = None


class ReportSectionCreate(Write):
    """Somebody of the team is asked for the section of a discipline."""

    author_id: UUID = Field(description="Of the team of the child.")
    discipline: Discipline
    part: DocumentPart = DocumentPart.EDUCATIONAL
    due_on: CaseDate | None = Field(
        default=None, description="Absent: the day before the meeting, else the end of the period."
    )


class ReportSectionUpdate(Write):
    """Merge patch of one's own open section; `progress` is replaced whole."""

    done: LongText | None = Field(
        default=None, description="What was done since the last time, and how often."
    )
    seen: LongText | None = Field(default=None, description="What was seen of the child.")
    progress: Annotated[list[OutcomeProgress], Field(max_length=40)] = may_be_absent()
    recommendations: LongText | None = None


class ReportSectionRead(Read):
    id: UUID
    version: int
    student_id: UUID
    report_id: UUID
    author_id: UUID
    discipline: Discipline
    part: DocumentPart
    state: ReportSectionState
    due_on: date
    done: str | None
    seen: str | None
    progress: list[OutcomeProgressRead]
    recommendations: str | None
    text_sha256: str = Field(description="Hash of what it says now; name it when you sign.")
    co_signer_id: UUID | None
    signed_on: date | None


class CopyGivenRead(Read):
    """One contact's copy."""

    contact_id: UUID
    on: date
    form: CopyForm
    language_wanted: str | None = Field(
        description="Their language, where the report is not in it."
    )


class TeamReportRow(Read):
    """A report in the list of a file."""

    id: UUID
    version: int
    student_id: UUID
    occasion: ReportOccasion
    title: str
    state: TeamReportState
    period_from: date
    period_to: date
    meeting_id: UUID | None
    plan_id: UUID | None
    supersedes_id: UUID | None
    superseded_by_id: UUID | None
    signed_on: date | None
    issued_on: date | None
    language: SheetLanguage | None = Field(description="Of the headings of what was issued.")
    given: list[CopyGivenRead]


class TeamReportRead(TeamReportRow):
    """A report with its sections, those of the medical part for who may read it."""

    sections: list[ReportSectionRead]
    meets_on: date | None = Field(description="The day of its meeting, as far as it is known.")
    text_sha256: str = Field(
        description="Hash of all it says now, every section in it; name it when you sign."
    )
    warnings: list[Warned]


class SendTeamReportToReview(Reasoned):
    """Every section is written; the team reads, and the authors sign."""

    act: Literal["send_to_review"]


class ReopenTeamReport(Reasoned):
    """Sections are written, or taken back, once more."""

    act: Literal["reopen"]
    reason_code: Code


class SignTeamReport(Reasoned):
    """The coordinator puts it together: every section is signed."""

    act: Literal["sign"]
    text_sha256: Hash = Field(
        description="Of the report as it was read: nobody signs another text."
    )
    signature: SignatureGiven


class _Given(Reasoned):
    contact_ids: Recipients = Field(
        description="Holders of educational rights who get it, none twice."
    )
    form: CopyForm
    on: CaseDate | None = Field(default=None, description="Today when absent.")


class IssueTeamReport(_Given):
    """The parents are given it; from now on its file is the same for ever."""

    act: Literal["issue"]
    language: SheetLanguage | None = Field(
        default=None,
        description="Of the headings; absent: the first contact's language, else English. What was written stays as it is.",
    )


class GiveTeamReportCopy(_Given):
    """Somebody else is given the issued file too."""

    act: Literal["give_copy"]


class VoidTeamReport(Reasoned):
    """It should not have been written; it says so and stays."""

    act: Literal["void"]
    reason_code: Code


TeamReportStep = Annotated[
    SendTeamReportToReview
    | ReopenTeamReport
    | SignTeamReport
    | IssueTeamReport
    | GiveTeamReportCopy
    | VoidTeamReport,
    Field(discriminator="act"),
]


class _SectionSigning(Reasoned):
    text_sha256: Hash = Field(
        description="Of the section as it was read: nobody signs another text."
    )
    signature: SignatureGiven


class SignReportSection(_SectionSigning):
    """The author signs. An assistant's or intern's section then waits for the supervisor."""

    act: Literal["sign"]


class CoSignReportSection(_SectionSigning):
    act: Literal["co_sign"]


class ReturnReportSection(Reasoned):
    """The co-signer gives it back to its author."""

    act: Literal["return"]
    reason_code: Code


class TakeBackReportSection(Reasoned):
    """The author takes the signature back, to change the text."""

    act: Literal["take_back"]
    reason_code: Code


class WithdrawReportSection(Reasoned):
    """The coordinator takes it out of the report, unsigned."""

    act: Literal["withdraw"]
    reason_code: Code


ReportSectionStep = Annotated[
    SignReportSection
    | CoSignReportSection
    | ReturnReportSection
    | TakeBackReportSection
    | WithdrawReportSection,
    Field(discriminator="act"),
]
