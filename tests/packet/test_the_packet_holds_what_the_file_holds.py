"""Health, signed reports, the transition plan, referrals under way, papers: each in the text and in a document."""

import hashlib
import json
from typing import Any

from app.files import key_of
from app.models.fields import PacketItem
from app.services.packet.archive import LOST
from app.services.packet.sections import strategies
from tests.factories import team_report
from tests.factories.agency import add_agency, made
from tests.factories.assessment import signed
from tests.factories.document import documented
from tests.factories.packet import consented, journeyed, released, unpacked
from tests.factories.strategy import registered
from tests.factories.world import World
from tests.transition.test_the_plan_is_complete_before_it_is_established import WHOLE
from tests.typeset.reading import flat, metadata


async def _archive(world: World, packet_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    answer = await world.district.get(f"/v1/packets/{packet_id}/archive")
    assert answer.status_code == 200, answer.text
    files = unpacked(answer.content)
    made = {n: raw for n, raw in files.items() if n.startswith("documents/")}
    for name, raw in made.items():
        assert "<pdfuaid:part>1</pdfuaid:part>" in metadata(raw), name
    pdfs = {n.split("/")[1][:-4]: flat(raw) for n, raw in made.items()}
    return json.loads(files["packet.json"]), pdfs


def _states(packet: dict[str, Any]) -> dict[str, str]:
    return {line["item"]: line["state"] for line in packet["manifest"]}


async def _planned(world: World, student_id: str, *, is_established: bool) -> None:
    path = f"/v1/students/{student_id}/transition-plans"
    plan = (await world.coordinator.post(path, WHOLE)).json()
    if is_established:
        made = await world.coordinator.http.post(
            f"{path}/{plan['id']}/establishment", json={},
            headers={"If-Match": f'"{plan["version"]}"', "Idempotency-Key": plan["id"]},
        )  # fmt: skip
        assert made.status_code == 200, made.text


async def test_nothing_of_these_on_file_is_missing_or_not_applicable_and_never_left_unsaid(
    world: World,
) -> None:
    student_id = await journeyed(world)
    await _planned(world, student_id, is_established=False)
    packet, _ = await _archive(world, await released(world, student_id))
    states = _states(packet)
    assert set(states) == {item.value for item in PacketItem}
    assert {k: states[k] for k in ("health", "reports", "transition_plan")} == dict.fromkeys(
        ("health", "reports", "transition_plan"), "missing"
    )
    assert states["referrals"] == states["papers"] == "not_applicable"


async def test_the_plan_and_its_steps_are_in_the_transition_plan(world: World) -> None:
    student_id = await journeyed(world)
    await _planned(world, student_id, is_established=True)
    packet, pdfs = await _archive(world, await released(world, student_id))
    assert packet["items"]["transition_plan"]["steps"][0]["text"] == "Visit the classroom"
    for words in (WHOLE["preparation"], "Visit the classroom", "Transition conference held"):
        assert words in pdfs["transition-plan"]


async def test_health_and_papers_are_listed_and_the_papers_go_along(world: World) -> None:
    student_id = await journeyed(world)
    student = f"/v1/students/{student_id}"
    entry = {
        "kind": "hearing", "text": "Passed the newborn screening.", "on_date": str(world.today), "source": "Lupine Hospital",
    }  # fmt: skip
    shot = {
        **entry,
        "kind": "immunisation",
        "system": "cvx",
        "code": "107",
        "text": "DTaP, third dose",
    }
    for body in (entry, shot):
        made = await world.coordinator.post(f"{student}/health-entries", body)
        assert made.status_code == 201, made.text
    kept = await documented(
        world.coordinator, student_id, kind="rights_holder_paper", title="Court order"
    )
    await documented(world.coordinator, student_id, kind="quote", title="Quote of a wheelchair")
    packet_id = await released(world, student_id)
    packet, pdfs = await _archive(world, packet_id)
    [paper] = packet["items"]["papers"]
    assert (paper["title"], paper["sha256"]) == ("Court order", kept["latest"]["sha256"])
    assert paper["file"] == "papers/01-rights-holder-paper.pdf"
    assert "Court order" in pdfs["contacts"]
    for api, path in (
        (world.district, f"/v1/packets/{packet_id}"),
        (world.coordinator, f"{student}/packets/{packet_id}"),
    ):
        files = unpacked((await api.get(f"{path}/archive")).content)
        assert [n for n in files if n.startswith("papers/")] == [paper["file"]]
        assert hashlib.sha256(files[paper["file"]]).hexdigest() == paper["sha256"]
    file = world.app.state.files.store.folder / key_of(world.program_id, paper["sha256"])
    file.unlink()
    files = unpacked((await world.district.get(f"/v1/packets/{packet_id}/archive")).content)
    assert paper["file"] not in files
    assert {"file": paper["file"], "field": None, "what": LOST} in json.loads(
        files["manifest.json"]
    )["losses"]
    assert "Passed the newborn screening." in pdfs["summary-of-function"]
    for words in ("DTaP, third dose (107)", "Immunization"):
        assert words in pdfs["summary-of-function"]
    assert packet["family_brings"][-1] == "immunization record"
    assert {"kind": "immunisation", "system": "cvx", "code": "107"}.items() <= next(
        e for e in packet["items"]["health"] if e["kind"] == "immunisation"
    ).items()


async def test_a_signed_report_goes_along_with_its_findings_and_a_draft_does_not(
    world: World,
) -> None:
    student_id = await journeyed(world)
    await signed(world, student_id)
    packet, pdfs = await _archive(world, await released(world, student_id))
    [report] = packet["items"]["reports"]["reports"]
    assert report["summary"] == "Seen at home, twice."
    assert str(world.people["therapist"].id) not in json.dumps(report)
    assert "Seen at home, twice." in pdfs["summary-of-function"]
    assert "percent delay 34" in pdfs["summary-of-function"]


async def test_what_the_parents_were_told_by_the_team_goes_along_and_a_draft_does_not(
    world: World,
) -> None:
    student_id = await journeyed(world)
    await team_report.on_team(world, student_id)
    await world.licensed("therapist")
    packet, _ = await _archive(world, await released(world, student_id))
    assert _states(packet)["reports"] == "missing"
    report = await team_report.signed(world, student_id)
    ask: dict[str, Any] = {
        "contact_ids": [await team_report.parent(world, student_id)],
        "form": "paper",
    }
    await team_report.taken(world, report, "issue", **ask)
    await team_report.opened(world, student_id, title="Not given to anybody yet")
    packet, pdfs = await _archive(world, await released(world, student_id))
    [told] = packet["items"]["reports"]["team_reports"]
    [section] = told["sections"]
    assert section["progress"] == [
        {"outcome": "Asks with words.", "progress": "Nearly there: alone at home."}
    ]
    assert str(world.people["therapist"].id) not in json.dumps(told)
    for words in (
        report["title"],
        *(team_report.TEXT[n] for n in ("done", "seen", "recommendations")),
    ):
        assert words in pdfs["summary-of-function"]
    assert "Not given to anybody yet" not in pdfs["summary-of-function"]


async def test_a_packet_in_the_making_says_whether_something_is_missing(world: World) -> None:
    student_id = await journeyed(world)
    path = f"/v1/students/{student_id}/transition"
    assert (await world.coordinator.get(path)).json()["state"] == "conference_held"
    await consented(world, student_id, PacketItem.PROFILE, PacketItem.PLAN, PacketItem.HEALTH)
    assert (await world.coordinator.get(path)).json()["state"] == "packet_draft"
    await consented(world, student_id, PacketItem.PROFILE, PacketItem.PLAN)
    assert (await world.coordinator.get(path)).json()["state"] == "packet_ready"
    await released(world, student_id, PacketItem.PROFILE)
    assert (await world.coordinator.get(path)).json()["state"] == "released"


async def test_what_helps_and_what_is_under_way_goes_along(world: World) -> None:
    student_id = await journeyed(world)
    at_home: dict[str, Any] = {
        "goal": "We want to draw together.", "steps": ["Offer two crayons.", "Count to ten."],
        "when_in_day": "After dinner", "how_often": "Every day", "watch_for": "Both feet on the floor.",
        "stop_when": "The hand cramps.", "whom_to_call": "Ana, 555-555-0100",
    }  # fmt: skip
    await registered(world, student_id, started_on=str(world.today), **at_home)
    await registered(world, student_id, title="A low chair", started_on=str(world.today))
    await registered(world, student_id, title="Only thought of")
    agency = await add_agency(world)
    sent = await made(
        world, "/v1/outbound-referrals", student_id=student_id, agency_id=agency["id"], reason="Hearing test",
    )  # fmt: skip
    await world.change(
        "update eb.outbound_referral set state = 'waitlisted', sent_on = :d where id = cast(:i as uuid)",
        i=sent["id"], d=world.today,
    )  # fmt: skip
    packet, pdfs = await _archive(world, await released(world, student_id))
    crayons, chair = packet["items"]["strategies"]
    assert (crayons["title"], chair["title"]) == ("Thick crayons", "A low chair")
    assert {name: crayons[name] for name in at_home} == at_home
    assert (crayons["pictures"], chair["goal"], chair["steps"]) == ([], None, [])
    [under_way] = packet["items"]["referrals"]
    assert (under_way["agency"], under_way["state"]) == ("Valley Speech", "waitlisted")
    for words in (
        "Thick crayons", "Hearing test", "Valley Speech", "At home: Thick crayons", "What the family hopes for",
        *at_home["steps"], at_home["stop_when"], at_home["whom_to_call"],
    ):  # fmt: skip
        assert words in pdfs["service-history"]
    assert "At home: A low chair" not in pdfs["service-history"]


def test_a_strategy_of_an_earlier_packet_is_read_as_it_was_frozen() -> None:
    [only] = strategies.blocks(
        [
            {
                "title": "Thick crayons", "area": "grip", "how": "Offer them.", "place": None,
                "started_on": "2025-01-10", "last_checked_on": None, "finding": None,
            }
        ]
    )  # fmt: skip
    assert only["kind"] == "table"
