"""Why an embedded server cannot run. Each message is for the person at the terminal."""

from pathlib import Path


class PostgresFailed(RuntimeError):
    """The server cannot run here; the message says why and what to do."""


class NoPostgres(PostgresFailed):
    """Neither the wheel nor the machine has a PostgreSQL that we can run."""


class AlreadyRunning(PostgresFailed):
    """Another process owns the server. `url` is where it answers, None while it starts."""

    def __init__(self, directory: Path, owner: int | None, url: str | None) -> None:
        self.owner, self.url = owner, url
        who = f"process {owner}" if owner else "another process"
        super().__init__(
            f"The database in {directory} is already in use by {who}. Stop that one first, "
            "or set EARLYBRIDGE_STATE_DIR to another directory."
        )
