"""kill -9 of a real replica at every statement of an intake, a release and a delivery, one after the other.

What was acknowledged exists once; what was not exists not at all, or once
after a retry with the same key.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.relay import Relay
from app.relay import relay as turning
from app.settings import Settings
from tests.factories.form import submission
from tests.factories.packet import consented, journeyed, released
from tests.factories.referral import refer, referral
from tests.factories.webhook import deliveries, told_at
from tests.factories.world import World
from tests.faults.between import NO_TLS, Replicas, replicas
from tests.webhook.receiver import Receiver, receiving

MOST_STATEMENTS = 300
PARTS = 3
"""A release has many statements: each part steps through every third, so that workers share them."""

INTAKE = (
    "select count(*) from eb.referral where tenant_id = :p and sender_id = :a and sender_ref = :r",
    "select count(*) from eb.referral_status where tenant_id = :a and program_id = :p and sender_ref = :r",
    """select count(*) from eb.outbox o join eb.referral r on o.payload->>'referral_id' = r.id::text
        where o.tenant_id = :p and o.topic = 'referral.received' and r.sender_id = :a and r.sender_ref = :r""",
)
RELEASE = (
    "select count(*) from eb.packet where student_id = cast(:s as uuid) and district_id = :d",
    "select count(*) from eb.transition_packet where student_id = cast(:s as uuid) and tenant_id = :d",
    """select count(*) from eb.outbox where tenant_id = :d and cast(:s as text) <> ''
        and topic in ('packet.released', 'packet.supplemented')""",
)


@pytest.fixture(scope="module")
async def fleet(settings: Settings, app: object) -> AsyncIterator[Replicas]:
    async with replicas(settings) as made:
        yield made


class Request:
    """One request that a replica is killed over. `by` None: nobody signed in; `lines`: a body of JSON Lines."""

    def __init__(
        self, world: World, by: str | None, path: str, body: dict[str, Any] | None, if_match: str = "*",
        *, method: str = "POST", lines: bool = False,
    ) -> None:  # fmt: skip
        self.world, self.by, self.path, self.method = world, by, path, method
        self.headers = {"Idempotency-Key": str(uuid4()), "If-Match": if_match}
        self.content = None if body is None else json.dumps(body).encode()
        if body is not None:
            self.headers["Content-Type"] = "application/x-ndjson" if lines else "application/json"

    async def killed(self, fleet: Replicas, at: int, *, answered: bool) -> bool:
        """Send it to a replica that dies at this statement; whether it died before it answered."""
        url = await fleet.serve()
        fleet.between.arm(at, answered=answered)
        headers = dict(self.headers)
        if self.by is not None:
            headers["Authorization"] = f"Bearer {self.world.token(self.by)}"
        async with httpx.AsyncClient(
            base_url=url, headers=headers, timeout=20, verify=NO_TLS
        ) as http:
            try:
                answer = await http.request(self.method, self.path, content=self.content)
            except httpx.TransportError:
                return True
        assert answer.status_code in {200, 201}, answer.text
        return False

    async def again(self, told: str = "id") -> str:
        """Sent to another replica with the same key; returns what it made."""
        answer = await self.world.api(self.by).http.request(
            self.method, self.path, content=self.content, headers=self.headers
        )
        assert answer.status_code in {200, 201}, answer.text
        return str(answer.json()[told])


async def _counts(world: World, *queries: str, **values: Any) -> tuple[int, ...]:
    return tuple([(await world.look(query, **values))[0][0] for query in queries])


async def test_an_intake_that_dies_anywhere_is_there_once_after_a_retry(
    world: World, fleet: Replicas
) -> None:
    async def rows(ref: str) -> tuple[int, ...]:
        return await _counts(world, *INTAKE, r=ref, p=world.program_id, a=world.agency_id)

    async def stepped(at: int, *, answered: bool) -> bool:
        ref = uuid4().hex
        child = {"first_name": ref[:8], "last_name": ref[8:16]}
        request = Request(
            world, "agency", "/v1/referrals", referral(world, sender_ref=ref, child=child)
        )
        died = await request.killed(fleet, at, answered=answered)
        assert await rows(ref) in ({(0, 0, 0), (1, 1, 1)} if died else {(1, 1, 1)})
        assert await request.again() == await request.again()
        assert await rows(ref) == (1, 1, 1)
        return died

    deaths = await _every_statement(stepped)
    assert deaths >= 1


async def test_a_draft_that_dies_on_its_way_is_a_draft_still_or_a_referral_and_never_both(
    world: World, fleet: Replicas
) -> None:
    drafts = "select count(*) from eb.referral_draft where id = cast(:i as uuid)"

    async def stepped(at: int, *, answered: bool) -> bool:
        ref = uuid4().hex
        child = {"first_name": ref[:8], "last_name": ref[8:16]}
        body = referral(world, sender_ref=ref, child=child)
        draft_id = (await world.agency.post("/v1/referral-drafts", body)).json()["id"]
        sent = {"r": ref, "p": world.program_id, "a": world.agency_id}
        path = f"/v1/referral-drafts/{draft_id}/submission"
        request = Request(world, "agency", path, None, '"1"')
        died = await request.killed(fleet, at, answered=answered)
        found = (
            *await _counts(world, drafts, i=draft_id),
            *await _counts(world, *INTAKE, **sent),
        )
        assert found in ({(1, 0, 0, 0), (0, 1, 1, 1)} if died else {(0, 1, 1, 1)})
        assert await request.again() == await request.again() == draft_id
        assert await _counts(world, drafts, i=draft_id) == (0,)
        assert await _counts(world, *INTAKE, **sent) == (1, 1, 1)
        return died

    assert await _every_statement(stepped, answers="last") > 3


@pytest.mark.parametrize("part", range(PARTS))
async def test_a_release_that_dies_anywhere_is_there_once_after_a_retry(
    world: World, fleet: Replicas, part: int
) -> None:
    student_id = await journeyed(world)
    consent_id = await consented(world, student_id)
    path, body = f"/v1/students/{student_id}/packets", {"consent_id": consent_id}

    async def rows() -> tuple[int, ...]:
        return await _counts(world, *RELEASE, s=student_id, d=world.district_id)

    async def stepped(at: int, *, answered: bool) -> bool:
        before = await rows()
        once_more = tuple(n + 1 for n in before)
        request = Request(world, "coordinator", path, body)
        died = await request.killed(fleet, at, answered=answered)
        assert await rows() in ({before, once_more} if died else {once_more})
        await request.again()
        assert await rows() == once_more
        return died

    deaths = await _every_statement(stepped, answers="last", first=1 + part, every=PARTS)
    assert deaths > 10


async def test_a_line_of_a_nightly_file_that_dies_is_there_once_after_a_retry(
    world: World, fleet: Replicas
) -> None:
    async def stepped(at: int, *, answered: bool) -> bool:
        ref = uuid4().hex
        child = {"first_name": ref[:8], "last_name": ref[8:16]}
        body = referral(world, sender_ref=ref, child=child)
        request = Request(world, "agency", "/v1/referrals/batch", body, lines=True)
        sent = {"r": ref, "p": world.program_id, "a": world.agency_id}
        died = await request.killed(fleet, at, answered=answered)
        assert await _counts(world, *INTAKE, **sent) in (
            {(0, 0, 0), (1, 1, 1)} if died else {(1, 1, 1)}
        )
        assert await request.again("status") == await request.again("status") == "201"
        assert await _counts(world, *INTAKE, **sent) == (1, 1, 1)
        return died

    assert await _every_statement(stepped) >= 1


async def test_a_form_that_dies_on_its_way_is_there_once_after_a_retry(
    world: World, fleet: Replicas
) -> None:
    arrived = """select count(*) from eb.referral
        where tenant_id = :p and channel = 'public_form' and child_first_name = :n"""

    async def stepped(at: int, *, answered: bool) -> bool:
        await world.change("delete from eb.rate_bucket")  # all come from one address
        name = uuid4().hex[:12]
        body = submission(world, child={"first_name": name})
        request = Request(world, None, "/v1/forms/referral/submissions", body)
        died = await request.killed(fleet, at, answered=answered)
        there = await _counts(world, arrived, p=world.program_id, n=name)
        assert there in ({(0,), (1,)} if died else {(1,)})
        assert await request.again("receipt_number") == await request.again("receipt_number")
        assert await _counts(world, arrived, p=world.program_id, n=name) == (1,)
        return died

    assert await _every_statement(stepped) >= 1


async def test_a_notice_that_dies_anywhere_is_on_both_sides_or_on_none(
    world: World, fleet: Replicas
) -> None:
    student_id = await journeyed(world)
    path = f"/v1/students/{student_id}/lea-notifications"

    async def told() -> tuple[int, int]:
        """What the program's file says, and what the district has."""
        [[here]] = await world.look(
            """select count(*) from eb.case_event where tenant_id = :p and student_id = cast(:s as uuid)
                and type = 'transition.notified.lea'""",
            p=world.program_id, s=student_id,
        )  # fmt: skip
        [[there]] = await world.look(
            "select version from eb.lea_notice where tenant_id = :d and id = cast(:s as uuid)",
            d=world.district_id, s=student_id,
        )  # fmt: skip
        return here, there

    async def stepped(at: int, *, answered: bool) -> bool:
        before = await told()
        once_more = (before[0] + 1, before[1] + 1)
        request = Request(world, "coordinator", path, {})
        died = await request.killed(fleet, at, answered=answered)
        assert await told() in ({before, once_more} if died else {once_more})
        assert await request.again() == await request.again()
        assert await told() == once_more
        return died

    assert await _every_statement(stepped, answers="last", every=PARTS) > 5


