"""Where one child stands in one indicator, and how a duty of the law becomes that."""

from dataclasses import dataclass, replace
from datetime import date

from app.services.indicator import catalogue
from app.services.indicator.catalogue import Indicator
from app.services.indicator.child import Child
from app.services.rules import Obligation, Span

ON_TIME, LATE_EXCUSED, LATE = "on_time", "late_excused", "late"
LEFT_OUT = {"waived_by_family": "family_declined", "excused": "left_before_due"}
"""Why a child is left out, by the status of the duty."""


@dataclass(frozen=True, slots=True)
class Question:
    """`period` is inside at both ends; `today` is the day up to which the files are known."""

    indicator: Indicator
    period: Span
    today: date
    counted_on: date


@dataclass(frozen=True, slots=True)
class Finding:
    """In a cell of the indicator, or left out for a reason; never both.

    `days_late`: calendar days after the last day that would have been in time,
    for an excused child after the last day without the excuse; None while it
    has not been done. `recorded` is an exit reason that contradicts the file.
    """

    cell: str | None = None
    exclusion: str | None = None
    due_on: date | None = None
    due_on_unadjusted: date | None = None
    satisfied_on: date | None = None
    days_late: int | None = None
    delay: str | None = None
    missing: tuple[str, ...] = ()
    recorded: str | None = None

    @property
    def decided_on(self) -> date | None:
        """The day on which it was known whether the duty was met in time: each case has one."""
        due_on = self.due_on or self.due_on_unadjusted
        if self.cell in {ON_TIME, LATE_EXCUSED} or due_on is None:
            return self.satisfied_on or due_on
        return due_on


def out(duty: Obligation, exclusion: str) -> Finding:
    return Finding(
        exclusion=exclusion,
        due_on=duty.due_on,
        due_on_unadjusted=duty.due_on_unadjusted,
        satisfied_on=duty.satisfied_on,
        missing=duty.missing,
    )


def of_duty(child: Child, indicator: Indicator, duty: Obligation, today: date) -> Finding | None:
    """What a duty says of a child; None where the law asks for nothing, or nothing has begun."""
    if duty.status in LEFT_OUT:
        return out(duty, LEFT_OUT[duty.status])
    if duty.status == "waiting_for_trigger" and duty.missing and duty.due_on:
        return out(duty, "facts_missing")
    if duty.status in {"not_applicable", "waiting_for_trigger"}:
        return None
    if duty.due_on_unadjusted is None:
        return out(duty, "no_date")
    if duty.satisfied_on is not None:
        return done(child, indicator, duty, duty.satisfied_on)
    return _unmet(child, duty, today)


def done(child: Child, indicator: Indicator, duty: Obligation, done_on: date) -> Finding:
    """In time, excused by a pause that moved the date, or late."""
    plain = duty.due_on_unadjusted or done_on
    found = replace(out(duty, ""), exclusion=None, satisfied_on=done_on)
    stated = _stated_delay(child, duty, done_on)
    if duty.due_on is not None and done_on > duty.due_on:
        return replace(
            found,
            cell=LATE,
            days_late=(done_on - duty.due_on).days,
            delay=stated or cause_of(child, duty),
        )
    pauses = (p.reason for p in duty.pauses if p.reason in indicator.excuses)
    excuse = next(pauses, None)
    if excuse is None or done_on <= plain:
        return replace(found, cell=ON_TIME)
    delay = stated or indicator.excuses[excuse]
    return replace(found, cell=LATE_EXCUSED, days_late=(done_on - plain).days, delay=delay)


def _unmet(child: Child, duty: Obligation, today: date) -> Finding:
    if (reason := laid_down(child, duty)) is not None:
        return out(duty, reason)
    if duty.due_on is None or any(pause.to_on is None for pause in duty.pauses):
        return out(duty, "paused")
    if duty.due_on >= today:
        return out(duty, "not_yet_due")
    delay = cause_of(child, duty)
    return replace(out(duty, ""), exclusion=None, cell=LATE, delay=delay)


def laid_down(child: Child, duty: Obligation) -> str | None:
    """Why an open duty is not asked for any more: the family waived it, or the program set it aside."""
    note = child.note(duty)
    if note.is_waived:
        return "family_declined"
    return "set_aside" if note.is_set_aside else None


def cause_of(child: Child, duty: Obligation) -> str | None:
    """The delay reason that somebody gave the late duty itself."""
    cause = child.note(duty).cause
    return catalogue.load().causes[cause] if cause else None


def _stated_delay(child: Child, duty: Obligation, done_on: date) -> str | None:
    """The reason that the act which met the duty late was recorded with."""
    closing = child.held.closing[duty.rule_id]
    acts = (e for e in child.case.events if e.on == done_on and e.type in closing)
    return next((str(e.data["delay_reason"]) for e in acts if e.data.get("delay_reason")), None)


def decided_in(finding: Finding | None, period: Span) -> Finding | None:
    """The finding, if it belongs to the period."""
    if finding is None or finding.decided_on is None:
        return None
    return finding if finding.decided_on in period else None
