"""A partnership that has ended lets nothing new through; what was sent or released before stays where consent put it."""

from tests.factories.packet import consented, journeyed
from tests.factories.problem import assert_problem
from tests.factories.referral import refer, referral, stepped
from tests.factories.world import World


async def _ended(world: World) -> None:
    await world.change(
        "update eb.partnership set is_active = false where tenant_id = :t", t=world.program_id
    )


async def test_an_agency_follows_what_it_sent_and_sends_no_more(world: World) -> None:
    asked, kept = await refer(world), await refer(world, sender_ref="A-9")
    for referral_id in (asked, kept):
        await stepped(world, referral_id, "acknowledge")
    await stepped(world, asked, "ask", wanted=["contact"], question="Which number?")
    await _ended(world)
    assert_problem(await world.agency.post("/v1/referrals", referral(world)), 403, "not-a-partner")
    again = await world.agency.post("/v1/referrals", referral(world, sender_ref="A-9"))
    assert_problem(again, 403, "not-a-partner")
    assert (await world.agency.get(f"/v1/referrals/{asked}")).json()["question"] == "Which number?"
    answered = await stepped(world, asked, "answer", by="agency", information="After five.")
    assert answered["state"] == "acknowledged"
    gone = await stepped(world, asked, "withdraw", by="agency", reason_code="sent_in_error")
    assert gone["state"] == "withdrawn"
    await stepped(world, kept, "accept")
    assert (await world.agency.get(f"/v1/referrals/{kept}")).json()["state"] == "accepted"


async def test_a_district_reads_and_answers_what_was_released_and_gets_no_more(
    world: World,
) -> None:
    student_id = await journeyed(world)
    student = f"/v1/students/{student_id}"
    release = {"consent_id": await consented(world, student_id)}
    first = await world.coordinator.post(f"{student}/packets", release)
    assert first.status_code == 201, first.text
    await _ended(world)
    again = await world.coordinator.post(f"{student}/packets", release)
    assert_problem(again, 409, "district-not-a-partner")
    told = await world.coordinator.post(
        f"{student}/lea-notifications", {"district_id": str(world.district_id)}
    )
    assert_problem(told, 409, "district-not-a-partner")
    path = f"/v1/packets/{first.json()['id']}"
    assert (await world.district.get(path)).status_code == 200
    result = {"result": "evaluated", "on": str(world.today)}
    answered = await world.district.post(f"{path}/results", result)
    assert answered.status_code == 201, answered.text
    revoked = await world.coordinator.post(
        f"{student}/consents/{release['consent_id']}/revocation", {}
    )
    assert revoked.status_code in {200, 201}, revoked.text
    assert_problem(await world.district.get(path), 404, "packet-not-found")
