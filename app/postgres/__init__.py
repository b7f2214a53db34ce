"""A PostgreSQL server of our own, for machines where nobody runs one for us."""

from app.postgres.account import default_state_dir
from app.postgres.cluster import DATABASE
from app.postgres.errors import AlreadyRunning, NoPostgres, PostgresFailed
from app.postgres.server import EmbeddedPostgres

__all__ = [
    "DATABASE",
    "AlreadyRunning",
    "EmbeddedPostgres",
    "NoPostgres",
    "PostgresFailed",
    "default_state_dir",
]
