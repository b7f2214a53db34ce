"""Names, addresses, rights and health with their days; sealed, limited and medical parts for those who may read them."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.fields import new_id
from app.models.organisation import Partnership
from app.services.profile.age import age, ages
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World, add_row

OLD = {"lines": ["12 Alder Street"], "city": "Lupine", "state": "CA", "postal_code": "95501"}
NEW = {
    "lines": ["7 Birch Road"],
    "city": "Tule",
    "state": "CA",
    "postal_code": "95601",
    "confidential": True,
}


async def _post(world: World, path: str, body: dict[str, Any], who: str = "coordinator") -> Any:
    response = await world.api(who).post(path, body)
    assert response.status_code == 201, response.text
    return response.json()


async def _rename(world: World, student_id: str, who: str = "supervisor", **changes: Any) -> Any:
    path = f"/v1/students/{student_id}"
    tag = (await world.supervisor.get(path)).headers["etag"]
    body = {
        "first_name": "Amina", "last_name": "Brandt", "from_on": str(world.today), "reason": "adoption", **changes,
    }  # fmt: skip
    headers = {"If-Match": tag, "Idempotency-Key": str(uuid4())}
    return await world.api(who).http.post(f"{path}/renamings", json=body, headers=headers)


async def _found(world: World, who: str, name: str) -> list[str]:
    found = await world.api(who).get("/v1/students/search", params={"q": name})
    return [s["last_name"] for s in found.json()["items"]]


async def test_a_new_legal_name_keeps_the_former_and_both_find_the_child(world: World) -> None:
    student_id = await enrolled(world)
    assert (await _rename(world, student_id, reason="court_order")).status_code == 200
    for name in ("Brandt", "Okafor"):
        assert await _found(world, "coordinator", name) == ["Brandt"]
    (former,) = (await world.coordinator.get(f"/v1/students/{student_id}/names")).json()
    assert (former["use"], former["last_name"], former["to_on"]) == (
        "former", "Okafor", str(world.today - timedelta(days=1)),
    )  # fmt: skip
    told = (await world.coordinator.get(f"/v1/students/{student_id}/history")).json()["items"]
    assert told[-1]["act"] == "renamed"
    assert told[-1]["changes"]["last_name"] == {"from": "Okafor", "to": "Brandt"}


async def test_an_adopted_childs_sealed_name_is_for_supervisors_and_administrators_alone(
    world: World,
) -> None:
    student_id = await enrolled(world)
    assert_problem(
        await _rename(world, student_id, "coordinator", seal_former=True), 403, "sealing-not-yours"
    )
    assert (await _rename(world, student_id, seal_former=True)).status_code == 200
    path = f"/v1/students/{student_id}"
    (sealed,) = (await world.supervisor.get(f"{path}/names")).json()
    for who in ("coordinator", "intake", "auditor"):
        assert (await world.api(who).get(f"{path}/names")).json() == []
        assert_problem(
            await world.api(who).get(f"{path}/names/{sealed['id']}"), 404, "name-not-found"
        )
        assert await _found(world, who, "Okafor") == []
        assert await _found(world, who, "Okafro") == []
        for part in ("", "/profile", "/history", "/names"):
            shown = (await world.api(who).get(f"{path}{part}")).json()
            shown.pop("contacts", None) if isinstance(shown, dict) else None
            assert "Okafor" not in str(shown), (who, part)
    for who in ("supervisor", "administrator"):
        assert await _found(world, who, "Okafor") == ["Brandt"]
        assert "Okafor" in (await world.api(who).get(f"{path}/history")).text


async def test_a_move_proposes_the_other_district_and_keeps_clock_and_history(world: World) -> None:
    student_id = await enrolled(
        world, child={"address": OLD}, received_on=world.today - timedelta(days=35)
    )
    path = f"/v1/students/{student_id}"
    before = (await world.coordinator.get(path)).json()
    for code in ("95501", "95777"):
        await _post(
            world,
            "/v1/district-areas",
            {"postal_code": code, "district_id": str(world.district_id)},
            "administrator",
        )
    body = {"address": NEW, "from_on": str(world.today), "reason": "foster placement"}
    saved = await _post(world, f"{path}/residences", body)
    assert saved["proposal"] == {
        "from_district_id": str(world.district_id), "to_district_id": None, "program_ids": [],
    }  # fmt: skip
    assert [w["code"] for w in saved["warnings"]] == ["outside-program"]
    lived = (await world.coordinator.get(f"{path}/residences")).json()
    assert [(r["address"]["city"], r["to_on"]) for r in lived] == [
        ("Lupine", str(world.today - timedelta(days=1))), ("Tule", None),
    ]  # fmt: skip
    after = (await world.coordinator.get(path)).json()
    assert after["address"]["city"] == "Tule"
    assert after["deadlines"] == before["deadlines"]
    told = {
        t[0]
        for t in await world.look(
            "select topic from eb.outbox where tenant_id = :t", t=world.program_id
        )
    }
    assert {"residence.changed", "district.proposed"} <= told


async def test_a_move_inside_the_district_proposes_nothing(world: World) -> None:
    student_id = await enrolled(world)
    area = {"postal_code": "95601", "district_id": str(world.district_id)}
    await _post(world, "/v1/district-areas", area, "administrator")
    body = {"address": NEW, "from_on": str(world.today)}
    saved = await _post(world, f"/v1/students/{student_id}/residences", body)
    assert (saved["proposal"], saved["warnings"]) == (None, [])
    assert_problem(
        await world.administrator.post("/v1/district-areas", area), 409, "district-area-taken"
    )


async def test_parents_with_shared_rights_live_in_two_districts(world: World, other: World) -> None:
    """Both sign and are told; the child's district is that of the home, and a second home proposes no other."""
    student_id = await enrolled(world)
    student = f"/v1/students/{student_id}"
    async with world.owner.begin() as connection:
        await add_row(
            connection, world.program_id, Partnership, id=new_id(), partner_id=other.district_id
        )
    for code, district_id in (("95501", world.district_id), ("95601", other.district_id)):
        area = {"postal_code": code, "district_id": str(district_id)}
        await _post(world, "/v1/district-areas", area, "administrator")
    father = await _post(
        world, f"{student}/contacts",
        {
            "first_name": "Samuel", "relationship": "father", "lives_with": True, "may_sign": True,
            "holds_educational_rights": True, "address": NEW,
        },
    )  # fmt: skip
    path = f"{student}/residences"
    home = await _post(world, path, {"address": OLD, "from_on": "2025-12-01"})
    second = {"address": NEW, "from_on": "2025-12-01", "use": "second_home"}
    both = await _post(world, path, second)
    assert (home["proposal"], both["proposal"]) == (None, None)
    lived = (await world.coordinator.get(path)).json()
    assert {(r["use"], r["to_on"]) for r in lived} == {("home", None), ("second_home", None)}
    file = (await world.coordinator.get(student)).json()
    assert (file["address"]["city"], file["district_id"]) == ("Lupine", str(world.district_id))
    rights = [(c["holds_educational_rights"], c["may_sign"]) for c in file["contacts"]]
    assert rights == [(True, True), (True, True)]
    for contact in file["contacts"]:
        consent = {
            "kind": "evaluation", "authority": "parent", "contact_id": contact["id"], "language": "en", "method": "electronic",
            "signed_on": str(world.today),
        }  # fmt: skip
        await _post(world, f"{student}/consents", consent)
    refused = {
        "kind": "evaluation", "authority": "parent", "contact_id": father["id"], "language": "en", "method": "electronic",
        "signed_on": str(world.today), "decision": "refused", "refused_reason": "Not yet.",
    }  # fmt: skip
    await _post(world, f"{student}/consents", refused)
    signers = {c["contact_id"] for c in (await world.coordinator.get(f"{student}/consents")).json()}
    assert signers == {c["id"] for c in file["contacts"]}


