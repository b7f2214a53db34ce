"""Appeals and resubmissions: the therapist's signature and the prescriber's stand under them as under the first letter."""

import pytest

from tests.factories.equipment import TO_READY, Story, begun, made
from tests.factories.problem import assert_problem
from tests.factories.world import World

DENIED = (*TO_READY, "submit", "deny")


async def denied(world: World) -> Story:
    story = await begun(world)
    await story.go(*DENIED)
    return story


async def _letters(story: Story, kind: str) -> str:
    """A letter that is derived and written, not yet signed; its id."""
    letter = made(await story.api.post(f"{story.path}/letters", {"kind": kind}))
    await story.write(answer_to_funder="The trial shows the need.")
    return str(letter["id"])


async def test_an_appeal_is_sent_when_both_have_signed_the_same_text(world: World) -> None:
    story = await denied(world)
    letter_id = await _letters(story, "appeal")
    unsigned = await story.try_step("appeal", letter_id=letter_id)
    assert "signed by therapist and prescriber" in assert_problem(unsigned, 409, "step-not-ready")["detail"]  # fmt: skip
    early = await story.try_step("prescribe", **await story.evidence("prescribe"))
    assert_problem(early, 409, "step-not-ready")
    await story.step("sign", letter=await story.signing())
    assert_problem(await story.try_step("appeal", letter_id=letter_id), 409, "step-not-ready")
    await story.step("prescribe", **await story.evidence("prescribe"))
    assert story.state == "denied"
    letter = made(await story.api.get(f"{story.path}/letters/{letter_id}"))
    assert {s["capacity"] for s in letter["signatures"]} == {"therapist", "prescriber"}
    assert {s["text_sha256"] for s in letter["signatures"]} == {letter["text_sha256"]}
    assert letter["is_co_signed"]
    await story.step("appeal", letter_id=letter_id)
    sent = (await story.api.get(f"{story.path}/submissions")).json()
    assert [(s["kind"], s["state"]) for s in sent] == [("initial", "denied"), ("appeal", "open")]
    assert sent[1]["letter_id"] == letter_id
    assert letter["answers_id"] == sent[0]["id"]


async def test_the_denials_task_stays_while_the_letter_is_signed(world: World) -> None:
    story = await denied(world)
    await story.derive("appeal")
    rows = (await story.api.get("/v1/tasks", params={"student_id": story.student_id})).json()
    assert [t["state"] for t in rows["items"]] == ["open"]
    assert (await story.api.get(f"{story.path}/age")).json()["stages"][-1]["state"] == "denied"


async def test_only_a_licensed_therapist_signs_it_and_then_it_stands_still(world: World) -> None:
    story = await denied(world)
    letter_id = await _letters(story, "appeal")
    await world.licensed("coordinator", "occupational_therapy", "assistant")
    refused = await story.try_step("sign", world.coordinator, letter=await story.signing())
    assert_problem(refused, 409, "co-signature-needed")
    await story.step("sign", letter=await story.signing())
    path = f"{story.path}/letters/{letter_id}"
    letter = made(await story.api.get(path))
    fixed = await story.api.patch(path, {"sections": {"tone": "x"}}, f'"{letter["version"]}"')
    assert_problem(fixed, 409, "letter-fixed")


async def test_a_letter_is_sent_once_and_to_whom_it_answers(world: World) -> None:
    story = await denied(world)
    appeal = await story.derive("appeal")
    other = await story.try_step("next_funder")
    assert other.status_code == 200
    await story.step("submit", **await story.submission())
    await story.go("deny")
    sent = (await story.api.get(f"{story.path}/submissions")).json()
    first = (await story.api.get(f"{story.path}/letters")).json()[0]
    assert [s["letter_id"] for s in sent] == [first["id"], first["id"]]
    stale = await story.try_step("appeal", letter_id=appeal)
    assert_problem(stale, 409, "step-not-ready")
    fresh = await story.derive("appeal")
    for wrong, code in ((appeal, "letter-waits"), (first["id"], "letter-waits")):
        assert_problem(await story.try_step("appeal", letter_id=wrong), 409, code)
    missing = await story.try_step("appeal", letter_id=story.id)
    assert_problem(missing, 404, "equipment-letter-not-found")
    await story.step("appeal", letter_id=fresh)
    await story.go("deny")
    assert_problem(await story.try_step("appeal", letter_id=fresh), 409, "step-not-ready")


async def test_a_source_asked_twice_is_answered_though_another_spoke_last(world: World) -> None:
    story = await denied(world)
    await story.go("next_funder")
    await story.step("submit", **await story.submission())
    await story.go("deny", "next_funder")
    one, two = (await story.api.get(f"{story.path}/submissions")).json()
    ask = {"funder_id": one["funder_id"]}
    latest = await story.derive("resubmission")
    assert made(await story.api.get(f"{story.path}/letters/{latest}"))["answers_id"] == two["id"]
    assert_problem(await story.try_step("submit", **ask, letter_id=latest), 409, "letter-waits")
    refused = await story.api.post(
        f"{story.path}/letters", {"kind": "resubmission", "answers_id": story.id}
    )
    assert assert_problem(refused, 422, "invalid-request")["errors"][0]["pointer"] == "/answers_id"
    chosen = await story.derive("resubmission", answers_id=one["id"])
    await story.step("submit", **ask, letter_id=chosen)


@pytest.mark.parametrize("before", [("submit",), ("submit", "deny", "appeal")])
async def test_a_question_is_answered_with_a_letter_of_its_own(
    world: World, before: tuple[str, ...]
) -> None:
    story = await begun(world)
    await story.go(*TO_READY, *before, "request_info")
    letter_id = await story.derive("resubmission", "Ten inches.")
    letter = made(await story.api.get(f"{story.path}/letters/{letter_id}"))
    assert letter["facts"]["answered"]["reason"] == "Seat width?"
    unknown = await story.try_step("answer", answer="Ten inches.", letter_id=story.id)
    assert_problem(unknown, 404, "equipment-letter-not-found")
    await story.step("answer", answer="Ten inches.", letter_id=letter_id)
    sent = (await story.api.get(f"{story.path}/submissions")).json()[-1]
    assert (sent["letter_id"], sent["inquiries"][0]["answer"]) == (letter_id, "Ten inches.")
