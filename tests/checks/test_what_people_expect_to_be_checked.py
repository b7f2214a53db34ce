"""What the people who work here expect to be checked: refused where the law forbids it, told where the truth is recorded."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.plan import drafted, in_force, presented, service
from tests.factories.problem import assert_problem
from tests.factories.referral import accept, enrolled, happened, refer, referral, stepped
from tests.factories.referral import step as take
from tests.factories.world import World

JOURNEY: tuple[tuple[str, dict[str, Any]], ...] = (
    ("consent.evaluation.signed", {}),
    ("evaluation.completed", {}),
    ("ifsp.initial.held", {}),
    ("ifsp.consent.signed", {"services": ["vision"]}),
    ("ifsp.service.delivered", {"service": "vision"}),
)


async def _event(world: World, student_id: str, type_: str, on: date, data: dict[str, Any]) -> Any:
    body = {"type": type_, "on": str(on), "data": data}
    return await world.coordinator.post(f"/v1/students/{student_id}/events", body)


async def test_dates_in_order_from_birth_to_first_service(world: World) -> None:
    """birth < referral <= consent <= evaluation <= meeting <= signature <= first service."""
    born = world.today + timedelta(days=1)
    body = referral(world, child={"born_on": str(born)})
    assert_problem(await world.intake.post("/v1/referrals", body), 409, "referral-before-birth")
    received = world.today - timedelta(days=50)
    student_id = await enrolled(world, received_on=received)
    for n, (type_, data) in enumerate(JOURNEY):
        early = received + timedelta(days=max(n - 2, -1)) if n else received - timedelta(days=1)
        refused = await _event(world, student_id, type_, early, data)
        assert_problem(refused, 409, "dates-out-of-order")
        on = received + timedelta(days=n)
        assert (await _event(world, student_id, type_, on, data)).status_code == 201, type_
    await happened(world, student_id, "ifsp.service.delivered", world.today, service="vision")


async def test_no_visit_before_consent(world: World) -> None:
    student_id = await enrolled(world, received_on=world.today - timedelta(days=9))
    refused = await _event(
        world, student_id, "ifsp.service.delivered", world.today, {"service": "vision"}
    )
    assert_problem(refused, 409, "no-consent-yet")
    plan = await presented(world, child="Bo")
    line = (await plan.lines())[0]
    visit = await world.coordinator.post(
        f"{plan.student}/services/{line['id']}/deliveries", {"on": str(world.today)}
    )
    assert_problem(visit, 409, "service-not-consented")


async def test_one_active_ifsp(world: World) -> None:
    plan = await in_force(world)
    second = await world.coordinator.post(
        f"{plan.student}/plans", {"program": "partc", "type": "initial"}
    )
    assert_problem(second, 409, "plan-in-force")


async def test_no_service_line_outside_the_plans_dates(world: World) -> None:
    plan = await drafted(world)
    late = service(9, starts_on=str(world.today), ends_on=str(world.today + timedelta(days=900)))
    answer = await world.coordinator.post(f"{plan.path}/services", late)
    assert_problem(answer, 409, "line-outside-plan")


async def test_no_delivery_on_an_ended_or_declined_line_but_an_offer_to_fix_it(
    world: World,
) -> None:
    plan = await presented(world)
    assert (await plan.sign(world.today - timedelta(days=40), declines=(2,))).status_code == 200
    first, declined = sorted(await plan.lines(), key=lambda x: x["number"])
    path = f"{plan.student}/services"
    refused = await world.coordinator.post(
        f"{path}/{declined['id']}/deliveries", {"on": str(world.today)}
    )
    problem = assert_problem(refused, 409, "service-not-in-force")
    assert problem["instead"] == []
    assert "keep what happened as a note" in problem["detail"]
    assert first["state"] == "consented"


@pytest.mark.parametrize(
    ("kind", "codes"), [(None, {"discipline"}), ("2020-01-01", {"licence"}), ("valid", set())]
)
async def test_provider_discipline_fits_service_type_and_licence_is_valid_on_the_day(
    world: World, kind: str | None, codes: set[str]
) -> None:
    """A speech therapist gives speech therapy, also where the plan names no discipline."""
    plan = await in_force(world, 1)
    line = (await plan.lines())[0]
    if kind is not None:
        until = {} if kind == "valid" else {"valid_from": "2019-01-01", "expires_on": kind}
        await world.licensed("coordinator", discipline="speech_language", **until)
    given = await world.coordinator.post(
        f"{plan.student}/services/{line['id']}/deliveries", {"on": str(world.today)}
    )
    assert given.status_code == 201, given.text
    found = {w["code"] for w in given.json()["warnings"]}
    assert found & {"discipline", "licence"} == codes


async def test_no_overlapping_sessions_for_one_provider_unless_a_group(world: World) -> None:
    """Told, not refused: what was given is recorded. In a group one person gives several at a time."""
    plan = await drafted(world, 2)
    await plan.add(**service(3, service="vision", intensity="group", starts_on=str(world.today - timedelta(days=30)), ends_on=str(world.today)))  # fmt: skip
    await plan.hold(world.today - timedelta(days=40))
    await plan.present()
    assert (await plan.sign(world.today - timedelta(days=40))).status_code == 200
    one, two, group = sorted(await plan.lines(), key=lambda x: x["number"])
    on = world.today - timedelta(days=1)

    async def give(line: dict[str, Any], hour: str) -> set[str]:
        body = {"on": str(on), "starts_at": f"{on}T{hour}:00-08:00", "minutes": 45}
        made = await world.coordinator.post(
            f"{plan.student}/services/{line['id']}/deliveries", body
        )
        assert made.status_code == 201, made.text
        return {w["code"] for w in made.json()["warnings"]}

    assert "overlap" not in await give(one, "10:00")
    assert "overlap" not in await give(two, "10:45")
    assert "overlap" in await give(two, "10:30")
    assert "overlap" not in await give(group, "10:30")


async def test_minutes_over_the_authorised_limit_warn_and_block_no_note(world: World) -> None:
    plan = await in_force(world, 1)
    line = (await plan.lines())[0]
    path = f"{plan.student}/services/{line['id']}"
    tag = (await world.coordinator.get(path)).headers["etag"]
    authorised = await world.coordinator.http.post(
        f"{path}/steps",
        json={"act": "authorise", "authorised_on": str(world.today), "authorised_minutes": 30},
        headers={"If-Match": tag, "Idempotency-Key": "authorise-thirty-minutes"},
    )
    assert authorised.status_code == 200, authorised.text
    given = await world.coordinator.post(
        f"{path}/deliveries", {"on": str(world.today), "minutes": 60}
    )
    assert given.status_code == 201, given.text
    assert "over_authorised" in {w["code"] for w in given.json()["warnings"]}


async def test_age_over_the_programs_limit_at_referral(world: World) -> None:
    """Recorded and told: three already, or so near three that Part C owes no evaluation; else nothing."""
    for days, code in ((3 * 366, "over-age"), (3 * 365 - 30, "near-third-birthday"), (700, None)):
        born = world.today - timedelta(days=days)
        referral_id = await refer(world, child={"born_on": str(born), "first_name": f"N{days}"})
        shown = (await world.intake.get(f"/v1/referrals/{referral_id}")).json()
        assert [w["code"] for w in shown["warnings"]] == ([code] if code else [])
        if code:
            student_id = await accept(world, referral_id)
            assert student_id, "the truth is recorded all the same"


async def test_third_birthday_passed_while_active(world: World) -> None:
    born = world.today - timedelta(days=3 * 366)
    student_id = await enrolled(
        world, received_on=world.today - timedelta(days=300), child={"born_on": str(born)}
    )
    path = f"/v1/students/{student_id}/enrolments"
    [stay] = (await world.coordinator.get(path)).json()
    assert [w["code"] for w in stay["warnings"]] == ["past-third-birthday"]
    await happened(world, student_id, "partc.exited", world.today, reason="PARTB_UNDETERMINED")
    [left] = (await world.coordinator.get(path)).json()
    assert left["warnings"] == []


async def test_address_change_across_a_boundary_proposes_a_transfer_and_keeps_the_clock(
    world: World,
) -> None:
    await world.administrator.post(
        "/v1/district-areas", {"postal_code": "95501", "district_id": str(world.district_id)}
    )
    student_id = await enrolled(world, received_on=world.today - timedelta(days=30))
    path = f"/v1/students/{student_id}"
    before = (await world.coordinator.get(path)).json()["deadlines"]
    home = {"lines": ["1 Far Road"], "city": "Far", "state": "CA", "postal_code": "90001"}
    moved = await world.coordinator.post(
        f"{path}/residences", {"address": home, "from_on": str(world.today)}
    )
    assert [w["code"] for w in moved.json()["warnings"]] == ["outside-program"]
    after = (await world.coordinator.get(path)).json()["deadlines"]
    assert [(d["rule_id"], d["due_on"]) for d in after] == [
        (d["rule_id"], d["due_on"]) for d in before
    ]


async def test_same_child_twice_shows_reasons_and_lets_a_person_decide(world: World) -> None:
    await enrolled(world)
    referral_id = await refer(world)
    await stepped(world, referral_id, "acknowledge")
    alike = (await world.intake.get(f"/v1/referrals/{referral_id}/possible-duplicates")).json()
    assert alike[0]["reasons"]
    refused = await take(world, referral_id, "accept")
    assert_problem(refused, 409, "duplicates-not-reviewed")


async def test_late_items_ask_for_a_cause_and_withheld_consent_for_what_was_tried(
    world: World,
) -> None:
    student_id = await enrolled(world, received_on=world.today - timedelta(days=60))
    path = f"/v1/students/{student_id}"
    late = next(
        d for d in (await world.coordinator.get(path)).json()["deadlines"]
        if d["state"] == "overdue" and d["rule_id"].endswith("partc.initial_ifsp")
    )  # fmt: skip
    causes = f"{path}/deadlines/{late['id']}/cause"
    said = {"cause": "consent_withheld", "reason": "The family did not sign."}
    bare = await world.coordinator.post(causes, said)
    problem = assert_problem(bare, 422, "invalid-request")
    assert "attempts" in str(problem["errors"])
    tried = [
        {"on": str(world.today - timedelta(days=n)), "how": "called, no answer"} for n in (9, 5)
    ]
    told = await world.coordinator.post(causes, said | {"attempts": tried})
    assert told.status_code == 200, told.text
