"""Evaluation: every rule of a jurisdiction, compiled once, asked about one case."""

from collections.abc import Callable, Collection
from datetime import date
from functools import lru_cache

from app.services.rules.anchors import anchor
from app.services.rules.book import Book, Jurisdiction, Rule
from app.services.rules.case import CaseFacts
from app.services.rules.days import Day, civil
from app.services.rules.draft import Draft, Line, compile_finish
from app.services.rules.kinds.dated import compile_dated
from app.services.rules.kinds.gate import compile_gate
from app.services.rules.kinds.recurring import compile_recurring
from app.services.rules.kinds.standing import compile_standing
from app.services.rules.names import require_known
from app.services.rules.obligation import Obligation
from app.services.rules.situation import Situation
from app.services.rules.terms import terms_of
from app.services.rules.wording import short_day

BOOKS_AT_ONCE = 64
SELECTIONS_AT_ONCE = 256


Found = list[tuple[Line, Draft]]


def evaluate(
    book: Book,
    case: CaseFacts,
    today: date,
    *,
    rules: Collection[str] | None = None,
    explain: bool = True,
) -> tuple[Obligation, ...]:
    """What the law asks for in a case, as of the end of `today`, in the order of the rulebook.

    `rules`: only these; a rule that is known but not in force in the case's
    jurisdiction is answered as not applicable. Without `explain` there are no
    sentences, and nothing else differs.
    Raises: UnknownName for a jurisdiction or a rule.
    """
    situation = situation_of(book, case, today, explain=explain)
    found = find(book, situation, rules)
    return tuple(line.finish(situation, draft) for line, draft in found)


def situation_of(book: Book, case: CaseFacts, today: date, *, explain: bool) -> Situation:
    """Raises: UnknownName for a jurisdiction."""
    place = book.jurisdictions.get(case.jurisdiction)
    if place is None:
        require_known("jurisdiction", case.jurisdiction, book.jurisdictions)
        raise AssertionError
    return Situation(place, case, today, is_explained=explain)


def find(book: Book, situation: Situation, rules: Collection[str] | None = None) -> Found:
    """As `evaluate`, but without the obligations: for those who look at many and keep few.

    Raises: UnknownName for a rule.
    """
    place = situation.place.id
    lines = _compiled(book, place) if rules is None else _selected(book, place, tuple(rules))
    return [(draft.line or line, draft) for line in lines for draft in line.find(situation)]


def derived(book: Book, case: CaseFacts) -> dict[str, date]:
    """Days that follow from the birth date alone. Raises: UnknownName for a jurisdiction."""
    third = civil(anchor(situation_of(book, case, case.born_on, explain=False), "third_birthday"))
    return {"third_birthday": third} if third else {}


@lru_cache(maxsize=BOOKS_AT_ONCE)
def _compiled(book: Book, jurisdiction: str) -> tuple[Line, ...]:
    """Every rule of a jurisdiction, in the order of the rulebook."""
    place = book.jurisdictions[jurisdiction]
    versions: dict[str, list[Rule]] = {}
    for rule in place.rules:
        versions.setdefault(rule.id, []).append(rule)
    return tuple(_choosing(book, place, found) for found in versions.values())


@lru_cache(maxsize=SELECTIONS_AT_ONCE)
def _selected(book: Book, jurisdiction: str, rules: tuple[str, ...]) -> tuple[Line, ...]:
    """Raises: UnknownName."""
    lines = {line.rule.id: line for line in _compiled(book, jurisdiction)}
    return tuple(
        lines.get(rule_id) or _elsewhere(book, jurisdiction, rule_id)
        for rule_id in dict.fromkeys(rules)
    )


def _choosing(book: Book, place: Jurisdiction, versions: list[Rule]) -> Line:
    """Ask the version in force on the day that triggers each duty."""
    compiled = [compile_rule(book, place, rule) for rule in versions]
    last = compiled[-1]
    if versions[-1].effective_from is None and versions[-1].effective_to is None:
        return last
    dated = [(line, in_force_on(rule)) for line, rule in zip(compiled, versions, strict=True)]

    def choose(situation: Situation) -> list[Draft]:
        chosen: list[Draft] = []
        for line, is_in_force in dated:
            for draft in line.find(situation):
                on = situation.today if draft.trigger_on is None else draft.trigger_on
                if is_in_force(on):
                    draft.line = line
                    chosen.append(draft)
        return chosen or [_out_of_force(situation, versions[-1])]

    return Line(last.rule, choose, last.finish)


def in_force_on(rule: Rule) -> Callable[[Day], bool]:
    """Both ends of the effective dates are inside."""
    first = 0 if rule.effective_from is None else rule.effective_from.toordinal()
    last = date.max.toordinal() if rule.effective_to is None else rule.effective_to.toordinal()
    return lambda day: first <= day <= last


def compile_rule(book: Book, place: Jurisdiction, rule: Rule) -> Line:
    """What one version of a rule asks for in a jurisdiction. Raises: KeyError for a dangling name."""
    terms = terms_of(place, rule)
    finish = compile_finish(book, place, rule, terms)
    if rule.kind == "gate":
        return Line(rule, compile_gate(book, rule), finish)
    if rule.kind == "recurring":
        return Line(rule, compile_recurring(book, rule, terms), finish)
    if terms.trigger is not None:
        return Line(rule, compile_dated(book, place, rule, terms), finish)
    return Line(rule, compile_standing(book, rule), finish)


def _out_of_force(situation: Situation, rule: Rule) -> Draft:
    draft = Draft()
    draft.status = "not_applicable"
    if situation.is_explained:
        begins = f" from {_said(rule.effective_from)}" if rule.effective_from else ""
        ends = f" to {_said(rule.effective_to)}" if rule.effective_to else ""
        draft.steps = (f"In force only{begins}{ends}.",)
    return draft


def _said(day: date) -> str:
    return short_day(day.toordinal())


@lru_cache(maxsize=BOOKS_AT_ONCE)
def _every_id(book: Book) -> frozenset[str]:
    return frozenset(rule.id for rule in book.all_rules())


def _elsewhere(book: Book, jurisdiction: str, rule_id: str) -> Line:
    """A rule that this jurisdiction does not have: it is another's, or replaced here. Raises: UnknownName."""
    require_known("rule", rule_id, _every_id(book))
    place = book.jurisdictions[jurisdiction]
    rule = next(r for r in book.all_rules() if r.id == rule_id)
    terms = terms_of(book.jurisdictions[rule.jurisdiction], rule)
    instead = [r.id for r in place.rules if r.replaces == rule_id]
    said = f"Replaced here by {instead[0]}." if instead else f"Not a rule of {place.name}."

    def elsewhere(situation: Situation) -> list[Draft]:
        draft = Draft()
        draft.status = "not_applicable"
        if situation.is_explained:
            draft.steps = (said,)
        return [draft]

    return Line(rule, elsewhere, compile_finish(book, place, rule, terms))
