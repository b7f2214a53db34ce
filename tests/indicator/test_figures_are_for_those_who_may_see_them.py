import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.world import World

NAMES_OF_FIGURES = {
    "numerator",
    "denominator",
    "percent",
    "cells",
    "exclusions",
    "delays",
    "days_late",
}


async def with_late_plan(world: World, name: str = "Amina") -> str:
    """A child of fourteen months whose first IFSP meeting came on day 50."""
    received = world.today - timedelta(days=60)
    student_id = await enrolled(
        world, received_on=received, child={"first_name": name, "last_name": name}
    )
    await happened(world, student_id, "consent.evaluation.signed", received + timedelta(days=5))
    for step in ("evaluation.completed", "assessment.child.completed"):
        await happened(world, student_id, step, received + timedelta(days=30))
    await happened(
        world, student_id, "eligibility.partc.decided", received + timedelta(days=32), eligible=True
    )
    held = received + timedelta(days=50)
    await happened(world, student_id, "ifsp.initial.held", held, delay_reason="STAFF_SHORTAGE")
    return student_id


def around(world: World, **more: Any) -> dict[str, Any]:
    start = world.today - timedelta(days=100)
    return {"from_on": str(start), "to_on": str(world.today), **more}


async def test_an_indicator_agrees_with_the_childs_deadline(world: World) -> None:
    student_id = await with_late_plan(world)
    response = await world.supervisor.get("/v1/indicators/C7", params=around(world))
    assert response.status_code == 200, response.text
    body = response.json()
    assert (body["numerator"], body["denominator"], body["percent"]) == (0, 1, 0.0)
    assert body["meets_target"] is False
    assert body["delays"] == {"family": 0, "system": 1, "other": 0, "unstated": 0}
    assert body["days_late"]["least"] == body["days_late"]["most"] == 5
    assert body["rules"] == ["us-ca.partc.initial_ifsp"]
    listed = (
        await world.supervisor.get("/v1/indicators/C7/children", params=around(world))
    ).json()["items"]
    duties = (await world.supervisor.get(f"/v1/students/{student_id}/deadlines")).json()[
        "obligations"
    ]
    duty = next(d for d in duties if d["rule_id"] == "us-ca.partc.initial_ifsp")
    assert [c["student_id"] for c in listed] == [student_id]
    for name in ("due_on", "due_on_unadjusted", "satisfied_on"):
        assert listed[0][name] == duty[name]
    assert (listed[0]["cell"], listed[0]["delay_reason"], duty["status"]) == (
        "late",
        "STAFF_SHORTAGE",
        "met_late",
    )


async def test_a_correction_of_an_event_moves_the_child_at_once(world: World) -> None:
    student_id = await with_late_plan(world)
    events = (await world.coordinator.get(f"/v1/students/{student_id}/events")).json()
    wrong = next(e["id"] for e in events if e["type"] == "ifsp.initial.held")
    await world.coordinator.post(
        f"/v1/students/{student_id}/events/{wrong}/correction", {"reason": "other child"}
    )
    await happened(world, student_id, "ifsp.initial.held", world.today - timedelta(days=15))
    body = (await world.supervisor.get("/v1/indicators/C7", params=around(world))).json()
    assert (body["numerator"], body["denominator"]) == (1, 1)


async def test_figures_are_for_the_program_and_children_for_its_supervisors(world: World) -> None:
    for role, figures, children in (
        ("supervisor", 200, 200), ("administrator", 200, 200), ("intake", 200, 403), ("auditor", 200, 403),
        ("coordinator", 403, 403), ("therapist", 403, 403), ("agency", 403, 403), ("district", 403, 403),
    ):  # fmt: skip
        for path, status in (
            ("/v1/indicators", figures), ("/v1/indicators/C7", figures), ("/v1/indicators.csv", figures),
            ("/v1/indicators/C7/children", children),
        ):  # fmt: skip
            assert (await world.api(role).get(path)).status_code == status, (role, path)


async def test_the_list_of_children_goes_on_the_record_of_access(world: World) -> None:
    student_id = await with_late_plan(world)
    await world.supervisor.get("/v1/indicators/C7/children", params=around(world))
    log = (await world.supervisor.get(f"/v1/students/{student_id}/access-log")).json()["items"]
    line = next(entry for entry in log if entry["resource"] == "indicator")
    assert (line["action"], line["detail"]["code"]) == ("list", "C7")
    await world.supervisor.get("/v1/indicators/C7", params=around(world))
    seen = await world.look(
        "select student_ids from eb.access_log where tenant_id = :t and resource = 'indicator' and action = 'read'",
        t=world.program_id,
    )
    assert [row.student_ids for row in seen] == [None]


async def test_another_program_counts_its_own_children_only(world: World, other: World) -> None:
    await with_late_plan(world)
    for path in ("/v1/indicators/C7", "/v1/indicators/618-exit", "/v1/indicators/C6"):
        found = (
            await other.supervisor.get(
                path, params=around(other, district_id=str(world.district_id))
            )
        ).json()
        assert sum(c["count"] for c in found["cells"]) == 0
    listed = await other.supervisor.get("/v1/indicators/C7/children", params=around(other))
    assert listed.json()["items"] == []


async def test_one_district_is_a_part_of_the_program(world: World, other: World) -> None:
    await with_late_plan(world)
    here = around(world, district_id=str(world.district_id))
    there = around(world, district_id=str(other.district_id))
    assert (await world.supervisor.get("/v1/indicators/C7", params=here)).json()["denominator"] == 1
    assert (await world.supervisor.get("/v1/indicators/C7", params=there)).json()[
        "denominator"
    ] == 0


