"""Two files of one child: shown with reasons, merged by a person, everything seen, nothing lost by a split."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.problem import assert_problem
from tests.factories.referral import accept, enrolled, happened, refer
from tests.factories.team_report import on_team, parent, signed, taken
from tests.factories.world import World

HOME = {"lines": ["12 Alder St."], "city": "Lupine", "state": "CA", "postal_code": "95501"}
TWICE = {"first_name": "Aminah", "last_name": "Okafor", "address": HOME}


async def _twice(world: World) -> tuple[str, str]:
    """One child in two files: the first with a coordinator, the second referred ten days before."""
    first = await enrolled(
        world, received_on=world.today - timedelta(days=20), child={"address": HOME}
    )
    earlier = world.today - timedelta(days=30)
    referral_id = await refer(world, child=TWICE, received_on=earlier)
    second = await accept(world, referral_id, duplicates_reviewed=[first])
    return first, second


async def _decide(world: World, student_id: str, **body: Any) -> dict[str, Any]:
    response = await world.supervisor.post(f"/v1/students/{student_id}/links", body)
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


async def _step(world: World, link: dict[str, Any], **body: Any) -> Any:
    path = f"/v1/students/{link['student_id']}/links/{link['id']}"
    version = (await world.supervisor.get(path)).headers["etag"]
    return await world.supervisor.http.post(
        f"{path}/steps", json=body, headers={"If-Match": version, "Idempotency-Key": f"{link['id']}{version}"}
    )  # fmt: skip


async def _duties(world: World, student_id: str) -> dict[str, Any]:
    file = (await world.supervisor.get(f"/v1/students/{student_id}")).json()
    return {d["rule_id"] + d["occurrence"]: d["due_on"] for d in file["deadlines"]}


async def test_a_child_on_file_twice_is_shown_with_reasons_until_somebody_decides(
    world: World,
) -> None:
    first, second = await _twice(world)
    path = f"/v1/students/{first}/possible-duplicates"
    (shown,) = (await world.intake.get(path)).json()
    assert shown["student_id"] == second
    assert {
        "same birth date",
        "similar first name",
        "same last name",
        "same phone number",
        "same address",
    } <= set(shown["reasons"])
    await _decide(world, first, other_id=second, state="distinct", reason_code="cousins")
    assert (await world.intake.get(path)).json() == []
    assert_problem(await world.coordinator.get(path), 403, "forbidden")


async def test_twins_are_not_shown_to_one_another(world: World) -> None:
    child = {"last_name": "Brown", "born_on": "2025-02-28"}
    one = await enrolled(world, child={**child, "first_name": "Jaylen", "birth_order": 1})
    await enrolled(world, child={**child, "first_name": "Jayden", "birth_order": 2})
    assert (await world.intake.get(f"/v1/students/{one}/possible-duplicates")).json() == []


async def test_a_merged_file_names_the_one_that_goes_on_wherever_it_is_asked_for(
    world: World,
) -> None:
    first, second = await _twice(world)
    await happened(world, first, "screening.completed", world.today)
    await _decide(world, first, other_id=second, state="merged")
    for path in ("", "/events", "/deadlines", "/access-log", "/links"):
        answer = await world.supervisor.get(f"/v1/students/{second}{path}")
        assert assert_problem(answer, 409, "student-merged")["merged_into"] == first
    written = await world.supervisor.post(
        f"/v1/students/{second}/events", {"type": "screening.completed", "on": str(world.today)}
    )
    assert_problem(written, 409, "student-merged")
    assert_problem(await world.coordinator.get(f"/v1/students/{second}"), 403, "not-on-caseload")


async def test_everything_of_both_is_seen_through_the_one_that_goes_on(world: World) -> None:
    first, second = await _twice(world)
    await _decide(world, first, other_id=second, state="merged")
    (merged,) = (await world.coordinator.get(f"/v1/students/{first}/merged-files")).json()
    assert merged["id"] == second
    assert [e["type"] for e in merged["events"]] == ["referral.received"]
    assert len(merged["contacts"]) == len(merged["enrolments"]) == 1
    listed = (await world.supervisor.get("/v1/students")).json()["items"]
    assert [s["id"] for s in listed] == [first]
    found = (await world.supervisor.get("/v1/students/search", params={"q": "Aminah"})).json()[
        "items"
    ]
    assert [s["id"] for s in found] == [first]


async def test_the_clock_runs_from_the_earlier_referral_and_a_split_restores_both(
    world: World,
) -> None:
    first, second = await _twice(world)
    before = await _duties(world, first), await _duties(world, second)
    link = await _decide(world, first, other_id=second, state="merged")
    merged = await _duties(world, first)
    plan = next(k for k in before[0] if "initial_ifsp" in k)
    assert merged[plan] == before[1][plan] < before[0][plan]
    due = (await world.supervisor.get("/v1/deadlines?limit=200")).json()["items"]
    assert {d["student_id"] for d in due} == {first}
    split = await _step(world, link, act="split", reason_code="mistake")
    assert split.status_code == 200, split.text
    assert (await _duties(world, first), await _duties(world, second)) == before
    told = (await world.supervisor.get(f"/v1/students/{first}/links/{link['id']}/history")).json()[
        "items"
    ]
    assert [(c["act"], c["to_state"]) for c in told] == [("created", "merged"), ("split", "split")]


async def test_a_report_on_the_other_file_gives_way_to_none_of_this_one(world: World) -> None:
    """A split would leave it superseded by another child's."""
    first, second = await _twice(world)
    await world.licensed("therapist")
    for student_id, name in ((first, "therapist"), (second, "therapist"), (second, "coordinator")):
        await on_team(world, student_id, name, role=name)
    theirs = await signed(world, second)
    given: dict[str, Any] = {"contact_ids": [await parent(world, second)], "form": "paper"}
    await taken(world, theirs, "issue", **given)
    await _decide(world, first, other_id=second, state="merged")
    body = {
        "occasion": "review", "title": "Again", "period_from": theirs["period_from"], "period_to": theirs["period_to"],
        "supersedes_id": theirs["id"],
    }  # fmt: skip
    refused = await world.coordinator.post(f"/v1/students/{first}/team-reports", body)
    assert_problem(refused, 409, "student-merged")
    seen = await world.coordinator.get(f"/v1/students/{first}/team-reports/{theirs['id']}")
    assert seen.json()["state"] == "issued"


