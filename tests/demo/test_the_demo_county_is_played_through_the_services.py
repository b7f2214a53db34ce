"""What the demo county's staff did is played through the services once: equipment, agencies, papers, an IEP, each with its history."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app import clock
from app.demo.agency import AGENCIES, PER_KIND, play_agencies
from app.demo.county import County, make_county, make_neighbour
from app.demo.county.equipment import PATHS
from app.demo.equipment import play_equipment
from app.demo.iep import GRID, play_iep
from app.demo.load import befriend, load_county
from app.demo.papers import play_papers
from app.demo.people import people_of
from app.demo.rights import ASKED, play_rights
from app.demo.shared_work import play_shared_work
from app.demo.team_reports import play_team_reports
from app.demo.visits import play_visits
from app.models.words.agency import OutboundState
from app.models.words.equipment import EquipmentState
from app.models.words.meeting import MeetingState
from tests.factories.api import Api

SEED = 77


@dataclass
class Played:
    """A county in the database, and what is in it."""

    app: FastAPI
    owner: AsyncEngine
    county: County
    neighbour: County
    today: date

    def api(self, role: str) -> Api:
        person = self.county.people[role]
        token = self.app.state.signer.sign_for_demo_person(
            person.tenant_id, person.subject, list(person.roles)
        )
        return Api(self.app, token)

    async def rows(self, select: str, where: str = "true") -> Sequence[Any]:
        """Rows of the county's program."""
        query = text(f"{select} where tenant_id = :t and {where}")
        async with self.owner.connect() as connection:
            return (await connection.execute(query, {"t": self.county.program.id})).all()

    async def states(self, table: str, where: str = "true") -> Counter[str]:
        return Counter(r.state for r in await self.rows(f"select state from eb.{table}", where))  # noqa: S608 - the tests' own words


@pytest.fixture
async def played(app: FastAPI, owner: AsyncEngine) -> Played:
    """Loading a county costs what playing it costs: it is made once."""
    today = clock.today("America/Los_Angeles")
    county, neighbour = make_county(SEED, today), make_neighbour(SEED, today)
    async with owner.begin() as connection:
        for one in (county, neighbour):
            await load_county(connection, one, people_of(county, neighbour), today)
        await befriend(connection, county, neighbour)
        await play_equipment(connection, county, SEED, today)
        await play_agencies(connection, county, SEED, today)
        await play_papers(connection, county, app.state.files.store, today)
        await play_visits(connection, county)
        await play_team_reports(connection, county, today)
        await play_rights(connection, county, today)
        await play_iep(connection, county, today)
        await play_shared_work(connection, county, neighbour, today)
    return Played(app, owner, county, neighbour, today)


async def test_what_was_played_stands_where_it_was_planned(played: Played) -> None:
    """One test: two that share a county are given to two workers, and each makes it."""
    await _equipment(played)
    await _agencies(played)
    await _papers(played)
    await _team_reports(played)
    await _consents(played)
    await _rights(played)
    await _iep(played)
    await _shared(played)
    await _lacking(played)


async def _equipment(played: Played) -> None:
    """Forty requests in every stage, each with its whole history."""
    states = await played.states("equipment_request")
    assert sum(states.values()) == 40
    assert set(states) == set(EquipmentState)
    async with played.api("supervisor") as api:
        rows = (await api.get("/v1/equipment-requests", params={"limit": 200})).json()["items"]
        assert len(rows) == 40
        for row in rows:
            path = f"/v1/equipment-requests/{row['id']}"
            history = (await api.get(f"{path}/history", params={"limit": 200})).json()["items"]
            assert history[-1]["to_state"] == row["state"]
            assert [h["version"] for h in history] == [*range(1, row["version"] + 1)]
            acts = [h["act"] for h in history]
            assert acts == ["created", *PATHS[EquipmentState(row["state"])]]
        linked = await played.rows("select plan_id, assessment_id from eb.equipment_request")
        assert sum(r.plan_id is not None for r in linked) > 20
        assert sum(r.assessment_id is not None for r in linked) > 20
        waiting = (await api.get("/v1/equipment-waiting")).json()
        assert len(waiting["longest"]) == 10
        assert {w["key"] for w in waiting["by_stage"]} >= {"submitted", "ordered"}
        due = (await api.get("/v1/worklists/loans-due")).json()["items"]
        assert any(d["until_on"] < str(played.today) for d in due)


async def _agencies(played: Played) -> None:
    """Referrals out in every state, meetings, tasks."""
    referrals = await played.states("outbound_referral")
    assert sum(referrals.values()) == PER_KIND
    unseen = set(OutboundState) - set(referrals)
    assert unseen == set(), unseen
    meetings = set(await played.states("meeting"))
    assert {"held", "proposed", "cancelled", "confirmed"} <= meetings <= set(MeetingState)
    assert (await played.states("task"))["open"] > PER_KIND
    async with played.api("coordinator") as api:
        rows = (await api.get("/v1/agencies", params={"service": "audiology"})).json()["items"]
        assert [r["agency"]["name"] for r in rows] == [AGENCIES[1][0]]
        lists = (await api.get("/v1/worklists")).json()["items"]
        assert {"my-tasks", "silent-agencies"} <= {w["name"] for w in lists}


