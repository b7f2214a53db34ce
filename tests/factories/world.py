"""A county of its own: a program with staff, a partner agency, a school district."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlmodel import SQLModel

from app import clock
from app.models.fields import new_id
from app.models.organisation import (
    ClientCredential,
    Organisation,
    Partnership,
    Principal,
    SchoolCalendar,
)
from app.signing import Signer
from tests.factories.api import Api

STAFF = ("coordinator", "therapist", "supervisor", "intake", "administrator", "auditor")
SECRET = "a-secret-that-only-the-tests-know"
Rows = dict[type[SQLModel], list[dict[str, Any]]]


@dataclass
class Person:
    tenant_id: UUID
    id: UUID
    subject: str
    roles: list[str]


@dataclass
class World:
    app: FastAPI
    owner: AsyncEngine
    program_id: UUID
    agency_id: UUID
    district_id: UUID
    people: dict[str, Person]
    _clients: dict[str, Api] = field(default_factory=dict)

    def token(self, name: str) -> str:
        person = self.people[name]
        signer: Signer = self.app.state.signer
        return signer.sign_for_demo_person(person.tenant_id, person.subject, person.roles)

    def api(self, name: str | None) -> Api:
        """The named person's or system's client; None is somebody without a token."""
        key = name or ""
        if key not in self._clients:
            self._clients[key] = Api(self.app, self.token(name) if name else None)
        return self._clients[key]

    def __getattr__(self, name: str) -> Api:
        if name in self.__dict__.get("people", {}):
            return self.api(name)
        raise AttributeError(name)

    @property
    def today(self) -> date:
        """Civil date at the program, as the application sees it."""
        return clock.today("America/Los_Angeles")

    async def licensed(
        self,
        name: str,
        discipline: str = "occupational_therapy",
        level: str = "licensed",
        **changes: Any,
    ) -> dict[str, Any]:
        """Give somebody a licence; returns the credential."""
        body = {
            "discipline": discipline, "level": level, "title": "OTR/L", "number": "OT-1042",
            "issuer": "State board", "valid_from": "2020-01-01", **changes,
        }  # fmt: skip
        response = await self.supervisor.post(f"/v1/staff/{self.people[name].id}/credentials", body)
        assert response.status_code == 201, response.text
        found: dict[str, Any] = response.json()
        return found

    async def look(self, statement: str, **values: Any) -> list[Any]:
        """Look behind the API, past every policy."""
        async with self.owner.connect() as connection:
            return list(await connection.execute(text(statement), values))

    async def change(self, statement: str, **values: Any) -> None:
        async with self.owner.begin() as connection:
            await connection.execute(text(statement), values)

    async def close(self) -> None:
        for client in self._clients.values():
            await client.close()


async def make_world(app: FastAPI, owner: AsyncEngine) -> World:
    program, agency, district = new_id(), new_id(), new_id()
    people = {role: Person(program, new_id(), f"{role}-1", [role]) for role in STAFF}
    people["coordinator-2"] = Person(program, new_id(), "coordinator-2", ["coordinator"])
    people["agency"] = Person(agency, new_id(), "system", ["agency-system"])
    people["district"] = Person(district, new_id(), "system", ["district-system"])
    async with owner.begin() as connection:
        await connection.execute(
            insert(Organisation),
            [
                {"id": program, "kind": "program", "name": "Test Program"},
                {"id": agency, "kind": "agency", "name": "Test Clinic"},
                {"id": district, "kind": "district", "name": "Test Unified"},
            ],
        )
        for tenant, rows in _rows(program, agency, district, people).items():
            await add_rows(connection, tenant, rows)
    return World(app, owner, program, agency, district, people)


def _rows(
    program: UUID, agency: UUID, district: UUID, people: dict[str, Person]
) -> dict[UUID, Rows]:
    rows: dict[UUID, Rows] = {tenant: defaultdict(list) for tenant in (program, agency, district)}
    for person in people.values():
        kind = "system" if person.subject == "system" else "person"
        rows[person.tenant_id][Principal].append(
            {"id": person.id, "kind": kind, "subject": person.subject,
             "name": f"{person.subject} of the test", "roles": person.roles}
        )  # fmt: skip
        if kind == "system":
            digest = hashlib.sha256(SECRET.encode()).hexdigest()
            rows[person.tenant_id][ClientCredential].append(
                {"id": new_id(), "principal_id": person.id, "secret_sha256": digest}
            )
    rows[program][Partnership] = [{"id": new_id(), "partner_id": p} for p in (agency, district)]
    rows[program][SchoolCalendar] = [
        {"id": new_id(), "district_id": district,
         "starts_on": date(year, 8, 18), "ends_on": date(year + 1, 6, 5),
         "breaks": [{"from_on": f"{year}-12-22", "to_on": f"{year + 1}-01-02"}]}
        for year in range(2022, 2030)
    ]  # fmt: skip
    return rows


async def add_rows(connection: AsyncConnection, tenant_id: UUID, rows: Rows) -> None:
    await connection.execute(select(func.set_config("app.tenant_id", str(tenant_id), True)))
    for table, found in rows.items():
        await connection.execute(insert(table), [{"tenant_id": tenant_id, **row} for row in found])


async def add_row(
    connection: AsyncConnection, tenant_id: UUID, table: type[SQLModel], **values: Any
) -> None:
    await add_rows(connection, tenant_id, {table: [values]})
