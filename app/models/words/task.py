"""Tasks: where they stand, and what they came from."""

from enum import StrEnum


class TaskState(StrEnum):
    """Overdue is no state: it follows from the day."""

    OPEN = "open"
    SNOOZED = "snoozed"
    DONE = "done"
    DISMISSED = "dismissed"


class TaskSource(StrEnum):
    PERSON = "person"
    DUTY = "duty"
    AGENCY_CONTACT = "agency_contact"
    RESOURCE = "resource"
    OUTBOUND_REFERRAL = "outbound_referral"
    MEETING = "meeting"
    LEAVE = "leave"
    EQUIPMENT_REQUEST = "equipment_request"
    DOCUMENT = "document"
    """Somebody asked that its bytes be destroyed."""
    RECORD_REQUEST = "record_request"
    RETENTION = "retention"
    """A child left so long ago that the record is no longer needed."""
