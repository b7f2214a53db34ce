"""The same child twice: found with reasons, decided by a person, and never for good."""

from app.services.duplicate.find import like, possible_duplicates
from app.services.duplicate.likeness import LIKELY, Child, Likeness, Named, likeness
from app.services.duplicate.link import (
    LINK_PROBLEMS,
    MOVE_PROBLEMS,
    LinkNotFound,
    actions,
    decide,
    history,
    list_of,
    read,
    step,
)
from app.services.duplicate.merged import files

__all__ = [
    "LIKELY",
    "LINK_PROBLEMS",
    "MOVE_PROBLEMS",
    "Child",
    "Likeness",
    "LinkNotFound",
    "Named",
    "actions",
    "decide",
    "files",
    "history",
    "like",
    "likeness",
    "list_of",
    "possible_duplicates",
    "read",
    "step",
]
