"""The days on which people sign, order, deliver and review follow one another."""

from datetime import timedelta

from tests.factories.equipment import PAPER, TO_IN_USE, TO_ORDERED, begun, made
from tests.factories.problem import assert_problem
from tests.factories.world import World


async def test_an_electronic_signature_is_of_today(world: World) -> None:
    """Else it would be given under a licence that has run out since."""
    story = await begun(world)
    await story.go("try", "draft")
    await story.write()
    dated = PAPER | {"signed_on": str(world.today - timedelta(days=1))}
    signing = await story.signing() | {"signature": dated}
    problem = assert_problem(await story.try_step("sign", letter=signing), 422, "invalid-request")
    assert "only a paper names its day" in problem["errors"][0]["detail"]


async def test_a_paper_is_signed_once_the_letter_was_begun(world: World) -> None:
    story = await begun(world)
    await story.go("try", "draft")
    await story.write()
    early = PAPER | {"method": "paper", "signed_on": str(world.today - timedelta(days=1))}
    signing = await story.signing() | {"signature": early}
    assert_problem(await story.try_step("sign", letter=signing), 409, "equipment-dates")
    await story.step(
        "sign", letter=signing | {"signature": early | {"signed_on": str(world.today)}}
    )


async def test_the_prescriber_orders_what_is_needed_and_signs_what_the_therapist_signed(
    world: World,
) -> None:
    story = await begun(world)
    await story.go("try", "draft", "sign", "send_to_prescriber")
    evidence, yesterday = await story.evidence("prescribe"), str(world.today - timedelta(days=1))
    early = PAPER | {"method": "paper", "signed_on": yesterday}
    for wrong in ({"signature": early}, {"prescribed_on": yesterday}):
        refused = await story.try_step("prescribe", **evidence | wrong)
        assert_problem(refused, 409, "equipment-dates")
    await story.step("prescribe", **evidence)


async def test_a_slip_is_to_a_later_day(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_ORDERED)
    expected = made(await story.api.get(story.path))["expected_on"]
    refused = await story.try_step("slip", expected_on=expected, reason_code="other")
    assert_problem(refused, 409, "equipment-dates")
    await story.go("slip")


async def test_a_training_is_with_the_thing_that_came(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_ORDERED, "deliver", "fit")
    shown = await story.evidence("train")
    early = [{**p, "shown_on": str(world.today - timedelta(days=1))} for p in shown["people"]]
    assert_problem(await story.try_step("show", people=early), 409, "equipment-dates")
    await story.step("show", **shown)
    await world.change(
        "update eb.equipment_training set shown_on = shown_on - 9 where request_id = :id",
        id=story.id,
    )
    await story.go("return", "order", "deliver", "fit")
    assert_problem(await story.try_step("train", people=[]), 409, "training-incomplete")
    await story.go("train")


async def test_a_follow_up_and_a_review_keep_the_day_they_were_made(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_IN_USE, "follow_up", "review_growth")
    row = made(await story.api.get(story.path))
    assert {row["followed_up_on"], row["growth_reviewed_on"]} == {str(world.today)}
    history = (await story.api.get(f"{story.path}/history")).json()["items"][-2:]
    assert [h["changes"][n]["to"] for h, n in zip(history, ("followed_up_on", "growth_reviewed_on"), strict=True)] == [
        str(world.today)
    ] * 2  # fmt: skip


async def test_a_review_lies_ahead_whatever_the_childs_age(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_IN_USE)
    await world.change(
        "update eb.student set born_on = born_on - 1500 where id = :id", id=story.student_id
    )
    refused = await story.try_step("review_growth", found="x", growth_review_on=str(world.today))
    assert_problem(refused, 409, "equipment-dates")
    later = str(world.today + timedelta(days=1))
    await story.step("review_growth", found="x", growth_review_on=later)
