"""The minutes of a session follow from two moments, whatever the clock on the wall did between them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.services.plan.caution import minutes_between
from tests.factories.plan import in_force
from tests.factories.problem import assert_problem
from tests.factories.world import World

HOME = ZoneInfo("America/Los_Angeles")


async def test_a_visit_across_the_change_of_the_clock_lasts_what_it_lasted(world: World) -> None:
    """In spring 01:30 to 03:30 by the clock is one hour, in autumn 01:30 to 01:30."""
    plan = await in_force(world, 1)
    path = f"{plan.student}/services/{(await plan.lines())[0]['id']}/deliveries"
    for ago, begins, ends, minutes in (
        (10, "01:30:00-08:00", "03:30:00-07:00", 60),
        (17, "01:30:00-07:00", "01:30:00-08:00", 60),
    ):
        on = world.today - timedelta(days=ago)
        body = {"on": str(on), "starts_at": f"{on}T{begins}", "ends_at": f"{on}T{ends}"}
        made = await plan.coordinator.post(path, body)
        assert made.status_code == 201, made.text
        assert made.json()["minutes"] == minutes
        assert "minutes_differ" not in {w["code"] for w in made.json()["warnings"]}
    later = {"ends_at": f"{on}T02:00:00-08:00"}
    changed = await plan.coordinator.patch(f"{path}/{made.json()['id']}", later, '"1"')
    assert changed.json()["minutes"] == 90
    said = await plan.coordinator.post(path, body | {"minutes": 45})
    assert said.json()["minutes"] == 45, "what somebody says is recorded, and looked at"
    assert "minutes_differ" in {w["code"] for w in said.json()["warnings"]}


async def test_an_end_without_a_beginning_or_before_it_is_refused(world: World) -> None:
    plan = await in_force(world, 1)
    path = f"{plan.student}/services/{(await plan.lines())[0]['id']}/deliveries"
    on = world.today - timedelta(days=3)
    begins, ends = f"{on}T10:00:00-08:00", f"{on}T09:00:00-08:00"
    for moments in ({"ends_at": ends}, {"starts_at": begins, "ends_at": ends}):
        refused = await plan.coordinator.post(path, {"on": str(on), **moments})
        assert_problem(refused, 409, "plan-dates")


@given(
    st.integers(0, 3 * 366 * 1440),
    st.integers(1, 1440),
)
def test_minutes_are_those_that_passed(begins: int, minutes: int) -> None:
    """Written by the clock on the wall at the program, on any night of any year."""
    first = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=begins)
    wall = [moment.astimezone(HOME) for moment in (first, first + timedelta(minutes=minutes))]
    assert minutes_between(*wall) == minutes
