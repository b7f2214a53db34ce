"""A PostgreSQL server of our own, for machines where nobody runs one for us."""

from app.postgres.account import default_state_dir
from app.postgres.binaries import NoPostgres
from app.postgres.claim import AlreadyRunning
from app.postgres.server import DATABASE, EmbeddedPostgres, PostgresFailed

__all__ = [
    "DATABASE",
    "AlreadyRunning",
    "EmbeddedPostgres",
    "NoPostgres",
    "PostgresFailed",
    "default_state_dir",
]
