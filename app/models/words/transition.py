"""How far a child's transition has come, and what a district answers."""

from enum import StrEnum


class TransitionState(StrEnum):
    NOT_STARTED = "not_started"
    """It is too early, or nothing was done yet."""
    PLANNING = "planning"
    """The plan is being written."""
    NOTIFIED = "notified"
    """The district was told."""
    OPTED_OUT = "opted_out"
    """The parent objected to telling the district."""
    CONFERENCE_SET = "conference_set"
    """The conference is set."""
    CONFERENCE_HELD = "conference_held"
    """The conference was held."""
    CONFERENCE_DECLINED = "conference_declined"
    """The family declined the conference."""
    PACKET_DRAFT = "packet_draft"
    """The parent has agreed to a packet, and something of it is missing."""
    PACKET_READY = "packet_ready"
    """Nothing of it is missing; it can be released."""
    RELEASED = "released"
    """The packet was released."""
    RECEIVED = "received"
    """The district has the packet."""
    EVALUATING = "evaluating"
    """The district evaluates."""
    IEP_IN_EFFECT = "iep_in_effect"
    """The district has an IEP in effect."""
    NOT_ELIGIBLE = "not_eligible"
    """The district did not find the child eligible."""
    NOT_DETERMINED = "not_determined"
    """The district has not decided."""
    CLOSED = "closed"
    """Over, with or without a district."""


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
