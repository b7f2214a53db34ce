"""What the law asks for in one case, and where that stands."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CountedPause:
    """A pause as it counted against one clock: `days` not counted."""

    reason: str
    from_on: date
    to_on: date | None
    days: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """The date that another reading of the same text gives."""

    label: str
    due_on: date


@dataclass(slots=True)
class Obligation:
    """One duty; never changed, but not frozen: a frozen one takes three times as long to make. `state` is as of the day of evaluation, `status` does not depend on that day.

    `status`: not_applicable, waiting_for_trigger, open, met, met_late, excused,
    waived_by_family. `state` adds due_soon, overdue and tolled. `occurrence` is
    "" for a rule that does not repeat. The duty counts as tolled from
    `tolled_from` to `tolled_to`, both inside; None there: still.
    """

    rule_id: str
    rule_version: str
    title: str
    stage: str
    kind: str
    actor: str
    occurrence: str
    state: str
    status: str
    trigger_event: str | None
    trigger_event_id: UUID | None
    trigger_on: date | None
    due_on: date | None
    due_on_unadjusted: date | None
    due_on_rolled: date | None
    window_opens_on: date | None
    satisfied_on: date | None
    days_left: int | None
    tolled_from: date | None
    tolled_to: date | None
    pauses: tuple[CountedPause, ...]
    alternatives: tuple[Alternative, ...]
    citations: tuple[str, ...]
    confidence: str
    feeds: tuple[str, ...]
    explanation: tuple[str, ...]
    missing: tuple[str, ...]
