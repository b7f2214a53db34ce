"""Lint the SQL that the migrations would run, without a database."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_POSTGRES = "15.0"
EXCLUDED = {
    "prefer-bigint-over-int": "our integers count days, minutes and versions; keys are UUIDs",
    "prefer-text-field": "only alembic's own version table has a varchar",
    "transaction-nesting": "alembic writes the BEGIN and COMMIT of each migration, assumed here",
}


def migration_sql() -> str:
    """Raises: CalledProcessError when a migration cannot be written as SQL."""
    command = [sys.executable, "-m", "alembic", "upgrade", "head", "--sql"]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


def main() -> int:
    squawk = Path(sys.executable).with_name("squawk")
    excluded = [f"--exclude={rule}" for rule in EXCLUDED]
    # Squawk knows one transaction a file; here each of many migrations has its own.
    named = [
        "--assume-in-transaction",
        "--stdin-filepath=migrations.sql",
        "--reporter=gcc",
        f"--pg-version={OLDEST_POSTGRES}",
    ]
    linted = subprocess.run(
        [squawk, *named, *excluded], input=migration_sql(), text=True, check=False
    )
    return linted.returncode


if __name__ == "__main__":
    sys.exit(main())
