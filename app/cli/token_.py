"""earlybridge token"""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.address import address_of
from app.cli.ending import WRONG, end
from app.cli.environment import read_settings
from app.demo.people import SIGN_INS, NoDemo, read_people, sign_in
from app.signing import NoSigningKey, Signer, load_signing_key, write_signing_key


def run(
    as_: Annotated[str | None, typer.Option("--as", help=f"One of: {', '.join(SIGN_INS)}.")] = None,
    new_key: Annotated[
        Path | None, typer.Option(help="Make a signing key for production in this file.")
    ] = None,
) -> None:
    if new_key is not None:
        if new_key.exists():
            end(f"{new_key} exists already", WRONG)
        try:
            write_signing_key(new_key)
        except OSError as exc:
            end(f"cannot write {new_key}: {exc.strerror}", WRONG)
        return
    settings = read_settings()
    if settings.is_production or not settings.dev_issuer_on:
        end(
            "the development issuer is off: in production people sign in at your identity provider",
            WRONG,
        )
    if as_ not in SIGN_INS:
        end(f"--as takes one of: {', '.join(SIGN_INS)}", WRONG)
    settings = settings.model_copy(update={"public_url": address_of(settings)})
    try:
        read_people(settings.state_dir)  # before a key is made where no service ever was
        key = load_signing_key(settings.signing_key_path, may_create=True)
        typer.echo(sign_in(Signer(settings, key), settings.state_dir, as_))
    except (NoDemo, NoSigningKey) as exc:
        end(str(exc), WRONG)
