"""An order names the quotes it rests on, or a price and why there is no quote; money is in one currency."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.equipment import TO_READY, Story, begun, item, made
from tests.factories.problem import assert_problem
from tests.factories.world import World

APPROVED = (*TO_READY, "submit", "approve")


async def approved(world: World) -> Story:
    story = await begun(world)
    await story.go(*APPROVED)
    return story


async def _ordered(story: Story) -> dict[str, Any]:
    found: dict[str, Any] = (await story.api.get(f"{story.path}/orders")).json()[-1]
    return found


async def _quote(story: Story, n: int, **changes: Any) -> None:
    path = f"{story.path}/items/{story.item_ids[n]}"
    quotes = [{**q, **changes} for q in (await story.items())[n]["quotes"]]
    tag = (await story.api.get(path)).headers["etag"]
    made(await story.api.patch(path, {"quotes": quotes}, tag))


async def test_it_rests_on_the_vendors_quotes(world: World) -> None:
    story = await approved(world)
    await story.go("order")
    order = await _ordered(story)
    assert (order["amount"], order["currency"], order["why_no_quote"]) == ("6400.00", "USD", None)
    assert [(q["item_id"], q["number"]) for q in order["quotes"]] == [
        (story.item_ids[0], "Q-1"), (story.item_ids[1], "Q-1"),
    ]  # fmt: skip


async def test_of_a_vendor_that_quoted_not_everything_it_takes_a_price_and_the_reason(
    world: World,
) -> None:
    story = await approved(world)
    another = made(await world.supervisor.post("/v1/equipment-vendors", {"name": "Other"}))["id"]
    await _quote(story, 0, vendor_id=another)
    ask = {**await story.evidence("order"), "vendor_id": another}
    refused = assert_problem(await story.try_step("order", **ask), 409, "order-unpriced")
    assert refused["item_ids"] == story.item_ids[1:]
    price = {"amount": "3350.00", "currency": "USD"}
    for half in ({"price": price}, {"why_no_quote": "By telephone."}):
        assert_problem(await story.try_step("order", **ask, **half), 409, "order-unpriced")
    await story.step("order", **ask, price=price, why_no_quote="The headrest: by telephone.")
    order = await _ordered(story)
    assert (order["amount"], order["why_no_quote"]) == ("3350.00", "The headrest: by telephone.")
    assert [q["item_id"] for q in order["quotes"]] == story.item_ids[:1]


async def test_a_quote_that_has_run_out_holds_no_longer(world: World) -> None:
    story = await approved(world)
    await _quote(story, 1, valid_until=str(world.today - timedelta(days=1)))
    refused = await story.try_step("order", **await story.evidence("order"))
    assert assert_problem(refused, 409, "order-unpriced")["item_ids"] == story.item_ids[1:]
    await _quote(story, 1, valid_until=str(world.today))
    await story.go("order")


@pytest.mark.parametrize(("quoted", "until"), [(-1, -2), (1, None)])
async def test_a_quote_has_days_that_can_be(world: World, quoted: int, until: int | None) -> None:
    story = await begun(world)
    body = item(story.vendor_id)
    day = {n: str(world.today + timedelta(days=n)) for n in (-2, -1, 1)}
    body["quotes"][0] |= {"quoted_on": day[quoted], "valid_until": until and day[until]}
    assert_problem(await story.api.post(f"{story.path}/items", body), 409, "quote-dates")


async def test_all_money_is_in_the_programs_currency(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_READY, "submit")
    pesos = {"amount": "100.00", "currency": "MXN"}
    body = item(story.vendor_id)
    body["quotes"][0]["price"] = pesos
    decision = await story.evidence("approve")
    decision["decisions"][0]["pays"] = pesos
    answer = await story.try_step("approve", **decision)
    assert "USD" in assert_problem(answer, 409, "currency-unfit")["detail"]
    await story.go("approve")
    priced = {**await story.evidence("order"), "price": pesos, "why_no_quote": "By telephone."}
    assert_problem(await story.try_step("order", **priced), 409, "currency-unfit")
    policy = await world.supervisor.get("/v1/equipment-policy")
    changed = await world.supervisor.patch(
        "/v1/equipment-policy", {"currency": "MXN"}, policy.headers["etag"]
    )
    assert made(changed)["currency"] == "MXN"
    await story.step("order", **priced)
    assert (await _ordered(story))["currency"] == "MXN"


async def test_a_sum_that_no_order_holds_is_refused(world: World) -> None:
    story = await approved(world)
    for n in (0, 1):
        await _quote(story, n, price={"amount": "9999999999.99", "currency": "USD"})
    refused = await story.try_step("order", **await story.evidence("order"))
    assert_problem(refused, 409, "order-unpriced")
