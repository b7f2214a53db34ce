"""What happened moves what is owed, in the same transaction, with a reason for each move."""

from datetime import date, timedelta

import pytest

from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.world import World

FIRST_PLAN = "us-ca.partc.initial_ifsp"


async def owed(world: World, student_id: str) -> dict[str, dict[str, object]]:
    found = (await world.coordinator.get(f"/v1/students/{student_id}/deadlines")).json()
    return {o["rule_id"]: o for o in found["obligations"]}


async def stored(world: World, student_id: str) -> dict[tuple[str, str], tuple[object, ...]]:
    rows = await world.look(
        """select rule_id, occurrence, status, due_on::text, due_on_unadjusted::text, satisfied_on::text
             from eb.deadline where student_id = :s""",
        s=student_id,
    )
    return {(r[0], r[1]): tuple(r[2:]) for r in rows}


async def same_as_fresh(world: World, student_id: str) -> None:
    found = (await world.coordinator.get(f"/v1/students/{student_id}/deadlines")).json()[
        "obligations"
    ]
    fresh = {
        (o["rule_id"], o["occurrence"]): (o["due_on"], o["due_on_unadjusted"], o["satisfied_on"])
        for o in found
    }
    assert {k: v[1:] for k, v in (await stored(world, student_id)).items()} == fresh


async def test_stored_rows_equal_a_fresh_evaluation_after_every_step(world: World) -> None:
    start = world.today - timedelta(days=100)
    student_id = await enrolled(world, received_on=start)
    await same_as_fresh(world, student_id)
    for day, type_, data in (
        (5, "consent.evaluation.signed", {}),
        (15, "evaluation.completed", {}),
        (16, "assessment.child.completed", {}),
        (17, "assessment.family.completed", {}),
        (18, "eligibility.partc.decided", {"eligible": True}),
        (50, "ifsp.initial.held", {}),
        (52, "ifsp.consent.signed", {"services": ["occupational_therapy", "physical_therapy"]}),
        (60, "ifsp.service.delivered", {"service": "physical_therapy"}),
    ):
        await happened(world, student_id, type_, start + timedelta(days=day), **data)
        await same_as_fresh(world, student_id)
    assert (await owed(world, student_id))[FIRST_PLAN]["state"] == "met_late"


async def test_a_pause_moves_the_date_and_the_history_says_why(world: World) -> None:
    start = world.today - timedelta(days=30)
    student_id = await enrolled(world, received_on=start)
    before = (await owed(world, student_id))[FIRST_PLAN]["due_on"]
    path = f"/v1/students/{student_id}/pauses"
    began = start + timedelta(days=10)
    body = {
        "reason": "partc.family_circumstances",
        "from_on": str(began),
        "evidence": "grandmother ill, called twice",
    }
    pause = (await world.coordinator.post(path, body)).json()
    open_ended = (await owed(world, student_id))[FIRST_PLAN]
    assert (open_ended["due_on"], open_ended["state"], open_ended["due_on_unadjusted"]) == (
        None,
        "tolled",
        before,
    )
    ended = await world.coordinator.patch(
        f"{path}/{pause['id']}", {"to_on": str(began + timedelta(days=4))}, '"1"'
    )
    assert ended.status_code == 200, ended.text
    after = (await owed(world, student_id))[FIRST_PLAN]
    assert after["due_on"] == str(date.fromisoformat(str(before)) + timedelta(days=5))
    assert after["due_on_unadjusted"] == before
    await same_as_fresh(world, student_id)
    history = (await world.coordinator.get(f"/v1/students/{student_id}/deadline-history")).json()[
        "items"
    ]
    moves = [h for h in history if h["rule_id"] == FIRST_PLAN]
    assert [(m["from_due_on"], m["to_due_on"]) for m in reversed(moves)] == [
        (None, before), (before, None), (None, after["due_on"]),
    ]  # fmt: skip
    assert all(m["cause"] for m in moves)
    wrong = await world.coordinator.patch(
        f"{path}/{pause['id']}", {"entered_in_error": True}, '"2"'
    )
    assert wrong.status_code == 200, wrong.text
    assert (await owed(world, student_id))[FIRST_PLAN]["due_on"] == before


