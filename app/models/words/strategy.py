"""Strategies in use with a child: what they are about, how they stand, whether they help."""

from enum import StrEnum


class StrategyArea(StrEnum):
    """What it changes: how something is held, where and how the child sits, what is around it."""

    GRIP = "grip"
    SENSORY = "sensory"
    SEATING = "seating"
    LIGHTING = "lighting"
    PLACE = "place"
    """Where the desk, the cot or the child's place stands."""
    COMMUNICATION = "communication"
    FEEDING = "feeding"
    MOVEMENT = "movement"
    ROUTINE = "routine"
    OTHER = "other"


class StrategyState(StrEnum):
    """Whether its next check is past follows from the day."""

    PLANNED = "planned"
    """Thought of; nobody does it yet."""
    IN_USE = "in_use"
    """Done by those around the child."""
    PAUSED = "paused"
    """Rests, for a reason; it may be taken up again."""
    ENDED = "ended"
    """Over for good, for a reason."""


class StrategyFinding(StrEnum):
    """What a look at it showed."""

    HELPS = "helps"
    HELPS_SOMEWHAT = "helps_somewhat"
    DOES_NOT_HELP = "does_not_help"
