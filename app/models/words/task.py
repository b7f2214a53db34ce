"""Tasks: where they stand, and what they came from."""

from enum import StrEnum


class TaskState(StrEnum):
    """Overdue is no state: it follows from the day."""

    OPEN = "open"
    """To be done."""
    SNOOZED = "snoozed"
    """Rests until a day, at most the legal date."""
    DONE = "done"
    """Done, or the duty is over."""
    DISMISSED = "dismissed"
    """Dismissed by somebody, with the reason."""


class TaskSource(StrEnum):
    PERSON = "person"
    DUTY = "duty"
    AGENCY_CONTACT = "agency_contact"
    RESOURCE = "resource"
    OUTBOUND_REFERRAL = "outbound_referral"
    MEETING = "meeting"
    LEAVE = "leave"
    EQUIPMENT_REQUEST = "equipment_request"
    ASSESSMENT = "assessment"
    """An assistant signed a report that their supervisor co-signs."""
    HOLD = "hold"
    """The family asked to wait until a day."""
    DOCUMENT = "document"
    """Somebody asked that its bytes be destroyed."""
    RECORD_REQUEST = "record_request"
    TEAM_REPORT = "team_report"
    """Somebody is asked for a section of a report, or to co-sign one."""
    RETENTION = "retention"
    """A child left so long ago that the record is no longer needed."""
