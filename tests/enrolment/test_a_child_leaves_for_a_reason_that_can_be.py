"""Of the ten reasons of section 618 only those are taken that fit age, State and the decision on Part B."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.services import rulebook
from app.services.exit_reason import possible
from app.services.rules import CaseFacts, Event
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.world import World

BOOK = rulebook.load()
BORN, THIRD = date(2022, 6, 15), date(2025, 6, 15)
LAST_DAY, YOUNGER = THIRD - timedelta(days=1), THIRD - timedelta(days=2)
ALWAYS = {"DECEASED", "MOVED_OUT_OF_STATE", "WITHDRAWN", "NO_CONTACT"}
NOT_PARTB = {"NOT_PARTB_REFERRED", "NOT_PARTB_NO_REFERRAL"}


def reasons(
    on: date, *, eligible: bool | None = None, jurisdiction: str = "us-ca", decided: date = YOUNGER
) -> set[str]:
    """Beside those of any age."""
    data = {"eligible": eligible}
    made = [] if eligible is None else [Event("partb.eligibility.decided", decided, data)]
    found = set(possible(BOOK, CaseFacts(jurisdiction, BORN, tuple(made)), on))
    assert found > ALWAYS
    return found - ALWAYS


@pytest.mark.parametrize("eligible", [None, True, False])
def test_under_three_a_child_is_no_longer_eligible(eligible: bool | None) -> None:
    assert reasons(YOUNGER, eligible=eligible) == {"NO_LONGER_ELIGIBLE"}


@pytest.mark.parametrize("on", [LAST_DAY, THIRD, date(2026, 1, 1)])
def test_at_three_the_decision_on_part_b_says_the_reason(on: date) -> None:
    assert reasons(on) == {"PARTB_UNDETERMINED"}
    assert reasons(on, eligible=True) == {"PARTB_EXITING"}
    assert reasons(on, eligible=False) == NOT_PARTB


def test_a_decision_after_the_exit_was_none_yet() -> None:
    assert reasons(LAST_DAY, eligible=True, decided=THIRD) == {"PARTB_UNDETERMINED"}


@pytest.mark.parametrize(
    ("jurisdiction", "may_continue"),
    [("us-ca", False), ("us-tx", False), ("us-ny", False), ("us-il", True), ("us-md", True), ("us-ct", True)],
)  # fmt: skip
def test_continuing_is_for_states_that_have_or_may_have_the_federal_option(
    jurisdiction: str, may_continue: bool
) -> None:
    found = reasons(LAST_DAY, eligible=True, jurisdiction=jurisdiction)
    assert found == {"PARTB_EXITING"} | ({"PARTB_CONTINUING"} if may_continue else set())


def test_where_districts_take_children_at_two_one_may_go_over_before_three() -> None:
    found = reasons(YOUNGER, eligible=True, jurisdiction="us-va")
    assert found == {"NO_LONGER_ELIGIBLE", "PARTB_EXITING"}


@pytest.mark.parametrize("jurisdiction", sorted(BOOK.jurisdictions))
@pytest.mark.parametrize("eligible", [None, True, False])
@pytest.mark.parametrize("on", [BORN, YOUNGER, LAST_DAY, THIRD, date(2027, 1, 1)])
def test_in_every_state_every_child_can_leave(
    jurisdiction: str, eligible: bool | None, on: date
) -> None:
    assert reasons(on, eligible=eligible, jurisdiction=jurisdiction)


async def _refused(
    world: World, path: str, body: dict[str, Any], version: int | None = None
) -> set[str]:
    headers = {"Idempotency-Key": str(uuid4()), "If-Match": f'"{version}"'}
    answer = await world.coordinator.http.post(path, json=body, headers=headers)
    return set(assert_problem(answer, 409, "exit-reason-impossible")["allowed"])


async def test_a_reason_that_cannot_be_is_refused_with_those_that_can(world: World) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}"
    body = {"type": "partc.exited", "on": str(world.today), "data": {"reason": "PARTB_EXITING"}}
    allowed = await _refused(world, f"{path}/events", body)
    assert allowed == ALWAYS | {"NO_LONGER_ELIGIBLE"}
    [stay] = (await world.coordinator.get(f"{path}/enrolments")).json()
    step = {"act": "exit", "on": str(world.today), "reason": "PARTB_UNDETERMINED"}
    steps = f"{path}/enrolments/{stay['id']}/steps"
    assert await _refused(world, steps, step, stay["version"]) == allowed
    await happened(world, student_id, "partc.exited", world.today, reason="NO_LONGER_ELIGIBLE")


async def test_at_three_the_decision_is_recorded_first(world: World) -> None:
    born = world.today - timedelta(days=3 * 366)
    student_id = await enrolled(
        world, received_on=world.today - timedelta(days=300), child={"born_on": str(born)}
    )
    body = {"type": "partc.exited", "on": str(world.today), "data": {"reason": "PARTB_EXITING"}}
    allowed = await _refused(world, f"/v1/students/{student_id}/events", body)
    assert allowed == ALWAYS | {"PARTB_UNDETERMINED"}
    await happened(world, student_id, "partb.eligibility.decided", world.today, eligible=True)
    await happened(world, student_id, "partc.exited", world.today, reason="PARTB_EXITING")