async def test_days_that_cannot_be_are_refused(world: World) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}"
    for body in (
        {"address": OLD, "from_on": "2001-01-01"},
        {"address": OLD, "from_on": "2025-12-02", "to_on": "2025-12-01"},
    ):
        assert_problem(
            await world.coordinator.post(f"{path}/residences", body), 409, "residence-dates"
        )
    entry = {
        "kind": "hearing",
        "text": "Passed both ears",
        "source": "clinic",
        "on_date": "2001-01-01",
    }
    assert_problem(
        await world.coordinator.post(f"{path}/health-entries", entry), 409, "health-dates"
    )
    name = {
        "use": "former",
        "first_name": "A",
        "last_name": "B",
        "from_on": "2025-12-02",
        "to_on": "2025-12-01",
    }
    assert_problem(await world.coordinator.post(f"{path}/names", name), 409, "name-dates")


async def test_the_medical_part_is_apart_and_alerts_are_for_everybody(world: World) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}/health-entries"
    day = str(world.today)
    assert_problem(
        await world.coordinator.post(path, {"kind": "diagnosis", "text": "x", "on_date": day, "source": "y"}),
        422, "invalid-request",
    )  # fmt: skip
    assert_problem(
        await world.coordinator.post(
            path, {"kind": "hearing", "system": "cvx", "text": "x", "on_date": day, "source": "y"}
        ), 422, "invalid-request",
    )  # fmt: skip
    diagnosis = await _post(
        world, path,
        {"kind": "diagnosis", "system": "icd-10-cm", "code": "Q90.9", "text": "Down syndrome", "on_date": day,
         "certainty": "confirmed", "source": "Dr. Reed"},
    )  # fmt: skip
    await _post(
        world, path, {"kind": "allergy", "text": "Latex", "on_date": day, "source": "mother"}
    )
    assert {e["kind"] for e in (await world.coordinator.get(path)).json()} == {
        "diagnosis",
        "allergy",
    }
    assert {e["kind"] for e in (await world.intake.get(path)).json()} == {"allergy"}
    assert_problem(await world.intake.get(f"{path}/{diagnosis['id']}"), 403, "forbidden")
    assert_problem(await world.intake.get(f"{path}/{diagnosis['id']}/history"), 403, "forbidden")
    profile = (await world.intake.get(f"/v1/students/{student_id}/profile")).json()
    assert profile["health_withheld"] is True
    assert [e["kind"] for e in profile["health"]] == ["allergy"]