async def _papers(played: Played) -> None:
    """Documents in both parts, notes, strategies."""
    documents = await played.rows("select part, student_id, id from eb.document")
    assert {d.part for d in documents} == {"educational", "medical"}
    counted = await played.states("note", "addendum_to_id is null")
    assert counted["signed"] > counted["draft"] > 0
    visits = await played.rows("select visit, state, copy_given_on from eb.note", "kind = 'visit'")
    assert {v.state for v in visits} == {"signed", "draft"}
    assert all(v.visit["outcomes"][0]["progress"] for v in visits)
    assert [v.copy_given_on for v in visits if v.copy_given_on] == [played.today]
    talks = await played.rows(
        "select visit from eb.note",
        "kind = 'coordination' and state = 'signed' and addendum_to_id is null",
    )
    assert all(t.visit["outcomes"][0]["goal"] for t in talks)
    strategies = await played.rows("select state, last_checked_on from eb.strategy")
    assert {s.state for s in strategies} >= {"planned", "in_use", "ended"}
    assert any(s.last_checked_on == played.today for s in strategies)
    async with played.api("coordinator") as api:
        shown = documents[0]
        path = f"/v1/students/{shown.student_id}/documents/{shown.id}/content"
        assert (await api.get(path)).content.startswith(b"%PDF")


async def _team_reports(played: Played) -> None:
    """What the parents have is signed under a licence, and is printed."""
    assert await played.states("team_report") == {"issued": 1, "in_review": 1, "draft": 1}
    sections = await played.states("team_report_section")
    assert sections == {"signed": 3, "open": 3}
    [issued] = await played.rows("select id, student_id from eb.team_report", "state = 'issued'")
    path = f"/v1/students/{issued.student_id}/team-reports/{issued.id}"
    async with played.api("coordinator") as api:
        assert all(s["progress"] for s in (await api.get(path)).json()["sections"][:1])
        assert (await api.get(f"{path}/report.pdf")).content.startswith(b"%PDF")


async def _consents(played: Played) -> None:
    """What had an end has ended: no service that starts here finds a packet readable that should not be."""
    outlived = [c for f in played.county.files for c in f.consents if c.is_expired]
    assert outlived
    assert not await played.rows(
        "select id from eb.consent",
        f"expires_on < '{played.today}' and revoked_on is null and not is_expired",
    )
    gone = "consent_id in (select id from eb.consent where is_expired)"
    assert await played.rows("select id from eb.packet", gone)
    assert not await played.rows("select id from eb.packet", f"{gone} and withdrawn_at is null")
    async with played.owner.connect() as connection:
        kept = "select 1 from eb.transition_packet k join eb.packet p using (id) where p.withdrawn_at is not null"
        assert not list(await connection.execute(text(f"{kept} and k.content is not null")))


async def _rights(played: Played) -> None:
    """Requests about the record, answered and waiting; notices in writing; an emergency to review."""
    asked = await played.states("record_request")
    assert sum(asked.values()) == len(ASKED)
    assert set(asked) == {"received", "provided", "amended", "withdrawn"}
    letters = await played.rows("select id, student_id from eb.letter")
    assert len(letters) == len(ASKED)
    async with played.api("coordinator") as api:
        path = f"/v1/students/{letters[0].student_id}/letters/{letters[0].id}/letter.pdf"
        assert (await api.get(path)).content.startswith(b"%PDF")
    async with played.api("supervisor") as api:
        waiting = await api.get("/v1/emergency-accesses", params={"only_unreviewed": True})
        assert len(waiting.json()["items"]) == 1


async def _iep(played: Played) -> None:
    """One in effect before the third birthday, on the days of the events that the file had already."""
    (plan,) = await played.rows(
        "select id, student_id, held_on, signed_on, state from eb.plan", "program = 'partb'"
    )
    assert plan.state == "in_effect"
    file = next(f for f in played.county.files if f.student.id == plan.student_id)
    held = [e.on_date for e in file.events if e.type == "partb.iep.held"]
    assert [plan.held_on] == held
    assert plan.held_on <= plan.signed_on <= played.today
    async with played.api("supervisor") as api:
        path = f"/v1/students/{plan.student_id}"
        lines = (await api.get(f"{path}/plans/{plan.id}/services")).json()
        assert [x["delivery_model"] for x in lines] == [row[0] for row in GRID]
    found = await played.rows(
        "select type, on_date from eb.case_event", f"student_id = '{plan.student_id}'"
    )
    assert sum(e.type == "partb.iep.held" for e in found) == 1
    assert [e.on_date for e in found if e.type == "partb.iep.in_effect"] == [played.today]


async def _shared(played: Played) -> None:
    """A programme that an aide carries out under a therapist, an offer to the neighbour, twins told apart."""
    (programme,) = await played.rows(
        "select state, trainings, checks, next_check_on from eb.delegation"
    )
    assert (programme.state, len(programme.trainings), len(programme.checks)) == ("running", 1, 1)
    assert programme.next_check_on > played.today
    assert await played.states("transfer") == {"offered": 1}
    assert await played.states("student_link") == {"distinct": 1}
    receiver = Played(played.app, played.owner, played.neighbour, played.neighbour, played.today)
    async with receiver.api("supervisor") as api:
        (row,) = (await api.get("/v1/incoming-transfers")).json()["items"]
        assert (row["state"], row["sender_id"]) == ("offered", str(played.county.program.id))


async def _lacking(played: Played) -> None:
    """One who visits homes has let the certificate end."""
    async with played.api("supervisor") as api:
        rows = (await api.get("/v1/worklists/missing-credentials")).json()["items"]
    assert [row["kinds"] for row in rows] == [["cpr"]]
