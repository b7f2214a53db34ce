"""Every rule of a jurisdiction, compiled once."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache

from app.services.rules.anchors import ANCHORS
from app.services.rules.book import Book, Jurisdiction, Rule
from app.services.rules.days import Day
from app.services.rules.draft import Count, Find, Line, Row, compile_line, named, undated
from app.services.rules.flat import Flat, flattening
from app.services.rules.kinds.dated import compile_dated
from app.services.rules.kinds.gate import compile_gate
from app.services.rules.kinds.recurring import compile_recurring
from app.services.rules.kinds.standing import compile_standing
from app.services.rules.names import require_known
from app.services.rules.situation import Situation, first_day
from app.services.rules.terms import terms_of
from app.services.rules.wording import short_day

BOOKS_AT_ONCE = 64
SELECTIONS_AT_ONCE = 256
CYCLES = frozenset({"gate", "recurring"})
"""Kinds with several events behind them."""
OFTEN, VERY_OFTEN = 500, 5000
"""Flattening a rule takes as long as asking it some hundred times; some thousand, where it is flattened already."""
NEVER = ""
"""What wakes a rule that has no clock."""


class Asked:
    """A rule as it is asked: with sentences (`tell`) or without (`count`), both by its own steps (`ask`).

    `wakes_on` is the event without which it has nothing to say; None: there is none.
    The steps are taken as they are written at first, and flattened once the rule
    has been asked so often that the work of flattening repays itself; each rule
    after another number of times, so that no question waits for many of them.
    """

    __slots__ = ("ask", "count", "tell", "title", "wakes_on")

    def __init__(self, title: str, wakes_on: str | None, ask: Find, place: int = 0) -> None:
        self.title, self.wakes_on, self.ask = title, wakes_on, ask
        for name, explain in (("count", False), ("tell", True)):
            work = self._flattening(explain=explain)
            _until_often(self, name, OFTEN + place, _stepwise(ask, explain=explain), work)

    count: Count
    tell: Count

    def flat(self, *, explain: bool) -> Flat | None:
        """The rule as one function; None where it cannot be written so."""
        *_, flat = (None, *self._flattening(explain=explain))
        return flat

    def _flattening(self, *, explain: bool) -> Iterator[Flat | None]:
        return flattening((self.ask,), self.title, explain=explain)


class Together:
    """Rules that are asked of one case, one after another; without `sleeping` those that something has woken.

    Asked very often, they become one function, in which what several of them ask
    of the case is found out once; a rule with each further question, so that
    none waits for all of them.
    """

    __slots__ = ("count", "rules", "sleeping", "title")

    def __init__(self, title: str, rules: tuple[Asked, ...], *, sleeping: bool) -> None:
        self.title, self.rules, self.sleeping = title, rules, sleeping
        _until_often(self, "count", VERY_OFTEN, self._count_each, self._flattening())

    count: Count

    def tell(self, situation: Situation, found: list[Row]) -> None:
        for rule in self._awake(situation):
            rule.tell(situation, found)

    def flat(self) -> Flat | None:
        """The rules as one function that counts; None where they cannot be written so."""
        *_, flat = (None, *self._flattening())
        return flat

    def _flattening(self) -> Iterator[Flat | None]:
        steps = [rule.ask if self.sleeping else _when_awake(rule) for rule in self.rules]
        return flattening(steps, self.title, explain=False)

    def _count_each(self, situation: Situation, found: list[Row]) -> None:
        for rule in self._awake(situation):
            rule.count(situation, found)

    def _awake(self, situation: Situation) -> Iterable[Asked]:
        if self.sleeping:
            return self.rules
        days = situation.days
        return [r for r in self.rules if r.wakes_on is None or r.wakes_on in days]


def _stepwise(ask: Find, *, explain: bool) -> Count:
    return lambda situation, found: ask(situation, found, explain)


def _when_awake(rule: Asked) -> Find:
    wakes_on, ask = rule.wakes_on, rule.ask
    if wakes_on is None:
        return ask

    def asking(situation: Situation, found: list[Row], explain: bool) -> None:
        if first_day(situation, wakes_on) is not None:
            ask(situation, found, explain)

    return asking


def _until_often(
    owner: Asked | Together, name: str, left: int, ask: Count, work: Iterator[Flat | None]
) -> None:
    """Let the owner ask so until it has asked so often; then by the function that this work ends with."""

    def asking(situation: Situation, found: list[Row]) -> None:
        nonlocal left
        left -= 1
        if left < 0 and (flat := next(work, None)) is not None:
            setattr(owner, name, flat.function)
        ask(situation, found)

    setattr(owner, name, asking)


@lru_cache(maxsize=BOOKS_AT_ONCE)
def _by_id(book: Book, jurisdiction: str) -> dict[str, Asked]:
    """Every rule of a jurisdiction, in the order of the rulebook."""
    place = book.jurisdictions[jurisdiction]
    versions: dict[str, list[Rule]] = {}
    for rule in place.rules:
        versions.setdefault(rule.id, []).append(rule)
    asked: dict[str, Asked] = {}
    for rule_id, found in versions.items():
        ask = _choosing(book, place, found)
        title = f"{rule_id} in {jurisdiction}"
        asked[rule_id] = Asked(title, _wakes_on(place, found), ask, len(asked))
    return asked


def _wakes_on(place: Jurisdiction, versions: list[Rule]) -> str | None:
    """The one event that starts the clock, in all versions of a rule, if there is nothing else that does."""
    wakes_on = {_trigger_alone(place, rule) for rule in versions}
    return wakes_on.pop() if len(wakes_on) == 1 else None


def _trigger_alone(place: Jurisdiction, rule: Rule) -> str | None:
    terms = terms_of(place, rule)
    if rule.kind in CYCLES or terms.trigger in ANCHORS or terms.also or rule.alternative_anchor:
        return None
    if terms.late_year is not None and terms.late_year.measured_event != terms.trigger:
        return None
    return terms.trigger or NEVER


@lru_cache(maxsize=BOOKS_AT_ONCE)
def all_of(book: Book, jurisdiction: str) -> tuple[Asked, ...]:
    return tuple(_by_id(book, jurisdiction).values())


@lru_cache(maxsize=SELECTIONS_AT_ONCE)
def some_of(book: Book, jurisdiction: str, rules: tuple[str, ...]) -> tuple[Asked, ...]:
    """Raises: UnknownName."""
    here = _by_id(book, jurisdiction)
    return tuple(
        here.get(rule_id) or Asked(rule_id, None, _elsewhere(book, jurisdiction, rule_id))
        for rule_id in dict.fromkeys(rules)
    )


@lru_cache(maxsize=SELECTIONS_AT_ONCE)
def together(
    book: Book, jurisdiction: str, rules: tuple[str, ...] | None, *, sleeping: bool
) -> Together:
    """These rules, or all, as they are asked of one case. Raises: UnknownName."""
    asked = all_of(book, jurisdiction) if rules is None else some_of(book, jurisdiction, rules)
    return Together(f"{len(asked)} rules in {jurisdiction}", asked, sleeping=sleeping)


def _choosing(book: Book, place: Jurisdiction, versions: list[Rule]) -> Find:
    """Ask the version in force on the day that triggers each duty."""
    last = versions[-1]
    if last.effective_from is None and last.effective_to is None:
        return compile_rule(book, place, last)
    dated = [(compile_rule(book, place, rule), in_force_on(rule)) for rule in versions]
    line = compile_line(book, place, last, terms_of(place, last))

    def choose(situation: Situation, found: list[Row], explain: bool) -> None:
        before = len(found)
        for ask, is_in_force in dated:
            rows: list[Row] = []
            ask(situation, rows, explain)
            for row in rows:
                triggered = named(row).trigger_on
                if is_in_force(situation.today if triggered is None else triggered):
                    found.append(row)
        if len(found) == before:
            found.append(_out_of_force(line, explain=explain))

    return choose


def in_force_on(rule: Rule) -> Callable[[Day], bool]:
    """Both ends of the effective dates are inside."""
    first = 0 if rule.effective_from is None else rule.effective_from.toordinal()
    last = date.max.toordinal() if rule.effective_to is None else rule.effective_to.toordinal()
    return lambda day: first <= day <= last


def compile_rule(book: Book, place: Jurisdiction, rule: Rule) -> Find:
    """What one version of a rule asks for in a jurisdiction. Raises: KeyError for a dangling name."""
    terms = terms_of(place, rule)
    line = compile_line(book, place, rule, terms)
    if rule.kind == "gate":
        return compile_gate(book, line)
    if rule.kind == "recurring":
        return compile_recurring(book, line, terms)
    if terms.trigger is not None:
        return compile_dated(book, place, line, terms)
    return compile_standing(book, line)


def _out_of_force(line: Line, *, explain: bool) -> Row:
    rule = line.rule
    begins = f" from {_said(rule.effective_from)}" if rule.effective_from else ""
    ends = f" to {_said(rule.effective_to)}" if rule.effective_to else ""
    said = [f"In force only{begins}{ends}."] if explain else None
    return undated(line, "not_applicable", None, said)


def _said(day: date) -> str:
    return short_day(day.toordinal())


@lru_cache(maxsize=BOOKS_AT_ONCE)
def _every_id(book: Book) -> frozenset[str]:
    return frozenset(rule.id for rule in book.all_rules())


def _elsewhere(book: Book, jurisdiction: str, rule_id: str) -> Find:
    """A rule that this jurisdiction does not have: it is another's, or replaced here. Raises: UnknownName."""
    require_known("rule", rule_id, _every_id(book))
    place = book.jurisdictions[jurisdiction]
    rule = next(r for r in book.all_rules() if r.id == rule_id)
    terms = terms_of(book.jurisdictions[rule.jurisdiction], rule)
    line = compile_line(book, place, rule, terms)
    instead = [r.id for r in place.rules if r.replaces == rule_id]
    why = f"Replaced here by {instead[0]}." if instead else f"Not a rule of {place.name}."

    def elsewhere(_: Situation, found: list[Row], explain: bool) -> None:
        found.append(undated(line, "not_applicable", None, [why] if explain else None))

    return elsewhere
