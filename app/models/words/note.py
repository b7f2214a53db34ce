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


class CopyForm(StrEnum):
    """How a family was given its copy."""

    PAPER = "paper"
    MESSAGE = "message"
    PORTAL = "portal"


class NoteState(StrEnum):
    """A signed text is never edited: what must be said later is an addendum, so that no note is superseded.

    Issued is a signed one with `copy_given_on`: it may be given again, and is added to after.
    """

    DRAFT = "draft"
    """Its author's, until it is signed."""
    AWAITING_CO_SIGNATURE = "awaiting_co_signature"
    """In review: signed by an assistant or intern; the supervisor's signature is waited for."""
    SIGNED = "signed"
    """Locked; only added to."""
    ENTERED_IN_ERROR = "entered_in_error"
    """Voided: it should never have been here; it says so and stays."""
