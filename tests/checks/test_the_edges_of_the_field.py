"""What happens in the field seldom and matters then."""

from datetime import date, timedelta
from typing import Any

from app.models.fields import new_id
from app.models.organisation import Partnership
from tests.factories.assessment import examiners, signed
from tests.factories.equipment import TO_ORDERED, begun
from tests.factories.judgement import judged
from tests.factories.meeting import propose
from tests.factories.objection import objected
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
    """All its children follow by one act: clock and history stay, the notice goes with them."""
    born = world.today - timedelta(days=3 * 365 - 150)
    student_id = await enrolled(
        world, received_on=world.today - timedelta(days=200), child={"born_on": str(born)}
    )
    younger = await enrolled(world, child={"first_name": "Ben", "last_name": "Quist"})
    path = f"/v1/students/{student_id}"
    await judged(world.coordinator, path)
    assert (await world.coordinator.post(f"{path}/lea-notifications", {})).status_code == 201
    async with world.owner.begin() as connection:
        await add_row(
            connection, world.program_id, Partnership, id=new_id(), partner_id=other.district_id
        )
    area = {"postal_code": "95501", "district_id": str(world.district_id)}
    assert (await world.administrator.post("/v1/district-areas", area)).status_code == 201
    before = (await world.coordinator.get(path)).json()["deadlines"]
    merger = {
        "from_district_id": str(world.district_id), "to_district_id": str(other.district_id),
        "reason": "Resolution 7 of the county board.",
    }  # fmt: skip
    by_other = await world.supervisor.post("/v1/district-mergers", merger)
    assert_problem(by_other, 403, "forbidden")
    moved = await world.administrator.post("/v1/district-mergers", merger)
    assert moved.json() == {"student_ids": [student_id, younger], "is_more": False}, moved.text
    for child in (student_id, younger):
        history = (await world.coordinator.get(f"/v1/students/{child}/history")).json()["items"]
        assert history[-1]["changes"] == {
            "district_id": {"from": str(world.district_id), "to": str(other.district_id)}
        }
        seen_by = f"/v1/students/{child}/access-log"
        rows = (await world.supervisor.get(seen_by)).json()["items"]
        assert "district" in [r["resource"] for r in rows]
    areas = (await world.coordinator.get("/v1/district-areas")).json()["items"]
    assert [a["district_id"] for a in areas] == [str(other.district_id)]
    assert (await world.district.get("/v1/lea-notices")).json()["items"] == []
    assert (await world.coordinator.post(f"{path}/lea-notifications", {})).status_code == 201
    seen = (await other.district.get("/v1/lea-notices")).json()["items"]
    assert [n["id"] for n in seen] == [student_id]
    after = (await world.coordinator.get(path)).json()["deadlines"]
    assert {(d["rule_id"], d["due_on"]) for d in after} == {
        (d["rule_id"], d["due_on"]) for d in before
    }


async def test_an_opt_out_is_taken_back_at_eighty_days(world: World) -> None:
    """Inside the ninety days the duty to notify is owed again, overdue, and the district is told at once."""
    third = world.today + timedelta(days=80)
    student_id = await enrolled(
        world, received_on=world.today - timedelta(days=200),
        child={"born_on": str(third.replace(year=third.year - 3))},
    )  # fmt: skip
    path = f"/v1/students/{student_id}"
    for days, type_, data in (
        (190, "consent.evaluation.signed", {}), (170, "evaluation.completed", {}),
        (165, "eligibility.partc.decided", {"eligible": True}),
    ):  # fmt: skip
        await happened(world, student_id, type_, world.today - timedelta(days=days), **data)
    await judged(world.coordinator, path)
    contact_id = await objected(world, student_id)
    held = await world.coordinator.post(f"{path}/lea-notifications", {})
    assert held.status_code == 409, held.text
    overview = (await world.coordinator.get(f"{path}/transition")).json()
    assert overview["state"] == "opted_out"
    back = await world.coordinator.post(
        f"{path}/notice-objections/withdrawal", {"contact_id": contact_id}
    )
    assert back.status_code == 200, back.text
    owed = {d["rule_id"]: d for d in (await world.coordinator.get(path)).json()["deadlines"]}
    notify = owed["us.partc.transition.notify"]
    due_on = str(third - timedelta(days=90))
    assert (notify["due_on"], notify["state"]) == (due_on, "overdue")
    assert (await world.coordinator.post(f"{path}/lea-notifications", {})).status_code == 201
    seen = (await world.district.get("/v1/lea-notices")).json()["items"]
    assert [n["id"] for n in seen] == [student_id]


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