async def test_a_pull_that_dies_is_on_both_records_of_access_or_on_none(
    world: World, fleet: Replicas
) -> None:
    packet_id = await released(world, await journeyed(world))

    async def pulls() -> tuple[int, int]:
        """As the district's record has them, and as the program's."""
        [[here]] = await world.look(
            """select count(*) from eb.access_log where tenant_id = :d and resource = 'packet' and action = 'read'""",
            d=world.district_id,
        )
        [[there]] = await world.look(
            """select count(*) from eb.access_log where tenant_id = :p and resource = 'packet' and action = 'disclose'
                and party is not null and detail->>'packet_id' = :k and created_by is null""",
            p=world.program_id, k=packet_id,
        )  # fmt: skip
        return here, there

    async def stepped(at: int, *, answered: bool) -> bool:
        before = await pulls()
        once_more = (before[0] + 1, before[1] + 1)
        request = Request(world, "district", f"/v1/packets/{packet_id}", None, method="GET")
        died = await request.killed(fleet, at, answered=answered)
        assert await pulls() in ({before, once_more} if died else {once_more})
        assert await request.again("packet_id") == packet_id
        return died

    assert await _every_statement(stepped) >= 1


async def test_what_a_district_says_is_on_both_sides_or_on_none(
    world: World, fleet: Replicas
) -> None:
    packet_id = await released(world, await journeyed(world))
    await world.change("update eb.transition_packet set released_at = now() - interval '300 days'")
    sides = (
        "select count(*) from eb.packet_result where tenant_id = :d and cast(:p as uuid) is not null",
        "select count(*) from eb.packet_result where tenant_id = :p and cast(:d as uuid) is not null",
        """select count(*) from eb.case_event where tenant_id = :p and type = 'partb.evaluation.completed'
            and cast(:d as uuid) is not null""",
    )

    async def rows() -> tuple[int, ...]:
        return await _counts(world, *sides, p=world.program_id, d=world.district_id)

    async def stepped(at: int, *, answered: bool) -> bool:
        before = await rows()
        once_more = tuple(n + 1 for n in before)
        on = world.today - timedelta(days=at)  # else it is said already
        body = {"result": "evaluated", "on": str(on)}
        request = Request(world, "district", f"/v1/packets/{packet_id}/results", body)
        died = await request.killed(fleet, at, answered=answered)
        assert await rows() in ({before, once_more} if died else {once_more})
        assert await request.again() == await request.again()
        assert await rows() == once_more
        return died

    # What an answer moves on the file differs from day to day, and with it which statement is the last.
    assert await _every_statement(stepped, answers="none", every=PARTS) > 4


