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
