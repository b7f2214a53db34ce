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
    TRIAL = "trial"
    DRAFTING = "drafting"
    THERAPIST_SIGNED = "therapist_signed"
    PRESCRIBER_PENDING = "prescriber_pending"
    READY = "ready"
    SUBMITTED = "submitted"
    INFO_REQUESTED = "info_requested"
    APPROVED = "approved"
    PART_APPROVED = "part_approved"
    DENIED = "denied"
    APPEALED = "appealed"
    NEXT_FUNDER = "next_funder"
    ORDERED = "ordered"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    FITTED = "fitted"
    TRAINED = "trained"
    IN_USE = "in_use"
    REPAIR = "repair"
    OUTGROWN = "outgrown"
    RETURNED = "returned"
    RETIRED = "retired"
    DROPPED = "dropped"
    CLOSED = "closed"


ENDED = frozenset(
    {EquipmentState.RETIRED, EquipmentState.DROPPED, EquipmentState.CLOSED}
)  # fmt: skip
"""Stages that are not waited in."""


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
    OPEN = "open"
    INFO_REQUESTED = "info_requested"
    APPROVED = "approved"
    PART_APPROVED = "part_approved"
    DENIED = "denied"


class LetterKind(StrEnum):
    JUSTIFICATION = "justification"
    RESUBMISSION = "resubmission"
    APPEAL = "appeal"


class LetterState(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"


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
