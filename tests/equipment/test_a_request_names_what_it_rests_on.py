"""Outcome, assessment and visit of a request are named by ids of the same child, and read through them."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.factories.assessment import planned
from tests.factories.equipment import REQUESTS, begun, made, need
from tests.factories.plan import in_force
from tests.factories.problem import assert_problem
from tests.factories.world import World


async def _rests_on(world: World, child: str = "Amina") -> tuple[str, dict[str, Any]]:
    """A student with a plan in force, an assessment and a visit that was made; their ids."""
    plan = await in_force(world, 1, child=child)
    student_id = plan.student.rsplit("/", 1)[1]
    line = (await plan.lines())[0]
    visit = await world.coordinator.post(
        f"{plan.student}/services/{line['id']}/deliveries", {"on": str(world.today)}
    )
    assessment = await planned(world, student_id)
    return student_id, {
        "plan_id": plan.path.rsplit("/", 1)[1], "outcome_number": 1, "assessment_id": assessment["id"],
        "visit_id": made(visit)["id"],
    }  # fmt: skip


async def _ask(world: World, student_id: str, **links: Any) -> httpx.Response:
    return await world.coordinator.post(REQUESTS, need(student_id, outcome=None, **links))


async def test_they_are_followed_in_reads_and_in_the_letter(world: World) -> None:
    student_id, links = await _rests_on(world)
    story = await begun(world, student_id, by="coordinator", outcome=None, **links)
    read = made(await story.api.get(story.path))
    assert {k: read[k] for k in links} == links
    outcome, assessment, visit = (read["links"][k] for k in ("outcome", "assessment", "visit"))
    assert (outcome["plan_id"], outcome["number"]) == (links["plan_id"], 1)
    assert outcome["plan_state"] == "active"
    assert (assessment["id"], assessment["kind"]) == (links["assessment_id"], "initial_evaluation")
    assert (visit["id"], visit["on"]) == (links["visit_id"], str(world.today))
    await story.go("try", "draft")
    letter = await story.letter()
    assert letter["facts"]["outcome"] == outcome["statement"]
    assert letter["facts"]["assessment"] == "Initial evaluation"
    assert letter["facts"]["visit"].startswith("Speech language pathology, ")
    assert next(p for p in letter["parts"] if p["name"] == "outcome")["is_there"]
    cleared = made(
        await story.api.patch(
            story.path, dict.fromkeys(links), (await story.api.get(story.path)).headers["etag"]
        )
    )
    assert cleared["links"] == {"outcome": None, "assessment": None, "visit": None}


async def test_what_is_another_childs_is_refused_by_the_name_of_its_field(
    world: World, other: World
) -> None:
    student_id, own = await _rests_on(world)
    _, siblings = await _rests_on(world, child="Bola")
    _, foreign = await _rests_on(other)
    nobodys = {k: 1 if k == "outcome_number" else str(uuid4()) for k in own}
    pointers = ["/outcome_number", "/assessment_id", "/visit_id"]
    before = len((await world.coordinator.get(REQUESTS)).json()["items"])
    for links in (siblings, foreign, nobodys):
        answer = await _ask(world, student_id, **links)
        problem = assert_problem(answer, 422, "invalid-request")
        assert [e["pointer"] for e in problem["errors"]] == pointers
        assert not any(str(value) in answer.text for name, value in links.items() if name != "outcome_number")  # fmt: skip
    assert len((await world.coordinator.get(REQUESTS)).json()["items"]) == before
    made(await _ask(world, student_id, **own))


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"outcome_number": 99}, "/outcome_number"),
        ({"outcome_number": None}, "/outcome_number"),
        ({"plan_id": None}, "/plan_id"),
    ],
)
async def test_an_outcome_is_one_of_the_named_plan(
    world: World, change: dict[str, Any], pointer: str
) -> None:
    student_id, links = await _rests_on(world)
    answer = await world.coordinator.post(REQUESTS, need(student_id, **links))
    path = answer.headers["location"]
    refused = await world.coordinator.patch(path, change, answer.headers["etag"])
    assert_problem(refused, 422, "invalid-request")
    assert refused.json()["errors"][0]["pointer"] == pointer
    assert made(await world.coordinator.get(path))["outcome_number"] == 1


async def test_a_session_that_was_missed_is_no_visit(world: World) -> None:
    plan = await in_force(world, 1)
    line = (await plan.lines())[0]
    missed = await world.coordinator.post(
        f"{plan.student}/services/{line['id']}/deliveries",
        {"on": str(world.today), "missed_for": "family_cancelled"},
    )
    answer = await _ask(world, plan.student.rsplit("/", 1)[1], visit_id=made(missed)["id"])
    assert assert_problem(answer, 422, "invalid-request")["errors"][0]["pointer"] == "/visit_id"


async def test_a_diagnosis_needs_its_code_in_the_letter(world: World) -> None:
    worded = [{"system": "text", "text": "Low muscle tone"}]
    story = await begun(world, diagnoses=worded)
    await story.go("try", "draft")
    parts = {p["name"]: p for p in (await story.letter())["parts"]}
    assert not parts["diagnosis"]["is_there"]
    assert "`code`" in parts["diagnosis"]["missing"][0]
