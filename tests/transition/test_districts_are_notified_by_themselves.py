"""Notices that go out by themselves: only where the program wants it, on the day less its lead, once."""

import json
from datetime import timedelta
from typing import Any

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from app.services.transition import lead
from tests.factories.objection import objected
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.rounds import itself
from tests.factories.world import World, make_world

SETTINGS = "/v1/transition-settings"


async def _potentially_eligible(world: World, days_old: int) -> str:
    born_on = world.today - timedelta(days=days_old)
    student_id = await enrolled(
        world, child={"first_name": f"C{days_old}", "last_name": f"L{days_old}", "born_on": str(born_on)},
        contacts=[{"first_name": "P", "relationship": "mother", "may_sign": True, "holds_educational_rights": True}],
    )  # fmt: skip
    for type_, data in (
        ("consent.evaluation.signed", {}),
        ("evaluation.completed", {}),
        ("eligibility.partc.decided", {"eligible": True}),
    ):
        await happened(world, student_id, type_, world.today, **data)
    begun = await world.coordinator.post(
        f"/v1/students/{student_id}/transition-plans", {"is_potentially_eligible": True}
    )
    assert begun.status_code == 201, begun.text
    return student_id


async def _notify(world: World) -> dict[str, str | None]:
    done = lead.notify_due_in(world.app.state.database, await itself(world))
    return {str(n.student_id): n.problem async for n in done}


async def test_the_lead_decides_who_is_notified_and_nobody_is_notified_twice(world: World) -> None:
    near = await _potentially_eligible(world, 3 * 365 + 1 - 90 - 10)
    far = await _potentially_eligible(world, 3 * 365 + 1 - 90 - 60)
    assert not {near, far} & (await _notify(world)).keys()
    setting = await world.administrator.get(SETTINGS)
    assert setting.json() == {
        "version": 1, "notify_lead_days": None, "state_agency_id": None,
    }  # fmt: skip
    changed = await world.administrator.patch(
        SETTINGS, {"notify_lead_days": 14}, setting.headers["etag"]
    )
    assert changed.json() == {
        "version": 2, "notify_lead_days": 14, "state_agency_id": None,
    }  # fmt: skip
    done = await _notify(world)
    assert done[near] is None
    assert far not in done
    notices = (await world.district.get("/v1/lea-notices")).json()["items"]
    assert [n["id"] for n in notices] == [near]
    assert near not in await _notify(world)
    log = (await world.supervisor.get(f"/v1/students/{near}/access-log")).json()["items"]
    assert next(a["party"] for a in log if a["resource"] == "lea-notice") == "earlybridge rules"


async def test_what_keeps_a_notice_back_is_said_and_keeps_back_no_other(world: World) -> None:
    await world.administrator.patch(SETTINGS, {"notify_lead_days": 14}, '"1"')
    first = await _potentially_eligible(world, 3 * 365 + 1 - 90 - 9)
    second = await _potentially_eligible(world, 3 * 365 + 1 - 90 - 8)
    await world.change(
        "update eb.student set district_id = null where id = cast(:s as uuid)", s=first
    )
    done = await _notify(world)
    assert (done[first], done[second]) == ("district-missing", None)


async def test_only_an_administrator_sets_the_lead(world: World) -> None:
    answer = await world.supervisor.patch(SETTINGS, {"notify_lead_days": 1}, '"1"')
    assert_problem(answer, 403, "forbidden")
    answer = await world.administrator.patch(SETTINGS, {"notify_lead_days": 1}, '"7"')
    assert_problem(answer, 412, "if-match-stale")
    assert_problem(
        await world.administrator.patch(SETTINGS, {"notify_lead_days": -1}, '"1"'), 422, "invalid-request",
    )  # fmt: skip


