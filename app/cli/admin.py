"""earlybridge admin: the organisations of an installation, and who may sign in there."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.cli.database import opened, settings_with_database
from app.cli.ending import WRONG, end
from app.db import Database
from app.errors import Problem
from app.models.organisation import Principal
from app.models.schemas.admission import (
    OrganisationCreate,
    PersonCreate,
    PersonUpdate,
    SystemCreate,
)
from app.models.words.organisation import OrganisationKind
from app.models.words.staff import Discipline
from app.services import admission
from app.services.queries import admission as queries
from app.settings import Settings

T = TypeVar("T")
Said = list[tuple[Any, ...]]
"""Lines to print once it is done, parts apart by tabs."""
admin = typer.Typer(no_args_is_help=True)
Home = Annotated[UUID, typer.Argument(metavar="ORGANISATION", help="Its id, as `admin list` says.")]
Subject = Annotated[
    str, typer.Argument(help="The `sub` of the tokens that the identity provider gives them.")
]
Keys = Annotated[
    Path | None,
    typer.Option(help="JWK set of its public keys, for private_key_jwt instead of a secret."),
]


@admin.command("list")
def list_(organisation: Annotated[UUID | None, typer.Argument()] = None) -> None:
    """All organisations; of one, everybody who signs in or did."""
    if organisation is not None:
        _inside(organisation, _list_principals)
        return

    async def look(database: Database) -> Said:
        async with database.session(None) as db:
            found = await queries.organisations(db)
        return [(o.id, o.kind, o.jurisdiction, o.name) for o in found]

    _run(look)


@admin.command()
def organisation(
    kind: OrganisationKind,
    name: str,
    jurisdiction: Annotated[str, typer.Option(help="Whose law it goes by, such as us-ca.")],
    time_zone: Annotated[str, typer.Option(help="Where its days begin.")] = "America/Los_Angeles",
    number: Annotated[str | None, typer.Option(help="What the State knows it by.")] = None,
    letterhead: Annotated[
        list[str] | None, typer.Option(help="A line under its name on letters; again for more.")
    ] = None,
) -> None:
    """Add a program, a school district, a partner agency or a vendor; prints its id."""
    body = _read(
        OrganisationCreate, kind=kind, name=name, jurisdiction=jurisdiction, time_zone=time_zone,
        number=number, letterhead=letterhead or [],
    )  # fmt: skip

    async def add(database: Database) -> Said:
        async with database.session(None) as db:
            row = await admission.add_organisation(db, body)
        return [(row.id,)]

    _run(add)


@admin.command()
def person(
    organisation: Home,
    subject: Subject,
    name: str,
    role: Annotated[list[str], typer.Option(help="Such as coordinator; again for more.")],
    discipline: Annotated[Discipline | None, typer.Option()] = None,
) -> None:
    """Let somebody sign in at your identity provider and work here."""
    body = _read(PersonCreate, subject=subject, name=name, roles=role, discipline=discipline)
    _inside(organisation, lambda db, actor: _add_person(db, actor, body))


@admin.command()
def change(
    organisation: Home,
    subject: Subject,
    name: Annotated[str | None, typer.Option()] = None,
    role: Annotated[
        list[str] | None, typer.Option(help="All roles from now on; again for more.")
    ] = None,
    discipline: Annotated[Discipline | None, typer.Option()] = None,
) -> None:
    """Change what somebody is called, or may do: from their next request on."""
    said = {"name": name, "roles": role, "discipline": discipline}
    body = _read(PersonUpdate, **{k: v for k, v in said.items() if v})
    _inside(organisation, lambda db, actor: _change(db, actor, subject, body))


@admin.command()
def withdraw(organisation: Home, subject: Subject) -> None:
    """Let a person or a system in no more: from their next request on."""
    body = PersonUpdate(is_active=False)
    _inside(organisation, lambda db, actor: _change(db, actor, subject, body))


@admin.command()
def restore(organisation: Home, subject: Subject) -> None:
    """Let somebody who was withdrawn in again."""
    body = PersonUpdate(is_active=True)
    _inside(organisation, lambda db, actor: _change(db, actor, subject, body))


@admin.command()
def system(
    organisation: Home,
    name: str,
    role: Annotated[list[str], typer.Option(help="Such as agency-system; again for more.")],
    keys: Keys = None,
) -> None:
    """Let a system in; prints its client id, and its secret, which nobody can read again."""
    body = _read(SystemCreate, name=name, roles=role, public_keys=_keys(keys))

    async def add(db: AsyncSession, actor: Actor) -> Said:
        row, secret = await admission.add_system(db, actor, body)
        return [("client_id", f"{row.tenant_id}.{row.id}"), *_once(secret)]

    _inside(organisation, add)


@admin.command()
def renew(client: Annotated[str, typer.Argument(metavar="CLIENT_ID")], keys: Keys = None) -> None:
    """Give a system another secret, or other keys; the former ones hold no longer."""
    tenant, _dot, principal = client.partition(".")
    try:
        organisation, principal_id = UUID(tenant), UUID(principal)
    except ValueError:
        end("a client id is <organisation>.<principal>", WRONG)
    found = _keys(keys)

    async def take(db: AsyncSession, actor: Actor) -> Said:
        secret = await admission.renew(db, actor, principal_id, found)
        return [("client_id", client), *_once(secret)]

    _inside(organisation, take)


@admin.command()
def partner(
    program: Home,
    organisation: Annotated[UUID, typer.Argument(metavar="PARTNER")],
    end: Annotated[bool, typer.Option("--end", help="The relation ends.")] = False,
) -> None:
    """Make an agency, a district or another program a partner of a program, or end that."""

    async def settle(db: AsyncSession, actor: Actor) -> Said:
        found = await queries.organisation(db, organisation)
        if found is None:
            raise admission.OrganisationNotFound
        await admission.partner(db, actor, found, ends=end)
        return [("former partner" if end else "partner", found.id, found.name)]

    _inside(program, settle)


async def _list_principals(db: AsyncSession, actor: Actor) -> Said:
    return [_told(row) for row in await queries.principals(db, actor)]


async def _add_person(db: AsyncSession, actor: Actor, body: PersonCreate) -> Said:
    return [_told(await admission.add_person(db, actor, body))]


async def _change(db: AsyncSession, actor: Actor, subject: str, body: PersonUpdate) -> Said:
    return [_told(await admission.change_person(db, actor, subject, body))]


def _told(row: Principal) -> tuple[Any, ...]:
    standing = "active" if row.is_active else "withdrawn"
    return row.id, row.kind, standing, row.subject, row.name, ",".join(row.roles)


def _once(secret: str | None) -> Said:
    return [("client_secret", secret)] if secret else []


def _keys(file: Path | None) -> dict[str, Any] | None:
    if file is None:
        return None
    try:
        found = json.loads(file.read_text())
    except (OSError, ValueError):
        end(f"{file} cannot be read as JSON", WRONG)
    return found if isinstance(found, dict) else end(f"{file} is no JWK set", WRONG)


def _read(shape: Callable[..., T], **said: Any) -> T:
    try:
        return shape(**said)
    except ValidationError as exc:
        end("; ".join(f"{e['loc'][0]}: {e['msg']}" for e in exc.errors(include_input=False)), WRONG)


def _inside(organisation: UUID, work: Callable[[AsyncSession, Actor], Awaitable[Said]]) -> None:
    async def act(database: Database) -> Said:
        async with admission.inside(database, organisation) as (db, actor):
            return await work(db, actor)

    _run(act)


def _run(work: Callable[[Database], Awaitable[Said]]) -> None:
    """Do it, and say what came of it once it is committed."""

    async def act(settings: Settings, url: str) -> Said:
        """As the API's role, which adding an organisation leaves for its own transaction."""
        async with opened(settings, url, role="eb_app") as database:
            return await work(database)

    with settings_with_database(may_share=True) as (settings, _):
        if settings.database_url is None:
            end("this needs EARLYBRIDGE_DATABASE_URL, the login that migrates", WRONG)
        try:
            said = asyncio.run(act(settings, settings.database_url.get_secret_value()))
        except Problem as exc:
            end(exc.said, WRONG)
    for line in said:
        typer.echo("\t".join(str(part) for part in line))
