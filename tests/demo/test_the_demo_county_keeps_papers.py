"""Documents and notes of the demo county, played through the services; their bytes can be fetched."""

from collections import Counter

from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app import clock
from app.demo.county import make_county
from app.demo.load import load_county
from app.demo.papers import play_papers
from app.demo.people import people_of
from tests.factories.api import Api


async def test_files_hold_documents_in_both_parts_and_notes(
    app: FastAPI, owner: AsyncEngine
) -> None:
    today = clock.today("America/Los_Angeles")
    county = make_county(79, today)
    async with owner.begin() as connection:
        await load_county(connection, county, people_of(county, county), today)
        await play_papers(connection, county, app.state.files.store, today)
    of = {"t": county.program.id}
    async with owner.connect() as connection:
        found = await connection.execute(
            text("select part, student_id, id from eb.document where tenant_id = :t"), of
        )
        documents = found.all()
        states = await connection.execute(
            text("select state from eb.note where tenant_id = :t and addendum_to_id is null"), of
        )
        counted = Counter(states.scalars())
        register = await connection.execute(
            text("select state, last_checked_on from eb.strategy where tenant_id = :t"), of
        )
        strategies = register.all()
    assert {d.part for d in documents} == {"educational", "medical"}
    assert counted["signed"] > counted["draft"] > 0
    assert {s.state for s in strategies} >= {"planned", "in_use", "ended"}
    assert any(s.last_checked_on == today for s in strategies)
    person = county.people["coordinator"]
    token = app.state.signer.sign_for_demo_person(
        person.tenant_id, person.subject, list(person.roles)
    )
    async with Api(app, token) as api:
        shown = documents[0]
        path = f"/v1/students/{shown.student_id}/documents/{shown.id}/content"
        assert (await api.get(path)).content.startswith(b"%PDF")
