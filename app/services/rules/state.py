"""A duty's state on a day, from what is stored of it."""

from datetime import date
from typing import TypeVar

from app.services.rules.days import Day, number

When = TypeVar("When", Day, date)
"""Dates or their numbers, all alike."""


def state_on(
    status: str,
    due_on: When | None,
    tolled_from: When | None,
    tolled_to: When | None,
    today: When,
    soon_days: int,
) -> str:
    """State of a duty on `today`; the twin of the SQL function eb.deadline_state.

    Only an open duty has a state of its own. Due soon: 0 to `soon_days` days left.
    """
    if status != "open":
        return status
    if tolled_from is not None and tolled_from <= today <= (tolled_to or today):
        return "tolled"
    if due_on is None:
        return "open"
    if due_on < today:
        return "overdue"
    return "due_soon" if number(due_on) - number(today) <= soon_days else "open"
