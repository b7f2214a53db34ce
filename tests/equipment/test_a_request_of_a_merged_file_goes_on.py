"""What was asked for on one of a child's two files goes on after the merge, and is handed over with the other."""

from tests.duplicate.test_a_person_decides_and_can_take_it_back import _decide, _twice
from tests.factories.equipment import Story, begun, item, made, on_the_case
from tests.factories.equipment_photo import agreed, photographed
from tests.factories.judgement import judged
from tests.factories.world import World


async def merged(world: World) -> tuple[Story, str]:
    """A request of the file that was merged into another, and that other."""
    first, second = await _twice(world)
    coordinator = {
        "principal_id": str(world.people["coordinator"].id),
        "role": "coordinator",
        "grounds": "On the team.",
    }
    made(await world.supervisor.post(f"/v1/students/{second}/assignments", coordinator))
    story = await begun(world, second)
    await on_the_case(world, first)
    await _decide(world, first, other_id=second, state="merged")
    story.contact_id = (await world.coordinator.get(f"/v1/students/{first}")).json()["contacts"][0][
        "id"
    ]
    return story, first


async def test_its_items_photographs_letters_and_training_are_written_on(world: World) -> None:
    story, first = await merged(world)
    made(await story.api.post(f"{story.path}/items", item(story.vendor_id, name="Tray")))
    await agreed(world, first, story.contact_id)
    made(await photographed(story.api, first, story.id, is_in_letter=True))
    await story.go("try", "draft", "sign", "send_to_prescriber", "prescribe", "submit")
    assert len((await story.letter())["facts"]["photos"]) == 1
    letter = f"{story.path}/letters/{await story.signed_letter()}/document"
    assert (await story.api.get(letter)).status_code == 200
    await story.go("deny", "appeal", "approve", "order", "deliver", "fit", "train")
    assert story.state == "trained"


async def test_measures_of_both_files_make_the_forecast(world: World) -> None:
    story, first = await merged(world)
    own = await begun(world, first, by="supervisor")
    measured = {"part": "seat_width", "value": "25.6", "taken_on": str(world.today)}
    made(await own.api.post(f"{own.path}/measurements", measured))
    for each in (story, own):
        assert (await each.items())[0]["outgrows_on"] == str(world.today)


async def test_the_packet_holds_it(world: World) -> None:
    story, first = await merged(world)
    student = f"/v1/students/{first}"
    consent = {
        "contact_id": story.contact_id, "recipient_id": str(world.district_id), "covers": ["profile", "equipment"],
        "authority": "parent", "language": "en", "method": "paper", "signed_on": str(world.today),
    }  # fmt: skip
    released = made(await world.coordinator.post(f"{student}/consents", consent))
    await judged(world.coordinator, student)
    made(await world.coordinator.post(f"{student}/lea-notifications", {}))
    packet = made(
        await world.coordinator.post(f"{student}/packets", {"consent_id": released["id"]})
    )
    told = made(await world.district.get(f"/v1/packets/{packet['id']}"))["items"]["equipment"]
    assert [t["need"] for t in told] == ["Cannot move about the house alone."]
