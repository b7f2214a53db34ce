"""Plans of the search, as the application's role gets them: index reads alone, whatever is asked."""

from datetime import date
from typing import Any

import pytest

from tests.speed.county import County
from tests.speed.plans import Plans, nodes

SEARCH = "select * from eb.search_students($1, $2, $3, $4, 'test', false, $5, $6, $7, $8, 20)"
ASKED: dict[str, tuple[Any, ...]] = {
    "beginning of a name": ("Last17", None, None, None),
    "whole name": ("First3 Last17", None, None, None),
    "one slip away": ("Lsat17", None, None, None),
    "name and birth date": ("Last17", date(2023, 2, 3), None, None),
    "birth date": (None, date(2023, 2, 3), None, None),
    "identifier": (None, None, "4711", None),
    "phone": (None, None, None, "555 555 0142"),
}


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("role", ["therapist", "supervisor"])
async def test_a_search_reads_indexes_alone(
    name: str, role: str, large: County, plans: Plans
) -> None:
    caller = [large.world.program_id, f"{role}-1", [role], role == "supervisor"]
    found = await plans.of(SEARCH, [*caller, *ASKED[name]])
    ran = [node for plan in found for node in nodes(plan)]
    tables = [n for n in ran if n.get("Relation Name", "principal") != "principal"]
    assert any(n["Node Type"].startswith(("Index", "Bitmap")) for n in tables)
    assert not [n for n in tables if n["Node Type"] == "Seq Scan"]
    assert max(n["Actual Rows"] * n["Actual Loops"] for n in tables) <= 2000