async def test_an_event_entered_in_error_counts_no_longer_and_stays_on_the_file(
    world: World,
) -> None:
    start = world.today - timedelta(days=40)
    student_id = await enrolled(world, received_on=start)
    before = await stored(world, student_id)
    event = await happened(
        world, student_id, "eligibility.partc.decided", world.today, eligible=False
    )
    assert await stored(world, student_id) != before
    path = f"/v1/students/{student_id}/events/{event['id']}/correction"
    corrected = await world.coordinator.post(path, {"reason": "meant for the twin"})
    assert corrected.status_code == 200, corrected.text
    assert await stored(world, student_id) == before
    events = (await world.coordinator.get(f"/v1/students/{student_id}/events")).json()
    assert [e["error_reason"] for e in events if e["entered_in_error"]] == ["meant for the twin"]
    assert_problem(
        await world.coordinator.post(path, {"reason": "again"}), 409, "already-corrected"
    )


async def test_an_earlier_day_can_be_asked_for(world: World) -> None:
    start = world.today - timedelta(days=60)
    student_id = await enrolled(world, received_on=start)
    await happened(world, student_id, "consent.evaluation.signed", start + timedelta(days=3))
    await happened(world, student_id, "evaluation.completed", start + timedelta(days=4))
    await happened(world, student_id, "assessment.child.completed", start + timedelta(days=4))
    await happened(world, student_id, "ifsp.initial.held", start + timedelta(days=20))
    then = await world.coordinator.get(
        f"/v1/students/{student_id}/deadlines", params={"as_of": str(start + timedelta(days=10))}
    )
    found = {o["rule_id"]: o for o in then.json()["obligations"]}[FIRST_PLAN]
    assert (found["state"], found["satisfied_on"], found["days_left"]) == ("open", None, 35)


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([("evaluation.completed", -1)], "dates-out-of-order"),
        ([("consent.evaluation.signed", 10), ("evaluation.completed", 5)], "dates-out-of-order"),
        ([("ifsp.service.delivered", 10)], "no-consent-yet"),
        ([("screening.completed", 500)], "event-in-future"),
        ([("screening.completed", -2000)], "event-before-birth"),
        ([("eligibility.partc.decided", 5)], "event-has-own-route"),
        ([("transition.packet.sent", 5)], "event-has-own-route"),
        ([("referral.received", 5)], "event-has-own-route"),
    ],
)
async def test_dates_out_of_order_are_refused_and_nothing_changes(
    world: World, steps: list[tuple[str, int]], code: str
) -> None:
    start = world.today - timedelta(days=60)
    student_id = await enrolled(world, received_on=start)
    *good, (bad, day) = steps
    for type_, on in good:
        await happened(world, student_id, type_, start + timedelta(days=on))
    before = await stored(world, student_id)
    body = {
        "type": bad,
        "on": str(start + timedelta(days=day)),
        "data": {"service": "vision"} if "service" in bad else {},
    }
    assert_problem(
        await world.coordinator.post(f"/v1/students/{student_id}/events", body), 409, code
    )
    assert await stored(world, student_id) == before


async def test_an_event_told_twice_is_on_file_twice_and_counts_once(world: World) -> None:
    start = world.today - timedelta(days=30)
    student_id = await enrolled(world, received_on=start)
    day = start + timedelta(days=5)
    await happened(world, student_id, "consent.evaluation.signed", day)
    once = await stored(world, student_id)
    second = await happened(world, student_id, "consent.evaluation.signed", day)
    assert await stored(world, student_id) == once
    path = f"/v1/students/{student_id}/events/{second['id']}/correction"
    assert (await world.coordinator.post(path, {"reason": "told twice"})).status_code == 200
    assert await stored(world, student_id) == once


async def test_a_day_beyond_the_year_2100_is_refused(world: World) -> None:
    path = f"/v1/students/{await enrolled(world)}"
    event = {"type": "screening.completed", "on": "2101-01-01"}
    pause = {"reason": "ca.written_extension", "from_on": str(world.today), "to_on": "2101-01-01"}
    for route, body, pointer in (
        ("events", event, "/on"),
        ("pauses", {**pause, "evidence": "x"}, "/to_on"),
    ):
        refused = await world.coordinator.post(f"{path}/{route}", body)
        found = assert_problem(refused, 422, "invalid-request")
        assert [e["pointer"] for e in found["errors"]] == [pointer]


