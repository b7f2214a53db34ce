"""A clock stands still only for days that were, or are fixed ahead, and with the evidence that its reason needs."""

from datetime import timedelta
from typing import Any

import pytest
from httpx import Response

from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World

NO_CONSENT, FAMILY = "partc.no_consent", "partc.family_circumstances"
BREAK = "ca.school_break"


async def begin(
    world: World, student_id: str, reason: str, first: int, last: int | None, *asked: int
) -> Response:
    """Days are counted from today."""
    body: dict[str, Any] = {
        "reason": reason,
        "from_on": _day(world, first),
        "evidence": "see the log",
    }
    if last is not None:
        body["to_on"] = _day(world, last)
    if asked:
        body["attempts"] = [{"on": _day(world, day), "how": "Home visit"} for day in asked]
    return await world.coordinator.post(f"/v1/students/{student_id}/pauses", body)


def _day(world: World, days: int) -> str:
    return str(world.today + timedelta(days=days))


async def enrolled_before(world: World) -> str:
    return await enrolled(world, received_on=world.today - timedelta(days=30))


@pytest.mark.parametrize("asked", [(), (-9,)])
async def test_a_consent_that_is_withheld_needs_two_dated_attempts(
    world: World, asked: tuple[int, ...]
) -> None:
    student_id = await enrolled_before(world)
    refused = assert_problem(
        await begin(world, student_id, NO_CONSENT, -10, None, *asked), 422, "invalid-request"
    )
    assert refused["errors"] == [
        {
            "pointer": "/attempts",
            "detail": "partc.no_consent needs 2 attempts or more, each with its day",
        }
    ]
    assert (await world.coordinator.get(f"/v1/students/{student_id}/pauses")).json() == []


async def test_attempts_are_kept_with_the_pause_and_in_its_history(world: World) -> None:
    student_id = await enrolled_before(world)
    made = await begin(world, student_id, NO_CONSENT, -10, None, -10, -4)
    assert made.status_code == 201, made.text
    pause = made.json()
    assert pause["attempts"] == [{"on": _day(world, n), "how": "Home visit"} for n in (-10, -4)]
    path = f"/v1/students/{student_id}/pauses/{pause['id']}"
    fewer = await world.coordinator.patch(path, {"attempts": pause["attempts"][:1]}, '"1"')
    assert_problem(fewer, 422, "invalid-request")
    more = [*pause["attempts"], {"on": _day(world, -1), "how": "Letter"}]
    changed = await world.coordinator.patch(path, {"attempts": more}, '"1"')
    assert changed.json()["attempts"] == more
    [_, change] = (await world.coordinator.get(f"{path}/history")).json()["items"]
    assert change["changes"] == {"attempts": {"from": pause["attempts"], "to": more}}


@pytest.mark.parametrize("asked", [(-10, 1), (-1200, -4)])
async def test_an_attempt_lies_between_birth_and_today(
    world: World, asked: tuple[int, int]
) -> None:
    student_id = await enrolled_before(world)
    assert_problem(
        await begin(world, student_id, NO_CONSENT, -10, None, *asked), 409, "pause-dates"
    )


@pytest.mark.parametrize(
    ("reason", "first", "last"),
    [
        (FAMILY, -1200, -1190),
        (FAMILY, -10, 1),
        (FAMILY, 1, None),
        (FAMILY, -5, -6),
        (BREAK, -1200, 3),
        (BREAK, 1, None),
    ],
)
async def test_days_that_cannot_be_paused_are_refused(
    world: World, reason: str, first: int, last: int | None
) -> None:
    student_id = await enrolled_before(world)
    assert_problem(await begin(world, student_id, reason, first, last), 409, "pause-dates")


async def test_reasons_that_are_fixed_ahead_are_named_and_taken(world: World) -> None:
    student_id = await enrolled_before(world)
    refused = await begin(world, student_id, FAMILY, -10, 1)
    assert BREAK in assert_problem(refused, 409, "pause-dates")["detail"]
    for reason, last in ((BREAK, 20), ("ca.written_extension", 90)):
        taken = await begin(world, student_id, reason, 5, last)
        assert taken.status_code == 201, taken.text


async def test_a_pause_recorded_by_mistake_is_taken_back_whatever_it_says(world: World) -> None:
    student_id = await enrolled_before(world)
    pause = (await begin(world, student_id, NO_CONSENT, -10, None, -10, -4)).json()
    await world.change(
        "update eb.case_pause set attempts = '[]' where student_id = :s", s=student_id
    )
    path = f"/v1/students/{student_id}/pauses/{pause['id']}"
    ended = await world.coordinator.patch(path, {"to_on": _day(world, -1)}, '"1"')
    assert_problem(ended, 422, "invalid-request")
    assert (
        await world.coordinator.patch(path, {"entered_in_error": True}, '"1"')
    ).status_code == 200
