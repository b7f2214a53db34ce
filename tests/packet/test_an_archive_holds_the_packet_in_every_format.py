"""One pull: the frozen text, Ed-Fi rows, CSV and documents, the same bytes each time."""

import csv
import hashlib
import io
import json
from typing import Any

from app.models.fields import PacketItem
from tests.factories.packet import journeyed, released, rows_of, unpacked
from tests.factories.problem import assert_problem
from tests.factories.world import World
from tests.typeset.reading import flat, metadata, spoken

ELIGIBILITY = "ed-fi/studentSpecialEducationProgramEligibilityAssociations.jsonl"
DOCUMENTS = {
    "cover",
    "summary-of-function",
    "transition-plan",
    "timeline",
    "service-history",
    "contacts",
}


async def pulled(world: World, packet_id: str) -> dict[str, bytes]:
    answer = await world.district.get(f"/v1/packets/{packet_id}/archive")
    assert answer.status_code == 200, answer.text
    return unpacked(answer.content)


def table(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode())))


async def numbered(world: World) -> None:
    """The district has a number of the State's; the directory remembers districts for a while."""
    await world.change(
        "update eb.organisation set number = '612345' where id = :d", d=world.district_id
    )


async def test_the_archive_is_the_same_bytes_for_district_and_program(world: World) -> None:
    await numbered(world)
    student_id = await journeyed(world)
    packet_id = await released(world, student_id, note="With our thanks.")
    path = f"/v1/packets/{packet_id}/archive"
    first, second = [await world.district.get(path) for _ in range(2)]
    own = await world.coordinator.get(f"/v1/students/{student_id}/packets/{packet_id}/archive")
    assert first.content == second.content == own.content
    assert first.headers["content-type"] == "application/zip"
    tag = f'"{hashlib.sha256(first.content).hexdigest()}"'
    assert first.headers["etag"] == tag
    assert (await world.district.get(path, headers={"If-None-Match": tag})).status_code == 304

    files = unpacked(first.content)
    frozen = await world.district.get(f"/v1/packets/{packet_id}")
    assert files["packet.json"] == frozen.content
    seen = await world.coordinator.get(f"/v1/students/{student_id}/packets/{packet_id}")
    assert seen.content == frozen.content
    assert next(iter(files)) == "manifest.json"
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["items"] == frozen.json()["manifest"]
    assert {f["path"]: f["sha256"] for f in manifest["files"]} == {
        name: hashlib.sha256(raw).hexdigest() for name, raw in files.items()
    }
    assert {n.split("/")[1][:-4] for n in files if n.startswith("documents/")} == DOCUMENTS


async def test_every_document_is_readable_and_marked_up(world: World) -> None:
    student_id = await journeyed(world)
    files = await pulled(world, await released(world, student_id, note="With our thanks."))
    said = {n: flat(raw) for n, raw in files.items() if n.endswith(".pdf")}
    for name in said:
        assert "<pdfuaid:part>1</pdfuaid:part>" in metadata(files[name])
    cover = said["documents/cover.pdf"]
    for words in (
        "Test Unified",
        "With our thanks.",
        "Included",
        "birth certificate",
        "Amina Okafor",
    ):
        assert words in cover
    assert "Grace Okafor" in said["documents/contacts.pdf"]
    assert "Speech language pathology" in said["documents/service-history.pdf"]
    assert "Transition conference held" in said["documents/transition-plan.pdf"]
    assert len(spoken(files["documents/timeline.pdf"])) == 1


async def test_ed_fi_rows_carry_what_is_known_and_nothing_else(world: World) -> None:
    await numbered(world)
    student_id = await journeyed(world, last_name="O" * 90)
    files = await pulled(world, await released(world, student_id))
    packet = json.loads(files["packet.json"])
    (student,) = rows_of(files["ed-fi/students.jsonl"])
    assert student["studentUniqueId"] == student_id.replace("-", "")
    assert student["lastSurname"] == "O" * 75
    (contact,) = rows_of(files["ed-fi/contacts.jsonl"])
    assert len(contact["contactUniqueId"]) == 32
    (link,) = rows_of(files["ed-fi/studentContactAssociations.jsonl"])
    assert link["relationDescriptor"] == "uri://ed-fi.org/RelationDescriptor#Mother"
    assert link["livesWith"] is True
    assert "legalGuardian" not in link
    (row,) = rows_of(files[ELIGIBILITY])
    days = {
        e["type"]: e["on"] for e in packet["items"]["eligibility"] + packet["items"]["transition"]
    }
    assert row["consentToEvaluationReceivedDate"] == days["consent.evaluation.signed"]
    assert row["eligibilityEvaluationDate"] == days["evaluation.completed"]
    assert row["transitionConferenceDate"] == days["transition.conference.held"]
    assert row["originalECIServicesDate"] == packet["items"]["services"][0]["first_delivered_on"]
    assert row["educationOrganizationReference"] == {"educationOrganizationId": 612345}
    losses = json.loads(files["manifest.json"])["losses"]
    told = {(one["file"], one["field"]) for one in losses}
    assert ("ed-fi/students.jsonl", "lastSurname") in told
    assert ("ed-fi/contacts.jsonl", "telephoneNumberTypeDescriptor") in told


