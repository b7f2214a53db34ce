"""When a delivery is tried again: at once, after 5 s, 5 min, 30 min, 2 h, then 5 to 24 h apart for three days."""

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

HOUR = 3600.0
WAITS = (
    5.0, 300.0, HOUR / 2, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR,
)  # fmt: skip
MOST_ATTEMPTS = len(WAITS) + 1
LONGEST_WAIT = 24 * HOUR


def wait_after(attempts: int, asked: float | None = None) -> float | None:
    """Seconds until the next attempt, jittered; None when that was the last.

    `asked` is the receiver's Retry-After: it is kept, up to a day.
    """
    if attempts > len(WAITS):
        return None
    jittered = WAITS[attempts - 1] * random.uniform(0.9, 1.1)  # noqa: S311 - jitter, not a secret
    return min(max(jittered, asked or 0.0), LONGEST_WAIT * 1.1)


def retry_after(header: str | None, now: datetime | None = None) -> float | None:
    """Seconds that a receiver asks for, as a number or a date; None when it asks for nothing sensible."""
    if header is None or len(header) > 40:
        return None
    if header.isascii() and header.isdigit():
        return min(float(header), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(header)
        seconds = (at.astimezone(UTC) - (now or datetime.now(UTC))).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT)
