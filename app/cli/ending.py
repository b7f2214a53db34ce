"""The end of a command that cannot go on."""

from typing import NoReturn

import typer

UNDONE, WRONG, AROUND = 1, 2, 3
"""Exit statuses: the work was not done; what it was told is wrong; something around it is (database, key, store)."""


def end(said: str, status: int) -> NoReturn:
    """One sentence to whoever runs it."""
    typer.echo(f"earlybridge: {said}", err=True)
    raise typer.Exit(status) from None
