"""From the files of a folder to one book, or to the list of all that is wrong with them."""

import hashlib
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.services.rulebook.building import param_of
from app.services.rulebook.caps import badly_capped
from app.services.rulebook.inheriting import inherited_rules, overlap
from app.services.rulebook.jurisdiction import READ_BY_NAME
from app.services.rulebook.naming import Names, used_by_param, used_by_rule
from app.services.rulebook.reading import InvalidRulebook
from app.services.rulebook.strictness import looser, looser_value
from app.services.rulebook.written import Place, Written, read_written, rule_paths
from app.services.rules.book import Book, Jurisdiction, Rule


def read_book(folder: Path) -> Book:
    """The book of a folder that holds a vocabulary and a folder a jurisdiction.

    Raises: InvalidRulebook with every mistake, each with its file, line and rule.
    """
    written = read_written(folder)
    if lost := list(_lost_parents(written.places)):
        raise InvalidRulebook(lost)
    jurisdictions: dict[str, Jurisdiction] = {}
    for name in written.places:
        _settle(name, written.places, jurisdictions)
    if mistakes := list(_misfits(written, jurisdictions)):
        raise InvalidRulebook(mistakes)
    words = written.words
    return Book(
        version=words.version,
        released_on=words.released_on,
        sha256=fingerprint(folder),
        jurisdictions=MappingProxyType(jurisdictions),
        events=words.events,
        anchors=words.anchors,
        pause_reasons={k: v.model_dump(exclude_none=True) for k, v in words.pause_reasons.items()},
        facts=words.facts | words.derived_facts,
        derived_facts=words.derived_facts,
        actors=words.actors,
        stages=words.stages,
        exit_reasons=tuple(e.model_dump(exclude_none=True) for e in words.exit_reasons),
        checklists=words.checklists,
        units={k: v.model_dump(exclude_none=True) for k, v in words.units.items()},
        services=words.services,
        params=words.params,
    )


def fingerprint(folder: Path) -> str:
    """SHA-256, in hexadecimal, of the names and bytes of the files that make the book."""
    digest = hashlib.sha256()
    for path in rule_paths(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _lost_parents(places: Mapping[str, Place]) -> Iterator[str]:
    """Parents that do not exist, or that are their own descendants."""
    for name, place in places.items():
        above, seen = place.file.parent, {name}
        while above is not None and above in places and above not in seen:
            seen.add(above)
            above = places[above].file.parent
        if above is not None:
            yield place.source.mistake(("parent",), name, f"{above} cannot be an ancestor")


def _settle(name: str, places: Mapping[str, Place], found: dict[str, Jurisdiction]) -> None:
    """Put a jurisdiction, after its parent, among those found."""
    if name in found:
        return
    place = places[name]
    params: dict[str, Any] = {}
    above: tuple[Rule, ...] = ()
    if place.file.parent is not None:
        _settle(place.file.parent, places, found)
        params |= found[place.file.parent].params
        above = found[place.file.parent].rules
    params |= {key: param_of(param) for key, param in place.file.params.said().items()}
    inherited = inherited_rules(above, place.rules, place.file.disables)
    found[name] = Jurisdiction(
        id=name,
        name=place.file.name,
        parent=place.file.parent,
        params=MappingProxyType(params),
        rules=(*inherited, *place.rules),
    )


def _misfits(written: Written, found: Mapping[str, Jurisdiction]) -> Iterator[str]:
    """What is wrong although every file by itself is well formed."""
    for name, place in written.places.items():
        parent = found[place.file.parent] if place.file.parent else None
        known = {r.id for r in found[name].rules} | {r.id for r in (parent.rules if parent else ())}
        names = Names(written.words, found[name].params, known)
        for rule in place.rules:
            said = [*names.dangling(used_by_rule(rule)), *_misplaced(rule)]
            said += _looser_than_parent(rule, parent)
            yield from (f"{rule.file}:{rule.line}: {rule.id}: {what}" for what in said)
        yield from _misfit_params(place, found[name], parent, names)
        yield from _twice(place)
        yield from _badly_disabled(place, parent)
        for rule, why in badly_capped(found[name]):
            yield f"{rule.file}:{rule.line}: {rule.id}: {why}"


def _misplaced(rule: Rule) -> Iterator[str]:
    if not rule.id.startswith(f"{rule.jurisdiction}."):
        yield f"the id does not begin with {rule.jurisdiction}."
    if rule.due and rule.due.param and not rule.defers:
        yield "a parameter measures it, so it must say that it defers"


def _misfit_params(
    place: Place, settled: Jurisdiction, parent: Jurisdiction | None, names: Names
) -> Iterator[str]:
    measuring = {rule.due.param for rule in settled.rules if rule.due}
    for key, param in place.file.params.said().items():
        used = [("param of the vocabulary", key), *used_by_param(param_of(param))]
        said = list(names.dangling(used))
        said += looser_value(param_of(param), parent.params.get(key, {}) if parent else {})
        if key in measuring and isinstance(param.value, int) and param.unit is None:
            said.append("measures a duty, so its number needs a unit")
        yield from (place.source.mistake(("params", key), key, what) for what in said)
    for key in sorted(READ_BY_NAME - settled.params.keys()):
        yield place.source.mistake(("params",), place.file.id, f"the parameter {key} is missing")


def _looser_than_parent(rule: Rule, parent: Jurisdiction | None) -> Iterator[str]:
    if rule.replaces is None:
        return
    replaced = [r for r in parent.rules if r.id == rule.replaces] if parent else []
    if not replaced:
        yield f"{rule.replaces} is not a rule of the parent"
    for federal in replaced:
        if overlap(rule, federal):
            yield from (f"looser than {federal.id}: it {what}" for what in looser(rule, federal))


def _twice(place: Place) -> Iterator[str]:
    for one, other in combinations(place.rules, 2):
        if one.id == other.id and (one.version == other.version or overlap(one, other)):
            said = (
                f"version {other.version} overlaps version {one.version} at {one.file}:{one.line}"
            )
            yield f"{other.file}:{other.line}: {other.id}: {said}"


def _badly_disabled(place: Place, parent: Jurisdiction | None) -> Iterator[str]:
    known = {r.id: r for r in parent.rules} if parent else {}
    for name in place.file.disables:
        if name not in known:
            yield place.source.mistake(("disables",), name, "is not a rule of the parent")
        elif not known[name].defers:
            yield place.source.mistake(("disables",), name, "the federal text does not defer")
