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
)
from app.settings import Settings


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
    """Yields settings that name a database, and the embedded server if it is ours.

    `may_share` uses the embedded server of a running `serve` where there is one.
    """
    settings = read_settings()
    if settings.database_url or settings.app_database_url:
        yield settings, None
        return
    server = EmbeddedPostgres(settings.state_dir)
    try:
        url = server.start()
    except AlreadyRunning as exc:
        if not (may_share and exc.url):
            end(str(exc))
        url = exc.url
    except (NoPostgres, PostgresFailed) as exc:
        end(str(exc))
    except OSError as exc:
        end(
            f"cannot keep data in {settings.state_dir}: {exc.strerror}; EARLYBRIDGE_STATE_DIR names another directory"
        )
    try:
        found = {"database_url": SecretStr(url)}
        yield settings.model_copy(update=found), server if server.is_running() else None
    finally:
        server.stop()


def end(said: str) -> NoReturn:
    typer.echo(f"earlybridge: {said}", err=True)
    raise typer.Exit(3) from None
