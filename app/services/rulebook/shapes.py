"""What a rule file may say: the keys of the YAML, their types, and nothing else."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_.()-]+$")]
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Unit = Literal["cd", "bd", "sd", "swd", "wd", "mo", "yr"]
Kind = Literal[
    "deadline", "window", "recurring", "gate", "asap",
    "floor", "checklist", "determination", "policy", "retention",
]  # fmt: skip
Measure = Literal[
    "C1", "C2", "C5", "C6", "C7", "C8A", "C8B", "C8C", "B11", "B12", "618-exit",
]  # fmt: skip
"""What is reported of the rules: the codes of the indicators."""
Confidence = Literal["text", "secondary", "knowledge"]
Days = Annotated[int, Field(ge=0, le=2000)]
DayOfYear = Annotated[
    str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8]|30|31)$")
]


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PredicateEntry(Entry):
    fact: Name
    op: Literal["is", "eq", "ne", "lt", "lte", "gt", "gte", "in"]
    value: bool | int | str | list[int | str]
    if_unknown: bool | None = None


class DueEntry(Entry):
    """Says when in exactly one way: `plus`, `minus`, `param`, `asap`, `reasonable` or `earliest_of`."""

    plus: Days | None = None
    minus: Days | None = None
    unit: Unit = "cd"
    anchor: Name | None = None
    param: Name | None = None
    alternative_anchor: Name | None = None
    urgent: "DueEntry | None" = None
    condition: Name | None = None
    asap: bool = False
    reasonable: bool = False
    earliest_of: tuple["DueEntry", ...] = ()

    @model_validator(mode="after")
    def _says_when_once(self) -> Self:
        measures = (self.plus, self.minus, self.param)
        others = (self.asap, self.reasonable, bool(self.earliest_of))
        if sum(m is not None for m in measures) + sum(others) != 1:
            raise ValueError("says when in exactly one way")
        if (
            self.plus is not None or self.minus is not None
        ) and "unit" not in self.model_fields_set:
            raise ValueError("a number needs its unit")
        return self


class WindowEntry(Entry):
    opens: DueEntry | None
    closes: DueEntry


class RecurrenceEntry(Entry):
    every: Annotated[int, Field(ge=1, le=2000)]
    unit: Unit
    restart_on: Annotated[tuple[Name, ...], Field(min_length=1)]


class GateEntry(Entry):
    requires: Annotated[tuple[Name, ...], Field(min_length=1)]
    before: Annotated[tuple[Name, ...], Field(min_length=1)]


class LateYearEntry(Entry):
    within_days: Days
    measured_event: Name
    anchor: Name
    plus: Days
    unit: Unit
    at_least_days: Days = 0
    within_unit: Unit = "cd"
    ends_between: tuple[DayOfYear, DayOfYear] | None = None


class ParamLateYearEntry(LateYearEntry):
    """`confidence`: where it is another than that of the parameter."""

    confidence: Confidence | None = None


class AlternativeAnchorEntry(Entry):
    anchor: Name
    fact: Name


class InsteadEntry(Entry):
    fact: Name
    satisfied_by: Annotated[tuple[Name, ...], Field(min_length=1)]


class AllOf(Entry):
    all_of: Annotated[tuple[Name, ...], Field(min_length=1)]


class RuleEntry(Entry):
    """One version of one rule. `effective_from` null: in force before any child now in the system."""

    id: Name
    version: Annotated[int, Field(ge=1, strict=True)]
    title: Said
    stage: Name
    kind: Kind
    actor: Name
    cite: Annotated[tuple[Said, ...], Field(min_length=1)]
    confidence: Confidence
    effective_from: date | None
    effective_to: date | None = None
    version_by: Literal["trigger", "decision"] = "trigger"
    applies_if: tuple[PredicateEntry, ...] = ()
    trigger: Name | None = None
    due: DueEntry | None = None
    window: WindowEntry | None = None
    recurrence: RecurrenceEntry | None = None
    gate: GateEntry | None = None
    satisfied_by: AllOf | tuple[Name, ...] = ()
    instead: InsteadEntry | None = None
    acts_from: Name | None = None
    again_after: Name | None = None
    tolling: tuple[Name, ...] = ()
    exempt_if: tuple[Name, ...] = ()
    feeds: tuple[Measure, ...] = ()
    checklist: Name | None = None
    late_year: LateYearEntry | None = None
    cap: Name | None = None
    per: Literal["event", "service"] | None = None
    alternative_anchor: AlternativeAnchorEntry | None = None
    replaces: Name | None = None
    defers: bool = False
    notes: Said | None = None
    reading: Said | None = None

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        needed = NEEDED_BY_KIND.get(self.kind, ())
        if missing := [name for name in needed if not getattr(self, name)]:
            raise ValueError(f"a {self.kind} needs {' and '.join(missing)}")
        if (self.effective_from or date.min) > (self.effective_to or date.max):
            raise ValueError("ends before it begins")
        return self


NEEDED_BY_KIND: dict[str, tuple[str, ...]] = {
    "deadline": ("trigger", "due", "satisfied_by"),
    "window": ("trigger", "window", "satisfied_by"),
    "recurring": ("recurrence", "satisfied_by"),
    "gate": ("gate",),
    "asap": ("trigger", "due", "satisfied_by"),
    "floor": ("trigger", "due", "satisfied_by"),
}


class RuleFile(Entry):
    """Any further file of a jurisdiction's folder."""

    rules: tuple[dict[str, Any], ...]


class PauseReason(Entry):
    means: Said
    cite: Said
    evidence: Said | None = None
    effect: Said | None = None
    modes: tuple[Name, ...] | None = None
    default_mode: Name | None = None
    free_schooldays: Days | None = None
    attempts: Days | None = None
    fixed_ahead: bool | None = None
    note: Said | None = None


class ExitReason(Entry):
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9_]+$")]
    group: Name
    label: Said
    ceds: Said
    only_if_param: Name | None = None


class UnitEntry(Entry):
    name: Said
    meaning: Said | None = None
    cite: Said


class Vocabulary(Entry):
    """`vocabulary.yaml`: every name with its meaning, the rulebook's version and since when it is in use."""

    version: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z.-]{1,40}$")]
    released_on: date
    stages: dict[Name, Said]
    actors: dict[Name, Said]
    units: dict[Unit, UnitEntry]
    anchors: dict[Name, Said]
    late_year_anchors: dict[Name, Said]
    events: dict[Name, Said]
    facts: dict[Name, Said]
    derived_facts: dict[Name, Said]
    params: dict[Name, Said]
    pause_reasons: dict[Name, PauseReason]
    exit_reasons: tuple[ExitReason, ...]
    services: tuple[Name, ...]
    checklists: dict[Name, tuple[Said, ...]]
