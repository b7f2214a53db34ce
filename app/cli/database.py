"""Settings with a database in them: the named one, or an embedded PostgreSQL that lives as long as the command."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from pydantic import SecretStr

from app.cli.ending import AROUND, end
from app.cli.environment import read_settings
from app.cli.faults import told
from app.db import Database
from app.migrate import ASKED, require_version
from app.postgres import (
    AlreadyRunning,
    EmbeddedPostgres,
    NoPostgres,
    PostgresFailed,
)
from app.settings import Settings


@contextmanager
def settings_with_database(
    *, may_share: bool = False
) -> Iterator[tuple[Settings, EmbeddedPostgres | None]]:
    """Yields settings that name a database, and the embedded server if it is ours.

    `may_share` uses the embedded server of a running `serve` where there is one.
    What an operator can mend ends the command with a sentence.
    """
    settings = read_settings()
    if settings.database_url or settings.app_database_url:
        with told():
            yield settings, None
        return
    server = EmbeddedPostgres(settings.state_dir)
    try:
        url = server.start()
    except AlreadyRunning as exc:
        if not (may_share and exc.url):
            end(str(exc), AROUND)
        url = exc.url
    except (NoPostgres, PostgresFailed) as exc:
        end(str(exc), AROUND)
    except OSError as exc:
        end(
            f"cannot keep data in {settings.state_dir}: {exc.strerror}; EARLYBRIDGE_STATE_DIR names another directory",
            AROUND,
        )
    try:
        found = {"database_url": SecretStr(url)}
        with told():
            yield settings.model_copy(update=found), server if server.is_running() else None
    finally:
        server.stop()


@asynccontextmanager
async def opened(
    settings: Settings, url: str, *, role: str | None, size: int = 2
) -> AsyncIterator[Database]:
    """A database that this code can work on. Raises: OtherVersion."""
    database = Database(url, role=role, size=size, wait_seconds=settings.wait_seconds)
    await database.open()
    try:
        [says] = await database.fetch_outside(ASKED)
        require_version(says[0])
        yield database
    finally:
        await database.close()
