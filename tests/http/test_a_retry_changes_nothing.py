"""Idempotency-Key: one effect and the same answer, also at once, also after a refusal."""

import asyncio
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.main import create_app
from app.settings import Settings
from tests.factories.api import Api
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, refer, referral
from tests.factories.world import World


async def test_a_post_needs_a_key(world: World) -> None:
    response = await world.agency.http.post("/v1/referrals", json=referral(world))
    assert_problem(response, 400, "idempotency-key-missing")


async def test_the_same_key_and_body_give_the_same_answer_once(world: World) -> None:
    body = referral(world)
    first = await world.agency.post("/v1/referrals", body, key="k-1")
    again = await world.agency.post("/v1/referrals", body, key="k-1")
    assert (first.status_code, first.content, first.headers["location"]) == (
        again.status_code, again.content, again.headers["location"],
    )  # fmt: skip
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    rows = await world.look("select 1 from eb.referral where tenant_id = :t", t=world.program_id)
    assert len(rows) == 1


async def test_the_same_key_with_another_body_is_refused(world: World) -> None:
    await world.agency.post("/v1/referrals", referral(world), key="k-2")
    other = referral(world, child={"first_name": "Somebody"})
    assert_problem(
        await world.agency.post("/v1/referrals", other, key="k-2"), 422, "idempotency-key-reused"
    )


async def test_ten_at_once_have_one_effect(world: World) -> None:
    body = referral(world)
    answers = await asyncio.gather(
        *(world.agency.post("/v1/referrals", body, key="k-3") for _ in range(10))
    )
    assert {a.status_code for a in answers} == {201}
    assert len({a.content for a in answers}) == 1
    rows = await world.look("select 1 from eb.referral where tenant_id = :t", t=world.program_id)
    assert len(rows) == 1
    told = await world.look(
        "select 1 from eb.outbox where tenant_id = :t and topic = 'referral.received'",
        t=world.program_id,
    )
    assert len(told) == 1


async def test_an_ordinary_post_replays_too_and_its_twins_wait(world: World) -> None:
    student_id = await enrolled(world)
    body = {"type": "screening.completed", "on": str(world.today)}
    path = f"/v1/students/{student_id}/events"
    answers = await asyncio.gather(
        *(world.coordinator.post(path, body, key="k-4") for _ in range(5))
    )
    assert {a.status_code for a in answers} == {201}
    assert len({a.content for a in answers}) == 1
    assert sum("idempotency-replayed" in a.headers for a in answers) == 4
    rows = await world.look(
        "select 1 from eb.case_event where tenant_id = :t and type = 'screening.completed'",
        t=world.program_id,
    )
    assert len(rows) == 1


async def test_a_refused_request_leaves_its_key_free(world: World) -> None:
    student_id = await enrolled(world)
    path, key = f"/v1/students/{student_id}/events", str(uuid4())
    assert_problem(
        await world.coordinator.post(
            path, {"type": "no.such.event", "on": str(world.today)}, key=key
        ),
        422,
        "unknown-name",
    )
    assert_problem(
        await world.coordinator.post(path, {"type": "x"}, key=key), 422, "invalid-request"
    )
    assert_problem(
        await world.coordinator.post(
            path, {"type": "screening.completed", "on": "2099-01-01"}, key=key
        ),
        409,
        "event-in-future",
    )
    good = await world.coordinator.post(
        path, {"type": "screening.completed", "on": str(world.today)}, key=key
    )
    assert good.status_code == 201


async def test_the_senders_own_number_is_the_same_referral_under_a_new_key(world: World) -> None:
    first = await refer(world, sender_ref="MRN-77")
    again = await refer(world, sender_ref="MRN-77")
    assert first == again


async def test_two_agencies_do_not_share_keys_or_numbers(world: World, other: World) -> None:
    first = await world.agency.post("/v1/referrals", referral(world, sender_ref="A"), key="same")
    second = await other.agency.post("/v1/referrals", referral(other, sender_ref="A"), key="same")
    assert first.json()["id"] != second.json()["id"]


async def test_the_senders_number_of_one_child_is_refused_for_another(world: World) -> None:
    await refer(world, sender_ref="MRN-78")
    other = referral(world, sender_ref="MRN-78", child={"first_name": "Somebody"})
    refused = await world.agency.post("/v1/referrals", other, key="k-9")
    assert_problem(refused, 409, "sender-ref-taken")
    corrected = {**other, "sender_ref": "MRN-79"}
    assert (await world.agency.post("/v1/referrals", corrected, key="k-9")).status_code == 201


async def test_a_key_is_refused_at_another_address_and_leaves_nothing_there(world: World) -> None:
    student_id = await enrolled(world)
    event = {"type": "screening.completed", "on": str(world.today)}
    path = f"/v1/students/{student_id}/events"
    first = await world.coordinator.post(path, event, key="k-5")
    other = f"/v1/students/{uuid4()}/events"
    for elsewhere, body in ((other, event), (f"{path}?", {**event, "type": "hearing.screened"})):
        refused = await world.coordinator.post(elsewhere, body, key="k-5")
        assert_problem(refused, 422, "idempotency-key-reused")
    for referrals in ("/v1/referrals", "/v1/referral-drafts"):
        await world.agency.post("/v1/referrals", referral(world), key="k-6")
        answer = await world.agency.post(
            referrals, referral(world, child={"first_name": "Another"}), key="k-6"
        )
        assert_problem(answer, 422, "idempotency-key-reused")
    again = await world.coordinator.post(path, event, key="k-5")
    assert (again.status_code, again.content) == (201, first.content)
    rows = await world.look(
        "select 1 from eb.case_event where tenant_id = :t and type = 'screening.completed'",
        t=world.program_id,
    )
    assert len(rows) == 1


async def test_a_twin_that_waits_too_long_is_told_that_the_first_still_runs(
    world: World, owner: AsyncEngine, settings: Settings
) -> None:
    application = create_app(settings.model_copy(update={"wait_seconds": 0.2}))
    student_id = await enrolled(world)
    event = {"type": "screening.completed", "on": str(world.today)}
    sent = (
        ("coordinator", f"/v1/students/{student_id}/events", event),
        ("agency", "/v1/referrals", referral(world)),
    )
    async with application.router.lifespan_context(application), owner.begin() as first:
        for name, path, body in sent:
            person = world.people[name]
            await first.execute(
                text(
                    "insert into eb.idempotency_key (tenant_id, principal_id, key, fingerprint) values (:t, :p, 'k-7', 'x')"
                ),
                {"t": person.tenant_id, "p": person.id},
            )
            async with Api(application, world.token(name)) as api:
                answer = await api.post(path, body, key="k-7")
            assert_problem(answer, 409, "idempotency-key-in-use")
            assert answer.headers["retry-after"] == "2"
