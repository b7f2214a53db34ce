"""How far a child's transition has come, and what a district answers."""

from enum import StrEnum


class TransitionState(StrEnum):
    NOT_STARTED = "not_started"
    PLANNING = "planning"
    NOTIFIED = "notified"
    OPTED_OUT = "opted_out"
    CONFERENCE_SET = "conference_set"
    CONFERENCE_HELD = "conference_held"
    CONFERENCE_DECLINED = "conference_declined"
    PACKET_DRAFT = "packet_draft"
    """The parent has agreed to a packet, and something of it is missing."""
    PACKET_READY = "packet_ready"
    RELEASED = "released"
    RECEIVED = "received"
    EVALUATING = "evaluating"
    IEP_IN_EFFECT = "iep_in_effect"
    NOT_ELIGIBLE = "not_eligible"
    NOT_DETERMINED = "not_determined"
    CLOSED = "closed"


class TransitionBranch(StrEnum):
    """By days from eligibility to the third birthday (34 CFR 303.209(b)): the clocks differ."""

    ON_TIME = "on_time"
    LATE = "late"
    TOO_LATE = "too_late"
    UNKNOWN = "unknown"


class Population(StrEnum):
    """Every child gets a plan; only the first is notified of."""

    POTENTIALLY_ELIGIBLE = "potentially_eligible"
    NOT_POTENTIALLY_ELIGIBLE = "not_potentially_eligible"
    UNDECIDED = "undecided"


class PacketResultKind(StrEnum):
    EVALUATED = "evaluated"
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    IEP_IN_EFFECT = "iep_in_effect"
    NOT_DETERMINED = "not_determined"
