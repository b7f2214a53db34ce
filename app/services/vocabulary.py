"""Names that the rulebook knows: an unknown one is refused with the nearest known ones."""

import difflib
from collections.abc import Collection

from app.errors import Unprocessable


class UnknownWord(Unprocessable):
    code, title = "unknown-name", "The rulebook does not know this name"


def require_known(kind: str, name: str, known: Collection[str], pointer: str) -> None:
    """Raises: UnknownWord with near matches."""
    if name in known:
        return
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    raise UnknownWord(
        f"{name} is not {_article(kind)} {kind} of the rulebook{hint}",
        errors=[{"pointer": pointer, "detail": f"is not a known {kind}{hint}"}],
        near=near,
    )


def _article(kind: str) -> str:
    return "an" if kind[0] in "aeiou" else "a"
