"""Kinds of assessments, their sources, and how far they have come."""

from enum import StrEnum


class AssessmentKind(StrEnum):
    SCREENING = "screening"
    INITIAL_EVALUATION = "initial_evaluation"
    FAMILY_ASSESSMENT = "family_assessment"
    PERIODIC = "periodic"
    ANNUAL = "annual"
    EXIT = "exit"


class AssessmentState(StrEnum):
    PLANNED = "planned"
    """It is said who will find out what."""
    CONSENTED = "consented"
    """The parent agreed."""
    IN_PROGRESS = "in_progress"
    """Findings are being made."""
    SCORED = "scored"
    """The findings are complete."""
    REPORT_DRAFT = "report_draft"
    """The report waits for the signatures of all examiners."""
    REPORT_SIGNED = "report_signed"
    """Signed by every examiner; only added to from now on."""
    SHARED = "shared"
    """The parent has the copy."""
    ENTERED_IN_ERROR = "entered_in_error"
    """It should never have been on this file; it counts no longer."""


class SourceKind(StrEnum):
    """Where findings come from; an evaluation rests on several (34 CFR 303.321(b))."""

    INSTRUMENT = "instrument"
    OBSERVATION = "observation"
    INTERVIEW = "interview"
    RECORDS = "records"
    ROUTINES = "routines"


class EligibilityCategory(StrEnum):
    """CEDS `IDEA Part C Eligibility Category`, in our words."""

    DEVELOPMENTAL_DELAY = "developmental_delay"
    ESTABLISHED_CONDITION = "established_condition"
    AT_RISK = "at_risk"
    NONE = "none"
