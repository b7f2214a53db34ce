"""Gates: one act must come no later than the first of others."""

from datetime import date
from operator import itemgetter

from app.services.rules.book import Book, Gate, Rule
from app.services.rules.closing import compile_exemptions
from app.services.rules.draft import Draft, Kind
from app.services.rules.kinds.settle import compile_judge, hold_back
from app.services.rules.situation import Situation, payload_values
from app.services.rules.trigger import Trigger
from app.services.rules.wording import listed, long_day, name


def compile_gate(book: Book, rule: Rule) -> Kind:
    """Due on the day of the first act behind the gate; until then it waits, or is met ahead."""
    assert rule.gate is not None  # noqa: S101 - the loader gives every gate its gate
    gate, per = rule.gate, rule.per
    judge, exempt = compile_judge(rule), compile_exemptions(book, rule)

    def gates(situation: Situation) -> list[Draft]:
        return [_pass(situation, passing) for passing in _passings(situation, gate, per)]

    def _pass(situation: Situation, passing: Trigger | None) -> Draft:
        draft = _reached(passing) if passing else Draft()
        about = passing.about if passing else None
        if judge is not None and not judge(situation, draft):
            return draft
        draft.satisfied_on = _opened_on(situation, gate, about)
        if draft.satisfied_on is not None:
            is_late = draft.due_on is not None and draft.satisfied_on > draft.due_on
            draft.status = "met_late" if is_late else "met"
        elif draft.due_on is not None:
            draft.status = "open"
        if draft.status in {"open", "met_late"} and exempt is not None:
            excuse = exempt(situation, draft.due_on)
            if excuse is not None:
                draft.status = excuse.status
                draft.steps.append(excuse.said)
        hold_back(draft)
        if situation.is_explained:
            draft.steps = [*_explained(gate, draft), *draft.steps]
        return draft

    return gates


def _passings(situation: Situation, gate: Gate, per: str | None) -> list[Trigger | None]:
    """The first act behind the gate; with `per`, the first for each value of the payload."""
    acts = [
        (event.on, place, kind, event)
        for place, kind in enumerate(gate.before)
        for event in situation.events.get(kind, ())
    ]
    if not acts:
        return [None]
    firsts: dict[str, Trigger] = {}
    for on, _, kind, event in sorted(acts, key=itemgetter(0, 1)):
        for value in (payload_values(event, per) if per else ()) or ("",):
            about = (per, value) if per and value else None
            firsts.setdefault(value, Trigger(kind, on, event.id, value, about))
    return [firsts[value] for value in sorted(firsts)]


def _reached(passing: Trigger) -> Draft:
    return Draft(
        occurrence=passing.occurrence,
        trigger_event=passing.name,
        trigger_event_id=passing.id,
        trigger_on=passing.on,
        due_on=passing.on,
        due_on_unadjusted=passing.on,
    )


def _opened_on(situation: Situation, gate: Gate, about: tuple[str, str] | None) -> date | None:
    """The day on which the last of what the gate requires was first done."""
    last: date | None = None
    for kind in gate.requires:
        found = situation.first_since(kind, None, about)
        if found is None:
            return None
        last = found.on if last is None else max(last, found.on)
    return last


def _explained(gate: Gate, draft: Draft) -> list[str]:
    needed, before = listed(gate.requires), listed(gate.before, "or")
    steps = [f"{needed} must come no later than {before}."]
    if draft.trigger_on is not None:
        steps.append(f"{name(draft.trigger_event or '')}: {long_day(draft.trigger_on)}.")
    if draft.satisfied_on is not None:
        steps.append(f"{needed}: {long_day(draft.satisfied_on)}.")
    return steps
