"""Plans as the application's role gets them: what they touch does not depend on how many students there are."""

import json
from typing import Any

import pytest

from tests.speed.county import CASELOAD, County
from tests.speed.plans import Plans, nodes

HOT = (
    "caseload",
    "program by name",
    "file",
    "due list of a caseload",
    "due list of a program",
    "due list, far on",
)
WRITES = ("a referral comes in", "a packet is pulled")
"""They read little and write: what they read does not grow either."""
MOST_SORTED = 200
# A caseload's open duties are sorted by date: as many as it has, whatever the county.
SORTED = {"due list of a caseload": CASELOAD * 25}
# Tables that stay small, and whose pages are cheaper to read whole than an index.
STAY_SMALL = {"organisation", "partnership", "principal", "rule"}


@pytest.mark.parametrize("name", HOT)
async def test_pages_touched_do_not_grow_with_the_county(
    name: str, small: County, large: County, plans: Plans
) -> None:
    few = _pages(await plans.of(*small.calls[name]))
    many = _pages(await plans.of(*large.calls[name]))
    assert few > 10
    assert many <= 1.3 * few, f"{few} pages with 300 students, {many} with 4,000"


@pytest.mark.parametrize("name", WRITES)
async def test_pages_read_before_a_write_do_not_grow_with_the_county(
    name: str, small: County, large: County, plans: Plans
) -> None:
    few = _pages(await plans.of(*small.calls[name]))
    many = _pages(await plans.of(*large.calls[name]))
    assert many <= few + 5, f"{few} pages with 300 students, {many} with 4,000"


def _pages(found: list[dict[str, Any]]) -> int:
    """Pages touched by the reads: what an insert touches depends on what was inserted before."""
    return sum(
        plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
        for plan in found
        if plan["Node Type"] != "ModifyTable"
    )


@pytest.mark.parametrize("name", [*HOT, *WRITES])
async def test_hot_plans_scan_no_table_and_sort_no_heap(
    name: str, large: County, plans: Plans
) -> None:
    found = await plans.of(*large.calls[name])
    ran = [node for plan in found for node in nodes(plan)]
    assert name in WRITES or any(node["Node Type"].startswith("Index") for node in ran)
    most = SORTED.get(name, MOST_SORTED)
    for node in ran:
        if node["Node Type"] == "Seq Scan":
            assert node["Relation Name"] in STAY_SMALL, node
        elif "Sort" in node["Node Type"]:
            assert node["Plans"][0]["Actual Rows"] <= most, node
        elif "Scan" in node["Node Type"]:
            assert node["Actual Rows"] * node["Actual Loops"] <= 2 * most, node


@pytest.mark.parametrize("name", [*HOT, *WRITES])
async def test_hot_plans_are_kept_and_not_made_for_each_caller(
    name: str, large: County, plans: Plans
) -> None:
    """A plan made for one call names the tenant; to make it costs as much as half the page."""
    found = await plans.of(*large.calls[name])
    assert found
    assert str(large.world.program_id) not in json.dumps(found)
