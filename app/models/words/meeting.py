"""Meetings: which kinds there are, where they stand, who is asked and who came."""

from enum import StrEnum


class MeetingKind(StrEnum):
    IFSP_INITIAL = "ifsp_initial"
    IFSP_REVIEW = "ifsp_review"
    IFSP_ANNUAL = "ifsp_annual"
    TRANSITION_CONFERENCE = "transition_conference"
    TRANSITION_FINAL_REVIEW = "transition_final_review"
    IEP = "iep"
    RESOLUTION = "resolution"
    TEAM = "team"
    FAMILY = "family"
    OTHER = "other"


class MeetingState(StrEnum):
    PROPOSED = "proposed"
    """An hour is proposed."""
    CONFIRMED = "confirmed"
    """Written notice has gone out."""
    HELD = "held"
    """It was held."""
    NOT_HELD = "not_held"
    """Its hour passed without it."""
    CANCELLED = "cancelled"
    """Called off."""


class CalledOffBy(StrEnum):
    FAMILY = "family"
    PROGRAM = "program"
    DISTRICT = "district"
    AGENCY = "agency"
    WEATHER = "weather"


class InviteeRole(StrEnum):
    PARENT = "parent"
    ADVOCATE = "advocate"
    COORDINATOR = "coordinator"
    EVALUATOR = "evaluator"
    PROVIDER = "provider"
    SPECIAL_EDUCATOR = "special_educator"
    DISTRICT = "district"
    AGENCY = "agency"
    INTERPRETER = "interpreter"
    OTHER = "other"


class InviteeReply(StrEnum):
    """`excused`: the parent agreed in writing that this member need not come."""

    WAITING = "waiting"
    COMES = "comes"
    DECLINED = "declined"
    EXCUSED = "excused"
