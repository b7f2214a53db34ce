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
    """Nothing is deleted: what was entered in error can be fetched no more, and its history stays."""

    CURRENT = "current"
    WITHDRAWN = "withdrawn"
    ENTERED_IN_ERROR = "entered_in_error"


class ScanState(StrEnum):
    """`received` waits for the scanner; `not_scanned` came while there was none."""

    RECEIVED = "received"
    CLEAN = "clean"
    REFUSED = "refused"
    NOT_SCANNED = "not_scanned"
