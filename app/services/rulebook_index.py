"""Looking things up in the rulebook: what is in force where, and what the names mean."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from pydantic import TypeAdapter

from app.errors import NotFound
from app.models.fields import Read
from app.models.schemas.rulebook import (
    ExitReasonRead,
    JurisdictionRead,
    JurisdictionSummary,
    PauseReasonRead,
    ReleaseRead,
    RulebookChange,
    RulebookChanges,
    RulebookRead,
    RuleRead,
    UnitRead,
    VocabularyRead,
)
from app.services.rulebook import Change, compare
from app.services.rules import Book, Jurisdiction, Rule
from app.services.rules.eligibility import Policies
from app.services.rules.facts import FORMS
from app.services.vocabulary import require_known

Shape = TypeVar("Shape", bound=Read)


class JurisdictionNotFound(NotFound):
    code, title = "jurisdiction-not-found", "There is no such jurisdiction in the rulebook"
    detail = "GET /v1/rulebook lists the jurisdictions."


class ReleaseNotFound(NotFound):
    code, title = "release-not-found", "There was no such rulebook"
    detail = "GET /v1/rulebook/releases lists every rulebook that was ever in use."


class RuleNotFound(NotFound):
    code, title = "rule-not-found", "There is no such rule in the rulebook"
    detail = "GET /v1/rulebook/rules lists the rules."


def overview(book: Book) -> RulebookRead:
    """Version, fingerprint and jurisdictions."""
    return RulebookRead(
        version=book.version,
        sha256=book.sha256,
        rules=sum(1 for _ in book.all_rules()),
        jurisdictions=[
            JurisdictionSummary(id=j.id, name=j.name, parent=j.parent, rules=len(j.rules))
            for j in book.jurisdictions.values()
        ],
    )


def releases(books: Sequence[Book]) -> list[ReleaseRead]:
    """Newest first."""
    return [
        ReleaseRead(version=b.version, sha256=b.sha256, released_on=b.released_on)
        for b in reversed(books)
    ]


def changes(books: Sequence[Book], version: str, since: str | None) -> RulebookChanges:
    """What a rulebook changed since an earlier one, the one before it for None. Raises: ReleaseNotFound, UnknownWord."""
    versions = [book.version for book in books]
    if version not in versions:
        raise ReleaseNotFound
    if since is not None:
        require_known("release", since, versions, "query:since")
    new = versions.index(version)
    old = max(new - 1, 0) if since is None else versions.index(since)
    found = compare(books[old], books[new])
    return RulebookChanges(
        since=books[old].version,
        version=version,
        added=list(found.added),
        removed=list(found.removed),
        changed=_written(found.changed),
        params=_written(found.params),
        words=_written(found.words),
    )


def _written(found: Iterable[Change]) -> list[RulebookChange]:
    return [
        RulebookChange(of=c.of, field=c.field, before=_text(c.before), after=_text(c.after))
        for c in found
    ]


def _text(value: object) -> str | None:
    """A value of the rulebook as compact JSON; None stays None."""
    if value is None:
        return None
    return TypeAdapter(Any).dump_json(value, exclude_none=True, fallback=dict).decode()


def jurisdiction(book: Book, jurisdiction_id: str) -> JurisdictionRead:
    """Its parameters and rules, inherited ones included. Raises: JurisdictionNotFound."""
    place = _place(book, jurisdiction_id)
    return JurisdictionRead(
        id=place.id,
        name=place.name,
        parent=place.parent,
        params=dict(place.params),
        rules=_read(place.rules),
    )


def rules(book: Book, jurisdiction_id: str | None) -> list[RuleRead]:
    """Rules where they are written: those of one jurisdiction, all for None. Raises: UnknownWord."""
    if jurisdiction_id is None:
        return _read(book.all_rules())
    require_known("jurisdiction", jurisdiction_id, book.jurisdictions, "query:jurisdiction")
    return _read(rule for rule in book.all_rules() if rule.jurisdiction == jurisdiction_id)


def rule(book: Book, rule_id: str) -> list[RuleRead]:
    """Versions of a rule, newest first. Raises: RuleNotFound."""
    versions = [r for r in book.all_rules() if r.id == rule_id]
    if not versions:
        raise RuleNotFound
    return _read(sorted(versions, key=lambda r: r.effective_from or date.min, reverse=True))


def vocabulary(book: Book, policies: Policies) -> VocabularyRead:
    """Every name that rules, files and requests may use."""
    return VocabularyRead(
        events=dict(book.events),
        anchors=dict(book.anchors),
        pause_reasons={k: _filled(PauseReasonRead, v) for k, v in book.pause_reasons.items()},
        facts=dict(book.facts),
        derived_facts=list(book.derived_facts),
        fact_forms=dict(FORMS),
        params=dict(book.params),
        actors=dict(book.actors),
        stages=dict(book.stages),
        units={k: _filled(UnitRead, v) for k, v in book.units.items()},
        exit_reasons=[_filled(ExitReasonRead, e) for e in book.exit_reasons],
        services=list(book.services),
        risk_factors=sorted(policies.risk_factors),
        checklists={k: list(v) for k, v in book.checklists.items()},
    )


def _place(book: Book, jurisdiction_id: str) -> Jurisdiction:
    place = book.jurisdictions.get(jurisdiction_id)
    if place is None:
        raise JurisdictionNotFound
    return place


def _read(found: Iterable[Rule]) -> list[RuleRead]:
    return RuleRead.each(found)


def _filled(shape: type[Shape], said: Mapping[str, Any]) -> Shape:
    """What the rulebook says, in the shape's fields; what it does not say is null."""
    return shape.model_validate({name: said.get(name) for name in shape.model_fields})
