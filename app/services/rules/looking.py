"""What of a case a rule looks at, so that nobody asks a rule about a change that it cannot see."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from app.services.rules.anchors import ANCHORS
from app.services.rules.book import Book, Jurisdiction, Rule
from app.services.rules.clocks import SCHOOL_YEARS
from app.services.rules.closing import EXTENDED
from app.services.rules.facts import ABOUT, FOLLOWS_FROM
from app.services.rules.kinds.clock import REFERRAL
from app.services.rules.situation import DECISION, ENDINGS
from app.services.rules.terms import terms_of

BY_ALL = frozenset({*ENDINGS, DECISION, REFERRAL, EXTENDED, "third_birthday"})
"""What any rule may look at without naming it: whether Part C has begun, goes on, and when it ends."""


def names_of(book: Book, place: Jurisdiction, rule: Rule) -> frozenset[str]:
    """Events, pause reasons and facts, of which a rule may look at any.

    Read off the rule itself: every word in it that names one, and what those
    names follow from. Rather one too many than one too few.
    """
    known = {*book.events, *book.pause_reasons, *book.facts, *ANCHORS}
    named = {
        word for word in _words([asdict(rule), asdict(terms_of(place, rule))]) if word in known
    }
    found = named | BY_ALL
    if rule.cap is not None:
        caps = (r for r in place.rules if r.id == rule.cap)
        found = found.union(*(names_of(book, place, capping) for capping in caps))
    while more := {name for known_ in found for name in FOLLOWS_FROM.get(known_, ())} - found:
        found |= more
    return frozenset(found - {SCHOOL_YEARS})


def _words(said: object) -> Iterator[str]:
    """Every string in it; of a form such as happened(<event>), what it is about."""
    if isinstance(said, str):
        about = ABOUT.fullmatch(said)
        yield about[2] if about else said
    elif isinstance(said, Mapping):
        for value in said.values():
            yield from _words(value)
    elif isinstance(said, list | tuple):
        for value in said:
            yield from _words(value)
