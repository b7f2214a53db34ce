"""Evaluation: every rule of a jurisdiction, compiled once, asked about one case."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import lru_cache

from app.services.rules.anchors import anchor
from app.services.rules.book import Book, Jurisdiction, Rule, in_force
from app.services.rules.case import CaseFacts
from app.services.rules.draft import Draft, Finish, Kind, compile_finish
from app.services.rules.kinds.dated import compile_dated
from app.services.rules.kinds.gate import compile_gate
from app.services.rules.kinds.recurring import compile_recurring
from app.services.rules.kinds.standing import compile_standing
from app.services.rules.names import require_known
from app.services.rules.obligation import Obligation
from app.services.rules.situation import Situation
from app.services.rules.terms import terms_of
from app.services.rules.wording import short_day

Evaluator = Callable[[Situation], list[Obligation]]
BOOKS_AT_ONCE = 64


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
    require_known("jurisdiction", case.jurisdiction, book.jurisdictions)
    evaluators = _compiled(book, case.jurisdiction)
    situation = Situation(book.jurisdictions[case.jurisdiction], case, today, is_explained=explain)
    if rules is None:
        return tuple(o for evaluator in evaluators.values() for o in evaluator(situation))
    wanted = dict.fromkeys(rules)
    for rule_id in wanted:
        if rule_id not in evaluators:
            require_known("rule", rule_id, _every_id(book))
    found = (evaluators.get(r) or _elsewhere(book, case.jurisdiction, r) for r in wanted)
    return tuple(o for evaluator in found for o in evaluator(situation))


def derived(book: Book, case: CaseFacts) -> dict[str, date]:
    """Days that follow from the birth date alone. Raises: UnknownName for a jurisdiction."""
    require_known("jurisdiction", case.jurisdiction, book.jurisdictions)
    place = book.jurisdictions[case.jurisdiction]
    third = anchor(Situation(place, case, case.born_on, is_explained=False), "third_birthday")
    return {"third_birthday": third} if third else {}


@lru_cache(maxsize=BOOKS_AT_ONCE)
def _compiled(book: Book, jurisdiction: str) -> Mapping[str, Evaluator]:
    place = book.jurisdictions[jurisdiction]
    versions: dict[str, list[Rule]] = {}
    for rule in place.rules:
        versions.setdefault(rule.id, []).append(rule)
    return {rule_id: _choosing(book, place, found) for rule_id, found in versions.items()}


def _choosing(book: Book, place: Jurisdiction, versions: list[Rule]) -> Evaluator:
    """Ask the version in force on the day that triggers each duty."""
    compiled = [(rule, *compile_rule(book, place, rule)) for rule in versions]
    last_rule, _, last_finish = compiled[-1]
    if last_rule.effective_from is None and last_rule.effective_to is None:
        return _always(compiled[-1][1], last_finish)

    def choose(situation: Situation) -> list[Obligation]:
        chosen = [
            finish(situation, draft)
            for rule, kind, finish in compiled
            for draft in kind(situation)
            if in_force(rule, draft.trigger_on or situation.today)
        ]
        return chosen or [last_finish(situation, _out_of_force(situation, last_rule))]

    return choose


def _always(kind: Kind, finish: Finish) -> Evaluator:
    return lambda situation: [finish(situation, draft) for draft in kind(situation)]


def compile_rule(book: Book, place: Jurisdiction, rule: Rule) -> tuple[Kind, Finish]:
    """What one version of a rule asks for in a jurisdiction. Raises: KeyError for a dangling name."""
    terms = terms_of(place, rule)
    finish = compile_finish(book, place, rule, terms)
    if rule.kind == "gate":
        return compile_gate(book, rule), finish
    if rule.kind == "recurring":
        return compile_recurring(book, rule, terms), finish
    if terms.trigger is not None:
        return compile_dated(book, place, rule, terms), finish
    return compile_standing(book, rule), finish


def _out_of_force(situation: Situation, rule: Rule) -> Draft:
    draft = Draft(status="not_applicable")
    if situation.is_explained:
        begins = f" from {short_day(rule.effective_from)}" if rule.effective_from else ""
        ends = f" to {short_day(rule.effective_to)}" if rule.effective_to else ""
        draft.steps.append(f"In force only{begins}{ends}.")
    return draft


@lru_cache(maxsize=BOOKS_AT_ONCE)
def _every_id(book: Book) -> frozenset[str]:
    return frozenset(rule.id for rule in book.all_rules())


def _elsewhere(book: Book, jurisdiction: str, rule_id: str) -> Evaluator:
    """A rule that this jurisdiction does not have: it is another's, or replaced here."""
    place = book.jurisdictions[jurisdiction]
    rule = next(r for r in book.all_rules() if r.id == rule_id)
    finish = compile_finish(
        book, place, rule, terms_of(book.jurisdictions[rule.jurisdiction], rule)
    )
    instead = [r.id for r in place.rules if r.replaces == rule_id]

    def elsewhere(situation: Situation) -> list[Obligation]:
        said = f"Replaced here by {instead[0]}." if instead else f"Not a rule of {place.name}."
        return [finish(situation, Draft(status="not_applicable", steps=[said]))]

    return elsewhere
