"""Attachments of a referral: the sender's own, received by the program, documents of the child who is taken in."""

from typing import Any

from fastapi import FastAPI

from app.services.referral import attach
from tests.factories.api import Api
from tests.factories.document import PDF, uploaded
from tests.factories.problem import assert_problem
from tests.factories.referral import accept, enrolled, refer, stepped
from tests.factories.world import World


async def _attach(api: Api, referral_id: str, content: bytes = PDF, **changes: Any) -> Any:
    body = {
        "upload_id": await uploaded(api, content), "file_name": "discharge.pdf", "title": "Discharge letter", **changes,
    }  # fmt: skip
    return await api.post(f"/v1/referrals/{referral_id}/attachments", body)


async def test_what_a_sender_attaches_becomes_a_document_of_the_child(world: World) -> None:
    referral_id = await refer(world)
    path = f"/v1/referrals/{referral_id}/attachments"
    made = (await _attach(world.agency, referral_id, kind="medical_record")).json()
    assert (await world.agency.get(f"{path}/{made['id']}/content")).content == PDF
    (received,) = (await world.intake.get(path)).json()
    assert received == made
    assert (await world.intake.get(f"{path}/{made['id']}/content")).content == PDF
    student_id = await accept(world, referral_id)
    listed = await world.supervisor.get(f"/v1/students/{student_id}/documents")
    (document,) = listed.json()["items"]
    assert (document["title"], document["kind"], document["part"]) == (
        "Discharge letter", "medical_record", "medical",
    )  # fmt: skip
    content = await world.supervisor.get(
        f"/v1/students/{student_id}/documents/{document['id']}/content"
    )
    assert content.content == PDF
    (afterwards,) = (await world.intake.get(path)).json()
    assert afterwards["document_id"] == document["id"]
    (sent,) = (await world.agency.get(path)).json()
    assert sent["document_id"] is None
    assert_problem(await _attach(world.agency, referral_id), 409, "referral-decided")


async def test_a_part_of_it_can_be_fetched(world: World) -> None:
    referral_id = await refer(world)
    made = (await _attach(world.agency, referral_id)).json()
    path = f"/v1/referrals/{referral_id}/attachments/{made['id']}/content"
    got = await world.intake.get(path, headers={"Range": "bytes=0-4"})
    assert (got.status_code, got.content) == (206, b"%PDF-")


async def test_a_fax_can_be_added_by_the_program_itself(world: World) -> None:
    referral_id = await refer(world, received_on=world.today)
    made = await _attach(world.intake, referral_id, part="educational")
    assert made.status_code == 201, made.text
    student_id = await accept(world, referral_id)
    listed = (await world.intake.get(f"/v1/students/{student_id}/documents")).json()["items"]
    assert [d["title"] for d in listed] == ["Discharge letter"]


async def test_nobody_attaches_to_or_reads_of_anothers_referral(world: World, other: World) -> None:
    referral_id = await refer(world)
    made = (await _attach(world.agency, referral_id)).json()
    path = f"/v1/referrals/{referral_id}/attachments"
    for stranger in (other.agency, other.intake):
        assert_problem(await _attach(stranger, referral_id), 404, "referral-not-found")
        assert_problem(await stranger.get(path), 404, "referral-not-found")
        content = await stranger.get(f"{path}/{made['id']}/content")
        assert_problem(content, 404, "referral-not-found")
    second = await refer(world, child={"first_name": "Someone", "last_name": "Else"})
    crossed = await world.agency.get(f"/v1/referrals/{second}/attachments/{made['id']}/content")
    assert_problem(crossed, 404, "attachment-not-found")
    for name in ("coordinator", "district"):
        assert_problem(await world.api(name).get(path), 403, "forbidden")
    body = {"upload_id": await uploaded(other.agency), "file_name": "a.pdf", "title": "A"}
    assert_problem(await world.agency.post(path, body), 404, "upload-not-found")


async def test_a_referral_has_a_bounded_number(world: World) -> None:
    referral_id = await refer(world)
    upload_id = await uploaded(world.agency)
    path = f"/v1/referrals/{referral_id}/attachments"
    body = {"upload_id": upload_id, "file_name": "..\\\u202egpj.exe", "title": "A"}
    for _ in range(attach.MOST):
        made = await world.agency.post(path, body)
        assert made.json()["file_name"] == "gpj.exe"
    assert_problem(await world.agency.post(path, body), 409, "attachments-full")


