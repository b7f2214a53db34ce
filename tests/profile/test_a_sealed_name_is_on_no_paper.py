"""A paper stays as it was given out: once the name on it is sealed, it is read and copied by those who may see the name."""

from datetime import timedelta
from typing import Any

from tests.factories.letter import write
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.team_report import act, on_team, parent, path, signed, taken
from tests.factories.world import World


async def test_what_was_issued_under_a_sealed_name_is_for_those_who_may_see_it(
    world: World,
) -> None:
    student_id = await enrolled(world)
    await on_team(world, student_id)
    await world.licensed("therapist")
    student = f"/v1/students/{student_id}"
    report = await signed(world, student_id)
    given: dict[str, Any] = {"contact_ids": [await parent(world, student_id)], "form": "paper"}
    await taken(world, report, "issue", **given)
    letter = await write(world, student_id, contact_id=await parent(world, student_id))
    papers = [f"{path(report)}/report.pdf"]
    papers += [f"{student}/letters/{letter['id']}{end}" for end in ("", "/letter.pdf")]
    for paper in papers:
        assert (await world.coordinator.get(paper)).status_code == 200, paper
    tag = (await world.supervisor.get(student)).headers["etag"]
    renamed = await world.supervisor.http.post(
        f"{student}/renamings", json={
            "first_name": "Robin", "last_name": "Hale", "from_on": str(world.today - timedelta(days=1)),
            "reason": "adoption", "seal_former": True,
        }, headers={"If-Match": tag, "Idempotency-Key": "seal-it-once-and-for-all"},
    )  # fmt: skip
    assert renamed.status_code == 200, renamed.text
    for paper in papers:
        assert_problem(await world.coordinator.get(paper), 403, "name-sealed-since")
        assert (await world.supervisor.get(paper)).status_code == 200, paper
    assert_problem(await act(world, report, "give_copy", **given), 403, "name-sealed-since")
    anew = await signed(world, student_id, supersedes_id=report["id"])
    await taken(world, anew, "issue", **given)
    assert (await world.coordinator.get(f"{path(anew)}/report.pdf")).status_code == 200
