"""Gates: one act must come no later than the first of others."""

from app.services.rules.book import Book, Gate, Rule
from app.services.rules.closing import compile_exemptions
from app.services.rules.days import Day
from app.services.rules.draft import Draft, Kind
from app.services.rules.kinds.settle import compile_judge, hold_back
from app.services.rules.situation import NEVER, About, Situation, payload_values
from app.services.rules.trigger import started
from app.services.rules.wording import listed, long_day, name


def compile_gate(book: Book, rule: Rule) -> Kind:
    """Due on the day of the first act behind the gate; until then it waits, or is met ahead."""
    assert rule.gate is not None  # noqa: S101 - the loader gives every gate its gate
    gate, per = rule.gate, rule.per
    judge, exempt = compile_judge(rule), compile_exemptions(book, rule)

    def gates(situation: Situation) -> list[Draft]:
        drafts = _first_act(situation, gate) if per is None else _first_acts(situation, gate, per)
        for draft in drafts:
            pass_(situation, draft)
        return drafts

    def pass_(situation: Situation, draft: Draft) -> None:
        due_on = draft.due_on = draft.due_on_unadjusted = draft.trigger_on
        if judge is not None and not judge(situation, draft):
            return
        opened_on = draft.satisfied_on = _opened_on(situation, gate, draft.about)
        excuse = None
        if opened_on is not None and (due_on is None or opened_on <= due_on):
            draft.status = "met"
        elif due_on is not None:
            draft.status = "open" if opened_on is None else "met_late"
            if exempt is not None and (excuse := exempt(situation, due_on)) is not None:
                draft.status = excuse.status
        if draft.is_conditional:
            hold_back(draft)
        if situation.is_explained:
            draft.steps += _explained(gate, draft)
            if excuse is not None:
                draft.steps += (excuse.said,)

    return gates


def _first_act(situation: Situation, gate: Gate) -> list[Draft]:
    """The first act behind the gate, of two on one day that which the rule names first."""
    first = None
    for kind in gate.before:
        act = situation.firsts.get(kind)
        if act is not None and (first is None or act.day < first.day):
            first = act
    return [Draft()] if first is None else [started(first.type, first.day, first.id)]


def _first_acts(situation: Situation, gate: Gate, per: str) -> list[Draft]:
    """The first act behind the gate for each value of the payload."""
    firsts: dict[str, Draft] = {}
    for kind in gate.before:
        for event in situation.events.get(kind, NEVER):
            for value in payload_values(event, per) or ("",):
                first = firsts.get(value)
                if first is None or event.day < (first.trigger_on or 0):
                    firsts[value] = draft = started(kind, event.day, event.id, value)
                    draft.about = (per, value) if value else None
    return [firsts[value] for value in sorted(firsts)] or [Draft()]


def _opened_on(situation: Situation, gate: Gate, about: About | None) -> Day | None:
    """The day on which the last of what the gate requires was first done."""
    last: Day | None = None
    for kind in gate.requires:
        found = situation.first_since(kind, None, about)
        if found is None:
            return None
        if last is None or found.day > last:
            last = found.day
    return last


def _explained(gate: Gate, draft: Draft) -> tuple[str, ...]:
    needed, before = listed(gate.requires), listed(gate.before, "or")
    steps = [f"{needed} must come no later than {before}."]
    if draft.trigger_on is not None:
        steps.append(f"{name(draft.trigger_event or '')}: {long_day(draft.trigger_on)}.")
    if draft.satisfied_on is not None:
        steps.append(f"{needed}: {long_day(draft.satisfied_on)}.")
    return tuple(steps)
