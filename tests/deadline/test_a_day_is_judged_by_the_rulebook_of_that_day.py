"""What was owed on a day is answered under the rulebook, the events and the decisions of that day."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.factories.referral import enrolled
from tests.factories.rulebook import FORMER, PLAN, PRESENT, SINCE, changed_law
from tests.factories.world import World

IN_TIME, BEFORE = timedelta(days=45), timedelta(days=30)


@pytest.fixture
def changed_on(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[date]:
    """Five days ago the rulebook changed: until then it gave the first plan 30 days."""
    changed_on = world.today - timedelta(days=5)
    with changed_law(tmp_path / "rulebook", changed_on, monkeypatch):
        yield changed_on


async def owed(world: World, student_id: str, as_of: date | None = None) -> tuple[str, Any]:
    """The rulebook's version and the duty of the first plan."""
    path = f"/v1/students/{student_id}/deadlines"
    params = {} if as_of is None else {"as_of": str(as_of)}
    response = await world.coordinator.http.get(path, params=params)
    assert response.status_code == 200, response.text
    told = response.json()
    duty = next((o for o in told["obligations"] if o["rule_id"] == PLAN), None)
    return told["rulebook"]["version"], duty


async def test_the_day_before_a_change_of_law_is_judged_by_the_law_before(
    world: World, changed_on: date
) -> None:
    received_on = world.today - timedelta(days=20)
    student_id = await enrolled(world, received_on=received_on)
    version, duty = await owed(world, student_id, changed_on - timedelta(days=1))
    assert (version, duty["due_on"]) == (FORMER, str(received_on + BEFORE))
    for day in (changed_on, None):
        version, duty = await owed(world, student_id, day)
        assert (version, duty["due_on"]) == (PRESENT, str(received_on + IN_TIME))


async def test_both_rulebooks_are_listed_with_what_changed(world: World, changed_on: date) -> None:
    http = world.coordinator.http
    listed = (await http.get("/v1/rulebook/releases")).json()
    assert [(r["version"], r["released_on"]) for r in listed] == [
        (PRESENT, str(changed_on)),
        (FORMER, str(SINCE)),
    ]
    told = (await http.get("/v1/rulebook/releases/2099.1/changes")).json()
    assert [(c["of"], c["field"]) for c in told["changed"]] == [(f"{PLAN}@1", "due")]


async def test_a_duty_dismissed_today_was_still_owed_yesterday(world: World) -> None:
    student_id = await enrolled(world, received_on=world.today - timedelta(days=20))
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    (row,) = [d for d in file["deadlines"] if d["rule_id"] == PLAN]
    path = f"/v1/students/{student_id}/deadlines/{row['id']}/dismissal"
    response = await world.coordinator.post(path, {"reason": "entered for the wrong child"})
    assert response.status_code == 200, response.text
    assert (await owed(world, student_id))[1]["status"] == "excused"
    yesterday = await owed(world, student_id, world.today - timedelta(days=1))
    assert yesterday[1]["status"] == "open"
