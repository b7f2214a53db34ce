"""From delivery to use: fit, training, reviews, and the forecast of what is outgrown."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.schemas.equipment_step import Approve, Deliver
from app.models.words.equipment import BodyPart
from app.services.equipment.forecast import outgrown
from app.services.equipment.item import MOST
from app.services.rules.months import add_months
from tests.factories.equipment import TO_IN_USE, TO_ORDERED, TO_READY, begun, item, made
from tests.factories.judgement import judged
from tests.factories.loan import on_shelf, reserve, step
from tests.factories.problem import assert_problem
from tests.factories.world import World
from tests.typeset.reading import flat

BORN = date(2024, 1, 1)


async def test_a_delivery_is_of_everything_that_was_ordered(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_ORDERED)
    whole = (await story.evidence("deliver"))["items"]
    refused = assert_problem(
        await story.try_step("deliver", items=whole[:1]), 409, "delivery-incomplete"
    )
    assert refused["item_ids"] == story.item_ids[1:]
    await story.step("deliver", items=whole)
    assert [i["owner"] for i in await story.items()] == ["family", "family"]


def test_everything_that_a_request_holds_can_be_decided_and_delivered() -> None:
    whole = [{"item_id": str(uuid4()), "is_approved": True} for _ in range(MOST)]
    answer = {"dated_on": "2026-01-05", "reference": "Letter 7"}
    assert Approve.model_validate({"act": "approve", "decisions": whole, "answer": answer})
    came = [{"item_id": one["item_id"], "owner": "family"} for one in whole]
    assert Deliver.model_validate({"act": "deliver", "items": came})


async def test_a_point_that_does_not_fit_is_explained(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_ORDERED, "deliver")
    checks = [{"point": "hips", "is_good": True}, {"point": "feet", "is_good": False}]
    refused = assert_problem(await story.try_step("fit", checks=checks), 409, "fit-unexplained")
    assert refused["checks"] == [1]
    await story.step("fit", checks=[checks[0], {**checks[1], "note": "Plate raised by 2 cm."}])
    kept = (await story.api.get(f"{story.path}/orders")).json()[0]["fit"]
    assert kept[1]["note"] == "Plate raised by 2 cm."


async def test_family_and_staff_must_have_shown_it_themselves(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_ORDERED, "deliver", "fit")
    shown = {"shown_on": str(world.today), "topics": "Brakes", "has_demonstrated": True}
    staff = {**shown, "principal_id": str(world.people["coordinator"].id)}
    mother = {**shown, "contact_id": story.contact_id}
    watched = {"has_demonstrated": False}
    for people, missing in (
        ([], ["family", "staff"]),
        ([staff], ["family"]),
        ([staff, mother | watched], ["family"]),
        ([mother], ["staff"]),
        ([mother, staff | watched], ["staff"]),
        ([mother, {**shown, "name": "Aunt", "is_relative": True}], ["staff"]),
    ):
        refused = await story.try_step("train", people=people)
        assert assert_problem(refused, 409, "training-incomplete")["missing"] == missing
    for unclear in ({**mother, "name": "Aunt"}, {**staff, "is_relative": True}, shown):
        assert_problem(await story.try_step("train", people=[unclear]), 409, "person-unclear")
    assert (await story.api.get(f"{story.path}/training")).json() == []
    await story.step("show", people=[mother])
    assert story.state == "fitted"
    await story.step("train", people=[{**shown, "name": "Teacher at child care"}])
    await story.step("show", people=[staff | watched])
    assert story.state == "trained"
    rows = (await story.api.get(f"{story.path}/training")).json()
    assert [(r["party"], r["has_demonstrated"]) for r in rows] == [
        ("family", True), ("staff", True), ("staff", False),
    ]  # fmt: skip
    assert {r["shown_on"] for r in rows} == {str(world.today)}


async def test_under_three_growth_is_reviewed_within_the_programs_window(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_IN_USE)
    row = made(await story.api.get(story.path))
    assert row["growth_review_on"] == str(add_months(world.today, 3))
    late = str(add_months(world.today, 6) + timedelta(days=1))
    refused = await story.try_step("review_growth", found="Fits.", growth_review_on=late)
    assert_problem(refused, 409, "review-window")
    last = str(add_months(world.today, 6))
    await story.step("review_growth", found="Fits.", growth_review_on=last)
    assert made(await story.api.get(story.path))["growth_review_on"] == last
    history = (await story.api.get(f"{story.path}/history")).json()["items"]
    assert (history[-1]["act"], history[-1]["comment"]) == ("review_growth", "Fits.")


async def test_a_program_sets_its_own_limits_and_waits_are_measured_by_them_at_once(
    world: World,
) -> None:
    story = await begun(world)
    before = (await world.supervisor.get("/v1/equipment-policy")).headers["etag"]
    assert before.startswith('"0.')
    earlier = str(world.today - timedelta(days=9))
    await world.change(
        "update eb.equipment_request set stage_on = cast(:on as date) where id = :id", on=world.today - timedelta(days=9), id=story.id
    )  # fmt: skip
    assert (await story.api.get("/v1/worklists/equipment-late")).json()["items"] == []
    body = {"stage_days": {"identified": 8}, "growth_review_until_months": 4}
    changed = await world.supervisor.patch("/v1/equipment-policy", body, before)
    assert made(changed)["stage_days"]["identified"] == 8
    late = (await story.api.get("/v1/worklists/equipment-late")).json()["items"]
    assert [(r["id"], r["stage_on"]) for r in late] == [(story.id, earlier)]
    again = await world.supervisor.patch("/v1/equipment-policy", body, before)
    assert_problem(again, 412, "if-match-stale")
    wrong = {"growth_review_from_months": 5}
    refused = await world.supervisor.patch("/v1/equipment-policy", wrong, changed.headers["etag"])
    assert_problem(refused, 409, "review-months")
    assert (await story.api.patch("/v1/equipment-policy", body, '"1"')).status_code == 403


async def test_a_measurement_moves_the_forecast(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_IN_USE)
    main = (await story.items())[0]
    assert main["outgrows_by"] == "typical"
    earlier = {"part": "seat_width", "value": "20.0", "taken_on": str(world.today - timedelta(days=100))}  # fmt: skip
    measured = made(await story.api.post(f"{story.path}/measurements", earlier))
    main = (await story.items())[0]
    # 1.5 cm in 100 days; 4 cm are left.
    assert (main["outgrows_by"], main["outgrows_on"]) == ("measured", str(world.today + timedelta(days=267)))  # fmt: skip
    near = (await story.api.get("/v1/equipment-forecast")).json()["items"]
    assert near == []
    far = await story.api.get("/v1/equipment-forecast", params={"until": main["outgrows_on"]})
    assert [f["id"] for f in far.json()["items"]] == [main["id"]]
    path = f"{story.path}/measurements/{measured['id']}"
    made(await story.api.patch(path, {"entered_in_error": True}, '"1"'))
    assert (await story.items())[0]["outgrows_by"] == "typical"
    await story.go("outgrow")
    again = {"part": "seat_width", "value": "22.0", "taken_on": str(world.today)}
    made(await story.api.post(f"{story.path}/measurements", again))
    assert (await story.items())[0]["outgrows_on"] is None


async def test_what_was_denied_of_an_order_is_not_forecast(world: World) -> None:
    story = await begun(world)
    path = f"{story.path}/items/{story.item_ids[1]}"
    fits = {"fits_part": "seat_width", "fits_from": "20", "fits_until": "25.5"}
    outgrows_on = made(await story.api.patch(path, fits, '"1"'))["outgrows_on"]
    await story.go(*TO_READY, "submit", "approve_part", "order")
    near = await story.api.get("/v1/equipment-forecast", params={"until": outgrows_on})
    assert [f["id"] for f in near.json()["items"]] == story.item_ids[:1]


@given(
    st.decimals("0", "60", places=1), st.lists(st.tuples(st.integers(0, 900), st.decimals("10", "60", places=1)), max_size=5),
)  # fmt: skip
def test_nothing_is_outgrown_before_it_was_measured(
    until: Decimal, taken: list[tuple[int, Decimal]]
) -> None:
    days = sorted((BORN + timedelta(days=n), value) for n, value in taken)
    found = outgrown(until, BodyPart.SEAT_WIDTH, BORN, days)
    if not days:
        assert found is None
        return
    last_on, value = days[-1]
    if value > until:
        assert found is not None
        assert found.on == last_on
    elif found is not None:
        assert found.on > last_on


def test_a_child_that_grows_faster_outgrows_sooner() -> None:
    slow = [(BORN, Decimal(20)), (BORN + timedelta(days=90), Decimal(21))]
    fast = [(BORN, Decimal(20)), (BORN + timedelta(days=90), Decimal("21.5"))]
    found = [outgrown(Decimal(25), BodyPart.SEAT_WIDTH, BORN, t) for t in (slow, fast)]
    assert found[0] is not None
    assert found[1] is not None
    assert found[1].on < found[0].on


@pytest.mark.parametrize("wrong", [{"fits_from": "3"}, {"fits_part": "height", "fits_from": "9", "fits_until": "8"}])  # fmt: skip
async def test_a_size_range_that_is_none_is_refused(world: World, wrong: dict[str, str]) -> None:
    story = await begun(world)
    answer = await story.api.post(f"{story.path}/items", item(story.vendor_id, **wrong))
    assert_problem(answer, 409, "size-range")


async def test_the_wait_is_told_by_stage_funder_and_kind(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_ORDERED)
    await world.change(
        "update eb.equipment_stage set from_on = from_on - 40 where request_id = :id and state = 'submitted'", id=story.id
    )  # fmt: skip
    found = made(await world.supervisor.get("/v1/equipment-waiting"))
    stages = {w["key"]: w for w in found["by_stage"]}
    assert (stages["submitted"]["median_days"], stages["submitted"]["p90_days"]) == (40, 40)
    assert stages["ordered"]["waiting"] == 1
    assert [(w["key"], w["median_days"]) for w in found["by_funder"]] == [(story.funders[0], 40)]
    assert [w["key"] for w in found["by_kind"]] == ["gait_mobility"]
    assert [x["request_id"] for x in found["longest"]] == [story.id]
    table = await world.supervisor.get("/v1/equipment-waiting.csv")
    assert table.text.splitlines()[0] == "group,key,title,count,waiting,median_days,p90_days,days"
    assert "stage,submitted,Submitted,1,0,40,40," in table.text
    assert table.text.splitlines()[-1] == f"longest,{story.id},Ordered,,,,,0"
    assert story.student_id not in table.text
    drawn = (await world.supervisor.get("/v1/equipment-waiting.svg")).text
    assert "By stage: slowest Submitted, median 40 days" in drawn
    assert drawn.count("The medicaid_epsdt") == drawn.count("Gait mobility") == 2
    assert "The ten longest that go on today: slowest Ordered, 0 days" in drawn
    assert story.id not in drawn
    empty = made(await world.api("coordinator-2").get("/v1/equipment-waiting"))
    assert (empty["by_stage"], empty["longest"]) == ([], [])


async def test_what_came_back_is_ordered_in_another_size_and_forecast_while_it_is_on_order(
    world: World,
) -> None:
    story = await begun(world)
    await story.go(*TO_ORDERED, "deliver", "return")
    path = f"{story.path}/items/{story.item_ids[0]}"
    etag = (await story.api.get(path)).headers["etag"]
    refused = await story.api.patch(path, {"reason": "Another."}, etag)
    assert_problem(refused, 409, "item-fixed")
    body = {"size": "12 inch", "model": "Cub 3", "fits_from": "21", "fits_until": "28"}
    changed = await story.api.patch(path, body, etag)
    outgrows_on = made(changed)["outgrows_on"]
    until = {"until": outgrows_on}
    assert (await story.api.get("/v1/equipment-forecast", params=until)).json()["items"] == []
    for act in ("order", "slip"):
        await story.go(act)
        near = (await story.api.get("/v1/equipment-forecast", params=until)).json()["items"]
        assert [(f["id"], f["size"]) for f in near] == [(story.item_ids[0], "12 inch")]
    again = await story.api.patch(path, {"size": "14 inch"}, changed.headers["etag"])
    assert_problem(again, 409, "item-fixed")


async def test_the_packet_tells_the_district_what_there_is_and_whose_it_is(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_IN_USE)
    thing = await on_shelf(world, serial_number="Ro-1040")
    loan = made(await reserve(story.api, world, thing, story.student_id, 0, 9))
    made(await step(story.api, f"/v1/loans/{loan['id']}", "hand_out", condition="good"))
    made(await reserve(story.api, world, await on_shelf(world), story.student_id, 20, 29))
    student = f"/v1/students/{story.student_id}"
    covers = ["profile", "equipment"]
    consent = made(
        await world.coordinator.post(
            f"{student}/consents",
            {
                "contact_id": story.contact_id, "recipient_id": str(world.district_id), "covers": covers,
                "authority": "parent", "language": "en", "method": "paper", "signed_on": str(world.today),
            },
        )
    )  # fmt: skip
    await judged(world.coordinator, student)
    made(await world.coordinator.post(f"{student}/lea-notifications", {}))
    packet = made(await world.coordinator.post(f"{student}/packets", {"consent_id": consent["id"]}))
    told = made(await world.district.get(f"/v1/packets/{packet['id']}"))["items"]["equipment"]
    assert told[0]["state"] == "in_use"
    assert told[0]["items"][0] == {
        "name": "Manual wheelchair", "size": "10 inch", "serial_number": "S-1", "owner": "family",
        "funding": "approved", "funder": "The medicaid_epsdt", "is_recalled": False,
    }  # fmt: skip
    assert [t["who"] for t in told[0]["training"]] == ["family", "staff"]
    (lent,) = told[1:]
    assert (lent["state"], lent["until_on"]) == ("on_loan", str(world.today + timedelta(days=9)))
    assert lent["items"][0] == {
        "name": "Toddler wheelchair", "size": None, "serial_number": "Ro-1040", "owner": "loan_closet",
        "funding": "lent", "funder": None, "is_recalled": False,
    }  # fmt: skip
    archive = await world.district.get(f"/v1/packets/{packet['id']}/archive")
    with ZipFile(BytesIO(archive.content)) as opened:
        text = flat(opened.read("documents/equipment.pdf"))
    assert "On loan" in text
    assert "Ro-1040" in text
    assert "screen readers" not in text
