"""Team reports: for which meeting they are written, and how far they and their sections are."""

from enum import StrEnum


class ReportOccasion(StrEnum):
    """What the team meets about."""

    REVIEW = "review"
    """The periodic review of a plan, at least every six months."""
    ANNUAL = "annual"
    """The yearly meeting that evaluates and revises a plan."""
    ELIGIBILITY = "eligibility"
    """Whether the child is eligible, or still is."""
    TRANSITION = "transition"
    """What follows after this program."""


class TeamReportState(StrEnum):
    """Text that the parents have is never edited: a later report takes its place."""

    DRAFT = "draft"
    """Its authors write their sections."""
    IN_REVIEW = "in_review"
    """All of it is written; the team reads it, and each author signs."""
    SIGNED = "signed"
    """Every section is signed, and the coordinator has put it together."""
    ISSUED = "issued"
    """The parents have it."""
    SUPERSEDED = "superseded"
    """A later report took its place."""
    VOIDED = "voided"
    """It should not have been written; it says so and stays."""


class ReportSectionState(StrEnum):
    """A signed section is never edited: before the report is put together, its author takes the signature back."""

    OPEN = "open"
    """Its author's to write."""
    AWAITING_CO_SIGNATURE = "awaiting_co_signature"
    """Signed by an assistant or intern; the supervisor's signature is waited for."""
    SIGNED = "signed"
    """Locked."""
    WITHDRAWN = "withdrawn"
    """Taken out of the report before it was signed."""
