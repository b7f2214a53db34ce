"""Which languages a letter can be had in: the folders of its templates, each with the titles it knows."""

import json
from functools import cache

from app.models.words.letter import LetterKind
from app.services.language import primary
from app.services.letter.problems import NoTemplate
from app.typeset import TEMPLATES

ENGLISH = "en"


@cache
def titles() -> dict[str, dict[str, str]]:
    """By language, then by kind of letter."""
    found = sorted((TEMPLATES / "letter").glob("*/titles.json"))
    return {path.parent.name: json.loads(path.read_text("utf-8")) for path in found}


def languages_of(kind: LetterKind) -> list[str]:
    return [language for language, known in titles().items() if kind in known]


def choose(kind: LetterKind, wanted: str, *, english_instead: bool) -> tuple[str, str | None]:
    """The template's language, and the wanted one where it is not that. Raises: NoTemplate."""
    language = primary(wanted)
    if language in languages_of(kind):
        return language, None
    if english_instead:
        return ENGLISH, wanted
    raise NoTemplate(languages=languages_of(kind))