async def test_a_receipt_that_dies_anywhere_is_on_both_sides_or_on_none(
    world: World, fleet: Replicas
) -> None:
    packet_id = await released(world, await journeyed(world))
    both = """select count(*) from (select received_on from eb.packet where id = cast(:k as uuid)
        union all select received_on from eb.transition_packet where id = cast(:k as uuid)) b where received_on is not null"""

    async def stepped(at: int, *, answered: bool) -> bool:
        for table in ("packet", "transition_packet"):
            await world.change(
                f"update eb.{table} set received_on = null where id = cast(:k as uuid)",  # noqa: S608 - two names of ours
                k=packet_id,
            )
        request = Request(world, "district", f"/v1/packets/{packet_id}/receipt", {})
        died = await request.killed(fleet, at, answered=answered)
        assert await _counts(world, both, k=packet_id) in ({(0,), (2,)} if died else {(2,)})
        assert await request.again() == await request.again() == packet_id
        assert await _counts(world, both, k=packet_id) == (2,)
        return died

    assert await _every_statement(stepped, answers="last", every=2) > 3


async def _every_statement(
    stepped: Any, answers: str = "all", *, first: int = 1, every: int = 1
) -> int:
    """Die before each statement, and after its answer was lost; returns how often it died."""
    deaths = 0
    for at in range(first, MOST_STATEMENTS, every):
        if not await stepped(at, answered=False):
            if answers == "last":
                await _after_the_last(stepped, at, every)
            return deaths
        deaths += 1
        if answers == "all":
            assert await stepped(at, answered=True)
            deaths += 1
    raise AssertionError("there is no end of statements")


