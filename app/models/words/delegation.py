"""A programme that somebody carries out under a therapist's eyes."""

from enum import StrEnum


class DelegationState(StrEnum):
    """Whether its next check is past follows from the day."""

    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


class TrainingMethod(StrEnum):
    MODEL = "model"
    """The therapist showed it."""
    COACH = "coach"
    """The person did it, and the therapist coached."""
