"""The file shows the plan and services in force; a packet holds versions as signed, and what was given."""

from datetime import timedelta

from app.services.packet.sections import plan as plans
from app.services.packet.sections import services
from tests.factories.judgement import judged
from tests.factories.plan import in_force, presented
from tests.factories.world import World


async def test_the_file_shows_what_is_in_force(world: World) -> None:
    plan = await presented(world)
    file = (await plan.coordinator.get(plan.student)).json()
    assert (file["plans"], file["services"]) == ([], [])
    await plan.sign(world.today, declines=(2,))
    file = (await plan.coordinator.get(plan.student)).json()
    assert [(p["id"], p["state"], p["program"]) for p in file["plans"]] == [
        (plan.id, "active", "partc")
    ]
    assert [(s["service"], s["state"]) for s in file["services"]] == [
        ("speech_language_pathology", "consented")
    ]
    assert file["services"][0]["plan_id"] == plan.id


async def test_a_packet_holds_the_plan_as_signed_and_what_was_given(world: World) -> None:
    plan = await in_force(world, 1)
    line = (await plan.lines())[0]
    deliveries = f"{plan.student}/services/{line['id']}/deliveries"
    for ago, body in ((20, {}), (13, {"missed_for": "family_cancelled"}), (6, {"minutes": 45})):
        on = {"on": str(world.today - timedelta(days=ago))}
        assert (await plan.coordinator.post(deliveries, {**on, **body})).status_code == 201
    consent = await plan.coordinator.post(
        f"{plan.student}/consents",
        {
            "contact_id": await plan.parent(), "recipient_id": str(world.district_id), "covers": ["plan", "services"],
            "authority": "parent", "language": "en", "method": "paper", "signed_on": str(world.today),
        },
    )  # fmt: skip
    await judged(plan.coordinator, plan.student)
    assert (await plan.coordinator.post(f"{plan.student}/lea-notifications", {})).status_code == 201
    released = await plan.coordinator.post(
        f"{plan.student}/packets", {"consent_id": consent.json()["id"]}
    )
    assert released.status_code == 201, released.text
    path = f"/v1/packets/{released.json()['id']}"
    items = (await world.district.get(path)).json()["items"]
    version = items["plan"]["versions"][0]
    text = (await plan.coordinator.get(f"{plan.path}/text")).json()
    assert (version["number"], version["text_sha256"]) == (1, text["text_sha256"])
    assert version["outcomes"][0]["criterion"]
    assert "coordinator_id" not in version
    given = items["services"][0]["lines"][0]
    assert (given["given"], given["minutes_given"], given["missed"]) == (2, 105, 1)
    shown = str([*plans.SECTION.blocks(items["plan"]), *services.SECTION.blocks(items["services"])])
    assert "1 x 60 minutes a week, individual" in shown
    assert "2 (105 minutes)" in shown
