"""The demo's chapter on an IFSP, and its bodies in examples/plan, against the real application."""

from datetime import date
from pathlib import Path

from app.demo import ifsp
from tests.factories.referral import enrolled, happened
from tests.factories.teller import Teller
from tests.factories.world import World


async def test_a_plan_with_one_service_declined_is_reviewed_and_amended(world: World) -> None:
    student_id = await enrolled(
        world, received_on=date(2025, 9, 2), child={"born_on": "2024-06-02"}
    )
    services = ["speech_language_pathology", "physical_therapy"]
    for on, type_, data in (
        ("2025-09-10", "consent.evaluation.signed", {}),
        ("2025-09-30", "evaluation.completed", {}),
        ("2025-10-20", "ifsp.initial.held", {}),
        ("2025-10-20", "ifsp.consent.signed", {"services": services}),
        ("2025-11-03", "ifsp.service.delivered", {"service": services[0]}),
    ):
        await happened(world, student_id, type_, date.fromisoformat(on), **data)
    teller, scenes = Teller(world, []), 0
    async for _ in ifsp.ifsp(teller, f"/v1/students/{student_id}"):
        scenes += 1
    assert scenes == ifsp.STEPS
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    assert [(p["type"], p["number"]) for p in file["plans"]] == [("amendment", 2)]
    assert [(s["service"], s["sessions"]) for s in file["services"]] == [
        ("speech_language_pathology", 2), ("physical_therapy", 2),
    ]  # fmt: skip
    found = (await world.coordinator.get(f"/v1/students/{student_id}/events")).json()
    listed = found if isinstance(found, list) else found["items"]
    told = [e["on"] for e in listed if e["type"] in {"ifsp.initial.held", "ifsp.service.delivered"}]
    assert told == ["2025-10-20", "2025-11-03"], "what was typed before stands for the plan"


def test_every_body_of_the_story_is_sent() -> None:
    source = Path(ifsp.__file__).read_text()
    for path in ifsp.EXAMPLES.glob("*.json"):
        assert f'"{path.stem}"' in source, path.name