async def test_what_was_both_done_and_declined_is_worth_the_same_in_any_order(world: World) -> None:
    """Events that contradict each other are kept both."""
    told = [("assessment.family.completed", 5), ("assessment.family.declined", 3)]
    found = []
    for number, order in enumerate((told, told[::-1])):
        first_name, last_name = (("Rosalind", "Oakes"), ("Quentin", "Birchwood"))[number]
        child = {
            "first_name": first_name, "last_name": last_name,
            "born_on": str(world.today - timedelta(days=500 + 100 * number)),
        }  # fmt: skip
        start = world.today - timedelta(days=30)
        student_id = await enrolled(world, received_on=start, child=child)
        for type_, days_ago in order:
            await happened(world, student_id, type_, world.today - timedelta(days=days_ago))
        await same_as_fresh(world, student_id)
        found.append((await stored(world, student_id))["us.partc.family_assessment", ""])
    first, second = found
    assert first == second
    assert first[0] == "met"


async def test_an_unknown_name_is_answered_with_the_nearest_known(world: World) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}"
    event = await world.coordinator.post(
        f"{path}/events", {"type": "evaluation.complete", "on": str(world.today)}
    )
    assert "evaluation.completed" in assert_problem(event, 422, "unknown-name")["near"]
    pause = await world.coordinator.post(
        f"{path}/pauses", {"reason": "partc.family", "from_on": str(world.today), "evidence": "x"}
    )
    assert "partc.family_circumstances" in assert_problem(pause, 422, "unknown-name")["near"]
    tag = (await world.coordinator.get(path)).headers["etag"]
    fact = await world.coordinator.patch(
        path, {"facts": {"child.potentialy_eligible_partb": True}}, tag
    )
    assert assert_problem(fact, 422, "unknown-name")["near"]


async def test_an_event_must_carry_what_the_rules_read(world: World) -> None:
    student_id = await enrolled(world)
    response = await world.coordinator.post(
        f"/v1/students/{student_id}/events",
        {"type": "partb.eligibility.decided", "on": str(world.today)},
    )
    found = assert_problem(response, 422, "invalid-request")
    assert found["errors"][0]["pointer"] == "/data/eligible"


async def test_a_delay_has_a_reason_that_the_indicators_count(world: World) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}/events"
    body = {"type": "screening.completed", "on": str(world.today)}
    unknown = await world.coordinator.post(
        path, {**body, "data": {"delay_reason": "STAFF_SHORTAG"}}
    )
    found = assert_problem(unknown, 422, "unknown-name")
    assert found["near"][0] == "STAFF_SHORTAGE"
    assert found["errors"][0]["pointer"] == "/data/delay_reason"
    told = await world.coordinator.post(
        path, {**body, "data": {"delay_reason": "ill, called twice"}}
    )
    assert (
        assert_problem(told, 422, "invalid-request")["errors"][0]["pointer"] == "/data/delay_reason"
    )
    known = await world.coordinator.post(path, {**body, "data": {"delay_reason": "STAFF_SHORTAGE"}})
    assert known.json()["data"] == {"delay_reason": "STAFF_SHORTAGE"}, known.text


async def test_a_fact_changes_what_is_owed(world: World) -> None:
    born = world.today - timedelta(days=3 * 365 - 200)
    student_id = await enrolled(world, child={"born_on": str(born)})
    path = f"/v1/students/{student_id}"
    tag = (await world.coordinator.get(path)).headers["etag"]
    before = await stored(world, student_id)
    changed = await world.coordinator.patch(
        path, {"facts": {"child.potentially_eligible_partb": True}}, tag
    )
    assert changed.status_code == 200, changed.text
    assert await stored(world, student_id) != before
    await same_as_fresh(world, student_id)


async def test_a_corrected_birth_date_moves_the_third_birthday(world: World) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}"
    tag = (await world.coordinator.get(path)).headers["etag"]
    born = world.today - timedelta(days=500)
    tag = (await world.coordinator.patch(path, {"born_on": str(born)}, tag)).headers["etag"]
    await same_as_fresh(world, student_id)
    assert_problem(
        await world.coordinator.patch(path, {"born_on": str(world.today + timedelta(days=2))}, tag),
        409,
        "born-in-future",
    )
