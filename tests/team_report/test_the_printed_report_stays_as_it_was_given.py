"""The report on paper: marked while it is a draft, whole for the family, the same bytes once it was given."""

import hashlib
from typing import Any

from tests.factories.meeting import hours, propose
from tests.factories.plan import in_force
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.team_report import (
    TEXT,
    act,
    asked,
    on_team,
    opened,
    parent,
    path,
    taken,
    written,
)
from tests.factories.world import World
from tests.typeset.reading import flat, metadata, tags


async def test_it_says_all_of_it_and_stays_byte_for_byte(world: World) -> None:
    plan = await in_force(world, 1)
    student_id = plan.student.rsplit("/", 1)[-1]
    await on_team(world, student_id)
    await world.licensed("supervisor")
    await world.licensed(
        "therapist", level="assistant", title="COTA/L", number="OTA-77",
        supervisor_id=str(world.people["supervisor"].id),
    )  # fmt: skip
    met = await propose(
        world, student_id=student_id, kind="ifsp_review", place="At the clinic", **hours(48)
    )
    report = await opened(world, student_id, plan_id=plan.id, meeting_id=met["id"])
    section = await written(
        world, await asked(world, report), progress=[{"plan_id": plan.id, "number": 1, "progress": "Begun."}]
    )  # fmt: skip
    printed = f"{path(report)}/report.pdf"
    draft = await world.coordinator.get(printed)
    assert draft.status_code == 200, draft.text
    said = flat(draft.content)
    assert "This is a draft" in said
    assert "not signed yet" in said
    spanish = await world.coordinator.get(printed, params={"language": "es"})
    assert "Esto es un borrador" in flat(spanish.content)
    await taken(world, section, "sign", "therapist")
    await taken(world, section, "co_sign", "supervisor")
    await taken(world, report, "send_to_review")
    await taken(world, report, "sign")
    ask: dict[str, Any] = {"contact_ids": [await parent(world, student_id)], "form": "paper"}
    await taken(world, report, "issue", **ask)
    first = await world.coordinator.get(printed)
    said = flat(first.content)
    for part in (
        "Amina Okafor", report["title"], "At the clinic", TEXT["done"], TEXT["seen"], TEXT["recommendations"],
        "1. Asks for what is wanted with two words.", "Begun.", "Occupational therapy", "COTA/L", "OTA-77", "Read and co-signed by",
        "OTR/L", "OT-1042", "Put together by", "Given to the family",
    ):  # fmt: skip
        assert part in said, part
    assert "raft" not in said
    assert "<pdfuaid:part>1" in metadata(first.content)
    assert {"/H1", "/H2", "/Table", "/TH"} <= set(tags(first.content))
    assert first.headers["etag"] == f'"{hashlib.sha256(first.content).hexdigest()}"'
    await world.change(
        "update eb.principal set name = 'Another Name' where id = :i",
        i=world.people["therapist"].id,
    )
    again = await world.therapist.get(printed, params={"language": "es"})
    assert again.content == first.content
    seen = {"If-None-Match": first.headers["etag"]}
    assert (await world.coordinator.get(printed, headers=seen)).status_code == 304
    log = (await world.supervisor.get(f"/v1/students/{student_id}/access-log")).json()["items"]
    assert any(e["detail"].get("part") == "pdf" for e in log if e["resource"] == "team-report")
    assert (await act(world, report, "void", reason_code="wrong_child")).status_code == 200
    assert_problem(await world.coordinator.get(printed), 409, "team-report-voided")


async def test_a_signature_that_was_taken_back_is_printed_no_more(world: World) -> None:
    student_id = await enrolled(world)
    await on_team(world, student_id)
    await world.licensed("supervisor")
    await world.licensed(
        "therapist", level="assistant", title="COTA/L", supervisor_id=str(world.people["supervisor"].id)
    )  # fmt: skip
    report = await opened(world, student_id)
    section = await written(world, await asked(world, report))
    await taken(world, section, "sign", "therapist")
    await taken(world, section, "co_sign", "supervisor")
    await taken(world, section, "take_back", "therapist", reason_code="wrong_number")
    await taken(world, section, "sign", "therapist")
    said = flat((await world.coordinator.get(f"{path(report)}/report.pdf")).content)
    assert "COTA/L" in said
    assert "co-signed" not in said


async def test_it_names_the_licence_that_was_signed_under_and_no_other(world: World) -> None:
    student_id = await enrolled(world)
    await on_team(world, student_id)
    await world.licensed("therapist", title="OTR/L", number="OT-1")
    await world.licensed("therapist", title="OT-Temp", number="OT-2", expires_on="2021-01-01")
    report = await opened(world, student_id)
    section = await written(world, await asked(world, report))
    await taken(world, section, "sign", "therapist")
    said = flat((await world.coordinator.get(f"{path(report)}/report.pdf")).content)
    assert "OTR/L, license OT-1" in said
