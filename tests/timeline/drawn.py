"""A picture of hand-made duties, read back from its XML."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from app.models.schemas.rule import ObligationRead
from app.services.timeline import picture

BORN, THIRD, TODAY = date(2023, 6, 15), date(2026, 6, 15), date(2025, 11, 3)
SVG = "{http://www.w3.org/2000/svg}"
WIDE = 0.6
"""Width of a letter of a wide sans-serif font, as a share of its size."""


def duty(n: int = 0, state: str = "open", **changes: Any) -> ObligationRead:
    due_on = BORN + timedelta(days=300 + 25 * n)
    is_done = state in {"met", "met_late"}
    values: dict[str, Any] = {
        "rule_id": f"us.test.rule_{n:02}", "rule_version": "1", "title": f"Duty {n}", "stage": "s1_referral",
        "kind": "deadline", "actor": "la", "state": state, "status": "open", "trigger_event": None,
        "trigger_event_id": None, "trigger_on": due_on - timedelta(days=45), "due_on": due_on, "due_on_unadjusted": due_on,
        "due_on_rolled": None, "window_opens_on": None, "satisfied_on": due_on if is_done else None, "days_left": None,
        "tolled_from": None, "tolled_to": None, "pauses": [], "alternatives": [], "citations": ["x"], "confidence": "text",
        "feeds": [], "explanation": [], "missing": [], "occurrence": "",
    }  # fmt: skip
    return ObligationRead.model_validate({**values, **changes})


def draw(*duties: ObligationRead, born_on: date = BORN, as_of: date = TODAY) -> Element:
    return fromstring(picture(duties, born_on, THIRD, as_of))  # noqa: S314 - our own picture


@dataclass(frozen=True)
class Box:
    text: str
    left: float
    right: float
    top: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def boxes(svg: Element) -> list[Box]:
    """Where each text lies, as far as a font without its file can tell."""
    found = []
    for text in svg.iter(f"{SVG}text"):
        said, size = text.text or "", float(text.attrib["font-size"])
        width, x, y = len(said) * size * WIDE, float(text.attrib["x"]), float(text.attrib["y"])
        left = x - width / 2 if text.attrib["text-anchor"] == "middle" else x
        found.append(Box(said, left, left + width, y - size * 0.8, y + size * 0.2))
    return found


def collisions(found: Sequence[Box]) -> Iterator[tuple[str, str]]:
    for n, one in enumerate(found):
        yield from ((one.text, other.text) for other in found[n + 1 :] if one.overlaps(other))
