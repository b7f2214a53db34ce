"""earlybridge token"""

import os
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from app.cli.database import read_settings
from app.demo.people import SIGN_INS, NoDemo, sign_in
from app.postgres import default_state_dir
from app.settings import ROOT
from app.signing import Signer, load_signing_key, write_signing_key


def run(
    as_: Annotated[str | None, typer.Option("--as", help=f"One of: {', '.join(SIGN_INS)}.")] = None,
    new_key: Annotated[
        Path | None, typer.Option(help="Make a signing key for production in this file.")
    ] = None,
) -> None:
    if new_key is not None:
        if new_key.exists():
            _end(f"{new_key} exists already")
        write_signing_key(new_key)
        return
    settings = read_settings()
    if settings.is_production or not settings.dev_issuer_on:
        _end(
            "the development issuer is off: in production people sign in at your identity provider"
        )
    if as_ not in SIGN_INS:
        _end(f"--as takes one of: {', '.join(SIGN_INS)}")
    state_dir = settings.state_dir or default_state_dir(ROOT)
    settings = settings.model_copy(
        update={"state_dir": state_dir, "public_url": _address(settings.issuer)}
    )
    key = load_signing_key(settings.signing_key_path, may_create=True)
    try:
        typer.echo(sign_in(Signer(settings, key), state_dir, as_))
    except NoDemo as exc:
        _end(str(exc))


def _address(configured: str) -> str:
    """The address that `earlybridge serve` names itself after, unless one is configured."""
    if "EARLYBRIDGE_PUBLIC_URL" in os.environ:
        return configured
    return f"http://{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"


def _end(said: str) -> NoReturn:
    typer.echo(f"earlybridge: {said}", err=True)
    raise typer.Exit(2)