async def test_what_was_copied_and_never_received_is_seen_by_nobody(
    app: FastAPI, world: World
) -> None:
    referral_id = await refer(world)
    await world.change(
        "update eb.referral set state = 'declined' where tenant_id = :t", t=world.program_id
    )
    refused = await _attach(world.agency, referral_id)
    assert_problem(refused, 409, "referral-decided")
    left = await world.look(
        """select id from eb.sent_attachment where referral_id = :r
           union all select id from eb.referral_attachment where referral_id = :r""",
        r=referral_id,
    )
    assert left == []


async def test_the_program_is_told_and_has_it_on_record(world: World) -> None:
    referral_id = await refer(world)
    await _attach(world.agency, referral_id)
    told = await world.look(
        "select payload->>'referral_id' as id from eb.outbox where tenant_id = :t and topic = 'referral.attachment-received'",
        t=world.program_id,
    )
    assert [t.id for t in told] == [referral_id]
    noted = await world.look(
        "select party, created_by from eb.access_log where tenant_id = :t and resource = 'referral-attachment'",
        t=world.program_id,
    )
    assert [(n.party, n.created_by) for n in noted] == [("system of the test", None)]


async def test_what_came_goes_on_with_a_redirected_referral(world: World, other: World) -> None:
    await world.change(
        "insert into eb.partnership (tenant_id, id, partner_id) values (:t, gen_random_uuid(), :p)",
        t=other.program_id, p=world.program_id,
    )  # fmt: skip
    referral_id = await refer(world)
    await _attach(world.agency, referral_id)
    await stepped(world, referral_id, "acknowledge")
    passed = {"reason_code": "other_area", "program_id": str(other.program_id)}
    await stepped(world, referral_id, "redirect", **passed)
    path = f"/v1/referrals/{referral_id}/attachments"
    (there,) = (await other.intake.get(path)).json()
    assert (await other.intake.get(f"{path}/{there['id']}/content")).content == PDF
    assert (await _attach(world.agency, referral_id, title="Later")).status_code == 201
    assert len((await other.intake.get(path)).json()) == 2
    assert len((await world.intake.get(path)).json()) == 1


async def test_what_came_with_a_duplicate_is_a_document_of_the_child_who_is_known(
    world: World,
) -> None:
    known = await enrolled(world)
    referral_id = await refer(world)
    made = (await _attach(world.agency, referral_id)).json()
    await stepped(world, referral_id, "acknowledge")
    await stepped(world, referral_id, "mark_duplicate", student_id=known)
    documents = f"/v1/students/{known}/documents"
    [document] = (await world.supervisor.get(documents)).json()["items"]
    assert document["title"] == made["title"]
    path = f"/v1/referrals/{referral_id}/attachments"
    [kept] = (await world.intake.get(path)).json()
    assert kept["document_id"] == document["id"]
    [sent] = (await world.agency.get(path)).json()
    assert sent["document_id"] is None
    assert sent["created_at"] == made["created_at"]


async def test_a_duplicate_that_was_none_takes_its_papers_off_the_other_childs_file(
    world: World,
) -> None:
    known = await enrolled(world)
    referral_id = await refer(world, child={"first_name": "Zora", "last_name": "Neale"})
    await _attach(world.agency, referral_id)
    await stepped(world, referral_id, "acknowledge")
    await stepped(world, referral_id, "mark_duplicate", student_id=known)
    [document] = (await world.supervisor.get(f"/v1/students/{known}/documents")).json()["items"]
    await stepped(world, referral_id, "reopen", reason_code="new_information")
    path = f"/v1/students/{known}/documents/{document['id']}"
    assert (await world.supervisor.get(path)).json()["state"] == "entered_in_error"
    content = await world.supervisor.get(f"{path}/content")
    assert_problem(content, 409, "document-in-error")
    [row] = (await world.intake.get(f"/v1/referrals/{referral_id}/attachments")).json()
    assert row["document_id"] is None
    taken = await stepped(world, referral_id, "accept", district_id=str(world.district_id))
    own = await world.supervisor.get(f"/v1/students/{taken['student_id']}/documents")
    assert [d["title"] for d in own.json()["items"]] == ["Discharge letter"]
