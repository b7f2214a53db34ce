"""Gates: one act must come no later than the first of others."""

from collections.abc import Iterator, Sequence

from app.services.rules.book import Book, Gate
from app.services.rules.closing import compile_exemptions
from app.services.rules.days import ALWAYS, Day
from app.services.rules.draft import Find, Line, Row, Said, Start, sentences
from app.services.rules.kinds.settle import KNOWN, WAITING, compile_judge, not_applicable
from app.services.rules.situation import About, Situation, by_value, first_day, first_since
from app.services.rules.wording import listed, long_day, name

NOT_YET: Sequence[Start | None] = (None,)


def compile_gate(book: Book, line: Line) -> Find:
    """Due on the day of the first act behind the gate; until then it waits, or is met ahead."""
    rule = line.rule
    assert rule.gate is not None  # noqa: S101 - the loader gives every gate its gate
    gate, per = rule.gate, rule.per
    judge, exempt = compile_judge(rule), compile_exemptions(book, rule)

    def gates(situation: Situation, found: list[Row], explain: bool) -> None:
        acts = _first_act(situation, gate) if per is None else _first_acts(situation, gate, per)
        for act in acts:
            said: Said = [] if explain else None
            duty(situation, act, found, said)

    def duty(situation: Situation, act: Start | None, found: list[Row], said: Said) -> None:
        event, id_, due_on, occurrence, about = (None, None, None, "", None) if act is None else act
        unknown = KNOWN if judge is None else judge(situation, due_on)
        if unknown is None:
            found.append(_not_asked(line, act, said))
            return
        opened_on = _opened_on(situation, gate, about)
        if said is not None:
            said.extend(_explained(gate, act, opened_on))
        if opened_on is not None and (due_on is None or opened_on <= due_on):
            status = "met"
        elif due_on is None:
            status = WAITING
        else:
            status = "open" if opened_on is None else "met_late"
            if exempt is not None:
                status = exempt(situation, due_on, status, said)
        found.append((
            line, WAITING if unknown else status, occurrence, event, id_, due_on, due_on, due_on,
            None, None, opened_on, (), (), unknown, sentences(said),
        ))  # fmt: skip

    return gates


def _not_asked(line: Line, act: Start | None, said: Said) -> Row:
    """Without what the gate asks for; the act behind it may have its day all the same."""
    due_on = None if act is None else act[2]
    row = not_applicable(line, act, said)
    return (*row[:6], due_on, due_on, *row[8:])


def _first_act(situation: Situation, gate: Gate) -> Sequence[Start | None]:
    """The first act behind the gate, of two on one day that which the rule names first; None: not yet."""
    event, first = gate.before[0], first_day(situation, gate.before[0])
    for kind in gate.before[1:]:
        day = first_day(situation, kind)
        if day is not None and (first is None or day < first):
            event, first = kind, day
    return NOT_YET if first is None else ((event, situation.events[event][0].id, first, "", None),)


def _first_acts(situation: Situation, gate: Gate, per: str) -> Sequence[Start | None]:
    """The first act behind the gate for each value of the payload."""
    firsts: dict[str, Start] = {}
    for kind in gate.before:
        if first_day(situation, kind) is not None:
            for value, events in by_value(situation, kind, per).items():
                first, event = firsts.get(value), events[0]
                if first is None or event.day < first[2]:
                    about = (per, value) if value else None
                    firsts[value] = kind, event.id, event.day, value, about
    if len(firsts) > 1:
        return [firsts[value] for value in sorted(firsts)]
    return list(firsts.values()) or NOT_YET


def _opened_on(situation: Situation, gate: Gate, about: About | None) -> Day | None:
    """The day on which the last of what the gate requires was first done."""
    last = None
    for kind in gate.requires:
        day = first_day(situation, kind)
        if day is not None and about is not None:
            found = first_since(situation, kind, ALWAYS, about)
            day = None if found is None else found.day
        if day is None:
            return None
        if last is None or day > last:
            last = day
    return last


def _explained(gate: Gate, act: Start | None, opened_on: Day | None) -> Iterator[str]:
    needed, before = listed(gate.requires), listed(gate.before, "or")
    yield f"{needed} must come no later than {before}."
    if act is not None:
        yield f"{name(act[0])}: {long_day(act[2])}."
    if opened_on is not None:
        yield f"{needed}: {long_day(opened_on)}."
