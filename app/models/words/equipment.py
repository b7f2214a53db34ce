"""Words of equipment: what it is, where a request stands, who pays, who owns, what is measured."""

from enum import StrEnum


class EquipmentKind(StrEnum):
    SEATING = "seating"
    STANDING = "standing"
    GAIT_MOBILITY = "gait_mobility"
    BATH_TOILET = "bath_toilet"
    POSITIONING = "positioning"
    ORTHOTICS = "orthotics"
    SPLINTS = "splints"
    FEEDING = "feeding"
    ADAPTED_TOYS_SWITCHES = "adapted_toys_switches"
    COMMUNICATION = "communication"
    VISION = "vision"
    HEARING = "hearing"


class EquipmentState(StrEnum):
    """Stages from need to in use, in the order in which they are usually passed."""

    IDENTIFIED = "identified"
    """A need was seen."""
    TRIAL = "trial"
    """Items are tried."""
    DRAFTING = "drafting"
    """The letter is being written."""
    THERAPIST_SIGNED = "therapist_signed"
    """The therapist signed the letter."""
    PRESCRIBER_PENDING = "prescriber_pending"
    """The physician has yet to order and co-sign."""
    READY = "ready"
    """Everything is there to ask a funder."""
    SUBMITTED = "submitted"
    """A funder was asked."""
    INFO_REQUESTED = "info_requested"
    """The funder asks for more."""
    APPROVED = "approved"
    """The funder pays for all of it."""
    PART_APPROVED = "part_approved"
    """The funder pays for some of it."""
    DENIED = "denied"
    """The funder does not pay."""
    APPEALED = "appealed"
    """The denial is appealed."""
    NEXT_FUNDER = "next_funder"
    """The next source is to be asked."""
    ORDERED = "ordered"
    """A vendor has the order."""
    DELAYED = "delayed"
    """It comes later than promised; each slip has its reason."""
    DELIVERED = "delivered"
    """It has come."""
    FITTED = "fitted"
    """The therapist checked the fit."""
    TRAINED = "trained"
    """Family and staff were shown."""
    IN_USE = "in_use"
    """The child uses it; its growth is looked at."""
    REPAIR = "repair"
    """It is being repaired."""
    OUTGROWN = "outgrown"
    """The child has outgrown it."""
    RETURNED = "returned"
    """It went back."""
    RETIRED = "retired"
    """Used no more."""
    DROPPED = "dropped"
    """Not asked for after all."""
    CLOSED = "closed"
    """Over without the item."""


ENDED = frozenset(
    {EquipmentState.RETIRED, EquipmentState.DROPPED, EquipmentState.CLOSED}
)  # fmt: skip
"""Stages that are not waited in."""
DONE_WITH = ENDED | {EquipmentState.OUTGROWN, EquipmentState.RETURNED}
"""Stages in which nobody uses it, nor waits for it."""


class EquipmentSource(StrEnum):
    """How the need was found."""

    ASSESSMENT = "assessment"
    VISIT = "visit"
    PARENT = "parent"
    TEAM = "team"
    PHYSICIAN = "physician"


class Funding(StrEnum):
    """Where an item stands with those who might pay."""

    UNDECIDED = "undecided"
    APPROVED = "approved"
    DENIED = "denied"


class Owner(StrEnum):
    """Whose the item is once it is there."""

    FAMILY = "family"
    PROGRAM = "program"
    DISTRICT = "district"
    FUNDER = "funder"
    LOAN_CLOSET = "loan_closet"


class FunderKind(StrEnum):
    """Sources in the usual payer order. Part C pays last, whatever rank it is given (34 CFR 303.510)."""

    PRIVATE_INSURANCE = "private_insurance"
    MEDICAID_EPSDT = "medicaid_epsdt"
    CCS = "ccs"
    REGIONAL_CENTER = "regional_center"
    DISTRICT = "district"
    CHARITY = "charity"
    LOAN = "loan"
    FAMILY = "family"
    PART_C = "part_c"


class SubmissionKind(StrEnum):
    INITIAL = "initial"
    RESUBMISSION = "resubmission"
    APPEAL = "appeal"


class SubmissionState(StrEnum):
    """What a source said. `passed_over`: it was not asked, for a reason that is kept."""

    PASSED_OVER = "passed_over"
    """This source was not asked; the reason is kept."""
    OPEN = "open"
    """Asked; no answer yet."""
    INFO_REQUESTED = "info_requested"
    """The source asks for more."""
    APPROVED = "approved"
    """It pays for all."""
    PART_APPROVED = "part_approved"
    """It pays for some."""
    DENIED = "denied"
    """It does not pay."""


class LetterKind(StrEnum):
    JUSTIFICATION = "justification"
    RESUBMISSION = "resubmission"
    APPEAL = "appeal"


class LetterState(StrEnum):
    DRAFT = "draft"
    """Being written."""
    SIGNED = "signed"
    """Signed as one exact text."""


class BodyPart(StrEnum):
    """What is measured: lengths in centimetres, weight in kilograms."""

    HEIGHT = "height"
    WEIGHT = "weight"
    SEAT_WIDTH = "seat_width"
    SEAT_DEPTH = "seat_depth"
    LOWER_LEG = "lower_leg"
    TRUNK_HEIGHT = "trunk_height"
    CHEST_WIDTH = "chest_width"
    FOOT_LENGTH = "foot_length"
    HEAD_CIRCUMFERENCE = "head_circumference"
    ARM_LENGTH = "arm_length"


class TrialResult(StrEnum):
    WORKED = "worked"
    PARTLY = "partly"
    FAILED = "failed"
