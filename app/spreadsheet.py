"""Texts in a table that a spreadsheet may open: shown, never computed."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet read a cell as a formula, also in full-width letters."""
QUOTE = "'"
"""Before a formula it makes the spreadsheet take the cell as text."""


def harmless(text: str) -> str:
    """A cell that no spreadsheet computes."""
    return QUOTE + text if text.startswith(FORMULA) else text
