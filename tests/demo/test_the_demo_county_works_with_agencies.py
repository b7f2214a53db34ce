"""Agencies, talks, referrals out, meetings and tasks of the demo county, played through the services."""

from collections import Counter

from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app import clock
from app.demo.agency import AGENCIES, PER_KIND, play_agencies
from app.demo.county import make_county
from app.demo.load import load_county
from app.demo.people import people_of
from app.models.words.agency import OutboundState
from app.models.words.meeting import MeetingState
from tests.factories.api import Api


async def test_everything_of_it_is_there_with_its_history(app: FastAPI, owner: AsyncEngine) -> None:
    today = clock.today("America/Los_Angeles")
    county = make_county(78, today)
    async with owner.begin() as connection:
        await load_county(connection, county, people_of(county, county), today)
        await play_agencies(connection, county, 78, today)
    found: dict[str, Counter[str]] = {}
    async with owner.connect() as connection:
        for table in ("outbound_referral", "meeting", "task"):
            query = text(f"select state from eb.{table} where tenant_id = :t")  # noqa: S608 - three constants
            rows = (await connection.execute(query, {"t": county.program.id})).scalars()
            found[table] = Counter(rows)
    assert sum(found["outbound_referral"].values()) == PER_KIND
    unseen = set(OutboundState) - set(found["outbound_referral"])
    assert unseen == set(), unseen
    assert (
        {"held", "proposed", "cancelled", "confirmed"} <= set(found["meeting"]) <= set(MeetingState)
    )
    assert found["task"]["open"] > PER_KIND
    person = county.people["coordinator"]
    token = app.state.signer.sign_for_demo_person(
        person.tenant_id, person.subject, list(person.roles)
    )
    async with Api(app, token) as api:
        rows = (await api.get("/v1/agencies", params={"service": "audiology"})).json()["items"]
        assert [r["agency"]["name"] for r in rows] == [AGENCIES[1][0]]
        lists = (await api.get("/v1/worklists")).json()["items"]
        assert {"my-tasks", "silent-agencies"} <= {w["name"] for w in lists}
