"""From the file to a PDF that stays, with its hash and its place on the record of access."""

import hashlib

import pytest
from sqlalchemy.exc import DBAPIError

from tests.factories.letter import contact_of, write
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World
from tests.typeset.reading import flat, metadata


async def test_the_file_is_the_one_that_was_hashed_whatever_the_record_says_later(
    world: World,
) -> None:
    student_id = await enrolled(world)
    contact_id = await contact_of(world, student_id)
    letter = await write(world, student_id, contact_id=contact_id, takes_effect_on="2031-02-01")
    path = f"/v1/students/{student_id}/letters/{letter['id']}"

    pdf = await world.coordinator.get(f"{path}/letter.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.headers["etag"] == f'"{letter["sha256"]}"'
    assert hashlib.sha256(pdf.content).hexdigest() == letter["sha256"]
    assert letter["is_accessible"]
    assert letter["problems"] == []
    said = flat(pdf.content)
    for words in (
        "Test Program", "Dear Grace Okafor,", "Amina Okafor", "Speech therapy twice a week instead of once.",
        "February 1, 2031", "mediation", "due process complaint", "coordinator-1 of the test",
    ):  # fmt: skip
        assert words in said
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata(pdf.content)

    student = await world.coordinator.get(f"/v1/students/{student_id}")
    renamed = await world.coordinator.patch(
        f"/v1/students/{student_id}", {"first_name": "Aminata"}, student.headers["etag"]
    )
    assert renamed.status_code == 200
    assert (await world.coordinator.get(f"{path}/letter.pdf")).content == pdf.content
    unchanged = await world.coordinator.get(
        f"{path}/letter.pdf", headers={"If-None-Match": pdf.headers["etag"]}
    )
    assert unchanged.status_code == 304
    assert (await world.coordinator.get(path)).json() == letter
    with pytest.raises(DBAPIError, match="append-only"):
        await world.change("update eb.letter set language = 'es'")


async def test_the_list_names_every_letter_and_the_record_of_access_every_reading(
    world: World,
) -> None:
    student_id = await enrolled(world)
    contact_id = await contact_of(world, student_id)
    first = await write(world, student_id, contact_id=contact_id)
    second = await write(world, student_id, contact_id=contact_id, language="es")
    path = f"/v1/students/{student_id}/letters"
    listed = (await world.coordinator.get(path)).json()
    assert [row["id"] for row in listed] == [first["id"], second["id"]]
    assert "content" not in listed[0]
    await world.coordinator.get(f"{path}/{first['id']}/letter.pdf")
    log = (await world.supervisor.get(f"/v1/students/{student_id}/access-log?limit=200")).json()
    seen = [(a["action"], a["resource"]) for a in log["items"]]
    assert seen.count(("create", "letter")) == 2
    assert ("read", "letters") in seen
    assert ("read", "letter") in seen


async def test_a_therapist_reads_no_letter_off_the_caseload_and_writes_none(world: World) -> None:
    student_id = await enrolled(world)
    contact_id = await contact_of(world, student_id)
    letter = await write(world, student_id, contact_id=contact_id)
    path = f"/v1/students/{student_id}/letters"
    refused = await world.therapist.get(f"{path}/{letter['id']}/letter.pdf")
    assert_problem(refused, 403, "not-on-caseload")
    body = {**letter["content"]["facts"], "kind": "prior_written_notice", "contact_id": contact_id}
    assert_problem(await world.therapist.post(path, body), 403, "forbidden")
