"""From an installation without anybody to a referral by commands alone, and back to nobody."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import ECKey
from typer.testing import CliRunner

from app import clock
from app.cli.admin import admin
from app.signing import Signer
from tests.factories.api import Api
from tests.factories.world import World


class Operator:
    """Somebody at the command line."""

    async def tries(self, *words: str) -> tuple[int, str]:
        """Exit status, and what was said."""
        done = await asyncio.to_thread(CliRunner().invoke, admin, list(words))
        return done.exit_code, done.output

    async def does(self, *words: str) -> list[list[str]]:
        status, said = await self.tries(*words)
        assert status == 0, said
        return [line.split("\t") for line in said.splitlines()]

    async def add(self, kind: str, name: str) -> str:
        [[id_]] = await self.does("organisation", kind, name, "--jurisdiction", "us-ca")
        return id_

    async def system(self, organisation: str, role: str) -> tuple[str, str]:
        """Client id and secret."""
        found = dict(await self.does("system", organisation, "Their records", "--role", role))
        return found["client_id"], found["client_secret"]


@pytest.fixture
def operator(app: FastAPI, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Operator:
    monkeypatch.setenv("EARLYBRIDGE_DATABASE_URL", database_url)
    return Operator()


async def ask_token(app: FastAPI, client_id: str, secret: str) -> httpx.Response:
    async with Api(app, None) as anybody:
        return await anybody.http.post(
            "/oauth/token", data={"grant_type": "client_credentials"}, auth=(client_id, secret)
        )


async def signed_in(app: FastAPI, client_id: str, secret: str) -> Api:
    answer = await ask_token(app, client_id, secret)
    assert answer.status_code == 200, answer.text
    return Api(app, answer.json()["access_token"])


def person(app: FastAPI, organisation: str, subject: str, role: str) -> Api:
    """As the identity provider would sign them in."""
    signer: Signer = app.state.signer
    return Api(app, signer.sign_for_demo_person(UUID(organisation), subject, [role]))


def referral(program: str) -> dict[str, Any]:
    return {
        "program_id": program,
        "child": {
            "first_name": "Amina", "last_name": "Okafor",
            "born_on": str(clock.today("America/Los_Angeles") - timedelta(days=400)),
        },
        "contacts": [{"first_name": "Grace", "relationship": "mother"}],
        "reason": "Few words, walks late.",
        "consent": {"parent_informed": True},
    }  # fmt: skip


async def test_a_county_is_set_up_and_takes_a_referral(app: FastAPI, operator: Operator) -> None:
    program = await operator.add("program", "Alder County Early Start")
    clinic = await operator.add("agency", "Alder Clinic")
    district = await operator.add("district", "Alder Unified")
    for partner in (clinic, district):
        await operator.does("partner", program, partner)
    await operator.does("person", program, "idp|17", "Rosa Diaz", "--role", "intake")
    client = await operator.system(clinic, "agency-system")

    async with await signed_in(app, *client) as agency:
        sent = await agency.post("/v1/referrals", referral(program))
        assert sent.status_code == 201, sent.text
    async with person(app, program, "idp|17", "intake") as rosa:
        waiting = (await rosa.get("/v1/referrals")).json()["items"]
        assert [row["id"] for row in waiting] == [sent.json()["id"]]
        partners = (await rosa.get("/v1/partners")).json()
        assert {p["name"] for p in partners} == {"Alder Clinic", "Alder Unified"}
    listed = await operator.does("list", program)
    assert [line[2:] for line in listed] == [["active", "idp|17", "Rosa Diaz", "intake"]]
    assert [program, "program", "us-ca", "Alder County Early Start"] in await operator.does("list")


async def test_whoever_is_withdrawn_is_out_at_the_next_request(
    app: FastAPI, operator: Operator, world: World
) -> None:
    program = str(world.program_id)
    await operator.does("person", program, "idp|18", "Li Wei", "--role", "supervisor")
    async with person(app, program, "idp|18", "supervisor") as li:
        assert (await li.get("/v1/students")).status_code == 200
        await operator.does("withdraw", program, "idp|18")
        assert (await li.get("/v1/students")).status_code == 401
        await operator.does("restore", program, "idp|18")
        await operator.does("change", program, "idp|18", "--role", "auditor")
        assert (await li.get("/v1/students")).status_code == 401  # the token says supervisor
    async with person(app, program, "idp|18", "auditor") as li:
        assert (await li.get("/v1/students")).status_code == 200
    acts = await world.look(
        "select h.act from eb.record_change h join eb.principal p on p.id = h.record_id"
        " where p.tenant_id = :t and p.subject = 'idp|18' order by h.id",
        t=world.program_id,
    )
    assert [row.act for row in acts] == ["created", "changed", "changed", "changed"]


async def test_a_new_secret_ends_the_old_one_and_a_key_ends_both(
    app: FastAPI, operator: Operator, world: World, tmp_path: Path
) -> None:
    client, first = await operator.system(str(world.agency_id), "agency-system")
    second = dict(await operator.does("renew", client))["client_secret"]
    assert (await ask_token(app, client, first)).status_code == 401
    assert (await ask_token(app, client, second)).status_code == 200
    key = ECKey.generate_key("P-384")
    public, private = tmp_path / "public.json", tmp_path / "private.json"
    public.write_text(json.dumps({"keys": [key.as_dict(private=False)]}))
    private.write_text(json.dumps({"keys": [key.as_dict(private=True)]}))
    status, said = await operator.tries("renew", client, "--keys", str(private))
    assert (status, "public keys" in said) == (2, True)
    assert (await ask_token(app, client, second)).status_code == 200
    assert await operator.does("renew", client, "--keys", str(public)) == [["client_id", client]]
    assert (await ask_token(app, client, second)).status_code == 401


async def test_an_ended_partner_sends_no_more(
    app: FastAPI, operator: Operator, world: World
) -> None:
    program, clinic = str(world.program_id), str(world.agency_id)
    assert (await world.agency.post("/v1/referrals", referral(program))).status_code == 201
    await operator.does("partner", program, clinic, "--end")
    assert (await world.agency.post("/v1/referrals", referral(program))).status_code == 403
    await operator.does("partner", program, clinic)
    assert (await world.agency.post("/v1/referrals", referral(program))).status_code == 201


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("organisation", "program", "X", "--jurisdiction", "us-zz"), "us-ca"),
        (
            ("organisation", "program", "X", "--jurisdiction", "us-ca", "--time-zone", "Mars"),
            "Mars",
        ),
        (("organisation", "program", " ", "--jurisdiction", "us-ca"), "name"),
        (("person", "{program}", "x", "X", "--role", "agency-system"), "coordinator"),
        (("person", "{program}", "coordinator-1", "X", "--role", "intake"), "Change them"),
        (("person", "{agency}", "x", "X", "--role", "coordinator"), "agency-system"),
        (("withdraw", "{program}", "nobody"), "signs in by this name"),
        (("partner", "{agency}", "{program}"), "program first"),
        (("partner", "{program}", "00000000-0000-0000-0000-000000000000"), "no such organisation"),
        (("list", "00000000-0000-0000-0000-000000000000"), "no such organisation"),
        (("renew", "somebody"), "<organisation>.<principal>"),
        (("renew", "{program}.{program}"), "signs in by this name"),
    ],
)
async def test_what_cannot_be_is_said_in_a_sentence(
    operator: Operator, world: World, words: tuple[str, ...], said: str
) -> None:
    ids = {"program": world.program_id, "agency": world.agency_id}
    status, answer = await operator.tries(*(word.format(**ids) for word in words))
    assert (status, answer.count("\n")) == (2, 1), answer
    assert said in answer


async def test_a_vendor_is_known_and_nobody_of_it_is_let_in(operator: Operator) -> None:
    vendor = await operator.add("vendor", "Wheels")
    for words in (("system", vendor, "Orders"), ("person", vendor, "x", "X")):
        status, answer = await operator.tries(*words, "--role", "agency-system")
        assert status == 2
        assert "a program keeps its vendors in GET /v1/equipment-vendors" in answer
