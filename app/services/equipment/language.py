"""Which languages a letter is written in: those in which document.py has its headings."""

from app.services.equipment.problems import LetterWordless
from app.services.language import primary

ENGLISH = "en"
LANGUAGES = (ENGLISH,)
"""A letter is tagged with its language, so that headings of another would be read out wrongly."""


def has_words(language: str) -> bool:
    return primary(language) in LANGUAGES


def require_words(language: str) -> None:
    """Raises: LetterWordless."""
    if not has_words(language):
        raise LetterWordless(languages=list(LANGUAGES))
