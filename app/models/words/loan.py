"""Words of the loan closet."""

from enum import StrEnum


class LoanItemState(StrEnum):
    """Where an item of the closet is. That it is reserved or due follows from its loans."""

    AVAILABLE = "available"
    """On the shelf."""
    OUT = "out"
    """With a family."""
    RETURNED = "returned"
    """Back, and not yet looked at."""
    CLEANING = "cleaning"
    """Being cleaned."""
    REPAIR = "repair"
    """Being repaired."""
    RETIRED = "retired"
    """Lent no more."""


class LoanState(StrEnum):
    RESERVED = "reserved"
    """Promised for some days."""
    OUT = "out"
    """Handed out."""
    RETURNED = "returned"
    """Back."""
    CANCELLED = "cancelled"
    """Not needed after all."""


class RecallState(StrEnum):
    """Whether a recall holds back what falls under it."""

    PUBLISHED = "published"
    """It marks what it calls back."""
    WITHDRAWN = "withdrawn"
    """Taken back whole, such as one of the wrong model: it marks nothing more."""


class Condition(StrEnum):
    NEW = "new"
    GOOD = "good"
    WORN = "worn"
    BROKEN = "broken"
