"""What happens in the field seldom and matters then."""

from datetime import date, timedelta
from typing import Any

from app.models.fields import new_id
from app.models.organisation import Partnership
from tests.factories.assessment import examiners, signed
from tests.factories.equipment import TO_ORDERED, begun
from tests.factories.judgement import judged
from tests.factories.meeting import propose
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened, refer
from tests.factories.task import step
from tests.factories.world import World, add_row


async def _decided(world: World, student_id: str, **changes: Any) -> dict[str, Any]:
    body = {"team": examiners(world), "statement": "As the reports show.", **changes}
    made = await world.coordinator.post(f"/v1/students/{student_id}/eligibility-decisions", body)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def test_of_premature_twins_one_is_eligible(world: World) -> None:
    """Two children, two files, two answers; both keep the true age beside the corrected one."""
    born = world.today - timedelta(days=300)
    twin = {"last_name": "Ito", "born_on": str(born), "gestation_weeks": 30}
    first = await enrolled(world, child={**twin, "first_name": "Aki", "birth_order": 1})
    second = await enrolled(world, child={**twin, "first_name": "Ren", "birth_order": 2})
    report = await signed(world, first)
    decided = await _decided(world, first, assessment_ids=[report["id"]])
    assert decided["is_eligible"] is True
    assert decided["question"]["weeks_gestation"] == 30
    await happened(world, second, "eligibility.partc.decided", world.today, eligible=False)
    for student_id, state in ((first, "eligible"), (second, "not_eligible")):
        file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
        assert file["enrolment"]["state"] == state
        ages = (await world.supervisor.get(f"/v1/students/{student_id}/profile")).json()["ages"]
        assert ages["weeks_premature"] == 10
        assert ages["corrected"]["months"] < ages["chronological"]["months"]


async def test_a_referral_at_two_years_ten_and_a_half_months(world: World) -> None:
    """Just before the last 45 days Part C still evaluates; a day inside them it refers on."""
    third = world.today + timedelta(days=46)
    before = await refer(
        world, child={"born_on": str(third.replace(year=third.year - 3)), "first_name": "Bo"}
    )
    third = world.today + timedelta(days=44)
    inside = await refer(
        world, child={"born_on": str(third.replace(year=third.year - 3)), "first_name": "Cy"}
    )
    codes = [
        [w["code"] for w in (await world.intake.get(f"/v1/referrals/{i}")).json()["warnings"]]
        for i in (before, inside)
    ]
    assert codes == [[], ["near-third-birthday"]]


async def test_a_meeting_that_crosses_a_daylight_saving_change(world: World) -> None:
    """The night of 8 March 2026 in California: 01:30 to 03:30 by the clock is one hour, on one civil day."""
    student_id = await enrolled(
        world, received_on=date(2026, 1, 10), child={"born_on": "2025-01-05"}
    )
    meeting = await propose(
        world, student_id=student_id, kind="family",
        starts_at="2026-03-08T01:30:00-08:00", ends_at="2026-03-08T03:30:00-07:00",
    )  # fmt: skip
    invitee = (await world.coordinator.get(f"/v1/meetings/{meeting['id']}")).json()["invitees"][0]
    held = await step(world, f"/v1/meetings/{meeting['id']}", "hold", attended=[invitee["id"]])
    assert held.status_code == 200, held.text
    assert held.json()["held_on"] == "2026-03-08"


async def test_an_item_is_outgrown_before_delivery(world: World) -> None:
    """What came does not fit any more: given back with the reason, measured, ordered again."""
    story = await begun(world)
    await story.go(*TO_ORDERED, "deliver")
    await story.step("return", reason_code="outgrown")
    taken = await story.api.post(
        f"{story.path}/measurements",
        {"part": "seat_width", "value": "24.5", "taken_on": str(world.today)},
    )
    assert taken.status_code == 201, taken.text
    again = await story.step("order", **await story.evidence("order"))
    assert again["state"] == "ordered"


