"""Consent is per service (34 CFR 303.342(e), 303.420): some, all, none, or two parents who disagree."""

from datetime import timedelta

from tests.factories.plan import Planned, drafted, in_force, presented, signed
from tests.factories.problem import assert_problem
from tests.factories.world import World


async def states(plan: Planned) -> list[str]:
    return [line["state"] for line in await plan.lines()]


async def second_parent(plan: Planned, **rights: bool) -> str:
    made = await plan.coordinator.post(
        f"{plan.student}/contacts",
        {
            "first_name": "Obi", "relationship": "father", "may_sign": True, "holds_educational_rights": True,
            **rights,
        },
    )  # fmt: skip
    return str(made.json()["id"])


async def test_a_parent_signs_four_of_five_services(world: World) -> None:
    plan = await presented(world, services=5)
    answer = await plan.sign(world.today, declines=(3,))
    assert answer.json()["state"] == "active"
    assert await states(plan) == ["consented", "consented", "declined", "consented", "consented"]
    consent = (await plan.events("ifsp.consent.signed"))[0]["data"]["services"]
    assert len(consent) == 4
    assert "occupational_therapy" not in consent
    file = (await plan.coordinator.get(plan.student)).json()
    clocks = {
        d["occurrence"] for d in file["deadlines"] if d["rule_id"] == "us.partc.service.start"
    }
    assert clocks == set(consent)
    declined = next(x for x in await plan.lines() if x["state"] == "declined")
    visit = await plan.coordinator.post(
        f"{plan.student}/services/{declined['id']}/deliveries", {"on": str(world.today)}
    )
    assert_problem(visit, 409, "service-not-in-force")


async def test_a_service_left_undecided_keeps_the_plan_waiting(world: World) -> None:
    plan = await presented(world, services=2)
    first, second = await plan.lines()
    decided = {"line_id": first["id"], "is_consented": True}
    only_one = await plan.sign(world.today, decisions=[decided])
    assert "1 of the services" in str(assert_problem(only_one, 409, "step-not-ready"))
    parent = await plan.parent()
    await plan.take("decide", contact_id=parent, signature=signed(world.today), decisions=[decided])
    assert (await plan.state(), await states(plan)) == (
        "awaiting_consent",
        ["proposed", "proposed"],
    )
    rest = [{"line_id": second["id"], "is_consented": False}]
    assert (await plan.sign(world.today, decisions=rest)).json()["state"] == "active"
    assert await states(plan) == ["consented", "declined"]
    kept = (await plan.coordinator.get(f"{plan.path}/decisions")).json()
    assert [d["is_consented"] for d in kept] == [True, False]


async def test_two_who_may_sign_disagree_until_a_court_order_decides(world: World) -> None:
    plan = await presented(world, services=1)
    father, mother = await second_parent(plan), await plan.parent()
    line = (await plan.lines())[0]["id"]
    no = [{"line_id": line, "is_consented": False}]
    await plan.take("decide", contact_id=father, signature=signed(world.today), decisions=no)
    disputed = await plan.sign(world.today, contact_id=mother)
    assert "court order" in str(assert_problem(disputed, 409, "step-not-ready"))
    assert (await plan.coordinator.get(f"{plan.path}/decisions")).json()[-1]["contact_id"] == father
    ordered = await plan.sign(
        world.today,
        contact_id=mother,
        court_order={"ordered_on": str(world.today - timedelta(days=2))},
    )
    assert ordered.json()["state"] == "active"
    assert await states(plan) == ["consented"]
    both = (await plan.coordinator.get(f"{plan.path}/decisions")).json()
    assert [(d["contact_id"], d["is_consented"]) for d in both] == [(father, False), (mother, True)]


async def test_only_one_who_may_sign_signs(world: World) -> None:
    plan = await presented(world)
    aunt = await second_parent(plan, may_sign=False)
    assert_problem(await plan.sign(world.today, contact_id=aunt), 409, "contact-may-not-sign")
    stranger = await plan.sign(world.today, contact_id=str(world.people["coordinator"].id))
    assert_problem(stranger, 404, "contact-not-found")


async def test_nobody_signs_before_the_meeting_or_ahead_of_time(world: World) -> None:
    plan = await presented(world)
    early = await plan.sign(world.today - timedelta(days=41))
    assert_problem(early, 409, "plan-dates")
    assert_problem(await plan.sign(world.today + timedelta(days=1)), 409, "signed-in-future")
    assert await plan.state() == "awaiting_consent"


async def test_a_declined_plan_leaves_the_services_in_force(world: World) -> None:
    plan = await in_force(world)
    newer = await plan.next("amendment", reason="More visits")
    await newer.hold(world.today - timedelta(days=1))
    await newer.present()
    refused = await newer.ask(
        "decline", contact_id=await newer.parent(), declined_on=str(world.today)
    )
    assert_problem(refused, 409, "reason-missing")
    declined = await newer.take(
        "decline",
        contact_id=await newer.parent(),
        declined_on=str(world.today),
        reason_code="too-much",
    )
    assert declined["state"] == "declined"
    assert await plan.state() == "active"
    assert await states(plan) == ["consented", "consented"]
    assert await states(newer) == ["declined", "declined"]
    listed = (await plan.coordinator.get(f"{plan.student}/services")).json()["items"]
    assert {x["plan_id"] for x in listed} == {plan.id}


async def test_a_plan_of_which_every_service_is_declined_is_declined_not_signed(
    world: World,
) -> None:
    plan = await presented(world, services=2)
    answer = await plan.sign(world.today, declines=(1, 2))
    assert "declined" in str(assert_problem(answer, 409, "step-not-ready"))


async def test_a_decision_on_a_service_of_another_plan_is_refused(world: World) -> None:
    plan, other = await presented(world), await presented(world, child="Bo")
    foreign = [{"line_id": (await other.lines())[0]["id"], "is_consented": True}]
    answer = await plan.ask(
        "decide", contact_id=await plan.parent(), signature=signed(world.today), decisions=foreign
    )
    assert_problem(answer, 404, "service-not-found")


async def test_only_the_coordinator_named_in_the_plan_presents_it(world: World) -> None:
    plan = await drafted(world)
    await plan.hold(world.today - timedelta(days=40))
    signature = signed(world.today)
    answer = await plan.ask("present", who="supervisor", signature=signature)
    assert_problem(answer, 409, "not-the-coordinator")
    assert (await plan.take("present", signature=signature))["state"] == "awaiting_consent"


async def test_only_who_was_at_the_meeting_signs_beside_the_parents(world: World) -> None:
    plan = await presented(world)
    signature = signed(world.today)
    offered = (await plan.coordinator.get(f"{plan.path}/actions")).json()
    assert next(a for a in offered if a["act"] == "countersign")["is_allowed"]
    refused = await plan.ask("countersign", who="supervisor", signature=signature)
    assert "meeting" in str(assert_problem(refused, 409, "step-not-ready"))
    await plan.take("countersign", signature=signature)
    under = (await plan.coordinator.get(f"{plan.path}/signatures")).json()
    assert [s["capacity"] for s in under] == ["service_coordinator", "service_coordinator"]