async def test_what_may_be_decided_is_what_is_offered(world: World) -> None:
    first, second = await _twice(world)
    link = await _decide(world, first, other_id=second, state="linked")
    path = f"/v1/students/{first}/links/{link['id']}/actions"
    offered = (await world.supervisor.get(path)).json()
    assert {a["act"] for a in offered if a["is_allowed"]} == {"merge", "part", "split"}
    assert not any(a["is_allowed"] for a in (await world.coordinator.get(path)).json())
    assert_problem(await _step(world, link, act="link"), 409, "step-not-allowed")
    assert_problem(await _step(world, link, act="split"), 409, "reason-missing")


async def test_a_chain_of_merges_is_refused(world: World) -> None:
    first, second = await _twice(world)
    third = await accept(
        world, await refer(world, child={**TWICE, "first_name": "Amena"}), duplicates_reviewed=[first, second]
    )  # fmt: skip
    await _decide(world, first, other_id=second, state="merged")
    body = {"other_id": first, "state": "merged"}
    assert_problem(
        await world.supervisor.post(f"/v1/students/{third}/links", body), 409, "step-not-ready"
    )
    body = {"other_id": second, "state": "merged"}
    assert_problem(
        await world.supervisor.post(f"/v1/students/{third}/links", body), 409, "step-not-ready"
    )


@pytest.mark.parametrize("state", ["linked", "distinct"])
async def test_two_files_are_decided_on_once(world: World, state: str) -> None:
    first, second = await _twice(world)
    await _decide(world, first, other_id=second, state=state)
    for one, other in ((first, second), (second, first)):
        answer = await world.supervisor.post(
            f"/v1/students/{one}/links", {"other_id": other, "state": "merged"}
        )
        assert_problem(answer, 409, "already-linked")


async def test_a_stranger_or_the_child_itself_is_no_second_file(world: World, other: World) -> None:
    first = await enrolled(world)
    strange = await enrolled(other)
    for second in (first, strange):
        answer = await world.supervisor.post(
            f"/v1/students/{first}/links", {"other_id": second, "state": "merged"}
        )
        assert_problem(answer, 404, "other-student-not-found")