async def test_a_vendor_closes_while_the_order_runs(world: World) -> None:
    """What is approved is ordered from another, with the reason; the request does not begin anew."""
    story = await begun(world)
    await story.go(*TO_ORDERED)
    vendor = f"/v1/equipment-vendors/{story.vendor_id}"
    tag = (await world.supervisor.get(vendor)).headers["etag"]
    assert (await world.supervisor.patch(vendor, {"is_active": False}, tag)).status_code == 200
    evidence = await story.evidence("order") | {"reason_code": "vendor_closed"}
    gone = await story.try_step("order", **evidence)
    assert_problem(gone, 409, "vendor-unknown")
    other = await world.supervisor.post("/v1/equipment-vendors", {"name": "Second Wheels"})
    evidence["vendor_id"] = other.json()["id"]
    bare = {k: v for k, v in evidence.items() if k != "reason_code"}
    assert_problem(await story.try_step("order", **bare), 409, "reason-missing")
    assert_problem(await story.try_step("order", **evidence), 409, "order-unpriced")
    price = {"amount": "6700.00", "currency": "USD"}
    again = await story.step("order", **evidence, price=price, why_no_quote="Takes the order over.")
    assert again["state"] == "ordered"


async def test_a_wheelchair_is_approved_and_its_headrest_denied(world: World) -> None:
    story = await begun(world)
    await story.go(
        "try", "draft", "sign", "send_to_prescriber", "prescribe", "submit", "approve_part"
    )
    assert [i["funding"] for i in await story.items()] == ["approved", "denied"]
    ordered = await story.step("order", **await story.evidence("order"))
    assert ordered["state"] == "ordered"


async def test_a_district_merges_with_another(world: World, other: World) -> None:
    """The children follow to the new district: clock and history stay, and it is told anew."""
    born = world.today - timedelta(days=3 * 365 - 150)
    student_id = await enrolled(
        world, received_on=world.today - timedelta(days=200), child={"born_on": str(born)}
    )
    path = f"/v1/students/{student_id}"
    await judged(world.coordinator, path)
    assert (await world.coordinator.post(f"{path}/lea-notifications", {})).status_code == 201
    async with world.owner.begin() as connection:
        await add_row(
            connection, world.program_id, Partnership, id=new_id(), partner_id=other.district_id
        )
    file = await world.coordinator.get(path)
    before = file.json()["deadlines"]
    tag = f'"{file.json()["version"]}"'
    moved = await world.coordinator.patch(path, {"district_id": str(other.district_id)}, tag)
    assert moved.status_code == 200, moved.text
    told = await world.coordinator.post(f"{path}/lea-notifications", {})
    assert told.status_code == 201, told.text
    seen = (await other.district.get("/v1/lea-notices")).json()["items"]
    assert [n["id"] for n in seen] == [student_id]
    after = (await world.coordinator.get(path)).json()["deadlines"]
    assert {d["rule_id"] for d in after} >= {d["rule_id"] for d in before if d["state"] != "open"}


async def test_a_family_moves_out_of_state_in_mid_transition(world: World) -> None:
    """The exit has its federal reason, and nothing of the hand-over is owed any more."""
    born = world.today - timedelta(days=3 * 365 - 150)
    student_id = await enrolled(
        world, received_on=world.today - timedelta(days=200), child={"born_on": str(born)}
    )
    path = f"/v1/students/{student_id}"
    await judged(world.coordinator, path)
    assert (await world.coordinator.post(f"{path}/lea-notifications", {})).status_code == 201
    await happened(world, student_id, "partc.exited", world.today, reason="MOVED_OUT_OF_STATE")
    overview = (await world.coordinator.get(f"{path}/transition")).json()
    assert overview["state"] == "closed"
    assert not [c for c in overview["clocks"] if c["state"] in {"open", "due_soon"} and "partb" in c["rule_id"]]  # fmt: skip
