"""The district acknowledges and answers; the program's file, clocks and state follow in the same commit."""

from datetime import timedelta
from typing import Any

from tests.factories.judgement import judged
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World


async def released(world: World, **changes: Any) -> tuple[str, str]:
    """Ids of a student and of the packet that the district has."""
    student_id = await enrolled(world, **changes)
    student = f"/v1/students/{student_id}"
    file = (await world.coordinator.get(student)).json()
    await judged(world.coordinator, student)
    assert (await world.coordinator.post(f"{student}/lea-notifications", {})).status_code == 201
    consent = await world.coordinator.post(
        f"{student}/consents",
        {
            "contact_id": file["contacts"][0]["id"], "recipient_id": str(world.district_id), "covers": ["profile"],
            "authority": "parent", "language": "en", "method": "paper", "signed_on": str(world.today),
        },
    )  # fmt: skip
    packet = await world.coordinator.post(
        f"{student}/packets", {"consent_id": consent.json()["id"]}
    )
    assert packet.status_code == 201, packet.text
    return student_id, packet.json()["id"]


async def _state(world: World, student_id: str) -> str:
    found = await world.coordinator.get(f"/v1/students/{student_id}/transition")
    assert found.status_code == 200, found.text
    return str(found.json()["state"])


async def test_the_program_sees_that_the_packet_arrived(world: World) -> None:
    student_id, packet_id = await released(world)
    assert await _state(world, student_id) == "released"
    answer = await world.district.post(f"/v1/packets/{packet_id}/receipt", {})
    assert answer.status_code == 200, answer.text
    assert answer.json()["received_on"] == str(world.today)
    assert await _state(world, student_id) == "received"
    packets = (await world.coordinator.get(f"/v1/students/{student_id}/packets")).json()
    assert packets[0]["received_on"] == str(world.today)
    again = await world.district.post(f"/v1/packets/{packet_id}/receipt", {})
    assert_problem(again, 409, "received-already")
    told = await world.look(
        "select count(*) as n from eb.outbox where tenant_id = :t and topic = 'packet.received'",
        t=world.program_id,
    )
    assert told[0].n == 1


async def test_an_answer_is_an_event_of_the_programs_file_signed_by_nobody_of_it(
    world: World,
) -> None:
    student_id, packet_id = await released(world)
    path = f"/v1/packets/{packet_id}/results"
    today = str(world.today)
    for result in ("evaluated", "eligible", "iep_in_effect"):
        answer = await world.district.post(path, {"result": result, "on": today})
        assert answer.status_code == 201, answer.text
    events = (await world.coordinator.get(f"/v1/students/{student_id}/events")).json()
    told = [e for e in events if e["data"].get("packet_id") and e["type"].startswith("partb.")]
    assert {e["type"] for e in told} == {
        "partb.evaluation.completed", "partb.eligibility.decided", "partb.iep.in_effect",
    }  # fmt: skip
    rows = await world.look(
        "select created_by from eb.case_event where tenant_id = :t and type like 'partb.%'",
        t=world.program_id,
    )
    assert [r.created_by for r in rows] == [None, None, None]
    assert await _state(world, student_id) == "iep_in_effect"
    log = (await world.supervisor.get(f"/v1/students/{student_id}/access-log")).json()["items"]
    assert any(a["party"] == "system of the test" and a["action"] == "change" for a in log)


async def test_a_later_answer_stands_before_one_that_was_not_determined(world: World) -> None:
    student_id, packet_id = await released(world)
    for result, state in (
        ("evaluated", "evaluating"), ("not_determined", "not_determined"), ("eligible", "evaluating"),
    ):  # fmt: skip
        answer = await world.district.post(
            f"/v1/packets/{packet_id}/results", {"result": result, "on": str(world.today)}
        )
        assert answer.status_code == 201, answer.text
        assert await _state(world, student_id) == state


async def test_the_same_answer_twice_is_one(world: World) -> None:
    student_id, packet_id = await released(world)
    body = {"result": "not_eligible", "on": str(world.today)}
    first = await world.district.post(f"/v1/packets/{packet_id}/results", body)
    second = await world.district.post(f"/v1/packets/{packet_id}/results", body)
    assert first.json()["id"] == second.json()["id"]
    listed = (await world.district.get(f"/v1/packets/{packet_id}/results")).json()
    assert len(listed) == 1
    assert await _state(world, student_id) == "not_eligible"


async def test_an_answer_lies_between_the_release_and_today(world: World) -> None:
    _, packet_id = await released(world)
    for days in (-1, 1):
        body = {"result": "evaluated", "on": str(world.today + timedelta(days=days))}
        answer = await world.district.post(f"/v1/packets/{packet_id}/results", body)
        assert_problem(answer, 409, "result-dates")