async def test_a_row_without_its_key_is_left_out_and_the_manifest_says_so(world: World) -> None:
    student_id = await journeyed(world)
    files = await pulled(world, await released(world, student_id))
    assert ELIGIBILITY not in files
    losses = json.loads(files["manifest.json"])["losses"]
    assert {
        "file": ELIGIBILITY,
        "field": "educationOrganizationReference",
        "what": "not known, and part of the key: the row is left out",
    } in losses


async def test_csv_has_ceds_names_and_values_and_no_formula(world: World) -> None:
    student_id = await journeyed(world, first_name="=HYPERLINK(A1)", last_name="＋1-2 @x")
    files = await pulled(world, await released(world, student_id))
    (child,) = table(files["csv/Child.csv"])
    assert child["FirstName"] == "'=HYPERLINK(A1)"
    assert child["LastOrSurname"] == "'＋1-2 @x"
    (one,) = table(files["csv/EarlyIntervention.csv"])
    assert one["IDEAPartCEligibilityCategory"] == "DevelopmentalDelay"
    assert one["TransitionConferenceDate"]
    (service,) = table(files["csv/PlannedService.csv"])
    assert service["PlannedServiceType"] == "15"
    (contact,) = table(files["csv/Contact.csv"])
    assert contact["PersonRelationshipType"] == "Mother"
    (plan,) = table(files["csv/IndividualizedProgram.csv"])
    assert plan["IndividualizedProgramType"] == "02198"


async def test_what_the_parent_withheld_is_in_no_file(world: World) -> None:
    student_id = await journeyed(world)
    files = await pulled(world, await released(world, student_id, PacketItem.SERVICES))
    assert {n for n in files if n.startswith("documents/")} == {
        "documents/cover.pdf", "documents/service-history.pdf",
    }  # fmt: skip
    assert set(files) == {
        "manifest.json", "packet.json", "csv/PlannedService.csv",
        "documents/cover.pdf", "documents/service-history.pdf",
    }  # fmt: skip
    for name, raw in files.items():
        shown = flat(raw) if name.endswith(".pdf") else raw.decode()
        assert "Okafor" not in shown, name
    assert "Withheld by the parent" in flat(files["documents/cover.pdf"])


async def test_names_of_any_script_and_any_malice_are_printed(world: World) -> None:
    child = {"first_name": "#panic() 陳國華 🐶", "last_name": "الحسيني *x* \\ $y$"}
    student_id = await journeyed(world, **child)
    files = await pulled(world, await released(world, student_id))
    summary = flat(files["documents/summary-of-function.pdf"])
    assert "#panic() 陳國華 [dog face]" in summary
    losses = json.loads(files["manifest.json"])["losses"]
    assert {"documents/summary-of-function.pdf", "documents/cover.pdf"} <= {
        o["file"] for o in losses
    }


async def test_an_archive_is_a_pull_like_any_other(world: World, other: World) -> None:
    student_id = await journeyed(world)
    packet_id = await released(world, student_id)
    path = f"/v1/packets/{packet_id}/archive"
    await world.district.get(path)
    row: dict[str, Any] = (
        await world.coordinator.get(f"/v1/students/{student_id}/packets")
    ).json()[0]
    assert row["pulled_at"] is not None
    log = (await world.supervisor.get(f"/v1/students/{student_id}/access-log?limit=200")).json()
    assert [
        a
        for a in log["items"]
        if a["resource"] == "packet" and a["purpose"] == "transition to Part B"
    ]
    assert_problem(await other.district.get(path), 404, "packet-not-found")

    consents = (await world.coordinator.get(f"/v1/students/{student_id}/consents")).json()
    for one in consents:
        await world.coordinator.post(
            f"/v1/students/{student_id}/consents/{one['id']}/revocation", {}
        )
    assert_problem(await world.district.get(path), 404, "packet-not-found")
    own = await world.coordinator.get(f"/v1/students/{student_id}/packets/{packet_id}/archive")
    assert own.status_code == 200
