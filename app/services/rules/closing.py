"""What closes a duty: the act itself, an exemption, or the end of the program."""

from collections.abc import Callable

from app.services.rules.anchors import anchor
from app.services.rules.book import Book, Rule
from app.services.rules.days import Day
from app.services.rules.draft import Said, Start
from app.services.rules.facts import fact
from app.services.rules.flat import apart
from app.services.rules.situation import (
    ENDINGS,
    NEVER,
    Situation,
    first_day,
    first_since,
    partc_ended_on,
    stated,
)
from app.services.rules.wording import long_day, name

OPT_OUT, OPT_OUT_PARAM = "transition.optout.recorded", "partc_optout"
WAIVER = "waiver.agreed"
FAMILY_DECISIONS = frozenset(
    {
        OPT_OUT,
        "transition.conference.declined",
        "consent.evaluation.refused",
        "parent_consent_withheld",
        "parent_refused_consent",
        WAIVER,
    }
)
"""Exemptions that are the family's choice, so that nobody else is excused by them."""
SAFEGUARDS = frozenset({"s6_records", "s7_safeguards"})
"""Stages whose duties outlive the child's time in Part C."""
EXTENDED = "extended_option_chosen"
EXCUSED, WAIVED = "excused", "waived_by_family"


Exempt = Callable[[Situation, Day | None, str, Said], str]
"""The status of a duty due on a day, whose status is the third argument where nothing exempts from it."""
Holds = Callable[[Situation, Day | None, Said], bool]
"""Whether one exemption holds for a duty due on a day."""
Done = Callable[[Situation, Start, Day], Day | None]
"""The day on which a duty was done. Acts before the last argument do not count."""


def compile_done(rule: Rule) -> Done:
    """The first event from a day on counts; where all are needed, the last of their firsts.

    Events about another service than the trigger's do not count.
    """
    acts = [_waived(rule) if event == WAIVER else _act(event) for event in rule.satisfied_by]
    if len(acts) < 2:
        return acts[0] if acts else _never_done
    return _all_done(acts) if rule.needs_all else _any_done(acts)


def _act(event: str) -> Done:
    def done(situation: Situation, start: Start, since: Day) -> Day | None:
        day, about = first_day(situation, event), start[4]
        if day is None or (about is None and day >= since):
            return day
        found = first_since(situation, event, since, about)
        return None if found is None else found.day

    return done


def _waived(rule: Rule) -> Done:
    """An agreement closes the duty that it names; one that names none closes any."""

    def done(situation: Situation, start: Start, since: Day) -> Day | None:
        for waiver in situation.events.get(WAIVER, NEVER):
            named, of = waiver.data.get("rule_id"), waiver.data.get("occurrence")
            is_about = named in (None, rule.id) and of in (None, start[3])
            if is_about and waiver.day >= since:
                return waiver.day
        return None

    return done


def _never_done(_: Situation, __: Start, ___: Day) -> Day | None:
    return None


def _any_done(acts: list[Done]) -> Done:
    def done(situation: Situation, start: Start, since: Day) -> Day | None:
        first = acts[0](situation, start, since)
        for act in acts[1:]:
            day = act(situation, start, since)
            if day is not None and (first is None or day < first):
                first = day
        return first

    return done


def _all_done(acts: list[Done]) -> Done:
    def done(situation: Situation, start: Start, since: Day) -> Day | None:
        last = None
        for act in acts:
            day = act(situation, start, since)
            if day is None:
                return None
            if last is None or day > last:
                last = day
        return last

    return done


def compile_pending(rule: Rule) -> Callable[[Situation, Start, Day], list[str]]:
    """The events that would close a duty and have not come."""
    acts = [(e, _waived(rule) if e == WAIVER else _act(e)) for e in rule.satisfied_by]
    return lambda situation, start, since: [
        event for event, done in acts if done(situation, start, since) is None
    ]


def compile_exemptions(book: Book, rule: Rule) -> Exempt | None:
    """The first exemption that holds, in the order of the rule; None when the rule has none."""
    tests = [(_status(key), _exemption(book, rule, key)) for key in rule.exempt_if]
    if ends_with_partc(rule) and rule.kind != "gate":
        tests.append((EXCUSED, _ended))
    if not tests:
        return None

    def exempt(situation: Situation, due_on: Day | None, otherwise: str, said: Said) -> str:
        for status, holds in tests:
            if holds(situation, due_on, said):
                return status
        return otherwise

    return exempt


