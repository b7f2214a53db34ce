"""The demo's chapter on an evaluation, and its bodies in examples/evaluation, against the real application."""

from datetime import date
from pathlib import Path

from app.demo import evaluation
from tests.factories.referral import enrolled
from tests.factories.teller import Teller
from tests.factories.world import World


async def test_two_disciplines_evaluate_sign_and_decide(world: World) -> None:
    student_id = await enrolled(
        world, received_on=date(2025, 9, 2), child={"born_on": "2024-07-15", "gestation_weeks": 33}
    )
    joined = await world.supervisor.post(
        f"/v1/students/{student_id}/assignments",
        {
            "principal_id": str(world.people["therapist"].id),
            "role": "therapist",
            "grounds": "On the team.",
        },
    )
    assert joined.status_code == 201, joined.text
    teller, scenes = Teller(world, []), 0
    async for _ in evaluation.evaluated(teller, f"/v1/students/{student_id}"):
        scenes += 1
    assert scenes == evaluation.STEPS


def test_every_body_of_the_chapter_is_sent() -> None:
    source = Path(evaluation.__file__).read_text()
    for path in evaluation.EXAMPLES.glob("*.json"):
        assert f'"{path.stem}"' in source, path.name
