"""Evaluation: every rule of a jurisdiction asked about one case."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache

from app.services.rules.anchors import anchor
from app.services.rules.book import Book
from app.services.rules.case import CaseFacts
from app.services.rules.compiled import (
    BOOKS_AT_ONCE,
    SELECTIONS_AT_ONCE,
    Asked,
    all_of,
    some_of,
    together,
)
from app.services.rules.days import civil
from app.services.rules.draft import Draft, Row, named
from app.services.rules.looking import names_of
from app.services.rules.names import require_known
from app.services.rules.obligation import Obligation
from app.services.rules.situation import Situation


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
    situation = situation_of(book, case, today)
    found = find(book, situation, rules, explain=explain)
    return tuple(draft.line.finish(situation, draft) for draft in found)


def situation_of(book: Book, case: CaseFacts, today: date) -> Situation:
    """Raises: UnknownName for a jurisdiction."""
    place = book.jurisdictions.get(case.jurisdiction)
    if place is None:
        require_known("jurisdiction", case.jurisdiction, book.jurisdictions)
        raise AssertionError
    return Situation(place, case, today)


def find(
    book: Book,
    situation: Situation,
    rules: Collection[str] | None = None,
    *,
    explain: bool = False,
    sleeping: bool = True,
) -> list[Draft]:
    """As `evaluate`, but without the obligations: for those who look at many and keep few.

    Without `sleeping` rules are passed over whose clock nothing has started.
    Raises: UnknownName for a rule.
    """
    return [named(row) for row in rows(book, situation, rules, explain=explain, sleeping=sleeping)]


def rows(
    book: Book,
    situation: Situation,
    rules: Collection[str] | None = None,
    *,
    explain: bool = False,
    sleeping: bool = True,
) -> list[Row]:
    """As `find`, without the names of what is found: for passes over many files.

    Without `sleeping` rules are passed over whose clock nothing has started.
    Raises: UnknownName for a rule.
    """
    chosen = None if rules is None else tuple(rules)
    asked = together(book, situation.place.id, chosen, sleeping=sleeping)
    found: list[Row] = []
    if explain:
        asked.tell(situation, found)
    else:
        asked.count(situation, found)
    return found


def awake_rows_of_each(
    book: Book, situations: Sequence[Situation], rules: Collection[str] | None = None
) -> list[list[Row]]:
    """As `rows` without `sleeping`, of each of these.

    Rule by rule: the processor still holds the way through a rule that was just
    gone, and goes it again in little more than half of the time.
    Raises: UnknownName for a rule.
    """
    found: list[list[Row]] = [[] for _ in situations]
    for place in dict.fromkeys(s.place.id for s in situations):
        here = [(s, f) for s, f in zip(situations, found, strict=True) if s.place.id == place]
        for rule in _asked(book, place, rules):
            wakes_on = rule.wakes_on
            for situation, told in here:
                if wakes_on is None or wakes_on in situation.days:
                    rule.count(situation, told)
    return found


def _asked(book: Book, place: str, rules: Collection[str] | None) -> tuple[Asked, ...]:
    return all_of(book, place) if rules is None else some_of(book, place, tuple(rules))


def as_one_function(book: Book, jurisdiction: str, rule: str, *, explain: bool = False) -> str:
    """A rule as it is counted, or explained: the text of its flat function. Raises: UnknownName."""
    require_known("jurisdiction", jurisdiction, book.jurisdictions)
    (asked,) = some_of(book, jurisdiction, (rule,))
    flat = asked.flat(explain=explain)
    return "" if flat is None else flat.text


def derived(book: Book, case: CaseFacts) -> dict[str, date]:
    """Days that follow from the birth date alone. Raises: UnknownName for a jurisdiction."""
    third = civil(anchor(situation_of(book, case, case.born_on), "third_birthday"))
    return {"third_birthday": third} if third else {}


def named_day(book: Book, case: CaseFacts, name: str) -> date | None:
    """A day by the name that rules use, as far as it is known. Raises: UnknownName for a jurisdiction."""
    return civil(anchor(situation_of(book, case, case.born_on), name))


@lru_cache(maxsize=SELECTIONS_AT_ONCE)
def rules_seeing(book: Book, jurisdiction: str, names: frozenset[str]) -> tuple[str, ...]:
    """Rules of a jurisdiction that look at one of these events, pause reasons or facts."""
    return tuple(id_ for id_, said in _looked_at(book, jurisdiction).items() if said & names)


@lru_cache(maxsize=SELECTIONS_AT_ONCE)
def names_seen(book: Book, jurisdiction: str, rules: frozenset[str]) -> frozenset[str]:
    """Events, pause reasons and facts at which one of these rules looks."""
    looked_at = _looked_at(book, jurisdiction)
    return frozenset().union(*(looked_at[id_] for id_ in rules if id_ in looked_at))


@lru_cache(maxsize=BOOKS_AT_ONCE)
def _looked_at(book: Book, jurisdiction: str) -> dict[str, frozenset[str]]:
    place = book.jurisdictions[jurisdiction]
    found: dict[str, frozenset[str]] = {}
    for rule in place.rules:
        found[rule.id] = names_of(book, place, rule) | found.get(rule.id, frozenset())
    return found
