"""Opt-out, consent, revocation: what a district may see follows them at once."""

from datetime import timedelta

from tests.factories.county import handed_over
from tests.factories.judgement import judged
from tests.factories.objection import objected
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.rounds import do_what_is_due
from tests.factories.world import World


async def _consent(world: World, student_id: str, **changes: object) -> dict[str, object]:
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    return {
        "contact_id": file["contacts"][0]["id"], "recipient_id": str(world.district_id), "covers": ["profile", "household"],
        "authority": "parent", "language": "en", "method": "paper", "signed_on": str(world.today), **changes,
    }  # fmt: skip


async def test_a_notice_holds_the_limited_items_and_no_confidential_address(world: World) -> None:
    student_id = await enrolled(world)
    student = f"/v1/students/{student_id}"
    contact = (await world.coordinator.get(student)).json()["contacts"][0]
    hidden = await world.coordinator.patch(
        f"{student}/contacts/{contact['id']}", {"address": {"confidential": True}}, '"1"'
    )
    assert hidden.status_code == 200, hidden.text
    await judged(world.coordinator, student)
    assert (await world.coordinator.post(f"{student}/lea-notifications", {})).status_code == 201
    notice = (await world.district.get("/v1/lea-notices")).json()["items"][0]
    assert notice["parents"] == [
        {
            "name": "Grace Okafor",
            "relationship": "mother",
            "phone": "(555) 555-0142",
            "address": None,
        }
    ]
    assert "reason" not in str(notice)


async def test_an_opt_out_takes_everything_back_and_stops_the_next_notice(world: World) -> None:
    furnished = await handed_over(world)
    student = f"/v1/students/{furnished.ids['student_id']}"
    assert (await world.district.get("/v1/lea-notices")).json()["items"]
    contact_id = await objected(world, furnished.ids["student_id"])
    assert (await world.district.get("/v1/lea-notices")).json()["items"] == []
    assert_problem(
        await world.district.get(f"/v1/packets/{furnished.ids['packet_id']}"),
        404,
        "packet-not-found",
    )
    assert_problem(
        await world.coordinator.post(f"{student}/lea-notifications", {}), 409, "opted-out"
    )
    taken_back = await world.coordinator.post(
        f"{student}/notice-objections/withdrawal", {"contact_id": contact_id}
    )
    assert taken_back.status_code == 200, taken_back.text
    assert (await world.coordinator.post(f"{student}/lea-notifications", {})).status_code == 201
    assert len((await world.district.get("/v1/lea-notices")).json()["items"]) == 1


async def test_only_one_who_may_sign_signs(world: World) -> None:
    student_id = await enrolled(world)
    student = f"/v1/students/{student_id}"
    uncle = await world.coordinator.post(
        f"{student}/contacts", {"first_name": "Uncle", "relationship": "other_relative"}
    )
    body = await _consent(world, student_id, contact_id=uncle.json()["id"])
    assert_problem(
        await world.coordinator.post(f"{student}/consents", body), 409, "contact-may-not-sign"
    )


async def test_a_consent_names_a_partner_and_days_that_fit(world: World, other: World) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}/consents"
    stranger = await _consent(world, student_id, recipient_id=str(other.district_id))
    assert_problem(await world.coordinator.post(path, stranger), 409, "recipient-not-a-partner")
    for days in (
        {"signed_on": str(world.today + timedelta(days=1))},
        {"signed_on": "2001-01-01"},
        {"expires_on": str(world.today - timedelta(days=1))},
    ):
        assert_problem(
            await world.coordinator.post(path, await _consent(world, student_id, **days)),
            409,
            "consent-dates",
        )


async def test_an_ended_or_foreign_consent_releases_nothing(world: World) -> None:
    student_id = await enrolled(world, received_on=world.today - timedelta(days=20))
    student = f"/v1/students/{student_id}"
    await judged(world.coordinator, student)
    await world.coordinator.post(f"{student}/lea-notifications", {})
    past = str(world.today - timedelta(days=10))
    expired = await world.coordinator.post(
        f"{student}/consents", await _consent(world, student_id, signed_on=past, expires_on=past)
    )
    release = {"consent_id": expired.json()["id"]}
    assert_problem(
        await world.coordinator.post(f"{student}/packets", release), 409, "consent-not-live"
    )
    clinic = await world.coordinator.post(
        f"{student}/consents", await _consent(world, student_id, recipient_id=str(world.agency_id))
    )
    assert_problem(
        await world.coordinator.post(f"{student}/packets", {"consent_id": clinic.json()["id"]}),
        409,
        "district-not-a-partner",
    )


