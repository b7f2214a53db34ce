"""Forty requests, played through the services: each stands where it was planned, with a whole history."""

from collections import Counter
from datetime import date

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app import clock
from app.demo.county import make_county
from app.demo.county.dice import Dice
from app.demo.county.equipment import PATHS, plan_equipment
from app.demo.equipment import play_equipment
from app.demo.load import load_county
from app.demo.people import people_of
from app.models.words.equipment import EquipmentState
from tests.factories.api import Api

DAYS = [date(2026, 11, 25), date(2027, 6, 30), date(2028, 2, 29)]


@pytest.mark.parametrize("day", DAYS)
def test_forty_children_each_with_days_in_order_and_none_ahead(day: date) -> None:
    county = make_county(1, day)
    plans = plan_equipment(Dice("x"), county.files, day)
    assert len({p.student_id for p in plans}) == len(plans) == 40
    assert {p.state for p in plans} == set(EquipmentState) == set(PATHS)
    referred = {f.student.id: f.enrolment.referred_on for f in county.files}
    for plan in plans:
        days = [referred[plan.student_id], plan.identified_on, *plan.days, day]
        assert days == sorted(days)
    assert plans == plan_equipment(Dice("x"), county.files, day)


async def test_played_they_stand_where_they_were_planned(app: FastAPI, owner: AsyncEngine) -> None:
    today = clock.today("America/Los_Angeles")
    county = make_county(77, today)
    async with owner.begin() as connection:
        await load_county(connection, county, people_of(county, county), today)
        await play_equipment(connection, county, 77, today)
    states: Counter[str] = Counter()
    async with owner.connect() as connection:
        query = text("select state from eb.equipment_request where tenant_id = :t")
        states.update((await connection.execute(query, {"t": county.program.id})).scalars())
    assert sum(states.values()) == 40
    assert set(states) == set(EquipmentState)
    person = county.people["supervisor"]
    token = app.state.signer.sign_for_demo_person(
        person.tenant_id, person.subject, list(person.roles)
    )
    async with Api(app, token) as api:
        rows = (await api.get("/v1/equipment-requests", params={"limit": 200})).json()["items"]
        for row in rows:
            path = f"/v1/equipment-requests/{row['id']}"
            history = (await api.get(f"{path}/history", params={"limit": 200})).json()["items"]
            assert history[-1]["to_state"] == row["state"]
            acts = [h["act"] for h in history]
            assert acts == ["created", *PATHS[EquipmentState(row["state"])]]
        waiting = (await api.get("/v1/equipment-waiting")).json()
        assert len(waiting["longest"]) == 10
        assert {w["key"] for w in waiting["by_stage"]} >= {"submitted", "ordered"}
        due = (await api.get("/v1/worklists/loans-due")).json()["items"]
        assert any(d["until_on"] < str(today) for d in due)
