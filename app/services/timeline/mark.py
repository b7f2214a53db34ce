"""Marks that differ in shape, so that nothing hangs on their colour; each is drawn around 0, 0."""

from xml.etree.ElementTree import Element, SubElement

INK, LATE, DONE, COMING, PAUSED, QUIET = (
    "#1a1a1a",
    "#9c1c1c",
    "#14602f",
    "#1c4587",
    "#5b2d86",
    "#555555",
)
PAPER, STRIPE, WINDOW = "#ffffff", "#f4f4f4", "#e6ebf2"
RING = "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z"
DOT = "M-2 0a2 2 0 1 0 4 0a2 2 0 1 0 -4 0z"
DIAMOND = "M0 -6L6 0L0 6L-6 0z"
FILLED, HOLLOW = True, False
SHAPES: dict[str, tuple[str, str, bool]] = {
    "met": (RING, DONE, FILLED),
    "met_late": ("M-5 -5h10v10h-10z", LATE, FILLED),
    "overdue": ("M0 -7L7 5L-7 5z", LATE, FILLED),
    "due_soon": (RING + DOT, COMING, HOLLOW),
    "open": (RING, COMING, HOLLOW),
    "tolled": ("M-5 -6h3.5v12h-3.5zM1.5 -6h3.5v12h-3.5z", PAUSED, FILLED),
    "waiting_for_trigger": ("M-5 -5L5 5M-5 5L5 -5", QUIET, HOLLOW),
    "excused": (DIAMOND, QUIET, HOLLOW),
    "waived_by_family": (DIAMOND + "M-6 0h12", QUIET, HOLLOW),
}
"""Path, colour and whether it is filled, by the state of the duty."""


def draw_mark(parent: Element, state: str, x: float, y: float) -> None:
    path, colour, is_filled = SHAPES[state]
    SubElement(
        parent,
        "path",
        {
            "d": path,
            "transform": f"translate({x:g} {y:g})",
            "fill": colour if is_filled else PAPER,
            "stroke": colour,
            "stroke-width": "1.8",
        },
    )
