"""Words of the loan closet."""

from enum import StrEnum


class LoanItemState(StrEnum):
    """Where an item of the closet is. That it is reserved or due follows from its loans."""

    AVAILABLE = "available"
    OUT = "out"
    RETURNED = "returned"
    CLEANING = "cleaning"
    REPAIR = "repair"
    RETIRED = "retired"


class LoanState(StrEnum):
    RESERVED = "reserved"
    OUT = "out"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class Condition(StrEnum):
    NEW = "new"
    GOOD = "good"
    WORN = "worn"
    BROKEN = "broken"