async def test_a_contacts_rights_keep_their_history_and_a_court_limit_stops_a_signature(
    world: World,
) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}/contacts"
    (mother,) = (await world.coordinator.get(path)).json()
    limit = {
        "forbids": ["signing"],
        "from_on": str(world.today),
        "document": "Superior Court 24-118",
    }
    changed = await world.coordinator.patch(
        f"{path}/{mother['id']}",
        {"court_limits": [limit], "preferred_channel": "text_message"},
        '"1"',
    )
    assert changed.status_code == 200, changed.text
    told = (await world.coordinator.get(f"{path}/{mother['id']}/history")).json()["items"]
    assert set(told[-1]["changes"]) == {"court_limits", "preferred_channel"}
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    assert file["contacts"][0]["court_limits"][0]["forbids"] == ["signing"]
    consent = {
        "contact_id": mother["id"], "recipient_id": str(world.district_id), "covers": ["profile"], "authority": "parent", "language": "en",
        "method": "paper", "signed_on": str(world.today),
    }  # fmt: skip
    refused = await world.coordinator.post(f"/v1/students/{student_id}/consents", consent)
    assert_problem(refused, 409, "contact-may-not-sign")


async def test_a_premature_childs_corrected_age_stands_beside_the_true_one(world: World) -> None:
    born = world.today - timedelta(days=200)
    student_id = await enrolled(world, child={"born_on": str(born), "gestation_weeks": 30})
    shown = (await world.coordinator.get(f"/v1/students/{student_id}/profile")).json()["ages"]
    assert shown["weeks_premature"] == 10
    true, corrected = shown["chronological"], shown["corrected"]
    assert (true["months"], corrected["months"]) == (6, 4)


async def test_the_weight_at_birth_stands_beside_the_weeks(world: World) -> None:
    student_id = await enrolled(world, child={"gestation_weeks": 30, "birth_weight_grams": 1350})
    path = f"/v1/students/{student_id}"
    read = await world.coordinator.get(path)
    assert (read.json()["gestation_weeks"], read.json()["birth_weight_grams"]) == (30, 1350)
    for impossible in (199, 8001, "1350"):
        body = {"birth_weight_grams": impossible}
        refused = await world.coordinator.patch(path, body, read.headers["etag"])
        assert_problem(refused, 422, "invalid-request")
    change = {"birth_weight_grams": 1360}
    changed = await world.coordinator.patch(path, change, read.headers["etag"])
    assert changed.status_code == 200, changed.text
    history = (await world.coordinator.get(f"{path}/history")).json()["items"]
    assert history[-1]["changes"] == {"birth_weight_grams": {"from": 1350, "to": 1360}}


@pytest.mark.parametrize(
    ("born", "on", "months", "days"),
    [
        (date(2024, 2, 29), date(2025, 2, 28), 12, 0), (date(2024, 2, 29), date(2027, 2, 28), 36, 0),
        (date(2024, 2, 29), date(2024, 3, 28), 0, 28), (date(2025, 1, 31), date(2025, 2, 28), 1, 0),
        (date(2025, 1, 31), date(2025, 3, 1), 1, 1), (date(2025, 5, 5), date(2025, 5, 4), 0, 0),
    ],
)  # fmt: skip
def test_months_are_counted_as_the_law_counts_them(
    born: date, on: date, months: int, days: int
) -> None:
    assert age(born, on) == (months, days)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(20, 45), st.integers(0, 2000))
def test_the_corrected_age_is_never_beyond_the_true_one(born: date, weeks: int, lived: int) -> None:
    found = ages(born, weeks, born + timedelta(days=lived))
    assert found.corrected is None or found.corrected <= found.chronological
    assert (found.corrected is None) is (weeks >= 37)


async def test_an_address_that_has_its_days_is_changed_where_they_are(world: World) -> None:
    student_id = await enrolled(world, child={"address": OLD})
    student = f"/v1/students/{student_id}"

    async def patched(address: dict[str, Any] | None) -> httpx.Response:
        tag = (await world.coordinator.get(student)).headers["etag"]
        return await world.coordinator.patch(student, {"address": address}, tag)

    assert (await patched({"city": "Willow"})).status_code == 200
    moved = await _post(
        world, f"{student}/residences", {"address": NEW, "from_on": str(world.today)}
    )
    for address in ({"city": "Elsewhere"}, None):
        refused = assert_problem(await patched(address), 409, "address-is-dated")
    listed = (await world.coordinator.get(f"{student}/residences")).json()
    assert refused["residence_id"] == listed[-1]["id"], moved
    assert (await world.coordinator.get(student)).json()["address"]["city"] == NEW["city"]
