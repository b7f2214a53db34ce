"""Settings with a database in them: the named one, or an embedded PostgreSQL that lives as long as the command."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from pydantic import SecretStr, ValidationError

from app.postgres import (
    AlreadyRunning,
    EmbeddedPostgres,
    NoPostgres,
    PostgresFailed,
    default_state_dir,
)
from app.settings import ROOT, Settings


def read_settings() -> Settings:
    """Read EARLYBRIDGE_* or end with a sentence that names what is wrong."""
    try:
        return Settings()
    except ValidationError as exc:
        said = "; ".join(
            e["msg"].removeprefix("Value error, ") for e in exc.errors(include_input=False)
        )
        typer.echo(f"earlybridge: {said}", err=True)
        raise typer.Exit(2) from None


@contextmanager
def settings_with_database(
    *, may_share: bool = False
) -> Iterator[tuple[Settings, EmbeddedPostgres | None]]:
    """Yields settings that name a database and a state directory, and the embedded server if it is ours.

    `may_share` uses the embedded server of a running `serve` where there is one.
    """
    settings = read_settings()
    if settings.database_url or settings.app_database_url:
        yield settings, None
        return
    state_dir = settings.state_dir or default_state_dir(ROOT)
    server = EmbeddedPostgres(state_dir)
    try:
        url = server.start()
    except AlreadyRunning as exc:
        if not (may_share and exc.url):
            _end(str(exc))
        url = exc.url
    except (NoPostgres, PostgresFailed) as exc:
        _end(str(exc))
    try:
        found = {"database_url": SecretStr(url), "state_dir": state_dir}
        yield settings.model_copy(update=found), server if server.is_running() else None
    finally:
        server.stop()


def _end(said: str) -> NoReturn:
    typer.echo(f"earlybridge: {said}", err=True)
    raise typer.Exit(3) from None
