"""When what was tried or taught is looked at again."""

from datetime import date, timedelta


def following(on: date, every_days: int | None) -> date | None:
    """So many days after it was begun, taught or last looked at; None where nobody said how often."""
    return on + timedelta(days=every_days) if every_days else None
