"""An unsent referral: written bit by bit, seen by nobody but its sender, sent whole, once, under its own id."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.services import draft_round
from app.services.referral import draft
from tests.factories.api import Api
from tests.factories.problem import assert_problem
from tests.factories.referral import referral
from tests.factories.world import World

DRAFTS = "/v1/referral-drafts"


async def _begun(api: Api, **content: Any) -> dict[str, Any]:
    made = await api.post(DRAFTS, content)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def _send(api: Api, made: dict[str, Any], key: str | None = None) -> httpx.Response:
    headers = {"If-Match": f'"{made["version"]}"', "Idempotency-Key": key or str(uuid4())}
    return await api.http.post(f"{DRAFTS}/{made['id']}/submission", headers=headers)


async def test_it_is_written_bit_by_bit_and_says_what_it_lacks(world: World) -> None:
    made = await _begun(world.agency, child={"first_name": "Amina"}, reason="Few words.")
    assert made["state"] == "draft"
    lacking = {m["pointer"] for m in made["missing"]}
    assert {"/program_id", "/child/last_name", "/child/born_on", "/contacts", "/consent"} == lacking
    assert_problem(await _send(world.agency, made), 409, "referral-draft-incomplete")
    whole = referral(world)
    path = f"{DRAFTS}/{made['id']}"
    more = await world.agency.patch(path, {**whole, "reason": None, "sender_ref": "A-1"}, '"1"')
    assert more.status_code == 200, more.text
    assert [m["pointer"] for m in more.json()["missing"]] == ["/reason"]
    assert more.json()["content"]["child"]["first_name"] == "Amina"
    stale = await world.agency.patch(path, {"reason": "Walks late."}, '"1"')
    assert_problem(stale, 412, "if-match-stale")
    done = await world.agency.patch(path, {"reason": "Walks late."}, '"2"')
    assert (done.json()["missing"], done.json()["version"]) == ([], 3)


async def test_its_history_says_who_wrote_on_what_and_never_what_it_said(world: World) -> None:
    made = await _begun(world.agency, child={"first_name": "Zebediah"})
    path = f"{DRAFTS}/{made['id']}"
    said = {"child": {"first_name": "Zebediah", "last_name": "Quint"}, "reason": "Walks late."}
    assert (await world.agency.patch(path, said, '"1"')).json()["version"] == 2
    assert (await world.agency.patch(path, said, '"2"')).json()["version"] == 2
    acts = await world.agency.get(f"{path}/history")
    assert [(a["act"], a["version"], a["changes"]) for a in acts.json()["items"]] == [
        ("created", 1, {}),
        ("changed", 2, {"child": {}, "reason": {}}),
    ]
    assert not any(word in acts.text for word in ("Zebediah", "Quint", "Walks"))


async def test_it_says_what_may_be_done_with_it_and_what_keeps_it_from_being_sent(
    world: World,
) -> None:
    made = await _begun(world.agency, **{**referral(world), "reason": None})
    path = f"{DRAFTS}/{made['id']}"
    actions = {a["act"]: a for a in (await world.agency.get(f"{path}/actions")).json()}
    assert {k: a["is_allowed"] for k, a in actions.items()} == {
        "change": True, "send": False, "discard": True,
    }  # fmt: skip
    assert actions["send"]["why_not"] == ["Missing or wrong: /reason."]
    await world.agency.patch(path, {"reason": "Walks late."}, '"1"')
    after = (await world.agency.get(f"{path}/actions")).json()
    assert all(a["is_allowed"] for a in after)


async def test_nobody_but_the_sender_sees_it_and_the_program_is_told_nothing(
    world: World, other: World
) -> None:
    made = await _begun(world.agency, **referral(world))
    path = f"{DRAFTS}/{made['id']}"
    for stranger in (world.intake, world.administrator, other.agency):
        assert_problem(await stranger.get(path), 404, "referral-draft-not-found")
        assert (await stranger.get(DRAFTS)).json()["items"] == []
        refused = await stranger.patch(path, {"reason": "x"}, '"1"')
        assert_problem(refused, 404, "referral-draft-not-found")
        assert_problem(await _send(stranger, made), 404, "referral-draft-not-found")
    assert_problem(await world.coordinator.get(path), 403, "forbidden")
    assert (await world.intake.get("/v1/referrals")).json()["items"] == []
    missing = await world.intake.get(f"/v1/referrals/{made['id']}")
    assert_problem(missing, 404, "referral-not-found")
    told = await world.look(
        "select count(*) as n from eb.outbox where tenant_id = :t", t=world.program_id
    )
    assert told[0].n == 0


async def test_sent_it_is_a_referral_under_its_own_id_received_today_and_the_draft_is_gone(
    world: World,
) -> None:
    made = await _begun(world.agency, **referral(world))
    key = str(uuid4())
    first, again = [await _send(world.agency, made, key) for _ in range(2)]
    assert first.status_code == again.status_code == 201, first.text
    assert first.json() == again.json()
    assert first.json()["id"] == made["id"]
    assert first.headers["location"] == f"/v1/referrals/{made['id']}"
    assert first.json()["received_on"] == str(world.today)
    assert_problem(
        await world.agency.get(f"{DRAFTS}/{made['id']}"), 404, "referral-draft-not-found"
    )
    assert_problem(await _send(world.agency, made), 404, "referral-draft-not-found")
    status = (await world.agency.get(f"/v1/referrals/{made['id']}")).json()
    assert status["state"] == "submitted"
    [row] = (await world.intake.get("/v1/referrals")).json()["items"]
    assert row["id"] == made["id"]
    sent = await world.look(
        "select count(*) as n from eb.outbox where topic = 'referral.received' and tenant_id = :t", t=world.program_id
    )  # fmt: skip
    assert sent[0].n == 1


async def test_a_number_that_was_sent_before_leads_to_the_first_referral(world: World) -> None:
    body = referral(world, sender_ref="A-17")
    first = (await world.agency.post("/v1/referrals", body)).json()
    again = await _send(world.agency, await _begun(world.agency, **body))
    assert again.json() == first
    other = referral(world, sender_ref="A-17", child={"first_name": "Quite", "last_name": "Other"})
    made = await _begun(world.agency, **other)
    assert_problem(await _send(world.agency, made), 409, "sender-ref-taken")
    assert (await world.agency.get(f"{DRAFTS}/{made['id']}")).status_code == 200


async def test_one_who_is_no_partner_keeps_the_draft(world: World, other: World) -> None:
    made = await _begun(other.agency, **referral(world))
    assert_problem(await _send(other.agency, made), 403, "not-a-partner")
    assert (await other.agency.get(f"{DRAFTS}/{made['id']}")).status_code == 200
    late = await _begun(world.agency, **referral(world, received_on=str(world.today)))
    assert_problem(await _send(world.agency, late), 409, "received-on-not-yours")


async def test_the_programs_own_staff_may_keep_one_too(world: World) -> None:
    made = await _begun(world.intake, **referral(world, channel="phone"))
    assert (await world.administrator.get(f"{DRAFTS}/{made['id']}")).status_code == 200
    sent = await _send(world.intake, made)
    assert sent.status_code == 201, sent.text
    path = f"/v1/referrals/{made['id']}"
    row = (await world.intake.get(path)).json()
    assert (row["channel"], row["sender_id"]) == ("phone", None)
    assert (await world.intake.get(f"{path}/history")).json()[
        "items"
    ] == []  # the draft's was its own


async def test_what_is_discarded_is_kept_nowhere(world: World) -> None:
    made = await _begun(world.agency, child={"first_name": "Zebediah"})
    path = f"{DRAFTS}/{made['id']}"
    refused = await world.agency.http.delete(path, headers={"If-Match": '"9"'})
    assert_problem(refused, 412, "if-match-stale")
    gone = await world.agency.http.delete(path, headers={"If-Match": '"1"'})
    assert gone.status_code == 204
    assert_problem(await world.agency.get(path), 404, "referral-draft-not-found")
    for table in ("referral_draft", "record_change", "outbox", "access_log"):
        left = await world.look(
            f"select 1 from eb.{table} x where x::text like '%Zebediah%' and tenant_id = :t", t=world.agency_id,  # noqa: S608 - constants
        )  # fmt: skip
        assert left == [], table


async def test_there_are_so_many_and_none_forever(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft, "MOST", 2)
    old, new = [await _begun(world.agency, reason=word) for word in ("Old.", "New.")]
    refused = await world.agency.post(DRAFTS, {"reason": "One more."})
    assert_problem(refused, 409, "too-many-referral-drafts")
    await world.change(
        "update eb.referral_draft set updated_at = now() - interval '91 days' where id = cast(:i as uuid)", i=old["id"]
    )  # fmt: skip
    assert await draft_round.forget_old(world.app.state.database) >= 1
    left = (await world.agency.get(DRAFTS)).json()["items"]
    assert [row["id"] for row in left] == [new["id"]]


@pytest.mark.parametrize(
    "body",
    [
        {"surprise": 1}, {"child": {"first_name": "\u202eanimA"}}, {"child": {"born_on": "soon"}}, {"contacts": [{}] * 11},
        {"reason": "x" * 4001}, [], {"program_id": "none"},
    ],
)  # fmt: skip
async def test_a_hostile_draft_is_refused_as_a_hostile_referral_is(world: World, body: Any) -> None:
    assert_problem(await world.agency.post(DRAFTS, body), 422, "invalid-request")