def _status(key: str) -> str:
    return WAIVED if key in FAMILY_DECISIONS else EXCUSED


def ends_with_partc(rule: Rule) -> bool:
    """Whether a duty of Part C falls away when the child leaves it."""
    is_partc = rule.id.split(".")[1:2] == ["partc"]
    return is_partc and rule.stage not in SAFEGUARDS and not set(ENDINGS) & set(rule.satisfied_by)


def _exemption(book: Book, rule: Rule, key: str) -> Holds:
    if key == OPT_OUT:
        return _opted_out
    if key == WAIVER:
        return _by_waiver(rule)
    if key in book.events:
        return _by_decision(key) if key in FAMILY_DECISIONS else _by_event(key)
    if key in book.pause_reasons:
        return _by_pause(key)
    value_of, _ = fact(key)

    def by_fact(situation: Situation, _: Day | None, said: Said) -> bool:
        holds = value_of(situation, None) is True
        if said is not None and holds:
            said.append(f"Not owed: {key.replace('_', ' ')}.")
        return holds

    return by_fact


def _by_event(event: str) -> Holds:
    def by_event(situation: Situation, _: Day | None, said: Said) -> bool:
        day = first_day(situation, event)
        if said is not None and day is not None:
            _say_since(name(event), day, said)
        return day is not None

    return by_event


def _by_decision(event: str) -> Holds:
    """What the family decides once the duty is late excuses nobody from having been late."""

    def by_decision(situation: Situation, due_on: Day | None, said: Said) -> bool:
        day = first_day(situation, event)
        holds = day is not None and (due_on is None or day <= due_on)
        if said is not None and day is not None and holds:
            _say_since(name(event), day, said)
        return holds

    return by_decision


def _by_waiver(rule: Rule) -> Holds:
    def by_waiver(situation: Situation, _: Day | None, said: Said) -> bool:
        waivers = situation.events.get(WAIVER, NEVER)
        found = next((w for w in waivers if w.data.get("rule_id") in (None, rule.id)), None)
        if found is not None and said is not None:
            _say_since(name(WAIVER), found.day, said)
        return found is not None

    return by_waiver


def _by_pause(reason: str) -> Holds:
    """A pause that began by the due date is the excuse the law names for it."""

    def by_pause(situation: Situation, due_on: Day | None, said: Said) -> bool:
        return bool(situation.pauses) and began(situation, due_on, said)

    @apart
    def began(situation: Situation, due_on: Day | None, said: Said) -> bool:
        for stop in situation.pauses:
            if stop.reason == reason and (due_on is None or stop.first <= due_on):
                if said is not None:
                    _say_since(f"{name(reason)}, since", stop.first, said)
                return True
        return False

    return by_pause


def _opted_out(situation: Situation, due_on: Day | None, said: Said) -> bool:
    """Only where the State adopted an opt-out, and only an objection by the day notice is due.

    Where the State wants it in writing, one recorded as spoken does not count.
    Source: 34 CFR 303.401(e).
    """
    return first_day(situation, OPT_OUT) is not None and _objected(situation, due_on, said)


@apart
def _objected(situation: Situation, due_on: Day | None, said: Said) -> bool:
    if situation.param(OPT_OUT_PARAM) is not True:
        return False
    is_written = bool(situation.place.params[OPT_OUT_PARAM].get("written"))
    for event in situation.events[OPT_OUT]:
        in_time = due_on is None or event.day <= due_on
        if in_time and not (is_written and event.data.get("written") is False):
            if said is not None:
                _say_since(name(OPT_OUT), event.day, said)
            return True
    return False


def _ended(situation: Situation, due_on: Day | None, said: Said) -> bool:
    """Part C ended before the duty was due, or never began; not for a child who stays longer."""
    ended_on = partc_ended_on(situation)
    if ended_on is None:
        return False
    is_over = (due_on is None or due_on > ended_on) and not stays(situation)
    if said is not None and is_over:
        _say_since("Part C ended before this was due", ended_on, said)
    return is_over


def stays(situation: Situation) -> bool:
    """Whether the family chose to stay in Part C beyond the third birthday."""
    return stated(situation, EXTENDED) is True


def _say_since(why: str, since: Day, said: list[str]) -> None:
    said.append(f"{why}: {long_day(since)}.")


def is_after_partc(situation: Situation, due_on: Day) -> bool:
    """Whether a day lies on or after the third birthday of a child who leaves Part C then."""
    third = anchor(situation, "third_birthday")
    return third is not None and due_on >= third and not stays(situation)
