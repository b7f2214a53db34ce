"""An IEP: goals, a grid that keeps kinds of lines apart, consent in whole or in part, amendment at a parent's request."""

from datetime import timedelta
from typing import Any

from tests.factories.plan import Planned, dates, evaluated, invitation, opened, service, signed
from tests.factories.problem import assert_problem
from tests.factories.world import World

GRID = (
    ("push_in", "individual", "regular_class", True),
    ("pull_out", "individual", "service_provider_location", True),
    ("consultative", "individual", "regular_class", False),
    ("group", "group", "regular_class", True),
    ("telehealth", "individual", "home", True),
)


def iep() -> dict[str, Any]:
    return {
        "levels": [
            {"domain": "academic", "description": "Names colours."},
            {"domain": "functional", "description": "Eats with a spoon."},
        ],
        "goals": [
            {
                "number": 1, "domain": "communication", "statement": "Speaks in sentences of three words.",
                "baseline": "Two words.", "measure": "Language sample.", "criterion": "In 8 of 10 utterances.",
                "period": "By the annual review.", "reporting": "With each report card.", "objectives": ["Verbs"],
            }
        ],
        "placement": {
            "setting": "regular_class", "minutes_a_week": 900, "minutes_apart": 30, "explanation": "Quiet room.",
        },
        "accommodations": [{"area": "Seating", "text": "Near the teacher."}],
        "strategies": [{"name": "Pencil grip", "started_on": "2026-01-05", "next_check_on": "2026-03-01"}],
    }  # fmt: skip


def people(world: World, parent_id: str) -> list[dict[str, Any]]:
    return [
        {"role": "parent", "contact_id": parent_id, "attendance": "present"},
        {"role": "special_educator", "name": "Teacher of the district", "attendance": "present"},
        {"role": "lea_representative", "name": "Head of the preschool", "attendance": "present"},
    ]


def by_the_district(world: World) -> dict[str, Any]:
    return {"signature": signed(world.today), "signed_by": {"name": "Head of the preschool"}}


async def met(world: World) -> Planned:
    plan = await opened(world, await evaluated(world), program="partb")
    await plan.write(**iep())
    for n, (model, intensity, setting, is_direct) in enumerate(GRID, start=1):
        await plan.add(
            **service(
                n, delivery_model=model, intensity=intensity, setting=setting, is_direct=is_direct,
                natural_environment_reason=None, flexibility="One session a month may move.",
                least_sessions=1, most_sessions=2, **dates(world),
            )
        )  # fmt: skip
    held_on = world.today - timedelta(days=20)
    await _meet(world, plan, held_on)
    return plan


async def offered(world: World) -> Planned:
    plan = await met(world)
    await plan.take("present", **by_the_district(world))
    return plan


async def _meet(world: World, plan: Planned, held_on: Any) -> None:
    parent = await plan.parent()
    body = invitation(world, held_on, parent)
    body["invitees"] = [
        {k: v for k, v in p.items() if k != "attendance"} for p in people(world, parent)
    ]
    await plan.take("set_meeting", **body)
    await plan.take("hold_meeting", held_on=str(held_on), participants=people(world, parent))


async def test_only_who_stood_for_the_district_at_the_meeting_offers_it(world: World) -> None:
    plan = await met(world)
    by_the_program = await plan.ask("present", signature=signed(world.today))
    assert_problem(by_the_program, 409, "not-at-the-meeting")
    stranger = by_the_district(world) | {"signed_by": {"name": "Somebody Else"}}
    assert_problem(await plan.ask("present", **stranger), 409, "not-at-the-meeting")
    assert (await plan.take("present", **by_the_district(world)))["state"] == "offered"
    under = (await plan.coordinator.get(f"{plan.path}/signatures")).json()
    assert [(s["capacity"], s["outside_name"]) for s in under] == [
        ("lea_representative", "Head of the preschool")
    ]


async def test_from_the_offer_to_in_effect(world: World) -> None:
    plan = await offered(world)
    assert (await plan.sign(world.today - timedelta(days=18))).json()["state"] == "consented"
    on = world.today - timedelta(days=15)
    assert (await plan.take("put_in_effect", on=str(on)))["state"] == "in_effect"
    assert [e["on"] for e in await plan.events("partb.iep.in_effect")] == [str(on)]
    assert len(await plan.events("partb.iep.held")) == 1
    assert len(await plan.events("partb.consent.services.signed")) == 1
    lines = await plan.lines()
    assert [x["delivery_model"] for x in lines] == [row[0] for row in GRID]
    path = f"{plan.student}/services/{lines[2]['id']}"
    consulted = {"on": str(world.today), "minutes": 30, "indirect": "team_consultation"}
    assert (await plan.coordinator.post(f"{path}/deliveries", consulted)).status_code == 201
    assert (await plan.coordinator.get(f"{path}/account")).json()["delivered"] == 30
    assert len(await plan.events("partb.services.started")) == 1


async def test_a_parent_consents_to_part_of_it(world: World) -> None:
    plan = await offered(world)
    whole = await plan.sign(world.today, declines=(2,))
    assert "sign_in_part" in str(assert_problem(whole, 409, "step-not-ready"))
    decisions = [{"line_id": x["id"], "is_consented": x["number"] != 2} for x in await plan.lines()]
    part = await plan.take(
        "sign_in_part",
        contact_id=await plan.parent(),
        signature=signed(world.today),
        decisions=decisions,
    )
    assert part["state"] == "partially_consented"
    await plan.take("put_in_effect", on=str(world.today))
    listed = (await plan.coordinator.get(f"{plan.student}/services")).json()["items"]
    assert "pull_out" not in {x["delivery_model"] for x in listed}


async def test_a_refused_iep_puts_nothing_in_effect(world: World) -> None:
    plan = await offered(world)
    refused = await plan.take(
        "decline",
        contact_id=await plan.parent(),
        declined_on=str(world.today),
        reason_code="private-school",
    )
    assert refused["state"] == "refused"
    answer = await plan.ask("put_in_effect", on=str(world.today))
    assert_problem(answer, 409, "step-not-allowed")


async def test_a_parent_asks_for_an_amendment(world: World) -> None:
    plan = await offered(world)
    await plan.sign(world.today - timedelta(days=18))
    await plan.take("put_in_effect", on=str(world.today - timedelta(days=15)))
    asked_on = world.today - timedelta(days=10)
    newer = await plan.next("amendment", reason="More speech", asked_by_parent_on=str(asked_on))
    assert [e["on"] for e in await plan.events("partb.iep_meeting.requested")] == [str(asked_on)]
    await _meet(world, newer, world.today - timedelta(days=2))
    await newer.take("present", **by_the_district(world))
    await newer.sign(world.today)
    assert await plan.state() == "in_effect"
    await newer.take("put_in_effect", on=str(world.today))
    assert (await plan.state(), await newer.state()) == ("amended", "in_effect")


async def test_the_parts_of_an_ifsp_are_not_those_of_an_iep(world: World) -> None:
    plan = await opened(world, await evaluated(world), program="partb")
    tag = (await plan.coordinator.get(plan.path)).headers["etag"]
    answer = await plan.coordinator.patch(plan.path, {"outcomes": []}, tag)
    assert_problem(answer, 409, "part-of-other-program")
    missing = (await plan.coordinator.get(f"{plan.path}/completeness")).json()["items"]
    assert {i["code"] for i in missing if not i["is_complete"]} == {
        "levels", "goals", "services", "placement", "accommodations",
    }  # fmt: skip