async def test_a_second_release_is_a_numbered_supplement_and_the_first_stays_as_it_was(
    world: World,
) -> None:
    furnished = await handed_over(world)
    student_id = furnished.ids["student_id"]
    first = await world.district.get(f"/v1/packets/{furnished.ids['packet_id']}")
    await happened(world, student_id, "consent.evaluation.signed", world.today)
    released = await world.coordinator.post(
        f"/v1/students/{student_id}/packets",
        {"consent_id": furnished.ids["consent_id"], "note": "after the evaluation"},
    )
    assert released.json()["number"] == 2
    again = await world.district.get(f"/v1/packets/{furnished.ids['packet_id']}")
    assert again.content == first.content
    second = (await world.district.get(f"/v1/packets/{released.json()['id']}")).json()
    states = {m["item"]: m["state"] for m in second["manifest"]}
    assert states["profile"] == "included"
    assert states["services"] == "withheld_by_parent"
    listed = (await world.coordinator.get(f"/v1/students/{student_id}/packets")).json()
    assert [(p["number"], p["pulled_at"] is not None) for p in listed] == [(1, True), (2, True)]


async def test_the_districts_unchanged_packet_is_not_sent_again(world: World) -> None:
    furnished = await handed_over(world)
    path = f"/v1/packets/{furnished.ids['packet_id']}"
    tag = (await world.district.get(path)).headers["etag"]
    assert (await world.district.get(path, headers={"If-None-Match": tag})).status_code == 304


async def test_every_look_at_a_file_is_on_its_record_of_access(world: World) -> None:
    furnished = await handed_over(world)
    student_id = furnished.ids["student_id"]
    student = f"/v1/students/{student_id}"
    before = len((await world.supervisor.get(f"{student}/access-log?limit=200")).json()["items"])
    paths = ("", "/events", "/pauses", "/deadlines", "/deadline-history", "/consents", "/packets")
    for path in paths:
        assert (await world.coordinator.get(f"{student}{path}")).status_code == 200
    await world.coordinator.get("/v1/students")
    await world.coordinator.get("/v1/deadlines")
    after = (await world.supervisor.get(f"{student}/access-log?limit=200")).json()["items"]
    assert len(after) - before == len(paths) + 2 + 1  # two lists, and the look at the record itself
    assert all(a["party"] and a["purpose"] for a in after)
    assert (await world.coordinator.get(f"{student}/access-log")).status_code == 200


async def test_a_revocation_takes_back_what_that_consent_released_and_nothing_else(
    world: World,
) -> None:
    furnished = await handed_over(world)
    student_id, packet_id = furnished.ids["student_id"], furnished.ids["packet_id"]
    student = f"/v1/students/{student_id}"
    another = await world.coordinator.post(
        f"{student}/consents", await _consent(world, student_id, purpose="care_coordination")
    )
    assert another.status_code == 201, another.text
    for consent_id, status in ((another.json()["id"], 200), (furnished.ids["consent_id"], 404)):
        ended = await world.coordinator.post(f"{student}/consents/{consent_id}/revocation", {})
        assert ended.status_code == 200, ended.text
        assert (await world.district.get(f"/v1/packets/{packet_id}")).status_code == status


async def test_the_last_day_of_a_consent_is_the_last_on_which_its_packet_is_read(
    world: World,
) -> None:
    furnished = await handed_over(world)
    packet = f"/v1/packets/{furnished.ids['packet_id']}"
    for ends_on, status in ((world.today, 200), (world.today - timedelta(days=1), 404)):
        await world.change(
            "update eb.consent set expires_on = :d where tenant_id = :t and id = :i",
            d=ends_on, t=world.program_id, i=furnished.ids["consent_id"],
        )  # fmt: skip
        await do_what_is_due(world)
        assert (await world.district.get(packet)).status_code == status
    [row] = (await world.district.get("/v1/packets")).json()["items"]
    assert row["withdrawn_at"] is not None
    await do_what_is_due(world)
    path = f"/v1/students/{furnished.ids['student_id']}/consents/{furnished.ids['consent_id']}"
    history = (await world.coordinator.get(f"{path}/history")).json()["items"]
    assert [h["act"] for h in history] == ["created", "expired"]
    told = await world.look(
        "select payload from eb.outbox where tenant_id = :t and topic = 'consent.expired'",
        t=world.program_id,
    )
    assert [t.payload["consent_id"] for t in told] == [furnished.ids["consent_id"]]
