"""Names that a rulebook does not know."""

import difflib
from collections.abc import Collection


class UnknownName(LookupError):
    """`kind` is what it should have named; `near` holds the known names most like it."""

    def __init__(self, kind: str, name: str, near: tuple[str, ...]) -> None:
        self.kind, self.name, self.near = kind, name, near
        hint = f"; near: {', '.join(near)}" if near else ""
        super().__init__(f"{name!r} is not a known {kind}{hint}")


def require_known(kind: str, name: str, known: Collection[str]) -> None:
    """Raises: UnknownName."""
    if name not in known:
        near = tuple(difflib.get_close_matches(name, known, n=3, cutoff=0.5))
        raise UnknownName(kind, name, near)
