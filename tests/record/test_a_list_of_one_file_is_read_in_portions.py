"""Lists of one file are arrays, whole unless a limit is asked for; the Link header leads on."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.assessment import planned
from tests.factories.letter import write
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.world import World

GIVEN = {
    "recipient_name": "Court", "purpose": "care_coordination", "covers": ["profile"], "exception": "court_order",
    "channel": "letter",
}  # fmt: skip


async def _filled(world: World) -> str:
    """A file with several events, consents and disclosures, some of one day."""
    student_id = await enrolled(world, received_on=world.today - timedelta(days=20))
    student = f"/v1/students/{student_id}"
    contact = (await world.coordinator.get(student)).json()["contacts"][0]
    for days in (9, 3, 3, 5):
        on = world.today - timedelta(days=days)
        await happened(world, student_id, "screening.completed", on)
        given = {**GIVEN, "disclosed_on": str(on)}
        assert (await world.coordinator.post(f"{student}/disclosures", given)).status_code == 201
        consent = {
            "kind": "telehealth", "authority": "parent", "contact_id": contact["id"], "language": "en", "method": "electronic",
            "signed_on": str(on),
        }  # fmt: skip
        made = await world.coordinator.post(f"{student}/consents", consent)
        assert made.status_code == 201, made.text
        await write(world, student_id, contact_id=contact["id"])
        await planned(world, student_id)
    return student


async def test_what_was_given_out_on_one_day_is_in_one_order_whatever_the_hour(
    world: World,
) -> None:
    """By hand and by this service, some on one day; ids that do not follow the hours."""
    student = await _filled(world)
    await world.change(
        "insert into eb.access_log (tenant_id, id, created_at, action, resource, purpose, student_id, party, student_ids)"
        " select :t, cast(md5(n || :s) as uuid), now() - make_interval(days => n / 4, mins => n), 'disclose', 'packet', 'transition',"
        " cast(:s as uuid), 'District ' || n, '{}' from generate_series(1, 12) n",
        t=world.program_id, s=student.rsplit("/")[-1],
    )  # fmt: skip
    whole = (await world.coordinator.get(f"{student}/disclosure-record")).json()
    assert len(whole) == 16
    assert [x["given_on"] for x in whole] == sorted(x["given_on"] for x in whole)
    for limit in (1, 2, 5):
        assert await _walk(world, f"{student}/disclosure-record", limit) == whole


async def _walk(world: World, path: str, limit: int = 2) -> list[Any]:
    rows: list[Any] = []
    where = f"{path}?limit={limit}"
    while where:
        page = await world.coordinator.get(where)
        assert page.status_code == 200, page.text
        assert len(page.json()) <= limit
        rows += page.json()
        where = page.links.get("next", {}).get("url", "")
    return rows


@pytest.mark.parametrize(
    "name", ["events", "consents", "disclosures", "disclosure-record", "letters", "assessments"]
)
async def test_portions_are_the_whole_list(world: World, name: str) -> None:
    student = await _filled(world)
    whole = await world.coordinator.get(f"{student}/{name}")
    assert "link" not in whole.headers
    assert len(whole.json()) >= 4
    assert await _walk(world, f"{student}/{name}") == whole.json()
    strange = await world.coordinator.get(f"{student}/{name}?cursor=abc")
    assert_problem(strange, 400, "cursor-invalid")
    much = await world.coordinator.get(f"{student}/{name}?limit=2001")
    assert_problem(much, 422, "invalid-request")
