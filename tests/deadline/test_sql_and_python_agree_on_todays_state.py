"""eb.deadline_state and state_on are twins."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.services.rules import state_on

TODAY = date(2026, 3, 1)
DAYS = st.integers(-12, 12).map(lambda n: TODAY + timedelta(days=n))
STATUSES = [
    "not_applicable",
    "waiting_for_trigger",
    "open",
    "met",
    "met_late",
    "excused",
    "waived_by_family",
]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from([*STATUSES, *["open"] * 6]),
    st.none() | DAYS,
    st.none() | DAYS,
    st.none() | DAYS,
    st.integers(0, 9),
)
async def test_they_agree(
    owner: AsyncEngine,
    status: str,
    due: date | None,
    tolled_from: date | None,
    tolled_to: date | None,
    soon: int,
) -> None:
    async with owner.connect() as connection:
        found = await connection.scalar(
            text(
                "select eb.deadline_state(:s, cast(:d as date), cast(:f as date), cast(:t as date), cast(:n as date), :k)"
            ),
            {"s": status, "d": due, "f": tolled_from, "t": tolled_to, "n": TODAY, "k": soon},
        )
    assert found == state_on(status, due, tolled_from, tolled_to, TODAY, soon)
