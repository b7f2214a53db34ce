"""The dated parts of a student's profile."""

from datetime import date
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.models.fields import CaseDate, Code, Flag, Line, Name, Read, Text, Write, may_be_absent
from app.models.schemas.person import Address, AddressRead
from app.models.schemas.record import Warned
from app.models.words.student import Coding, HealthKind, NameUse, ResidenceUse

PostalArea = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9]{5}$")]


class StudentNameCreate(Write):
    """A name the child had or is also known by."""

    use: NameUse
    first_name: Name
    middle_name: Name | None = None
    last_name: Name
    from_on: CaseDate | None = None
    to_on: CaseDate | None = Field(default=None, description="Last day on which it was the name.")
    is_sealed: Flag = Field(
        default=False,
        description="Sealed, as after an adoption: shown to supervisors and administrators alone.",
    )
    reason: Line | None = None


class StudentNameUpdate(Write):
    """Merge patch of another name."""

    first_name: Name = may_be_absent()
    middle_name: Name | None = None
    last_name: Name = may_be_absent()
    from_on: CaseDate | None = None
    to_on: CaseDate | None = None
    is_sealed: Flag = may_be_absent()
    reason: Line | None = None
    entered_in_error: Flag = may_be_absent()


class StudentNameRead(Read):
    id: UUID
    version: int
    student_id: UUID
    use: NameUse
    first_name: str
    middle_name: str | None
    last_name: str
    from_on: date | None
    to_on: date | None
    is_sealed: bool
    reason: str | None
    entered_in_error: bool


class Renaming(Write):
    """The child's legal name changes; the name until now is kept as a former one."""

    first_name: Name
    middle_name: Name | None = None
    last_name: Name
    from_on: CaseDate = Field(description="First day of the new name.")
    reason: Literal["adoption", "court_order", "marriage_of_parents", "correction", "other"]
    seal_former: Flag = Field(
        default=False, description="Seal the former name: an adopted child's is nobody's business."
    )


class ResidenceCreate(Write):
    """An address from a day on. A new home ends the one before."""

    use: ResidenceUse = ResidenceUse.HOME
    address: Address
    from_on: CaseDate
    to_on: CaseDate | None = Field(default=None, description="Last day; null while it holds.")
    reason: Line | None = Field(default=None, description="Such as a foster placement.")


class ResidenceUpdate(Write):
    """Merge patch of a residence; an address is replaced whole."""

    address: Address = may_be_absent()
    from_on: CaseDate = may_be_absent()
    to_on: CaseDate | None = None
    reason: Line | None = None
    entered_in_error: Flag = may_be_absent()


class ResidenceRead(Read):
    id: UUID
    version: int
    student_id: UUID
    use: ResidenceUse
    address: AddressRead
    from_on: date
    to_on: date | None
    reason: str | None
    entered_in_error: bool


class TransferProposal(Read):
    """The child lives in another district than the file says. Set `district_id` of the student, or offer a transfer, to follow it."""

    from_district_id: UUID | None
    to_district_id: UUID | None = Field(
        description="Null: the postal code belongs to no district of this program; propose a transfer to another."
    )
    program_ids: list[UUID] = Field(
        description="Partner programs that the child may be offered to, where `to_district_id` is null."
    )


class ResidenceSaved(Read):
    """A residence as it was kept, and what follows from it. Clock and history stay, whatever is decided."""

    residence: ResidenceRead
    proposal: TransferProposal | None
    warnings: list[Warned]


class HealthEntryCreate(Write):
    kind: HealthKind
    system: Coding | None = Field(default=None, description="Required for a diagnosis.")
    code: Code | None = None
    text: Text
    certainty: Literal["confirmed", "provisional"] | None = None
    on_date: CaseDate = Field(description="Day of the finding.")
    until_on: CaseDate | None = Field(default=None, description="Last day on which it holds.")
    source: Line = Field(description="Who said so: a physician, a report, the parent.")

    @model_validator(mode="after")
    def _coded(self) -> Self:
        if self.kind is HealthKind.DIAGNOSIS and self.system is None:
            raise ValueError("a diagnosis names its coding system; `text` when there is no code")
        if self.system is Coding.CVX and self.kind is not HealthKind.IMMUNISATION:
            raise ValueError(
                "`cvx` holds codes of vaccines: only an entry of kind `immunisation` has one"
            )
        return self


class HealthEntryUpdate(Write):
    """Merge patch of a health entry."""

    code: Code | None = None
    text: Text = may_be_absent()
    certainty: Literal["confirmed", "provisional"] | None = None
    on_date: CaseDate = may_be_absent()
    until_on: CaseDate | None = None
    source: Line = may_be_absent()
    entered_in_error: Flag = may_be_absent()


class HealthEntryRead(Read):
    id: UUID
    version: int
    student_id: UUID
    kind: HealthKind
    system: Coding | None
    code: str | None
    text: str
    certainty: str | None
    on_date: date
    until_on: date | None
    source: str
    entered_in_error: bool


class AgeRead(Read):
    """Completed months, and days beyond them."""

    months: int
    days: int


class AgesRead(Read):
    """True age and corrected age, beside one another: which one counts, each instrument and rule says itself."""

    on: date
    chronological: AgeRead
    weeks_premature: int = Field(
        description="Weeks before the 40th; 0 when born at term or unknown."
    )
    corrected: AgeRead | None = Field(description="Null when born at term or unknown.")


class ProfileRead(Read):
    """Who the child is, was called and lives where; health as far as the caller may read it."""

    student_id: UUID
    version: int
    first_name: str
    middle_name: str | None
    last_name: str
    preferred_name: str | None
    ages: AgesRead
    names: list[StudentNameRead]
    residences: list[ResidenceRead]
    proposal: TransferProposal | None
    external_ids: list[dict[str, Any]]
    health: list[HealthEntryRead]
    health_withheld: bool = Field(
        description="True where the caller may not read the medical part."
    )


class DistrictAreaCreate(Write):
    postal_code: PostalArea
    district_id: UUID


class DistrictAreaUpdate(Write):
    district_id: UUID = may_be_absent()


class DistrictMerger(Write):
    """One district is taken up by another."""

    from_district_id: UUID
    to_district_id: UUID
    reason: Text = Field(description="Such as the resolution and its day.")

    @model_validator(mode="after")
    def _are_two(self) -> Self:
        """Raises: ValueError."""
        if self.from_district_id == self.to_district_id:
            raise ValueError("a district does not merge with itself")
        return self


class DistrictMergerRead(Read):
    student_ids: Annotated[list[UUID], Field(max_length=50)] = Field(
        description="Children that moved with this request."
    )
    is_more: bool = Field(description="Whether children are left; send the same again.")


class DistrictAreaRead(Read):
    id: UUID
    version: int
    postal_code: str
    district_id: UUID
