"""The rulebook as anyone may read it: rules with their law, and the words they are written in."""

from datetime import date
from typing import Any

from pydantic import Field

from app.models.fields import Bounded, Read


class JurisdictionSummary(Read):
    id: str
    name: str
    parent: str | None
    rules: int = Field(description="Rule versions in force there at some time, inherited included.")


class RulebookRead(Read):
    version: str
    sha256: str
    rules: int = Field(description="Rule versions, each counted where it is written.")
    jurisdictions: list[JurisdictionSummary]


class ReleaseRead(Read):
    """A rulebook, in use from `released_on` until the next was released."""

    version: str
    sha256: str
    released_on: date


class RulebookChange(Read):
    """One value of a rule, of a jurisdiction's parameters or of the vocabulary."""

    of: str = Field(
        description="A rule as id@version, a jurisdiction, or a part of the vocabulary."
    )
    field: str
    before: str | None = Field(description="As JSON; null: it was not there.")
    after: str | None = Field(description="As JSON; null: it is there no more.")


class RulebookChanges(Read):
    """What one rulebook changed since another. Rules are named id@version."""

    since: str
    version: str
    added: Bounded[str]
    removed: Bounded[str]
    changed: Bounded[RulebookChange]
    params: Bounded[RulebookChange] = Field(
        description="Parameters in force in a jurisdiction, inherited ones included."
    )
    words: Bounded[RulebookChange]


class PredicateRead(Read):
    fact: str
    op: str
    value: Any
    if_unknown: bool | None = Field(
        description="What it counts as while the fact is not known; null: the rule waits."
    )


class DueRead(Read):
    """When a duty is due. One of `plus`, `minus`, `param`, `is_asap`, `is_reasonable`, `earliest_of`."""

    plus: int | None
    minus: int | None
    unit: str
    anchor: str | None
    param: str | None
    alternative_anchor: str | None
    urgent: "DueRead | None"
    condition: str | None
    is_asap: bool
    is_reasonable: bool
    earliest_of: list["DueRead"]


class WindowRead(Read):
    opens: DueRead | None
    closes: DueRead


class RecurrenceRead(Read):
    every: int
    unit: str
    restart_on: list[str]


class GateRead(Read):
    requires: list[str]
    before: list[str]


class InsteadRead(Read):
    """Where the fact holds, these close the duty, and nothing excuses from it."""

    fact: str
    satisfied_by: list[str]


class LateYearRead(Read):
    within_days: int
    at_least_days: int
    within_unit: str
    measured_event: str
    anchor: str
    plus: int
    unit: str
    ends_between: tuple[str, str] | None = Field(
        description="First and last day of a year, MM-DD, on which a school year can end; null: any."
    )


class AlternativeAnchorRead(Read):
    anchor: str
    fact: str


class RuleRead(Read):
    """One version of one rule. Effective dates are both inside; null: no such end."""

    id: str
    version: str
    jurisdiction: str
    title: str
    stage: str
    kind: str
    actor: str
    citations: list[str] = Field(validation_alias="cite")
    confidence: str
    effective_from: date | None
    effective_to: date | None
    version_by: str
    applies_if: list[PredicateRead]
    trigger: str | None
    due: DueRead | None
    window: WindowRead | None
    recurrence: RecurrenceRead | None
    gate: GateRead | None
    satisfied_by: list[str]
    needs_all: bool
    instead: InsteadRead | None
    acts_from: str | None
    again_after: str | None
    tolling: list[str]
    exempt_if: list[str]
    late_year: LateYearRead | None
    alternative_anchor: AlternativeAnchorRead | None
    cap: str | None
    per: str | None
    checklist: str | None
    feeds: list[str]
    replaces: str | None
    defers: bool
    reading: str | None
    notes: str | None


class JurisdictionRead(Read):
    """Parameters are the parent's where the jurisdiction sets none of its own."""

    id: str
    name: str
    parent: str | None
    params: dict[str, dict[str, Any]]
    rules: list[RuleRead]


class PauseReasonRead(Read):
    means: str
    cite: str
    evidence: str | None
    effect: str | None
    modes: list[str] | None
    default_mode: str | None
    free_schooldays: int | None
    attempts: int | None = Field(
        description="How many dated attempts a pause for this reason must show."
    )
    fixed_ahead: bool | None = Field(
        description="Whether its last day may lie ahead: it is agreed, or known from a calendar."
    )
    note: str | None


class ExitReasonRead(Read):
    code: str
    group: str
    label: str
    ceds: str
    only_if_param: str | None


class UnitRead(Read):
    name: str
    meaning: str | None
    cite: str


class VocabularyRead(Read):
    """Names, each with its meaning. `fact_forms` are facts about a name, written form(name)."""

    events: dict[str, str]
    anchors: dict[str, str]
    pause_reasons: dict[str, PauseReasonRead]
    facts: dict[str, str]
    derived_facts: list[str]
    fact_forms: dict[str, str]
    params: dict[str, str]
    actors: dict[str, str]
    stages: dict[str, str]
    units: dict[str, UnitRead]
    exit_reasons: list[ExitReasonRead]
    services: list[str]
    risk_factors: list[str] = Field(
        description="Of every policy of eligibility; each counts where its State names it."
    )
    checklists: dict[str, list[str]]
