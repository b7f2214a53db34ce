"""earlybridge migrate"""

import asyncio

import typer

from app.cli.database import settings_with_database
from app.migrate import migrate


def run() -> None:
    with settings_with_database(may_share=True) as (settings, _):
        if settings.database_url is None:
            typer.echo(
                "earlybridge: migrating needs EARLYBRIDGE_DATABASE_URL, a login that may create roles",
                err=True,
            )
            raise typer.Exit(2)
        asyncio.run(migrate(settings.database_url.get_secret_value(), say=typer.echo))
