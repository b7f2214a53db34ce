"""Asking what a change would move, before it is made."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.models.deadline import DeadlineNote
from app.models.schemas.rule import ObligationRead, RulebookRef
from app.models.schemas.what_if import WhatIf, WhatIfAnswer, WhatIfChange, WhatIfDifference
from app.services import case, deadline, duty, rulebook
from app.services.event import EventNotFound
from app.services.queries import deadline as queries
from app.services.rulebook import Book
from app.services.rules import CaseFacts, Event, Obligation, Pause, rules_seeing, situation_of
from app.services.vocabulary import UnknownWord, require_known

Difference = tuple[duty.Key, Obligation | None, Obligation | None]
"""A duty before and after; None: not owed."""
WHAT_IF_PROBLEMS = (*case.OPEN_PROBLEMS, EventNotFound, UnknownWord)


async def ask(db: AsyncSession, actor: Actor, student_id: UUID, body: WhatIf) -> WhatIfAnswer:
    """Compare what the file owes with what it would owe. Raises: WHAT_IF_PROBLEMS."""
    book = rulebook.load()
    _require_known_names(book, body)
    student = await case.open_file(db, actor, student_id)
    facts = await case.facts_of(db, actor, student)
    as_of = body.as_of or _last_day(body, actor.today())
    found = compare(book, facts, suppose(facts, body), as_of)
    notes = await queries.notes(db, actor, student_id)
    audit.record(db, actor, "read", "what-if", student_id=student_id)
    return WhatIfAnswer(
        rulebook=RulebookRef(version=book.version, sha256=book.sha256),
        as_of=as_of,
        differences=list(_noted(found, notes)),
    )


def suppose(facts: CaseFacts, body: WhatIf) -> CaseFacts:
    """The file with what is supposed. Raises: EventNotFound."""
    changes = {change.event_id: change for change in body.changes}
    if not changes.keys() <= {e.id for e in facts.events}:
        raise EventNotFound("Change events of this file that are not entered in error.")
    kept = (_changed(e, changes.get(e.id)) for e in facts.events if e.id is not None)
    stated = {**facts.facts, **body.facts}
    return replace(
        facts,
        events=(*filter(None, kept), *(Event(e.type, e.on, e.data) for e in body.events)),
        pauses=(
            *facts.pauses,
            *(Pause(p.reason, p.from_on, p.to_on, p.evidence or "") for p in body.pauses),
        ),
        facts={name: value for name, value in stated.items() if value is not None},
    )


def _changed(event: Event, change: WhatIfChange | None) -> Event | None:
    """None for an event that is left out."""
    if change is None:
        return event
    if change.is_left_out:
        return None
    said = change.model_dump(include={"on", "data"}, exclude_unset=True)
    return replace(event, **said)


def _last_day(body: WhatIf, today: date) -> date:
    moved = (c.on for c in body.changes if "on" in c.model_fields_set)
    return max([today, *(e.on for e in body.events), *moved])


def compare(book: Book, facts: CaseFacts, supposed: CaseFacts, as_of: date) -> list[Difference]:
    """Duties that are not the same in both, in the order of the rulebook; only those are explained.

    Only the rules that look at what differs are asked.
    """
    rules = rules_seeing(book, facts.jurisdiction, _differing(facts, supposed))
    if not rules:
        return []
    now, then = situation_of(book, facts, as_of), situation_of(book, supposed, as_of)
    before, after = duty.owed_in(book, now, rules), duty.owed_in(book, then, rules)
    keys = {key: None for key in {**before, **after} if before.get(key) != after.get(key)}
    if not keys:
        return []
    old = duty.explained(book, now, before.keys() & keys)
    new = duty.explained(book, then, after.keys() & keys)
    return [(key, old.get(key), new.get(key)) for key in keys]


def _differing(facts: CaseFacts, supposed: CaseFacts) -> frozenset[str]:
    """Names of the events, pauses and facts that are not the same in two versions of one file."""
    before, after = ({id(event): event.type for event in c.events} for c in (facts, supposed))
    names = {before.get(at) or after[at] for at in before.keys() ^ after.keys()}
    if facts.pauses != supposed.pauses:
        both = *facts.pauses, *supposed.pauses
        names |= {p.reason for p in both if p not in facts.pauses or p not in supposed.pauses}
    if facts.facts != supposed.facts:
        stated = facts.facts.keys() | supposed.facts.keys()
        names |= {n for n in stated if facts.facts.get(n) != supposed.facts.get(n)}
    return frozenset(names)


def _noted(
    found: Iterable[Difference], notes: Iterable[DeadlineNote]
) -> Iterator[WhatIfDifference]:
    """After what people said of the duties: one that was set aside is owed neither before nor after."""
    by_key = {(n.rule_id, n.occurrence): n for n in notes}
    for key, old, new in found:
        note = by_key.get(key)
        before, after = _read(old, note), _read(new, note)
        if _shown(before) != _shown(after):
            yield WhatIfDifference(rule_id=key[0], occurrence=key[1], before=before, after=after)


def _read(found: Obligation | None, note: DeadlineNote | None) -> ObligationRead | None:
    return None if found is None else deadline.noted(ObligationRead.model_validate(found), note)


def _shown(obligation: ObligationRead | None) -> dict[str, Any] | None:
    """Everything but the sentences, which follow from the rest."""
    return None if obligation is None else obligation.model_dump(exclude={"explanation"})


def _require_known_names(book: Book, body: WhatIf) -> None:
    """Raises: UnknownWord at the first name that the rulebook does not know."""
    for position, event in enumerate(body.events):
        require_known("event", event.type, book.events, f"/events/{position}/type")
    for position, pause in enumerate(body.pauses):
        where = f"/pauses/{position}/reason"
        require_known("pause reason", pause.reason, book.pause_reasons, where)
    for name in body.facts:
        require_known("fact", name, book.facts, f"/facts/{name}")
