"""The demo's chapter on a wheelchair, and its bodies in examples/equipment, against the real application."""

from pathlib import Path

from app.demo import ifsp, wheelchair
from tests.factories.equipment import funders
from tests.factories.loan import on_shelf
from tests.factories.plan import evaluated, opened
from tests.factories.teller import Teller
from tests.factories.world import World


async def test_a_wheelchair_comes_through_denial_loan_appeal_and_part_approval(
    world: World,
) -> None:
    path = await evaluated(world)
    student_id = path.rsplit("/", 1)[1]
    await funders(world, "private_insurance", "medicaid_epsdt", "ccs", "part_c")
    await world.supervisor.post("/v1/equipment-vendors", {"name": "Redwood Mobility"})
    await on_shelf(world)
    contact = (await world.coordinator.get(f"/v1/students/{student_id}")).json()["contacts"][0]
    plan = await opened(world, path)
    await plan.write(outcomes=ifsp.example("02-content")["outcomes"])
    teller = Teller(world, [])
    scenes = 0
    async for _ in wheelchair.wheelchair(teller, student_id, contact["id"], world.today):
        scenes += 1
    assert scenes == wheelchair.STEPS
    rows = (await world.therapist.get("/v1/equipment-requests")).json()["items"]
    assert [r["state"] for r in rows] == ["in_use", "submitted"]
    funding = []
    for row in rows:
        items = (await world.therapist.get(f"/v1/equipment-requests/{row['id']}/items")).json()
        funding.append([i["funding"] for i in items])
    assert funding == [["approved", "approved"], ["undecided"]]


def test_every_body_of_the_story_is_sent() -> None:
    source = Path(wheelchair.__file__).read_text()
    for path in wheelchair.EXAMPLES.glob("*.json"):
        assert f'"{path.stem}"' in source, path.name
