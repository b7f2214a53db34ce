"""What to look at in a session, or in a service that is written down, all the same. Pure."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple

from app.models.service_line import ServiceDelivery, ServiceLine
from app.models.staff import StaffCredential
from app.models.words.staff import Discipline
from app.services.credential import holds_on


class Caution(NamedTuple):
    code: str
    detail: str


D = Discipline
FITTING: dict[str, frozenset[Discipline]] = {
    "audiology": frozenset({D.AUDIOLOGY}),
    "nursing": frozenset({D.NURSING}),
    "nutrition": frozenset({D.NUTRITION}),
    "occupational_therapy": frozenset({D.OCCUPATIONAL_THERAPY}),
    "physical_therapy": frozenset({D.PHYSICAL_THERAPY}),
    "psychological": frozenset({D.PSYCHOLOGY}),
    "social_work": frozenset({D.SOCIAL_WORK}),
    "special_instruction": frozenset({D.SPECIAL_INSTRUCTION, D.EARLY_INTERVENTION}),
    "speech_language_pathology": frozenset({D.SPEECH_LANGUAGE}),
    "vision": frozenset({D.VISION, D.ORIENTATION_MOBILITY}),
}
"""Services that one profession gives (34 CFR 303.13(b), (c)); all others may be given by several."""


def cautions(
    line: ServiceLine,
    delivery: ServiceDelivery,
    others: Collection[ServiceDelivery],
    credentials: Collection[StaffCredential],
    at_once: int = 0,
) -> list[Caution]:
    """`others` of the same line; `credentials` of who gave it; `at_once`: their other sessions at that time."""
    if delivery.entered_in_error:
        return []
    found = _dates(line, delivery.on_date)
    if any(o.on_date == delivery.on_date and o.missed_for == delivery.missed_for for o in others):
        found.append(
            Caution("same_day", "Another session of this service is recorded for this day.")
        )
    lasted = minutes_between(delivery.starts_at, delivery.ends_at)
    if lasted not in {None, delivery.minutes}:
        said = f"From `starts_at` to `ends_at` it is {lasted} minutes, not {delivery.minutes}."
        found.append(Caution("minutes_differ", said))
    if at_once and delivery.missed_for is None:
        found.append(Caution("overlap", "Who gave it gave another session at the same time."))
    if delivery.missed_for is None:
        found += _amount(line, delivery, others) + _provider(line, delivery, credentials)
    return found


def of_line(line: ServiceLine, credentials: Collection[StaffCredential]) -> list[Caution]:
    """What to look at in a service as it is written; `credentials` of the provider it names."""
    found = []
    fitting = FITTING.get(line.service)
    if fitting and line.discipline and line.discipline not in fitting:
        said = f"{line.service} is given in {_said(fitting)}, not in {line.discipline}."
        found.append(Caution("discipline_unfit", said))
    if line.provider_id is not None:
        found += _held(_asked(line), credentials, line.starts_on)
    return found


def minutes_between(starts_at: datetime | None, ends_at: datetime | None) -> int | None:
    """From one moment to the other, whatever the clock on the wall did meanwhile; None where they say nothing."""
    if starts_at is None or ends_at is None or not follows(starts_at, ends_at):
        return None
    return max(round((ends_at - starts_at).total_seconds() / 60), 1)


def follows(starts_at: datetime | None, ends_at: datetime) -> bool:
    """A session ends after it began, and lasts no longer than a day."""
    return starts_at is not None and timedelta() < ends_at - starts_at <= timedelta(days=1)


def _dates(line: ServiceLine, on: date) -> list[Caution]:
    found = []
    if on < line.starts_on:
        found.append(Caution("before_planned_start", f"It was to start on {line.starts_on}."))
    if on > line.ends_on:
        found.append(
            Caution("after_planned_end", f"It was to end on {line.ends_on}; amend the plan.")
        )
    if line.authorised_on is None:
        found.append(Caution("not_authorised", "No payer's authorisation is recorded."))
    return found


def _amount(
    line: ServiceLine, delivery: ServiceDelivery, others: Collection[ServiceDelivery]
) -> list[Caution]:
    found = []
    if delivery.minutes > line.minutes:
        found.append(
            Caution("longer_than_planned", f"The plan says {line.minutes} minutes a session.")
        )
    if line.authorised_minutes is not None:
        given = delivery.minutes + sum(o.minutes for o in others if o.missed_for is None)
        if given > line.authorised_minutes:
            detail = f"{given} minutes are given of {line.authorised_minutes} authorised."
            found.append(Caution("over_authorised", detail))
    return found


def _provider(
    line: ServiceLine, delivery: ServiceDelivery, credentials: Collection[StaffCredential]
) -> list[Caution]:
    return _held(_asked(line), credentials, delivery.on_date)


def _asked(line: ServiceLine) -> frozenset[str]:
    """Disciplines that may give it: the one that the line names, unless it does not fit the service."""
    fitting: frozenset[str] = FITTING.get(line.service, frozenset())
    named = frozenset({line.discipline} if line.discipline else ())
    return (named & fitting or fitting) if fitting else named


def _held(
    asked: frozenset[str], credentials: Collection[StaffCredential], on: date
) -> list[Caution]:
    if not asked:
        return []
    fitting = [c for c in credentials if c.discipline in asked]
    if not fitting:
        said = f"No credential in {_said(asked)} is recorded for who gives it."
        return [Caution("discipline", said)]
    if not any(holds_on(c, on) for c in fitting):
        return [Caution("licence", f"No credential in {_said(asked)} holds on {on}.")]
    return []


def _said(disciplines: Collection[str]) -> str:
    return " or ".join(sorted(disciplines))
