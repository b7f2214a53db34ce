"""Where the service of this state directory answers, for commands that speak to it."""

import os
from typing import Annotated

import typer

from app.cli.environment import read_settings
from app.settings import Settings

FILE = "address"
EVERYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "127.0.0.1"}  # noqa: S104 - compared, not bound

Service = Annotated[
    str | None, typer.Option(envvar="EARLYBRIDGE_URL", help="Address of the running service.")
]


def named(host: str, port: int | str) -> str:
    """What a service that listens there is called from this machine."""
    name = EVERYWHERE.get(host, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def remember_address(settings: Settings) -> None:
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    (settings.state_dir / FILE).write_text(settings.issuer)


def address_of(settings: Settings) -> str:
    """EARLYBRIDGE_PUBLIC_URL, else PORT, else where `serve` was last ready."""
    if "public_url" in settings.model_fields_set:
        return settings.issuer
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT")
    if port is None:
        try:
            return (settings.state_dir / FILE).read_text()
        except OSError:
            return named(host, 8000)
    return named(host, port)


def service_of(url: str | None) -> str:
    """The service that a command speaks to: the one it was told of, or the one of this state directory."""
    return url or address_of(read_settings())


def silent(exc: Exception, address: str) -> str:
    return f"nothing answers at {address} ({type(exc).__name__}); start it with: ./run serve"
