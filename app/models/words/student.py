"""States and kinds of what a student's file holds."""

from enum import StrEnum


class LinkState(StrEnum):
    """What a person decided of two files."""

    LINKED = "linked"
    """The same child; both files go on."""
    MERGED = "merged"
    """The same child; the other file is read and worked on through this one."""
    DISTINCT = "distinct"
    """Two children, however alike."""
    SPLIT = "split"
    """No longer linked or merged."""
