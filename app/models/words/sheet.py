"""What families are given on paper."""

from enum import StrEnum


class SheetLanguage(StrEnum):
    """Of the headings of a family's paper; what was written down stays as it was typed."""

    EN = "en"
    ES = "es"
