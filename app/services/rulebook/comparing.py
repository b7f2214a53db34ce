"""What a change of law changes: two rulebooks side by side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from app.services.rules.book import Book, Rule
from app.services.rules.terms import terms_of

WHERE_WRITTEN = frozenset({"file", "line"})
"""A rule that only moved has not changed."""
WORDS = (
    "events", "anchors", "pause_reasons", "facts", "derived_facts", "actors", "stages", "units",
    "checklists", "params",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after; None: it was not there. `of` names what has it."""

    of: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """From one rulebook to another. Rules are named `<id>@<version>`, in alphabetical order."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Change, ...]
    params: tuple[Change, ...]
    """Parameters in force in a jurisdiction, inherited ones included."""
    words: tuple[Change, ...]

    def __bool__(self) -> bool:
        return any((self.added, self.removed, self.changed, self.params, self.words))

    def lines(self) -> Iterator[str]:
        """The difference as sentences, for a reviewer."""
        yield from (f"{name}: added" for name in self.added)
        yield from (f"{name}: removed" for name in self.removed)
        for change in (*self.changed, *self.params, *self.words):
            yield f"{change.of}: {change.field}: {change.before!r} is now {change.after!r}"


def compare(old: Book, new: Book) -> Difference:
    """Every rule version, parameter and word that is in one book and not the same in the other."""
    before, after = _versions(old), _versions(new)
    return Difference(
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        changed=tuple(
            change
            for name in sorted(before.keys() & after.keys())
            for change in _changes(name, _fields(before[name]), _fields(after[name]))
        ),
        params=tuple(
            change
            for name in sorted(old.jurisdictions.keys() | new.jurisdictions.keys())
            for change in _changes(name, _params(old, name), _params(new, name))
        ),
        words=tuple(
            change
            for name in WORDS
            for change in _changes(name, getattr(old, name), getattr(new, name))
        ),
    )


def _versions(book: Book) -> dict[str, Rule]:
    return {f"{rule.id}@{rule.version}": rule for rule in book.all_rules()}


def _fields(rule: Rule) -> dict[str, Any]:
    return {f.name: getattr(rule, f.name) for f in fields(rule) if f.name not in WHERE_WRITTEN}


def _params(book: Book, jurisdiction: str) -> Mapping[str, Any]:
    place = book.jurisdictions.get(jurisdiction)
    return place.params if place else {}


def _changes(of: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield Change(of, name, before.get(name), after.get(name))


def moved_rules(old: Book, new: Book, jurisdiction: str) -> frozenset[str] | None:
    """Rules that may give another date there than they gave; None where any may.

    A rule that is capped by another moves with it, and so does one that is capped by that. Parameters that measure a
    duty are part of the rules they measure; any other may be asked for anywhere.
    """
    if jurisdiction not in old.jurisdictions or jurisdiction not in new.jurisdictions:
        return None
    if _asked_anywhere(old, jurisdiction) != _asked_anywhere(new, jurisdiction):
        return None
    before, after = _readings(old, jurisdiction), _readings(new, jurisdiction)
    moved = {id_ for id_ in before.keys() | after.keys() if before.get(id_) != after.get(id_)}
    here = [r for book in (old, new) for r in book.jurisdictions[jurisdiction].rules]
    while capped := {rule.id for rule in here if rule.cap in moved} - moved:
        moved |= capped
    return frozenset(moved)


def _readings(book: Book, jurisdiction: str) -> dict[str, list[Any]]:
    """Each rule as it reads there, in all its versions, with its parameter filled in."""
    place = book.jurisdictions[jurisdiction]
    readings: dict[str, list[Any]] = {}
    for rule in place.rules:
        terms = terms_of(place, rule)
        stops = [book.pause_reasons[reason] for reason in terms.tolling]
        readings.setdefault(rule.id, []).append((_fields(rule), terms, stops))
    return readings


def _asked_anywhere(book: Book, jurisdiction: str) -> Mapping[str, Any]:
    place = book.jurisdictions[jurisdiction]
    measuring = {rule.due.param for rule in place.rules if rule.due}
    return {name: said for name, said in place.params.items() if name not in measuring}
