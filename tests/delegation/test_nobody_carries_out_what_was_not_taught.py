"""A delegated programme runs once it was taught and shown, under a licensed person who looks on in time."""

from datetime import timedelta

from tests.factories.delegation import PROGRAMME, delegated
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.task import step
from tests.factories.world import World


async def test_it_runs_once_it_was_taught_and_shown_and_is_checked_in_its_interval(
    world: World,
) -> None:
    student_id = await enrolled(world)
    made = await delegated(world, student_id)
    path, today = f"/v1/delegations/{made['id']}", world.today
    early = await step(world, path, "check", "therapist", found="x", goes_on=True)
    assert_problem(early, 409, "step-not-allowed")
    seen = await step(world, path, "train", "therapist", method="model", has_shown=False)
    assert (seen.json()["state"], seen.json()["next_check_on"]) == ("draft", None)
    shown = await step(world, path, "train", "therapist", method="coach", has_shown=True)
    assert (shown.json()["state"], shown.json()["next_check_on"]) == (
        "running", str(today + timedelta(days=30)),
    )  # fmt: skip
    due = {"check_until": str(today + timedelta(days=30))}
    listed = (await world.therapist.get("/v1/delegations", params=due)).json()["items"]
    assert [d["id"] for d in listed] == [made["id"]]
    failed = await step(world, path, "check", "therapist", found="Hips slide.", goes_on=False)
    assert (failed.json()["state"], failed.json()["next_check_on"]) == ("paused", None)
    again = await step(world, path, "train", "therapist", method="coach", has_shown=True)
    assert again.json()["state"] == "running"
    assert [t["has_shown"] for t in again.json()["trainings"]] == [False, True, True]
    history = (await world.therapist.get(f"{path}/history")).json()["items"]
    assert [c["act"] for c in history] == ["created", "train", "train", "check", "train"]


async def test_only_the_licensed_supervisor_teaches_and_looks_on(world: World) -> None:
    student_id = await enrolled(world)
    unlicensed = await world.coordinator.post(
        "/v1/delegations", {"student_id": student_id, **PROGRAMME}
    )
    assert_problem(unlicensed, 409, "licence-missing")
    made = await delegated(world, student_id)
    path = f"/v1/delegations/{made['id']}"
    other = await step(world, path, "train", "coordinator", method="model", has_shown=True)
    assert_problem(other, 409, "not-the-supervisor")


async def test_other_steps_are_taught_anew(world: World) -> None:
    student_id = await enrolled(world)
    made = await delegated(world, student_id)
    path = f"/v1/delegations/{made['id']}"
    running = await step(world, path, "train", "therapist", method="coach", has_shown=True)
    changed = await world.therapist.patch(
        path, {"steps": ["Feet on the rest.", "Tray at elbow height."]}, running.headers["etag"]
    )
    assert changed.json()["state"] == "paused"
    ended = await step(world, path, "end", "therapist", reason_code="reached")
    assert (ended.json()["state"], ended.json()["ended_on"]) == ("ended", str(world.today))
    assert_problem(
        await world.therapist.patch(path, {"title": "x"}, ended.headers["etag"]),
        409,
        "delegation-ended",
    )
