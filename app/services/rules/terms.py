"""What a rule says in one jurisdiction, once its parameters are filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.services.rules.book import Due, Jurisdiction, LateYear, Rule

WEAKEST_FIRST = ("knowledge", "secondary", "text")
DAY_ONE = "included"
"""How `first_day` begins where the trigger day is day 1 of the rules it `applies_to`."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The clock of a rule here. `also` is a second clock with its own trigger: the earlier one binds."""

    trigger: str | None
    due: Due | None
    tolling: tuple[str, ...]
    late_year: LateYear | None
    also: tuple[tuple[str, Due], ...]
    anchor: str | None
    is_day_one: bool
    cite: tuple[str, ...]
    confidence: str


def terms_of(place: Jurisdiction, rule: Rule) -> Terms:
    """Fill in a rule's parameter. Raises: KeyError when the jurisdiction does not have it."""
    due = rule.due
    plain = Terms(
        trigger=rule.trigger,
        due=due,
        tolling=rule.tolling,
        late_year=rule.late_year,
        also=(),
        anchor=due.anchor if due else None,
        is_day_one=_counts_referral_day(place, rule),
        cite=rule.cite,
        confidence=rule.confidence,
    )
    if due is None or due.param is None:
        return plain
    return _with(place.params[due.param], plain, due)


def _with(param: Mapping[str, Any], plain: Terms, due: Due) -> Terms:
    also, late = param.get("also"), param.get("late_year")
    return replace(
        plain,
        trigger=param.get("trigger") or plain.trigger,
        due=_due(param, due),
        tolling=tuple(dict.fromkeys((*plain.tolling, *(param.get("tolling") or ())))),
        late_year=_late_year(late) if isinstance(late, Mapping) else plain.late_year,
        also=((also["trigger"], Due(plus=also["plus"], unit=also["unit"])),) if also else (),
        anchor=param.get("anchor") or plain.anchor,
        cite=_cited(plain.cite, param.get("cite")),
        confidence=_weakest(
            plain.confidence, *(said.get("confidence") for said in (param, also, late) if said)
        ),
    )


def _late_year(late: Mapping[str, Any]) -> LateYear:
    return LateYear(**{name: value for name, value in late.items() if name != "confidence"})


def _due(param: Mapping[str, Any], due: Due) -> Due:
    """The State's number; as soon as possible where it has set none."""
    days = param.get("value") if param.get("plus") is None else param["plus"]
    if not isinstance(days, int) or isinstance(days, bool):
        return Due(is_asap=True, alternative_anchor=due.alternative_anchor)
    return Due(plus=days, unit=param["unit"], alternative_anchor=due.alternative_anchor)


def _cited(cite: tuple[str, ...], more: str | list[str] | None) -> tuple[str, ...]:
    found = (more,) if isinstance(more, str) else tuple(more or ())
    return (*cite, *(c for c in found if c not in cite))


def _weakest(*confidences: str | None) -> str:
    """An answer is as sure as the least sure of what its date hangs on."""
    return min((c for c in confidences if c), key=WEAKEST_FIRST.index)


def _counts_referral_day(place: Jurisdiction, rule: Rule) -> bool:
    """Virginia counts the day of the Part C referral as day 1 (rule catalogue, "Counting days" 2)."""
    said = place.params.get("first_day")
    if not isinstance(said, Mapping) or not str(said.get("value")).startswith(DAY_ONE):
        return False
    return rule.id in said["applies_to"]