async def _after_the_last(stepped: Any, at: int, every: int) -> None:
    """The last statement is one of those since the one that was last died at: its answer is lost."""
    for last in range(at - 1, max(at - 1 - every, 0), -1):
        if await stepped(last, answered=True):
            return
    raise AssertionError("no statement was the last")


async def test_a_delivery_that_dies_anywhere_is_made_at_least_once_and_noted_once(
    world: World, fleet: Replicas, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turning, "IDLE_SECONDS", 0.02)
    async with receiving() as receiver:
        endpoint = await told_at(world.administrator, receiver.url("/ok"))
        at, noted = 0, False
        while not noted:
            at += 1
            noted = await _deliver_and_die(world, fleet, endpoint["id"], at)
            await world.change(
                "update eb.webhook_delivery set next_at = now() where tenant_id = :t and done_at is null",
                t=world.program_id,
            )
            done = await _by_another(world, relay, endpoint["id"], at)
            assert {d["state"] for d in done} == {"delivered"}
            await _arrived(receiver, {d["event_id"] for d in done}, endpoint["secret"])
    assert at > 5


async def _by_another(
    world: World, relay: Relay, endpoint_id: str, count: int
) -> list[dict[str, Any]]:
    """Deliveries, once another relay has made them all; the database may still hold the killed one's locks."""
    async with asyncio.timeout(20):
        while True:
            await relay.run_dry()
            found = await deliveries(world.administrator, endpoint_id, limit=200)
            if len(found) == count:
                return found
            await asyncio.sleep(0.05)


async def _deliver_and_die(world: World, fleet: Replicas, endpoint_id: str, at: int) -> bool:
    """A relay that dies before this statement; whether it had noted its delivery by then."""
    await refer(world, child={"first_name": uuid4().hex, "last_name": uuid4().hex})
    await fleet.relay(at)
    async with asyncio.timeout(20):
        await fleet.between.killed.wait()
    made = await deliveries(world.administrator, endpoint_id, limit=200)
    return [d["state"] for d in made] == ["delivered"] * at


async def _arrived(receiver: Receiver, ids: set[str], secret: str) -> None:
    await receiver.until(len(ids))
    assert {g["headers"]["webhook-id"] for g in receiver.got} == ids
    assert all(receiver.verified(g, secret) == [True] for g in receiver.got)
