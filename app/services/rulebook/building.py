"""From the shapes of the files to the plain data the engine reads."""

from typing import Any

from app.services.rulebook.jurisdiction import Param
from app.services.rulebook.shapes import AllOf, DueEntry, Entry, RuleEntry, WindowEntry
from app.services.rules.book import (
    Due,
    Gate,
    Instead,
    LateYear,
    Predicate,
    Recurrence,
    Rule,
    Window,
)

SAME = (
    "id", "title", "stage", "kind", "actor", "cite", "confidence", "effective_from", "effective_to",
    "version_by", "trigger", "acts_from", "again_after", "tolling", "exempt_if", "feeds", "checklist", "cap", "per", "replaces",
    "defers", "notes", "reading",
)  # fmt: skip
"""Fields that a rule has as its entry spells them."""


def rule_of(entry: RuleEntry, jurisdiction: str, file: str, line: int) -> Rule:
    """One version of a rule, as the engine reads it."""
    closing = entry.satisfied_by
    return Rule(
        **{name: getattr(entry, name) for name in SAME},
        version=str(entry.version),
        jurisdiction=jurisdiction,
        applies_if=tuple(Predicate(**_plain(p)) for p in entry.applies_if),
        due=_due(entry.due),
        window=_window(entry.window),
        recurrence=Recurrence(**_plain(entry.recurrence)) if entry.recurrence else None,
        gate=Gate(**_plain(entry.gate)) if entry.gate else None,
        satisfied_by=closing.all_of if isinstance(closing, AllOf) else closing,
        needs_all=isinstance(closing, AllOf),
        instead=Instead(**_plain(entry.instead)) if entry.instead else None,
        late_year=LateYear(**_plain(entry.late_year)) if entry.late_year else None,
        alternative_anchor=_plain(entry.alternative_anchor) if entry.alternative_anchor else None,
        file=file,
        line=line,
    )


def param_of(param: Param) -> dict[str, Any]:
    """What the file spells out of a parameter, nothing more."""
    return param.model_dump(exclude_unset=True)


def _plain(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in type(entry).model_fields}


def _due(entry: DueEntry | None) -> Due | None:
    if entry is None:
        return None
    return Due(
        plus=entry.plus,
        minus=entry.minus,
        unit=entry.unit,
        anchor=entry.anchor,
        param=entry.param,
        alternative_anchor=entry.alternative_anchor,
        urgent=_due(entry.urgent),
        condition=entry.condition,
        is_asap=entry.asap,
        is_reasonable=entry.reasonable,
        earliest_of=tuple(due for e in entry.earliest_of if (due := _due(e))),
    )


def _window(entry: WindowEntry | None) -> Window | None:
    if entry is None:
        return None
    closes = _due(entry.closes)
    assert closes is not None  # noqa: S101 - a window entry always closes
    return Window(opens=_due(entry.opens), closes=closes)
