"""The rulebook as the engine reads it: plain frozen data, in the fields of the rule files.

Only the loader makes these; nothing here opens a file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Predicate:
    """`fact` `op` `value`; ops: is, eq, ne, lt, lte, gt, gte, in.

    A fact is a stated or derived name, `param.<name>`, or one of the forms
    dbt(<event>), happened(<event>), not_yet(<event>), paused(<reason>).
    `if_unknown` is what the predicate counts as while the fact is not known;
    None: the rule waits for the fact.
    """

    fact: str
    op: str
    value: Any
    if_unknown: bool | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When a duty is due, counted from its trigger or from `anchor`.

    Exactly one of: `plus`/`minus` with `unit` (cd, bd, sd, swd, wd, mo, yr),
    `param` (a jurisdiction's parameter holds the rest), `is_asap`,
    `is_reasonable`, `earliest_of`. `urgent` is the shorter clock where the fact
    named in its `condition` holds.
    """

    plus: int | None = None
    minus: int | None = None
    unit: str = "cd"
    anchor: str | None = None
    param: str | None = None
    alternative_anchor: str | None = None
    urgent: "Due | None" = None
    condition: str | None = None
    is_asap: bool = False
    is_reasonable: bool = False
    earliest_of: tuple["Due", ...] = ()


@dataclass(frozen=True, slots=True)
class Recurrence:
    every: int
    unit: str
    restart_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """Each of `requires` must come no later than the first of `before`."""

    requires: tuple[str, ...]
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Instead:
    """What closes a duty where a fact holds: any of `satisfied_by`, and then nothing excuses from it."""

    fact: str
    satisfied_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Window:
    opens: Due | None
    closes: Due


@dataclass(frozen=True, slots=True)
class LateYear:
    """Another due date for an event `at_least_days` to `within_days` before the school year ends.

    Those days are counted in `within_unit`; the new date is `plus` `unit` after
    `anchor`: school_year_start (of the next year), school_year_end (of that
    year) or another named day. `ends_between`: first and last day of a year
    ("MM-DD") on which a school year can end; None: any.
    """

    within_days: int
    measured_event: str
    anchor: str
    plus: int
    unit: str = "cd"
    at_least_days: int = 0
    within_unit: str = "cd"
    ends_between: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of one rule. `satisfied_by` closes it: any of them, or all where `needs_all`."""

    id: str
    version: str
    jurisdiction: str
    title: str
    stage: str
    kind: str
    actor: str
    cite: tuple[str, ...]
    confidence: str
    effective_from: date | None = None
    effective_to: date | None = None
    version_by: str = "trigger"
    applies_if: tuple[Predicate, ...] = ()
    trigger: str | None = None
    due: Due | None = None
    window: Window | None = None
    recurrence: Recurrence | None = None
    gate: Gate | None = None
    satisfied_by: tuple[str, ...] = ()
    needs_all: bool = False
    instead: Instead | None = None
    acts_from: str | None = None
    """A named day; what was done before it closes nothing, unless the duty was due before that day."""
    tolling: tuple[str, ...] = ()
    exempt_if: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    checklist: str | None = None
    late_year: LateYear | None = None
    cap: str | None = None
    per: str | None = None
    """Payload key that gives one obligation per value, for example `service`; `event`: one per event."""
    alternative_anchor: Mapping[str, Any] | None = None
    """An earlier named day that binds where a fact holds: {anchor, fact}."""
    again_after: str | None = None
    """With `per`: an event that may end what the value names; what starts the clock then starts another."""
    replaces: str | None = None
    defers: bool = False
    """The federal text leaves the measure to the State: a State's rule in its place may be looser."""
    notes: str | None = None
    reading: str | None = None
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Jurisdiction:
    """A federal base or a state: what it sets itself. `params` here hold the parent's too, overridden.

    A parameter that a rule's `due` names has `plus` (or `value`) with `unit`,
    and may have its own `trigger` (or `anchor`), more `tolling`, a `late_year`
    and `also`, a second clock of which the earlier date counts.
    """

    id: str
    name: str
    parent: str | None
    params: Mapping[str, Any]
    rules: tuple[Rule, ...]
    """Every rule version in force here at some time: inherited ones, less those replaced or disabled, plus its own."""

    @cached_property
    def leap_day(self) -> str:
        """When a child of 29 February has its birthday in a common year: "feb28" or "mar1"."""
        said = self.params.get("leap_day_birth")
        if said is not None and not isinstance(said, str):
            said = said.get("policy", said.get("value"))
        return "mar1" if said == "mar1" else "feb28"


@dataclass(frozen=True, eq=False)
class Book:
    """The whole rulebook, compared by identity. `sha256` is of the files' bytes in the order of their names."""

    version: str
    sha256: str
    jurisdictions: Mapping[str, Jurisdiction]
    events: Mapping[str, str]
    anchors: Mapping[str, str]
    """Derived dates that may trigger a rule, such as third_birthday."""
    pause_reasons: Mapping[str, Mapping[str, Any]]
    facts: Mapping[str, str]
    actors: Mapping[str, str]
    stages: Mapping[str, str]
    exit_reasons: tuple[Mapping[str, Any], ...] = ()
    checklists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    derived_facts: Mapping[str, str] = field(default_factory=dict)
    """Those of `facts` that follow from the file unless they are stated."""
    units: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    services: tuple[str, ...] = ()
    params: Mapping[str, str] = field(default_factory=dict)
    """Meaning of each parameter a jurisdiction may set."""
    released_on: date = date.min
    """From this day on it is in use, until the next is released."""

    @cached_property
    def rule_ids(self) -> frozenset[str]:
        """Every rule, wherever it is written."""
        return frozenset(rule.id for rule in self.all_rules())

    def all_rules(self) -> Iterator[Rule]:
        """Every rule version once, each where it is written."""
        for place in self.jurisdictions.values():
            yield from (r for r in place.rules if r.jurisdiction == place.id)

    def rules_for(self, jurisdiction: str, on: date) -> tuple[Rule, ...]:
        """Versions in force there on a day. Raises: KeyError for an unknown jurisdiction."""
        return tuple(r for r in self.jurisdictions[jurisdiction].rules if in_force(r, on))

    def soon_days(self, jurisdiction: str) -> int:
        """Days before a due date from which it counts as due soon. Raises: KeyError."""
        return int(self.jurisdictions[jurisdiction].params["due_soon_days"]["value"])


def in_force(rule: Rule, on: date) -> bool:
    """Both ends of the effective dates are inside."""
    begun = rule.effective_from is None or rule.effective_from <= on
    return begun and (rule.effective_to is None or on <= rule.effective_to)
