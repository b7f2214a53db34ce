"""After a merge, one file shows the records of both; taking it back is enough to part them again."""

from datetime import timedelta
from typing import Any

from app.services.record import ONLY_READ
from tests.duplicate.test_a_person_decides_and_can_take_it_back import HOME, _decide, _step, _twice
from tests.factories.agency import add_agency
from tests.factories.assessment import planned
from tests.factories.document import documented
from tests.factories.equipment import need
from tests.factories.loan import on_shelf
from tests.factories.meeting import hours
from tests.factories.note import act, written
from tests.factories.problem import assert_problem
from tests.factories.referral import happened
from tests.factories.world import World

LISTS = (
    "tasks", "meetings", "equipment-requests", "outbound-referrals", "agency-contacts", "loans", "strategies",
)  # fmt: skip
PARTS = (
    "events",
    "pauses",
    "consents",
    "disclosures",
    "assessments",
    "plans",
    "documents",
    "notes",
    "team-reports",
    "residences",
    "names",
    "health-entries",
)


async def _records(world: World, student_id: str) -> None:
    """One record of each kind on the file."""
    who = world.supervisor
    agency = await add_agency(world)
    file = (await who.get(f"/v1/students/{student_id}")).json()
    for path, body in (
        ("tasks", {"title": "Call", "student_id": student_id, "due_on": str(world.today)}),
        ("meetings", {"kind": "family", "title": "Talk", "student_id": student_id, **hours(1)}),
        ("equipment-requests", need(student_id)),
        ("outbound-referrals", {"student_id": student_id, "agency_id": agency["id"], "reason": "x"}),
        ("agency-contacts", {
            "agency_id": agency["id"], "student_id": student_id, "channel": "phone", "direction": "out",
            "topic": "x", "exception": "participating_agency",
        }),
        (f"students/{student_id}/pauses", {
            "reason": "partc.family_circumstances", "from_on": str(world.today), "evidence": "called",
        }),
        (f"students/{student_id}/consents", {
            "kind": "screening", "contact_id": file["contacts"][0]["id"], "authority": "parent", "language": "en", "method": "paper",
            "signed_on": str(world.today),
        }),
        (f"students/{student_id}/team-reports", {
            "occasion": "review", "title": "x", "period_from": str(world.today), "period_to": str(world.today),
        }),
        (f"students/{student_id}/disclosures", {
            "recipient_name": "Clinic", "purpose": "care_coordination", "covers": ["profile"],
            "exception": "participating_agency", "channel": "phone",
        }),
        (f"students/{student_id}/plans", {"program": "partc", "type": "initial"}),
        ("strategies", {"student_id": student_id, "area": "grip", "title": "x", "how": "x"}),
        (f"students/{student_id}/residences", {"address": HOME, "from_on": str(world.today)}),
        (f"students/{student_id}/names", {"use": "alias", "first_name": "A", "last_name": "B"}),
        (f"students/{student_id}/health-entries", {"kind": "allergy", "text": "x", "source": "parent", "on_date": str(world.today)}),
        ("loans", {
            "student_id": student_id, "item_id": (await on_shelf(world))["id"], "from_on": str(world.today),
            "until_on": str(world.today + timedelta(days=9)),
        }),
    ):  # fmt: skip
        made = await who.post(f"/v1/{path}", body)
        assert made.status_code == 201, (path, made.text)
    await documented(who, student_id)
    signed = await act(world, "supervisor", await written(world, "supervisor", student_id), "sign")
    assert signed.status_code == 200, signed.text


async def _seen(world: World, student_id: str, who: str = "coordinator") -> dict[str, set[str]]:
    """Ids of everything that reading this one file shows."""
    found: dict[str, set[str]] = {}
    for name in LISTS:
        listed = await world.api(who).get(f"/v1/{name}", params={"student_id": student_id})
        found[name] = {r["id"] for r in listed.json()["items"]}
    for name in PARTS:
        listed = await world.api(who).get(f"/v1/students/{student_id}/{name}")
        assert listed.status_code == 200, (name, listed.text)
        rows: Any = listed.json()
        found[name] = {r["id"] for r in (rows if isinstance(rows, list) else rows["items"])}
    return found


async def test_one_file_shows_the_records_of_both_and_a_split_parts_them(world: World) -> None:
    first, second = await _twice(world)
    await world.supervisor.post(
        f"/v1/students/{second}/assignments",
        {
            "principal_id": str(world.people["coordinator"].id),
            "role": "coordinator",
            "grounds": "On the team.",
        },
    )
    await planned(world, second)
    await _records(world, second)
    await happened(world, second, "screening.completed", world.today)
    theirs, before = await _seen(world, second), await _seen(world, first)
    assert all(theirs.values()), theirs
    link = await _decide(world, first, other_id=second, state="merged")
    both = await _seen(world, first)
    assert both == {name: before[name] | theirs[name] for name in both}
    await _nothing_is_offered(world, first, theirs)
    split = await _step(world, link, act="split", reason_code="mistake")
    assert split.status_code == 200, split.text
    assert await _seen(world, first) == before
    assert await _seen(world, second) == theirs


async def _nothing_is_offered(world: World, student_id: str, theirs: dict[str, set[str]]) -> None:
    """What is of the other file is read in this one, and changed where it is."""
    for name in set(PARTS) - {"events"}:
        for id_ in theirs[name]:
            path = f"/v1/students/{student_id}/{name}/{id_}/actions"
            offered = await world.supervisor.get(path)
            assert offered.status_code == 200, (name, offered.text)
            assert all(ONLY_READ in act["why_not"] for act in offered.json()), (name, offered.text)


async def test_what_came_with_the_merge_is_opened_by_the_caseload_of_the_file_that_goes_on(
    world: World,
) -> None:
    """The coordinator of the one reads what belongs to the other, and changes no part of that file."""
    first, second = await _twice(world)
    await _records(world, second)
    tasks = (await world.supervisor.get("/v1/tasks", params={"student_id": second})).json()["items"]
    [plan] = (await world.supervisor.get(f"/v1/students/{second}/plans")).json()["items"]
    task = f"/v1/tasks/{tasks[0]['id']}"
    assert (await world.coordinator.get(task)).status_code == 403
    await _decide(world, first, other_id=second, state="merged")
    assert (await world.coordinator.get(task)).status_code == 200
    assert tasks[0]["id"] in (await world.coordinator.get("/v1/tasks")).text
    here = f"/v1/students/{first}/plans/{plan['id']}"
    read = await world.coordinator.get(here)
    assert read.status_code == 200, read.text
    changed = await world.coordinator.patch(here, {"language": "es"}, read.headers["etag"])
    problem = assert_problem(changed, 409, "student-merged")
    [entry] = (await world.coordinator.get(f"/v1/students/{first}/health-entries")).json()
    actions = f"/v1/students/{first}/health-entries/{entry['id']}/actions"
    [change] = (await world.coordinator.get(actions)).json()
    assert change["why_not"] == [problem["detail"]]
    reports = f"/v1/students/{first}/team-reports"
    [report] = (await world.coordinator.get(reports)).json()["items"]
    body = {"author_id": str(world.people["coordinator"].id), "discipline": "nursing"}
    asked = await world.coordinator.post(f"{reports}/{report['id']}/sections", body)
    assert_problem(asked, 409, "student-merged")
    offered = (await world.coordinator.get(f"{reports}/{report['id']}/actions")).json()
    assert all(problem["detail"] in a["why_not"] for a in offered)
    strange = f"/v1/students/{second}/plans/{plan['id']}"
    assert_problem(await world.supervisor.get(strange), 409, "student-merged")
