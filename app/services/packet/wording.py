"""Codes and days of a frozen packet as its readers say them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.services.language import language_name
from app.services.rules.wording import SPELLED, short_day

UNKNOWN = "Not recorded"


def said(code: str | None) -> str:
    """A code as words: "speech_language_pathology", "ifsp.review.held"."""
    if not code:
        return UNKNOWN
    words = " ".join(SPELLED.get(w, w) for w in code.replace("_", " ").replace(".", " ").split())
    return words[0].upper() + words[1:]


def day(frozen: str | None) -> str:
    """A day of the packet, which holds it as text."""
    return short_day(date.fromisoformat(frozen)) if frozen else UNKNOWN


def yes_no(known: bool | None) -> str:
    return {True: "Yes", False: "No", None: UNKNOWN}[known]


def language(tag: str | None) -> str:
    return UNKNOWN if tag is None else language_name(tag)


def address(frozen: Mapping[str, Any] | None) -> str:
    """One line; what is kept from outsiders is not told from what is not known."""
    if frozen is None:
        return "Not given"
    place = f"{frozen['city']}, {frozen['state']} {frozen.get('postal_code') or ''}".strip()
    return ", ".join([*frozen["lines"], place])


def details(data: Mapping[str, Any]) -> str:
    """What an event carries, name by name."""
    return "; ".join(f"{said(name).lower()}: {_value(value)}" for name, value in data.items())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return yes_no(value).lower()
    if isinstance(value, list):
        return ", ".join(_value(v) for v in value)
    return said(value).lower() if isinstance(value, str) and value.isidentifier() else str(value)