async def test_the_state_agency_is_told_with_the_district_where_the_program_names_it(
    app: FastAPI, owner: AsyncEngine, world: World
) -> None:
    state = await make_world(app, owner)
    early = await _potentially_eligible(world, 3 * 365 + 1 - 90 - 9)
    await world.administrator.patch(SETTINGS, {"notify_lead_days": 14}, '"1"')
    assert (await _notify(world))[early] is None
    assert early not in await _notify(world)
    strange = {"state_agency_id": str(state.district_id)}
    refused = await world.administrator.patch(SETTINGS, strange, '"2"')
    assert_problem(refused, 409, "district-not-a-partner")
    await world.change(
        "insert into eb.partnership (tenant_id, id, partner_id) values (:t, gen_random_uuid(), :p)",
        t=world.program_id, p=state.district_id,
    )  # fmt: skip
    named = await world.administrator.patch(SETTINGS, strange, '"2"')
    assert named.status_code == 200, named.text
    late = await _potentially_eligible(world, 3 * 365 + 1 - 90 - 8)
    done = await _notify(world)
    assert (done[early], done[late]) == (None, None)
    seen = (await state.district.get("/v1/lea-notices")).json()["items"]
    assert {n["id"] for n in seen} == {early, late}
    assert not {early, late} & set(await _notify(world))
    await objected(world, late)
    seen = (await state.district.get("/v1/lea-notices")).json()["items"]
    assert [n["id"] for n in seen] == [early]
    await state.close()


async def _under(world: World, student_id: str, jurisdiction: str, **facts: Any) -> None:
    """The law of another State, from the next thing that happens on the file on."""
    await world.change(
        """update eb.student set jurisdiction = :j, facts = facts || cast(:f as jsonb)
            where tenant_id = :t and id = cast(:s as uuid)""",
        j=jurisdiction, f=json.dumps(facts), t=world.program_id, s=student_id,
    )  # fmt: skip
    await happened(world, student_id, "screening.completed", world.today)


async def test_a_state_s_own_rule_is_kept_like_the_federal_one(world: World) -> None:
    student_id = await _potentially_eligible(world, 3 * 365 + 1 - 90 - 10)
    told_on = world.today - timedelta(days=30)
    await happened(world, student_id, "transition.optout.notice_sent", told_on)
    await _under(world, student_id, "us-va")
    await world.administrator.patch(SETTINGS, {"notify_lead_days": 14}, '"1"')
    assert (await _notify(world))[student_id] is None


async def test_a_child_who_stays_by_the_extension_is_told_of_once_more(world: World) -> None:
    student_id = await _potentially_eligible(world, 3 * 365 + 30)
    await world.administrator.patch(SETTINGS, {"notify_lead_days": 14}, '"1"')
    await _under(world, student_id, "us-md", extended_option_chosen=True)
    student = f"/v1/students/{student_id}"
    assert (await world.coordinator.post(f"{student}/lea-notifications", {})).status_code == 201
    await world.change(
        "update eb.case_event set on_date = on_date - 60 where tenant_id = :t and type like 'transition.notified%'",
        t=world.program_id,
    )  # fmt: skip
    end = world.today + timedelta(days=60)
    await _under(world, student_id, "us-md", extension_end=str(end))
    told = (await world.coordinator.get(f"{student}/transition")).json()
    assert (told["part_c_ends_on"], told["days_left"]) == (str(end), 60)
    assert told["branch"] == "on_time"
    assert "Notify the school district." in told["next_acts"]
    assert (await _notify(world))[student_id] is None
    told = (await world.coordinator.get(f"{student}/transition")).json()
    assert "Notify the school district." not in told["next_acts"]
    assert student_id not in await _notify(world)


async def test_no_district_and_no_state_agency_is_told_of_a_child_who_has_left(
    world: World,
) -> None:
    student_id = await _potentially_eligible(world, 3 * 365 + 1 - 90 - 9)
    await world.administrator.patch(SETTINGS, {"notify_lead_days": 14}, '"1"')
    left = {"reason": "WITHDRAWN"}
    await happened(world, student_id, "partc.exited", world.today, **left)
    assert (await _notify(world)).get(student_id) in {None, "no-longer-with-program"}
    typed = await world.coordinator.post(f"/v1/students/{student_id}/lea-notifications", {})
    assert_problem(typed, 409, "no-longer-with-program")
    assert (await world.district.get("/v1/lea-notices")).json()["items"] == []
