"""A programme that somebody carries out under a therapist's eyes."""

from enum import StrEnum


class DelegationState(StrEnum):
    """Whether its next check is past follows from the day."""

    DRAFT = "draft"
    """Written down; nobody carries it out yet."""
    RUNNING = "running"
    """Carried out by somebody who was taught it and has shown it."""
    PAUSED = "paused"
    """Rests until it is taught anew."""
    ENDED = "ended"
    """Over."""


class TrainingMethod(StrEnum):
    MODEL = "model"
    """The therapist showed it."""
    COACH = "coach"
    """The person did it, and the therapist coached."""
