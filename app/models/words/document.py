"""Documents of the file: what they are, which part they belong to, and whether a scanner has seen them."""

from enum import StrEnum


class DocumentPart(StrEnum):
    """The medical part is for those who hold `medical:read`."""

    EDUCATIONAL = "educational"
    MEDICAL = "medical"


class DocumentKind(StrEnum):
    REFERRAL = "referral"
    EVALUATION_REPORT = "evaluation_report"
    MEDICAL_RECORD = "medical_record"
    IMMUNISATION_RECORD = "immunisation_record"
    SIGNED_PAPER = "signed_paper"
    PLAN = "plan"
    PROGRESS_REPORT = "progress_report"
    HOME_PROGRAMME = "home_programme"
    RIGHTS_HOLDER_PAPER = "rights_holder_paper"
    INSURANCE = "insurance"
    PRESCRIPTION = "prescription"
    FUNDER_LETTER = "funder_letter"
    QUOTE = "quote"
    CORRESPONDENCE = "correspondence"
    PHOTO = "photo"
    OTHER = "other"


class DocumentState(StrEnum):
    """No record is deleted: what was entered in error or destroyed can be fetched no more, and its history stays."""

    CURRENT = "current"
    """Relied on."""
    WITHDRAWN = "withdrawn"
    """Relied on no more; it can still be read."""
    ENTERED_IN_ERROR = "entered_in_error"
    """It should never have been here; its bytes are given out no more."""
    DESTROYED = "destroyed"
    """Its bytes are gone for good; hash, size, day, person and reason stay."""


class DestructionGround(StrEnum):
    """Why a document's bytes may be destroyed (34 CFR 303.416, 300.624)."""

    RETENTION_ENDED = "retention_ended"
    """It is no longer needed, and the parents were told."""
    PARENT_ASKED = "parent_asked"
    WRONG_CHILD = "wrong_child"
    """It is of another child."""


class ScanState(StrEnum):
    """`received` waits for the scanner; `not_scanned` came while there was none."""

    RECEIVED = "received"
    """Waits for the scanner."""
    CLEAN = "clean"
    """The scanner found nothing."""
    REFUSED = "refused"
    """The scanner found something harmful; nobody is given it."""
    NOT_SCANNED = "not_scanned"
    """It came while there was no scanner."""
