"""How a child's move from one program to another stands."""

from enum import StrEnum


class TransferState(StrEnum):
    OFFERED = "offered"
    """The receiver may take the child or decline."""
    ACCEPTED = "accepted"
    """The child's file is open at the receiver."""
    DECLINED = "declined"
    """The receiver did not take the child."""
    WITHDRAWN = "withdrawn"
    """By the sending program, or with the parent's consent."""


class PlanTaken(StrEnum):
    """What the receiving program does with the plan that came along; until it is changed, it is in force."""

    ADOPTED = "adopted"
    MEETING_CALLED = "meeting_called"
