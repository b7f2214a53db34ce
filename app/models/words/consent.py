"""What a parent is asked for, by what right it is given, and what may be told without it."""

from enum import StrEnum


class ConsentKind(StrEnum):
    """Consent to services is given line by line where the plan is signed, and not here."""

    SCREENING = "screening"
    EVALUATION = "evaluation"
    RELEASE = "release"
    INSURANCE_USE = "insurance_use"
    PHOTO_VIDEO = "photo_video"
    TELEHEALTH = "telehealth"
    ELECTRONIC_MESSAGES = "electronic_messages"


class ConsentDecision(StrEnum):
    GIVEN = "given"
    REFUSED = "refused"


class Authority(StrEnum):
    """By what right somebody decides for the child (34 CFR 303.27)."""

    PARENT = "parent"
    FOSTER_PARENT = "foster_parent"
    GUARDIAN = "guardian"
    RELATIVE_ACTING = "relative_acting"
    SURROGATE = "surrogate"


class ReleasePurpose(StrEnum):
    TRANSITION = "transition"
    TRANSFER = "transfer"
    CARE_COORDINATION = "care_coordination"
    REFERRAL_OUT = "referral_out"
    FUNDING = "funding"
    REPORT_BACK = "report_back"


class DisclosureException(StrEnum):
    """Disclosures that need no consent; where the text stands, see EXCEPTIONS in services/consent."""

    CHILD_FIND = "child_find"
    PARTICIPATING_AGENCY = "participating_agency"
    AUDIT_OR_EVALUATION = "audit_or_evaluation"
    COURT_ORDER = "court_order"
    HEALTH_OR_SAFETY = "health_or_safety"
    CHILD_WELFARE = "child_welfare"


class RecordRequestKind(StrEnum):
    INSPECT = "inspect"
    COPY = "copy"
    AMEND = "amend"
    DESTROY = "destroy"


class RecordRequestState(StrEnum):
    RECEIVED = "received"
    """The law's clock runs."""
    PROVIDED = "provided"
    """The parent has seen it or has the copies."""
    AMENDED = "amended"
    """The record was amended as asked."""
    REFUSED = "refused"
    """Refused, with the reason and the right to a hearing."""
    STATEMENT_ATTACHED = "statement_attached"
    """The parent's statement stays with the record."""
    DESTROYED = "destroyed"
    """People destroyed what was asked for."""
    WITHDRAWN = "withdrawn"
    """The parent took it back."""
