"""Sessions of one service: the first, and every week of the last quarter."""

from datetime import date, timedelta

from app.demo.county.dice import Dice
from app.demo.county.office import office_day
from app.demo.county.plan_shape import ServiceDelivery, ServiceLine

RECENT = timedelta(days=84)
MISSED_PERCENT = 15
MISSES = ("child_unavailable", "family_cancelled", "family_no_show", "provider_absent", "weather")


def sessions(dice: Dice, line: ServiceLine, first: date, end: date) -> list[ServiceDelivery]:
    """By day, the first one given; none after the line's end or `end`."""
    last = min(line.ended_on or end, end)
    made = []
    day = first
    while day <= last:
        on = max(office_day(day), first)
        if day == first or day > end - RECENT:
            is_missed = day != first and dice.chance(MISSED_PERCENT)
            made.append(
                ServiceDelivery(
                    tenant_id=line.tenant_id,
                    id=dice.id(),
                    student_id=line.student_id,
                    line_id=line.id,
                    on_date=on,
                    minutes=line.minutes,
                    missed_for=dice.one_of(MISSES) if is_missed else None,
                    provider_id=line.provider_id,
                )
            )
        day += timedelta(days=7)
    return made
