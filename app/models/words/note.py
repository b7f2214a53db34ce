"""Notes of the file: what they tell of, and how far they are."""

from enum import StrEnum


class NoteKind(StrEnum):
    """A missed visit has a note too, with its reason."""

    VISIT = "visit"
    MISSED_VISIT = "missed_visit"
    CONSULTATION = "consultation"
    COORDINATION = "coordination"
    CONTACT = "contact"
    OTHER = "other"


class NoteState(StrEnum):
    """A signed text is never edited: what must be said later is an addendum."""

    DRAFT = "draft"
    AWAITING_CO_SIGNATURE = "awaiting_co_signature"
    SIGNED = "signed"
    ENTERED_IN_ERROR = "entered_in_error"
