"""The only place that asks what time it is."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def now() -> datetime:
    return datetime.now(UTC)


def today(zone: str) -> date:
    """Civil date of an agency: a referral at 11 pm Pacific belongs to that day.

    Source: rule catalogue, "Counting days" 8.
    """
    return datetime.now(ZoneInfo(zone)).date()


def day_of(moment: datetime, zone: str) -> date:
    """Civil date of a moment at an agency."""
    return moment.astimezone(ZoneInfo(zone)).date()


def start_of(day: date, zone: str) -> datetime:
    """The moment at which a civil day begins at an agency."""
    return datetime.combine(day, time.min, ZoneInfo(zone))