async def test_without_a_period_it_is_the_reporting_year(world: World) -> None:
    body = (await world.supervisor.get("/v1/indicators/C7")).json()
    year = world.today.year - (world.today < date(world.today.year, 7, 1))
    assert (body["from_on"], body["to_on"]) == (f"{year}-07-01", f"{year + 1}-06-30")
    body = (await world.supervisor.get("/v1/indicators/C7", params={"to_on": "2024-03-31"})).json()
    assert body["from_on"] == "2023-07-01"
    body = (
        await world.supervisor.get("/v1/indicators/C7", params={"from_on": "2024-03-31"})
    ).json()
    assert body["to_on"] == "2024-06-30"
    edge = {"from_on": "1900-01-01", "to_on": "2100-12-31"}
    assert (await world.supervisor.get("/v1/indicators/C5", params=edge)).status_code == 200


async def test_what_cannot_be_answered_is_a_problem(world: World) -> None:
    api = world.supervisor
    reversed_ = {"from_on": "2026-02-02", "to_on": "2026-02-01"}
    assert_problem(await api.get("/v1/indicators/C99"), 404, "indicator-not-found")
    assert_problem(await api.get("/v1/indicators/C99/children"), 404, "indicator-not-found")
    for path in ("/v1/indicators/C7", "/v1/indicators.csv", "/v1/indicators/C7/children"):
        assert_problem(await api.get(path, params=reversed_), 422, "period-invalid")
    assert_problem(
        await api.get("/v1/indicators/C7", params={"population": 9}), 422, "population-not-used"
    )


async def test_the_children_come_in_pages(world: World) -> None:
    made = {await with_late_plan(world, name) for name in ("Bo", "Chidi", "Wren")}
    path: str | None = "/v1/indicators/C7/children"
    params: dict[str, Any] | None = around(world, limit=2)
    seen: list[str] = []
    while path:
        response = await world.supervisor.get(path, params=params)
        seen += [c["student_id"] for c in response.json()["items"]]
        link = response.headers.get("link")
        path, params = (link[1 : link.index(">")] if link else None), None
    assert seen == sorted(made)


async def test_a_published_table_hides_the_one_late_child(world: World) -> None:
    await with_late_plan(world)
    plain = await world.auditor.get("/v1/indicators.csv", params=around(world))
    assert plain.headers["content-type"] == "text/csv; charset=utf-8"
    assert plain.headers["content-disposition"].startswith('attachment; filename="indicators-')
    hidden = await world.auditor.get("/v1/indicators.csv", params=around(world, published=True))
    for text, value in ((plain.text, "1"), (hidden.text, "suppressed")):
        rows = csv.DictReader(io.StringIO(text))
        late = [r for r in rows if (r["indicator"], r["kind"], r["name"]) == ("C7", "cell", "late")]
        assert [r["value"] for r in late] == [value]
    body = (
        await world.auditor.get("/v1/indicators/C7", params=around(world, published=True))
    ).json()
    assert (body["denominator"], body["is_suppressed"], body["days_late"]["most"]) == (
        None,
        True,
        None,
    )


async def test_a_published_district_is_counted_among_all_of_the_program(
    world: World, other: World
) -> None:
    """A foreign one is still a district without children."""
    await with_late_plan(world)
    for district, told in ((world.district_id, None), (other.district_id, 0)):
        asked = around(world, district_id=str(district), published=True)
        body = (await world.auditor.get("/v1/indicators/C7", params=asked)).json()
        late = next(c["count"] for c in body["cells"] if c["name"] == "late")
        assert (body["district_id"], late, body["is_suppressed"]) == (
            str(district),
            told,
            told is None,
        )
        table = await world.auditor.get("/v1/indicators.csv", params=asked)
        rows = csv.DictReader(io.StringIO(table.text))
        found = [r["value"] for r in rows if (r["indicator"], r["name"]) == ("C7", "denominator")]
        assert found == ["suppressed" if told is None else "0"]


async def test_an_organisations_name_cannot_run_in_a_spreadsheet(world: World) -> None:
    await world.change(
        "update eb.organisation set name = '=1+1' where id = :i", i=world.district_id
    )
    params = around(world, district_id=str(world.district_id))
    rows = csv.DictReader(
        io.StringIO((await world.supervisor.get("/v1/indicators.csv", params=params)).text)
    )
    assert {r["district"] for r in rows} == {"'=1+1"}


async def test_the_list_says_what_is_measured_and_by_which_law(world: World) -> None:
    listed = (await world.auditor.get("/v1/indicators")).json()
    assert [i["code"] for i in listed] == [
        "C1",
        "C2",
        "C5",
        "C6",
        "C7",
        "C8A",
        "C8B",
        "C8C",
        "B11",
        "B12",
        "618-exit",
    ]
    assert all(i["citations"] for i in listed)
    c8b = next(i for i in listed if i["code"] == "C8B")
    assert not any(r["is_excusable"] for r in c8b["delay_reasons"])


@pytest.mark.parametrize("code", ["C5", "C6"])
async def test_a_population_makes_a_share(world: World, code: str) -> None:
    body = (await world.auditor.get(f"/v1/indicators/{code}", params={"population": 800})).json()
    assert (body["numerator"], body["denominator"], body["percent"]) == (0, 800, 0.0)
    assert body["counted_on"] is not None
    assert set(body) >= NAMES_OF_FIGURES
