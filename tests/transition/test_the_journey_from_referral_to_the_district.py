"""One child's way through the whole system, over the API alone."""

from datetime import timedelta

from tests.factories.judgement import judged
from tests.factories.problem import assert_problem
from tests.factories.referral import accept, happened, refer
from tests.factories.world import World


async def test_a_referral_comes_in_and_the_district_pulls_the_packet(world: World) -> None:
    today = world.today
    received = today - timedelta(days=200)
    born = today - timedelta(days=3 * 365 - 150)
    referral_id = await refer(world, received_on=received, child={"born_on": str(born)})
    student_id = await accept(world, referral_id)
    student = f"/v1/students/{student_id}"

    owed = (await world.supervisor.get(f"{student}/deadlines")).json()
    first = {o["rule_id"]: o for o in owed["obligations"]}["us-ca.partc.initial_ifsp"]
    assert first["due_on"] == str(received + timedelta(days=45))
    assert first["citations"]
    assert first["explanation"]

    assigned = await world.supervisor.post(
        f"{student}/assignments",
        {
            "principal_id": str(world.people["coordinator"].id),
            "role": "coordinator",
            "from_on": str(received),
            "grounds": "Takes new families.",
        },
    )
    assert assigned.status_code == 201
    caseload = (await world.coordinator.get("/v1/students")).json()["items"]
    assert [row["id"] for row in caseload] == [student_id]

    for day, type_, data in (
        (10, "consent.evaluation.signed", {}),
        (20, "evaluation.completed", {}),
        (21, "assessment.child.completed", {}),
        (22, "eligibility.partc.decided", {"eligible": True, "basis": "developmental_delay"}),
        (30, "ifsp.initial.held", {}),
        (31, "ifsp.consent.signed", {"services": ["speech_language_pathology"]}),
        (40, "ifsp.service.delivered", {"service": "speech_language_pathology"}),
    ):
        await happened(world, student_id, type_, received + timedelta(days=day), **data)
    file = (await world.coordinator.get(student)).json()
    met = {d["rule_id"]: d for d in file["deadlines"]}["us-ca.partc.initial_ifsp"]
    assert (met["state"], met["satisfied_on"]) == ("met", str(received + timedelta(days=30)))
    assert file["enrolment"]["state"] == "active"

    contact = file["contacts"][0]
    consent = await world.coordinator.post(
        f"{student}/consents",
        {
            "contact_id": contact["id"], "recipient_id": str(world.district_id), "covers": ["profile", "services"],
            "authority": "parent", "language": "en", "method": "paper", "signed_on": str(today),
        },
    )  # fmt: skip
    assert consent.status_code == 201, consent.text
    release = {"consent_id": consent.json()["id"]}
    assert_problem(
        await world.coordinator.post(f"{student}/packets", release), 409, "district-not-notified"
    )

    assert (await world.district.get("/v1/lea-notices")).json()["items"] == []
    await judged(world.coordinator, student)
    told = await world.coordinator.post(f"{student}/lea-notifications", {})
    assert told.status_code == 201, told.text
    notice = (await world.district.get("/v1/lea-notices")).json()["items"][0]
    assert notice["child_first_name"] == "Amina"
    assert set(notice) == {
        "id", "version", "program_id", "child_first_name", "child_last_name", "born_on", "parents", "notified_on",
    }  # fmt: skip

    released = await world.coordinator.post(f"{student}/packets", release)
    assert released.status_code == 201, released.text
    packet_id = released.json()["id"]
    listed = (await world.district.get("/v1/packets")).json()["items"]
    assert [p["id"] for p in listed] == [packet_id]
    pulled = await world.district.get(f"/v1/packets/{packet_id}")
    assert pulled.status_code == 200
    assert pulled.headers["etag"] == f'"{released.json()["sha256"]}"'
    assert set(pulled.json()["items"]) == {"profile", "services"}

    access = (await world.supervisor.get(f"{student}/access-log?limit=200")).json()["items"]
    disclosures = [a for a in access if a["action"] == "disclose" and a["resource"] == "packet"]
    assert {a["purpose"] for a in disclosures} == {"service coordination", "transition to Part B"}

    revoked = await world.coordinator.post(
        f"{student}/consents/{consent.json()['id']}/revocation", {}
    )
    assert revoked.status_code == 200, revoked.text
    assert_problem(await world.district.get(f"/v1/packets/{packet_id}"), 404, "packet-not-found")


async def test_the_agency_reads_its_referrals_status_and_nothing_else(world: World) -> None:
    referral_id = await refer(world)
    student_id = await accept(world, referral_id)
    status = await world.agency.get(f"/v1/referrals/{referral_id}")
    assert status.json()["state"] == "accepted"
    assert status.json()["outcome"] == "enrolled"
    assert "child_first_name" not in status.json()
    assert_problem(await world.agency.get(f"/v1/students/{student_id}"), 403, "forbidden")
