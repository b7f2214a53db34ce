"""Requests to see, copy, amend or destroy the record: clocks, steps, refusals with a reason."""

from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.models.words.consent import RecordRequestKind
from app.services.record_request import MACHINE
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World

ACTS = sorted({step.act for step in MACHINE.steps})


async def _ask(world: World, student_id: str, kind: str, **changes: Any) -> dict[str, Any]:
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    body = {
        "contact_id": file["contacts"][0]["id"], "kind": kind, "channel": "letter", "asks": "as the law says", **changes,
    }  # fmt: skip
    made = await world.coordinator.post(f"/v1/students/{student_id}/record-requests", body)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def _step(world: World, request: dict[str, Any], **body: Any) -> Any:
    path = f"/v1/students/{request['student_id']}/record-requests/{request['id']}"
    current = await world.administrator.get(path)
    headers = {"If-Match": current.headers["etag"], "Idempotency-Key": str(uuid4())}
    return await world.administrator.http.post(
        f"{path}/steps", json={"answer": "done", **body}, headers=headers
    )


async def test_a_request_to_inspect_is_due_in_ten_days_and_met_when_shown(world: World) -> None:
    received = world.today - timedelta(days=3)
    student_id = await enrolled(world, received_on=world.today - timedelta(days=30))
    asked = await _ask(world, student_id, "inspect", received_on=str(received))
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    due = [d for d in file["deadlines"] if d["rule_id"] == "us.partc.records.access"]
    assert [(d["due_on"], d["state"] in {"open", "due_soon"}) for d in due] == [
        (str(received + timedelta(days=10)), True)
    ]
    shown = await _step(world, asked, act="provide")
    assert shown.status_code == 200, shown.text
    assert shown.json()["state"] == "provided"
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    assert [d["state"] for d in file["deadlines"] if d["rule_id"] == "us.partc.records.access"] == [
        "met"
    ]


async def test_a_refused_amendment_names_its_reason_and_takes_the_parents_statement(
    world: World,
) -> None:
    asked = await _ask(world, await enrolled(world), "amend")
    assert_problem(await _step(world, asked, act="provide"), 409, "step-not-ready")
    assert_problem(await _step(world, asked, act="refuse"), 422, "invalid-request")
    refused = await _step(world, asked, act="refuse", reason_code="accurate")
    assert refused.json()["state"] == "refused"
    attached = await _step(world, asked, act="attach_statement")
    assert attached.json()["state"] == "statement_attached"
    answer = assert_problem(await _step(world, asked, act="amend"), 409, "step-not-allowed")
    assert answer["allowed"] == []


async def test_a_coordinator_neither_refuses_nor_confirms_a_destruction(world: World) -> None:
    asked = await _ask(world, await enrolled(world), "destroy")
    path = f"/v1/students/{asked['student_id']}/record-requests/{asked['id']}"
    offered = {a["act"]: a for a in (await world.coordinator.get(f"{path}/actions")).json()}
    assert offered["withdraw"]["is_allowed"]
    assert offered["confirm_destruction"]["why_not"] == ["Your role does not allow this."]
    answer = await world.coordinator.http.post(
        f"{path}/steps", json={"act": "confirm_destruction", "answer": "x"},
        headers={"If-Match": '"1"', "Idempotency-Key": asked["id"]},
    )  # fmt: skip
    assert_problem(answer, 403, "forbidden")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    kind=st.sampled_from(list(RecordRequestKind)),
    acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=5),
)
async def test_any_order_of_steps_keeps_to_the_table_and_to_the_history(
    world: World, kind: RecordRequestKind, acts: list[str]
) -> None:
    name = {"first_name": "Ada", "last_name": "Walker"}
    known = (await world.supervisor.get("/v1/students?limit=1")).json()["items"]
    student_id = known[0]["id"] if known else await enrolled(world, child=name)
    asked = await _ask(world, student_id, kind.value)
    path = f"/v1/students/{student_id}/record-requests/{asked['id']}"
    taken = 0
    for n, act in enumerate(acts):
        offered = {a["act"]: a for a in (await world.administrator.get(f"{path}/actions")).json()}
        may = act in offered and offered[act]["is_allowed"]
        answer = await _step(world, asked, act=act, reason_code="other", comment=str(n))
        assert (answer.status_code == 200) is may, (kind, act, answer.text)
        if may:
            assert answer.json()["state"] == offered[act]["to_state"]
        taken += may
    told = (await world.coordinator.get(f"{path}/history")).json()["items"]
    assert len(told) == taken + 1
    for before, after in pairwise(told):
        assert before["to_state"] == after["from_state"]
