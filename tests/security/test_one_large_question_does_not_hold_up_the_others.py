"""Somebody who asks the largest question that the contract allows: it costs little, and nobody waits for it."""

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from app.models.schemas.rule import MAX_LISTED
from app.services import rulebook
from tests.factories.api import Api
from tests.factories.problem import assert_problem
from tests.factories.world import World

LONGEST_SECONDS = 10.0
"""For one whole question, however noisy the machine; without a bound it would take hours."""
MANY_TURNS = 2
LONG = {"a full calendar", "many services"}


def days() -> Iterator[str]:
    n = 0
    while True:
        yield str(date(2024, 1, 1) + timedelta(days=n % 700))
        n += 1


def question(**changes: Any) -> dict[str, Any]:
    """500 events and 200 pauses."""
    book, day = rulebook.load(), days()
    types, reasons = sorted(book.events), sorted(book.pause_reasons)
    return {
        "jurisdiction": "us-ca", "born_on": "2023-11-30", "as_of": "2026-01-15",
        "events": [{"type": types[n % len(types)], "on": next(day)} for n in range(500)],
        "pauses": [
            {"reason": reasons[n % len(reasons)], "from_on": next(day), "to_on": "2026-12-31"} for n in range(200)
        ],
        **changes,
    }  # fmt: skip


def calendar() -> dict[str, Any]:
    """Forty school years of two centuries with sixty breaks of three years each, and a thousand holidays."""
    breaks = [{"from_on": f"{1990 + n % 30}-01-01", "to_on": f"{1992 + n % 30}-12-31"} for n in range(60)]  # fmt: skip
    year = {"starts_on": "1900-01-01", "ends_on": "2100-12-31", "breaks": breaks}
    return {"holidays": [d for d, _ in zip(days(), range(1000), strict=False)], "school_years": [year] * 40}  # fmt: skip


SERVICES = [f"service-{n}" for n in range(MAX_LISTED)]
QUESTIONS: dict[str, Callable[[], dict[str, Any]]] = {
    "many events and pauses": question,
    "a full calendar": lambda: question(calendar=calendar()),
    "many services": lambda: question(
        events=[{"type": "ifsp.consent.signed", "on": "2025-02-01", "data": {"services": SERVICES}}]
    ),
    "two hundred years": lambda: question(born_on="1900-01-01", as_of="2100-12-31"),
}


@pytest.mark.parametrize("name", QUESTIONS)
async def test_the_largest_question_about_dates_is_answered_beside_the_others(
    world: World, name: str
) -> None:
    api, body = world.api(None), QUESTIONS[name]()
    asked = asyncio.create_task(api.post("/v1/rules/evaluate", body))
    answered_beside = 0
    async with asyncio.timeout(LONGEST_SECONDS):
        while not asked.done():
            await asyncio.sleep(0.001)
            answered_beside += not asked.done()
        answer = await asked
    assert answer.status_code == 200, answer.text[:500]
    # A loop that is held up comes round once or twice; some questions are answered as soon as that.
    assert answered_beside > (MANY_TURNS if name in LONG else 0)


async def test_the_answer_is_no_mountain(world: World) -> None:
    """Each service is a duty of its own: short names must not make a long answer."""
    body = QUESTIONS["many services"]()
    answer = await world.api(None).post("/v1/rules/evaluate", body)
    assert len(answer.content) < 100 * len(json.dumps(body))
    body["events"].append({**body["events"][0], "data": {"services": ["one more"]}})
    refused = await world.api(None).post("/v1/rules/evaluate", body)
    assert "items at most" in assert_problem(refused, 422, "invalid-request")["errors"][0]["detail"]


NUMBERS = ["1e-300", "1e-9999999", "1e-999999999", "0e-999999999", "0." + "0" * 36 + "1", "9.99e1", "100.000", "1e2"]  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS)
async def test_a_number_of_few_characters_does_not_take_hours(world: World, number: str) -> None:
    findings = ",".join(
        f'{{"domain": "cognitive", "{measure}": {number}}}'
        for measure in ("percent_delay", "standard_score", "age_equivalent_months", "months_delay")
        for _ in range(10)
    )
    body = (
        '{"jurisdiction": "us-ca", "program": "partc", "decided_on": "2026-01-20", "evaluated_on": "2026-01-20",'
        f'"born_on": "2024-06-02", "weeks_gestation": 33, "findings": [{findings}]}}'
    )
    async with Api(world.app, None) as api, asyncio.timeout(5):
        answer = await api.http.post(
            "/v1/rules/eligibility", content=body, headers={"Content-Type": "application/json"}
        )
    assert answer.status_code in {200, 400, 422}, answer.text


@pytest.mark.parametrize(
    "value", [10**18, -(10**17), 2**63 - 1, True, None, "x" * 200, "2026-99-99"]
)
async def test_facts_and_data_of_another_kind_are_no_fault(world: World, value: Any) -> None:
    book = rulebook.load()
    data = dict.fromkeys(("services", "service", "eligible", "planned_start", "reason"), value)
    for jurisdiction in book.jurisdictions:
        body = {
            "jurisdiction": jurisdiction, "born_on": "2023-11-30", "as_of": "2026-01-15",
            "events": [{"type": t, "on": "2025-03-01", "data": data} for t in sorted(book.events)],
            "facts": dict.fromkeys(book.facts, value),
        }  # fmt: skip
        answer = await world.api(None).post("/v1/rules/evaluate", body)
        assert answer.status_code == 200, (jurisdiction, answer.text[:300])
