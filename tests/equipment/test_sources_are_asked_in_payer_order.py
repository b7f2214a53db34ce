"""Funders: one at a time, in the program's order, Part C last; what each said stays on record."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.factories.document import documented
from tests.factories.equipment import TO_ORDERED, TO_READY, Story, begun, funders, made
from tests.factories.problem import assert_problem
from tests.factories.world import World


async def ready(world: World, *kinds: str, accessories: int = 1) -> Story:
    await funders(world, *kinds)
    story = await begun(world, accessories=accessories)
    await story.go(*TO_READY)
    return story


async def test_an_earlier_source_is_asked_first_or_passed_over_with_a_reason(world: World) -> None:
    story = await ready(world, "medicaid_epsdt", "ccs", "charity")
    first, second, third = story.funders
    refused = assert_problem(await story.try_step("submit", funder_id=third), 409, "payer-order")
    assert refused["not_asked"] == [first, second]
    why = [{"funder_id": first, "why": "Not enrolled."}, {"funder_id": second, "why": "No case."}]
    later = [{"funder_id": third, "why": "x"}]
    wrong = await story.try_step("submit", funder_id=first, passed_over=later)
    assert_problem(wrong, 409, "funder-unknown")
    await story.step("submit", funder_id=third, passed_over=why)
    rows = (await story.api.get(f"{story.path}/submissions")).json()
    assert [(r["funder_id"], r["state"], r["why"]) for r in rows] == [
        (first, "passed_over", "Not enrolled."), (second, "passed_over", "No case."), (third, "open", None),
    ]  # fmt: skip


async def test_part_c_is_asked_last_whatever_its_rank(world: World) -> None:
    story = await ready(world, "part_c", "medicaid_epsdt")
    medicaid, part_c = story.funders
    listed = (await story.api.get("/v1/equipment-funders")).json()
    assert [(f["kind"], f["rank"]) for f in listed] == [("medicaid_epsdt", 2), ("part_c", 1)]
    refused = assert_problem(await story.try_step("submit", funder_id=part_c), 409, "payer-order")
    assert refused["not_asked"] == [medicaid]


async def test_private_insurance_is_used_with_the_parents_consent_alone(world: World) -> None:
    story = await ready(world, "private_insurance")
    ask: dict[str, Any] = {"funder_id": story.funders[0]}
    assert_problem(await story.try_step("submit", **ask), 409, "insurance-consent-missing")
    body = {
        "kind": "insurance_use", "contact_id": story.contact_id, "purpose": "funding", "authority": "parent", "language": "en",
        "method": "paper", "signed_on": str(world.today),
    }  # fmt: skip
    consents = f"/v1/students/{story.student_id}/consents"
    consent = made(await world.coordinator.post(consents, body))
    await story.step("submit", **ask)
    assert story.state == "submitted"
    assert consent["kind"] == "insurance_use"


async def test_money_is_exact_and_names_its_currency(world: World) -> None:
    story = await ready(world, "ccs", accessories=2)
    await story.go("submit")
    evidence = await story.evidence("approve_part")
    evidence["decisions"][0]["pays"] = {"amount": "1234567890.10", "currency": "USD"}
    await story.step("approve_part", **evidence)
    items = await story.items()
    assert [(i["funding"], i["amount"], i["currency"]) for i in items] == [
        ("approved", "1234567890.10", "USD"), ("denied", None, None), ("denied", None, None),
    ]  # fmt: skip
    for bad in ("12.345", "1e3", "-5", "NaN", "00.1", 12.5, 12):
        evidence["decisions"][0]["pays"]["amount"] = bad
        answer = await story.try_step("approve_part", **evidence)
        assert_problem(answer, 422, "invalid-request")


async def test_a_decision_speaks_of_every_item_once(world: World) -> None:
    story = await ready(world, "ccs")
    await story.go("submit")
    evidence = await story.evidence("approve")
    whole = evidence["decisions"]
    for wrong in (whole[:1], whole + whole[:1], [whole[0], whole[0]]):
        answer = await story.try_step("approve", **{**evidence, "decisions": wrong})
        refused = assert_problem(answer, 409, "decision-incomplete")
        assert refused["item_ids"] == sorted(story.item_ids)


async def test_a_denial_keeps_the_last_day_of_the_appeal_as_the_next_day(world: World) -> None:
    story = await ready(world, "ccs", "charity")
    await story.go("submit", "deny")
    row = made(await story.api.get(story.path))
    last = str(world.today + timedelta(days=60))
    assert (row["appeal_due_on"], row["next_on"]) == (last, last)
    due = (await story.api.get("/v1/worklists/equipment-due", params={"until": last})).json()
    assert [d["id"] for d in due["items"]] == [story.id]
    denied = (await story.api.get(f"{story.path}/submissions")).json()[0]
    assert denied["reason"] == "Not medically necessary."
    assert denied["answer_letter"]["reference"] == "Letter 7"
    told = await world.look(
        "select payload from eb.outbox where tenant_id = :t and topic = 'equipment.appeal-due'",
        t=world.program_id,
    )
    assert told[0].payload["appeal_due_on"] == last


@pytest.mark.parametrize("refusal", ["deny", "approve_part"])
async def test_a_refusal_is_kept_by_its_scan_or_with_why_there_is_none(
    world: World, refusal: str
) -> None:
    story = await ready(world, "ccs")
    await story.go("submit")
    evidence = await story.evidence(refusal)
    letter = {"dated_on": str(world.today), "reference": "Letter 7"}
    scan = (await documented(world.coordinator, story.student_id))["latest"]["id"]
    for kept in (letter, letter | {"scan_id": scan, "why_no_scan": "Lost"}):
        refused = await story.try_step(refusal, **{**evidence, "answer": kept})
        assert_problem(refused, 409, "answer-unscanned")
    strange = {**evidence, "answer": letter | {"scan_id": str(uuid4())}}
    assert_problem(await story.try_step(refusal, **strange), 404, "document-version-not-found")
    await story.step(refusal, **{**evidence, "answer": letter | {"scan_id": scan}})
    (said,) = (await story.api.get(f"{story.path}/submissions")).json()
    assert (said["answer_letter"]["scan_id"], said["answer_letter"]["why_no_scan"]) == (scan, None)


@pytest.mark.parametrize("answer", ["deny", "approve_part"])
@pytest.mark.parametrize("next_step", ["next_funder", "close"])
async def test_a_denial_makes_a_task_that_the_next_step_closes(
    world: World, answer: str, next_step: str
) -> None:
    story = await ready(world, "ccs", "charity")
    await story.go("submit", answer)
    (task,) = made(await story.api.get("/v1/tasks", params={"student_id": story.student_id}))[
        "items"
    ]
    last = made(await story.api.get(story.path))["appeal_due_on"]
    assert (task["source"], task["source_id"], task["due_on"]) == (
        "equipment_request",
        story.id,
        last,
    )
    await story.go(next_step)
    closed = made(await story.api.get(f"/v1/tasks/{task['id']}"))
    assert closed["state"] == "done"


@pytest.mark.parametrize("answer", ["deny", "approve_part"])
async def test_a_denial_makes_a_task_where_no_last_day_is_known(world: World, answer: str) -> None:
    body = {"kind": "charity", "name": "The charity", "rank": 1}
    made(await world.supervisor.post("/v1/equipment-funders", body))
    story = await begun(world)
    await story.go(*TO_READY, "submit", answer)
    row = made(await story.api.get(story.path))
    rows = (await story.api.get("/v1/tasks", params={"student_id": story.student_id})).json()
    (task,) = rows["items"]
    assert (row["appeal_due_on"], task["due_on"]) == (None, row["alert_on"])
    assert task["title"] == "Appeal, or ask the next source of funds"


async def test_a_funder_that_was_ended_is_named_and_counts_the_appeal_but_is_not_asked(
    world: World,
) -> None:
    story = await ready(world, "ccs", "charity")
    await story.go("submit")
    ended = f"/v1/equipment-funders/{story.funders[0]}"
    made(await world.supervisor.patch(ended, {"is_active": False}, '"1"'))
    await story.go("deny")
    row = made(await story.api.get(story.path))
    assert row["appeal_due_on"] == str(world.today + timedelta(days=60))
    await story.go("appeal")
    facts = (await story.letter())["facts"]
    assert [facts["answered"]["funder"], facts["coverage"][0]["funder"]] == ["The ccs", "The ccs"]
    await story.go("deny", "next_funder")
    refused = await story.try_step("submit", funder_id=story.funders[0])
    assert_problem(refused, 409, "funder-unknown")
    await story.step("submit", funder_id=story.funders[1])


async def test_an_appeal_that_comes_too_late_is_refused(world: World) -> None:
    story = await ready(world, "ccs", "charity")
    await story.go("submit", "deny")
    await world.change(
        "update eb.equipment_request set appeal_due_on = current_date - 3 where id = :id", id=story.id
    )  # fmt: skip
    late = await story.try_step("appeal", letter_id=await story.derive("appeal"))
    assert_problem(late, 409, "appeal-too-late")
    await story.go("next_funder")
    await story.step("submit", **await story.submission())
    assert made(await story.api.get(story.path))["funder_id"] == story.funders[1]


async def test_what_is_approved_is_ordered_while_the_rest_is_not(world: World) -> None:
    story = await ready(world, "ccs")
    await story.go("submit", "approve_part", "order")
    order = (await story.api.get(f"{story.path}/orders")).json()[0]
    assert order["item_ids"] == story.item_ids[:1]
    assert (order["amount"], order["currency"]) == ("3200.00", "USD")


async def test_asking_the_same_source_again_takes_a_resubmission_letter(world: World) -> None:
    story = await ready(world, "ccs")
    await story.go("submit", "deny", "next_funder")
    ask: dict[str, Any] = {"funder_id": story.funders[0]}
    assert_problem(await story.try_step("submit", **ask), 409, "letter-waits")
    await story.step("submit", **ask, letter_id=await story.derive("resubmission"))
    rows = (await story.api.get(f"{story.path}/submissions")).json()
    assert [r["kind"] for r in rows] == ["initial", "resubmission"]


async def test_a_question_of_the_funder_is_answered_with_its_day(world: World) -> None:
    story = await ready(world, "ccs")
    await story.go("submit", "request_info")
    row = made(await story.api.get(story.path))
    assert row["next_on"] == str(world.today + timedelta(days=10))
    await story.go("answer")
    asked = (await story.api.get(f"{story.path}/submissions")).json()[0]["inquiries"][0]
    assert (asked["what"], asked["answer"], asked["answered_on"]) == (
        "Seat width?", "Ten inches.", str(world.today),
    )  # fmt: skip


async def test_a_slip_needs_a_reason_and_keeps_the_first_promise(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_ORDERED)
    evidence = await story.evidence("slip")
    unreasoned = {k: v for k, v in evidence.items() if k != "reason_code"}
    assert_problem(await story.try_step("slip", **unreasoned), 409, "reason-missing")
    await story.step("slip", **evidence)
    order = (await story.api.get(f"{story.path}/orders")).json()[0]
    assert order["expected_on"] == evidence["expected_on"] > order["promised_on"]
    assert order["slips"][0]["reason_code"] == "other"
    assert made(await story.api.get(story.path))["next_on"] == evidence["expected_on"]
