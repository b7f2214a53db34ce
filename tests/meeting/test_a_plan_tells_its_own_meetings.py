"""Where a plan is on record, it says that its meeting was held; the calendar's meeting says who came."""

from datetime import timedelta

from tests.factories.meeting import MEETINGS, propose, team
from tests.factories.plan import drafted
from tests.factories.task import step
from tests.factories.world import World
from tests.meeting.test_meetings_keep_what_they_were import events, invitees


async def test_a_meeting_held_on_another_day_than_the_plan_says_moves_no_clock(
    world: World,
) -> None:
    plan = await drafted(world)
    student_id = plan.student.rsplit("/", 1)[1]
    meeting = await propose(
        world, student_id=student_id, kind="ifsp_initial", invitees=team(await plan.parent())
    )
    path = f"{MEETINGS}/{meeting['id']}"
    sent = str(world.today - timedelta(days=20))
    assert (await step(world, path, "confirm", notice_sent_on=sent)).status_code == 200
    came = [i["id"] for i in await invitees(world, meeting["id"])]
    held = await step(world, path, "hold", attended=came)
    assert held.status_code == 200, held.text
    assert (held.json()["state"], held.json()["event_id"]) == ("held", None)
    assert await events(world, student_id, "ifsp.initial.held") == []
    await plan.hold(world.today - timedelta(days=3))
    [told] = await events(world, student_id, "ifsp.initial.held")
    assert told["on"] == str(world.today - timedelta(days=3))
