"""A home programme: goal, steps, pictures, when to stop and whom to call, on paper in the family's language."""

from typing import Any
from uuid import uuid4

import pytest

from tests.factories.document import documented
from tests.factories.equipment_photo import agreed
from tests.factories.picture import png
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.strategy import registered
from tests.factories.world import World
from tests.typeset.reading import flat, spoken, tags

PROGRAMME: dict[str, Any] = {
    "goal": "We want to draw together.", "steps": ["Offer two crayons.", "Count to ten."], "when_in_day": "After dinner",
    "how_often": "Every day, five minutes", "watch_for": "Both feet on the floor.", "stop_when": "The hand cramps.",
    "whom_to_call": "Ana, 555-555-0100",
}  # fmt: skip

SOMEONE_ELSE = {"first_name": "Someone", "last_name": "Else"}


async def _photo(world: World, student_id: str, **changes: Any) -> dict[str, Any]:
    kept = await documented(
        world.coordinator, student_id, png(40, 30), kind="photo", file_name="a.png"
    )
    return {
        "document_version_id": kept["latest"]["id"], "alt": "A hand holds a thick crayon", "caption": "The grip", **changes,
    }  # fmt: skip


async def _contact(world: World, student_id: str) -> str:
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    return str(file["contacts"][0]["id"])


async def test_the_family_reads_all_of_it_and_the_child_by_the_first_name(world: World) -> None:
    student_id = await enrolled(world)
    row = await registered(world, student_id, **PROGRAMME, started_on=str(world.today))
    assert {name: row[name] for name in PROGRAMME} == PROGRAMME
    sheet = await world.coordinator.get(f"/v1/strategies/{row['id']}/sheet.pdf")
    assert sheet.status_code == 200, sheet.text
    read = flat(sheet.content)
    for said in (
        PROGRAMME["goal"],
        *PROGRAMME["steps"],
        PROGRAMME["stop_when"],
        "What we hope for",
        "Stop when",
    ):
        assert said in read
    child = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    assert child["first_name"] in read
    assert child["last_name"] not in read
    assert "/L" in tags(sheet.content)
    spanish = await world.coordinator.get(
        f"/v1/strategies/{row['id']}/sheet.pdf", params={"language": "es"}
    )
    assert "Cuándo parar" in flat(spanish.content)
    seen = {"If-None-Match": sheet.headers["etag"]}
    again = await world.coordinator.http.get(f"/v1/strategies/{row['id']}/sheet.pdf", headers=seen)
    assert again.status_code == 304
    log = (await world.supervisor.get(f"/v1/students/{student_id}/access-log")).json()["items"]
    assert any(e["detail"].get("part") == "sheet" for e in log if e["resource"] == "strategy")


async def test_what_is_not_in_use_says_so_first(world: World) -> None:
    row = await registered(world, await enrolled(world), **PROGRAMME)
    sheet = await world.coordinator.get(f"/v1/strategies/{row['id']}/sheet.pdf")
    assert "wait until it is begun with you" in flat(sheet.content)


async def test_a_picture_of_the_child_is_shown_while_the_parent_agrees(world: World) -> None:
    student_id = await enrolled(world)
    row = await registered(world, student_id, **PROGRAMME)
    path, of_child = f"/v1/strategies/{row['id']}", await _photo(world, student_id)
    drawing = await _photo(world, student_id, alt="A drawn hand", is_of_child=False)
    refused = await world.coordinator.patch(path, {"photos": [of_child]}, '"1"')
    assert_problem(refused, 409, "photos-not-agreed")
    consent_id = await agreed(world, student_id, await _contact(world, student_id))
    added = await world.coordinator.patch(path, {"photos": [of_child, drawing]}, '"1"')
    assert [p["is_of_child"] for p in added.json()["photos"]] == [True, False], added.text
    sheet = await world.coordinator.get(f"{path}/sheet.pdf")
    assert spoken(sheet.content) == [of_child["alt"], drawing["alt"]]
    revoked = await world.coordinator.post(
        f"/v1/students/{student_id}/consents/{consent_id}/revocation", {"reason": "No more."}
    )
    assert revoked.status_code in {200, 201}, revoked.text
    without = await world.coordinator.get(f"{path}/sheet.pdf")
    assert spoken(without.content) == [drawing["alt"]]


@pytest.mark.parametrize("photo", ["missing", "of another child", "no picture"])
async def test_only_sound_pictures_of_the_childs_own_file_are_taken(
    world: World, photo: str
) -> None:
    student_id = await enrolled(world)
    shown = {"alt": "x", "caption": "x", "is_of_child": False}
    if photo == "missing":
        shown["document_version_id"] = str(uuid4())
    elif photo == "of another child":
        shown = await _photo(world, await enrolled(world, child=SOMEONE_ELSE), is_of_child=False)
    else:
        kept = await documented(world.coordinator, student_id)
        shown["document_version_id"] = kept["latest"]["id"]
    body = {
        "student_id": student_id, "area": "grip", "title": "x", "how": "x", "photos": [shown],
    }  # fmt: skip
    refused = await world.coordinator.post("/v1/strategies", body)
    expected = (
        (409, "photo-unfit") if photo == "no picture" else (404, "document-version-not-found")
    )
    assert_problem(refused, *expected)
