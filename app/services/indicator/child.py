"""One child as the indicators look at it: the file, and what the rules say of it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from uuid import UUID

from app.services.indicator import catalogue
from app.services.rules import Book, CaseFacts, Event, Jurisdiction, Obligation, derived, evaluate
from app.services.rules.book import Rule

FEDERAL = "us"
EXIT, CONSENT = "partc.exited", "ifsp.consent.signed"
BOOKS_AT_ONCE = 4
Duties = Mapping[str, tuple[Obligation, ...]]
"""What each indicator is measured by, under its code."""


@dataclass(frozen=True, slots=True)
class Note:
    """What people said of a duty. `cause`: why it is late, None where nobody said."""

    cause: str | None
    is_set_aside: bool
    is_waived: bool


Notes = Mapping[tuple[str, str], Note]
"""By rule and occurrence."""
NO_NOTE = Note(None, is_set_aside=False, is_waived=False)


@dataclass(frozen=True, slots=True)
class Measuring:
    """The book an indicator is measured with: that of the State, and the federal rules it is held to.

    `codes` says which indicators each rule serves, by jurisdiction; `closing`
    which events close it; `stands_for` which federal rule a State's own one
    takes the place of.
    """

    book: Book
    codes: Mapping[str, Mapping[str, tuple[str, ...]]]
    closing: Mapping[str, frozenset[str]]
    stands_for: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Child:
    """`case` is one stay in the program, up to the day it is looked at; `duties` those asked for."""

    id: UUID
    district_id: UUID | None
    case: CaseFacts
    held: Measuring
    duties: Duties
    notes: Notes

    @property
    def place(self) -> Jurisdiction:
        return self.held.book.jurisdictions[self.case.jurisdiction]

    @property
    def third_birthday(self) -> date:
        born = CaseFacts(self.case.jurisdiction, self.case.born_on)
        return derived(self.held.book, born)["third_birthday"]

    def first(self, type_: str) -> Event | None:
        return next((e for e in self.case.events if e.type == type_), None)

    def last(self, type_: str, until: date | None = None) -> Event | None:
        """The latest such event, up to a day inside; None for any day."""
        found = (e for e in reversed(self.case.events) if e.type == type_)
        return next((e for e in found if until is None or e.on <= until), None)

    def duty(self, code: str) -> Obligation | None:
        """The one duty behind an indicator, for those that have one at most."""
        return next(iter(self.duties.get(code, ())), None)

    def note(self, duty: Obligation) -> Note:
        return self.notes.get((duty.rule_id, duty.occurrence), NO_NOTE)

    @property
    def exit(self) -> Event | None:
        """The end of this stay in Part C; None while it lasts."""
        return self.last(EXIT)

    @property
    def was_served(self) -> bool:
        return self.first("ifsp.initial.held") is not None

    @property
    def was_found_eligible(self) -> bool:
        decided = (e for e in self.case.events if e.type == "eligibility.partc.decided")
        return any(e.data.get("eligible") is True for e in decided)

    def stays_past_three(self, *, by_federal_option: bool = False) -> bool:
        """Whether the parent chose an extension that this State has; a bridge of State law is no federal option."""
        has = self.place.params.get("extended_option", {}).get("value")
        offered = has is True or (has == "state_law_bridge" and not by_federal_option)
        return offered and self.case.facts.get("extended_option_chosen") is True


@lru_cache(maxsize=BOOKS_AT_ONCE)
def measuring(book: Book) -> Measuring:
    wanted = {i.code: i.rule for i in catalogue.load().indicators}
    held_to = tuple(
        r for r in book.all_rules() if r.jurisdiction == FEDERAL and r.id in wanted.values()
    )
    places, codes = {}, {}
    for name, place in book.jurisdictions.items():
        own = (r for r in place.rules if r.id not in wanted.values())
        rules = (*own, *held_to)
        places[name] = replace(place, rules=rules)
        codes[name] = {r.id: found for r in rules if (found := _served_by(r, wanted))}
    every = [r for place in places.values() for r in place.rules]
    ids = {r.id for r in held_to}
    return Measuring(
        book=replace(book, jurisdictions=places),
        codes=codes,
        closing={r.id: frozenset(r.satisfied_by) for r in every},
        stands_for={r.id: r.replaces for r in book.all_rules() if r.replaces and r.replaces in ids},
    )


def _served_by(rule: Rule, wanted: Mapping[str, str | None]) -> tuple[str, ...]:
    """Indicators measured by a rule."""
    return tuple(
        code for code, by in wanted.items() if (rule.id == by if by else code in rule.feeds)
    )


def child_of(
    held: Measuring,
    codes: AbstractSet[str],
    id_: UUID,
    district_id: UUID | None,
    case: CaseFacts,
    notes: Notes,
    today: date,
) -> Child:
    """Evaluate what these indicators are measured by, as of `today`; what happened later has not."""
    served = held.codes[case.jurisdiction]
    rules = [rule for rule, found in served.items() if not codes.isdisjoint(found)]
    known = replace(case, events=tuple(e for e in case.events if e.on <= today))
    duties: dict[str, tuple[Obligation, ...]] = {}
    for duty in evaluate(held.book, known, today, rules=rules, explain=False):
        for code in served[duty.rule_id]:
            duties[code] = (*duties.get(code, ()), duty)
    spoken = {(held.stands_for.get(rule, rule), of): note for (rule, of), note in notes.items()}
    return Child(id_, district_id, known, held, duties, spoken)