async def test_another_district_and_a_withdrawn_packet_are_answered_alike_everywhere(
    world: World, other: World
) -> None:
    student_id, packet_id = await released(world)
    for path, body in (("receipt", {}), ("results", {"result": "evaluated", "on": str(world.today)})):  # fmt: skip
        answer = await other.district.post(f"/v1/packets/{packet_id}/{path}", body)
        assert_problem(answer, 404, "packet-not-found")
    consents = (await world.coordinator.get(f"/v1/students/{student_id}/consents")).json()
    await world.coordinator.post(
        f"/v1/students/{student_id}/consents/{consents[0]['id']}/revocation", {}
    )
    answer = await world.district.post(f"/v1/packets/{packet_id}/receipt", {})
    assert_problem(answer, 404, "packet-not-found")
    assert await _state(world, student_id) == "notified"


async def test_many_packets_come_in_one_go_and_each_is_on_its_record(world: World) -> None:
    found = [
        await released(
            world, child={"first_name": first, "last_name": last, "born_on": born_on},
            contacts=[{"first_name": "P", "relationship": "parent", "may_sign": True, "holds_educational_rights": True}],
        )
        for first, last, born_on in (
            ("Amara", "Quist", "2025-01-03"), ("Bojan", "Delgado", "2025-02-14"), ("Chen", "Ruiz", "2025-03-27"),
        )
    ]  # fmt: skip
    page = await world.district.get("/v1/packet-contents?limit=2")
    assert page.headers["content-type"].startswith("application/x-ndjson")
    assert len(page.text.splitlines()) == 2
    rest = await world.district.get(page.headers["link"].split(";")[0].strip("<>"))
    lines = [*page.text.splitlines(), *rest.text.splitlines()]
    assert len(lines) == 3
    assert "link" not in rest.headers
    alone = await world.district.get(f"/v1/packets/{found[0][1]}")
    assert lines[0] == alone.text
    for student_id, _ in found:
        log = (await world.supervisor.get(f"/v1/students/{student_id}/access-log")).json()["items"]
        assert any(a["action"] == "disclose" and a["resource"] == "packet" and a["party"] == "system of the test" for a in log)  # fmt: skip
    assert (await world.district.get("/v1/packet-contents?only_unpulled=true")).text == ""
    assert (await world.district.get("/v1/packets?only_unpulled=true")).json()["items"] == []


async def test_the_district_sees_who_comes_when(world: World) -> None:
    born_on = world.today - timedelta(days=900)
    await released(world, child={"born_on": str(born_on)})
    rows = (await world.district.get("/v1/arrivals?months=12")).json()
    third = f"{born_on.year + 3}-{born_on.month:02d}"
    assert rows == [
        {
            "month": third, "program_id": str(world.program_id), "postal_code": None, "school": None, "children": 1,
            "with_packet": 1, "pulled": 0, "acknowledged": 0,
        }
    ]  # fmt: skip
    areas = (await world.district.get("/v1/arrivals?months=12&by_postal_code=true")).json()
    assert areas == [{**rows[0], "postal_code": "95501"}]
    inside = await world.district.get(f"/v1/lea-notices?born_from={born_on}&born_until={born_on}")
    outside = await world.district.get(f"/v1/lea-notices?born_until={born_on - timedelta(days=1)}")
    assert [len(r.json()["items"]) for r in (inside, outside)] == [1, 0]


async def test_the_list_is_narrowed_and_joins_the_notices(world: World) -> None:
    student_id, first = await released(world)
    _, second = await released(
        world, child={"first_name": "Ina", "last_name": "Moss", "born_on": "2024-11-30"}
    )
    notices = (await world.district.get("/v1/lea-notices")).json()["items"]

    async def found(query: str) -> list[str]:
        listed = (await world.district.get(f"/v1/packets?{query}")).json()["items"]
        told = {n["id"] for n in notices}
        assert all((p["student_id"] in told) is (p["withdrawn_at"] is None) for p in listed)
        return [p["id"] for p in listed]

    assert await found(f"program_id={world.program_id}") == [first, second]
    assert await found(f"program_id={world.district_id}") == []
    assert await found(f"released_from={world.today}") == [first, second]
    assert await found(f"released_from={world.today + timedelta(days=2)}") == []
    assert (await found("withdrawn=false"), await found("withdrawn=true")) == ([first, second], [])
    consents = (await world.coordinator.get(f"/v1/students/{student_id}/consents")).json()
    path = f"/v1/students/{student_id}/consents/{consents[0]['id']}/revocation"
    assert (await world.coordinator.post(path, {})).status_code == 200
    assert (await found("withdrawn=false"), await found("withdrawn=true")) == ([second], [first])
