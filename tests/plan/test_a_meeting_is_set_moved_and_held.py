"""Invitations with notice, every earlier date with its reason, who took part and who was excused."""

from datetime import timedelta
from typing import Any

from tests.factories.plan import drafted, invitation, team
from tests.factories.problem import assert_problem
from tests.factories.world import World


async def test_parent_coordinator_and_somebody_of_the_evaluation_are_invited(world: World) -> None:
    plan = await drafted(world)
    on = world.today + timedelta(days=14)
    body = {**invitation(world, on, await plan.parent()), "notice_sent_on": str(world.today)}
    body["invitees"] = body["invitees"][:2]
    missing = assert_problem(await plan.ask("set_meeting", **body), 409, "plan-team-incomplete")
    assert missing["missing"] == ["evaluator"]
    late = invitation(world, world.today - timedelta(days=4), await plan.parent())
    late["notice_sent_on"] = str(world.today)
    assert_problem(await plan.ask("set_meeting", **late), 409, "plan-dates")
    stranger = invitation(world, on, str(world.people["coordinator"].id))
    stranger["notice_sent_on"] = str(world.today)
    assert_problem(await plan.ask("set_meeting", **stranger), 409, "person-unknown")


async def test_every_earlier_date_stays_with_its_reason(world: World) -> None:
    plan = await drafted(world)
    first = world.today + timedelta(days=14)
    body = invitation(world, first, await plan.parent())
    await plan.take("set_meeting", **{**body, "notice_sent_on": str(world.today)})
    moved: dict[str, Any] = {
        "starts_at": f"{first + timedelta(days=3)}T09:00:00-08:00", "place": "Library", "suits_family": True,
        "notice_sent_on": str(world.today),
    }  # fmt: skip
    assert_problem(await plan.ask("move_meeting", **moved), 409, "reason-missing")
    state = await plan.take("move_meeting", **moved, reason_code="family-ill", comment="Fever")
    assert state["state"] == "meeting_set"
    meeting = (await plan.coordinator.get(f"{plan.path}/meetings")).json()[0]
    assert meeting["place"] == "Library"
    assert [(e["place"], e["reason_code"]) for e in meeting["earlier"]] == [
        ("At the family's home", "family-ill")
    ]
    cancelled = await plan.take("cancel_meeting", reason_code="family-asked")
    assert cancelled["state"] == "draft"
    again = await plan.take("set_meeting", **{**body, "notice_sent_on": str(world.today)})
    assert again["state"] == "meeting_set"
    listed = (await plan.coordinator.get(f"{plan.path}/meetings")).json()
    assert [m["state"] for m in listed] == ["cancelled", "set"]


async def test_a_meeting_without_the_parent_was_none(world: World) -> None:
    plan = await drafted(world)
    held_on = world.today - timedelta(days=40)
    await plan.take("set_meeting", **invitation(world, held_on, await plan.parent()))
    people = team(world, await plan.parent())
    people[0]["attendance"] = "absent"
    answer = await plan.ask("hold_meeting", held_on=str(held_on), participants=people)
    assert assert_problem(answer, 409, "plan-team-incomplete")["missing"] == ["parent"]
    people[0]["attendance"] = "by_phone"
    people.append({"role": "provider", "name": "Therapist of the clinic", "attendance": "excused"})
    answer = await plan.ask("hold_meeting", held_on=str(held_on), participants=people)
    assert_problem(answer, 409, "excusal-incomplete")
    excusal = {"agreed_on": str(held_on - timedelta(days=2)), "area_is_discussed": True}
    people[-1]["excusal"] = excusal
    answer = await plan.ask("hold_meeting", held_on=str(held_on), participants=people)
    assert_problem(answer, 409, "excusal-incomplete")
    people[-1]["excusal"] = {**excusal, "written_input_on": str(held_on)}
    held = await plan.take("hold_meeting", held_on=str(held_on), participants=people)
    assert (held["state"], held["held_on"]) == ("meeting_held", str(held_on))


async def test_a_meeting_is_recorded_when_it_has_been(world: World) -> None:
    plan = await drafted(world)
    soon = world.today + timedelta(days=14)
    body = invitation(world, soon, await plan.parent())
    await plan.take("set_meeting", **{**body, "notice_sent_on": str(world.today)})
    people = team(world, await plan.parent())
    answer = await plan.ask("hold_meeting", held_on=str(soon), participants=people)
    assert_problem(answer, 409, "plan-dates")
