"""What closes a duty: the act itself, an exemption, or the end of the program."""

from collections.abc import Callable
from typing import NamedTuple

from app.services.rules.anchors import anchor
from app.services.rules.book import Book, Rule
from app.services.rules.days import Day
from app.services.rules.draft import Start
from app.services.rules.facts import fact
from app.services.rules.situation import ENDINGS, NEVER, Situation
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


class Exemption(NamedTuple):
    """Why a duty is not owed, and since when where that is known."""

    status: str
    why: str
    since: Day | None = None

    @property
    def said(self) -> str:
        if self.since is None:
            return f"Not owed: {self.why}."
        return f"{self.why}: {long_day(self.since)}."


Exempt = Callable[[Situation, Day | None], Exemption | None]
"""Of a case and the due date."""
Done = Callable[[Situation, Start, Day | None], Day | None]
"""The day on which a duty was done. Acts before the last argument do not count; None: all do."""


def compile_done(rule: Rule) -> Done:
    """The first event from a day on counts; where all are needed, the last of their firsts.

    Events about another service than the trigger's do not count.
    """
    acts = [_waived(rule) if event == WAIVER else _act(event) for event in rule.satisfied_by]
    if len(acts) == 1:
        return acts[0]
    return _all_done(acts) if rule.needs_all else _any_done(acts)


def _act(event: str) -> Done:
    def done(situation: Situation, start: Start, since: Day | None) -> Day | None:
        first = situation.firsts.get(event)
        if first is None:
            return None
        about, day = start[4], first.day
        if about is None and (since is None or day >= since):
            return day
        found = situation.first_since(event, since, about)
        return None if found is None else found.day

    return done


def _waived(rule: Rule) -> Done:
    """An agreement closes the duty that it names; one that names none closes any."""

    def done(situation: Situation, start: Start, since: Day | None) -> Day | None:
        for waiver in situation.events.get(WAIVER, NEVER):
            named, of = waiver.data.get("rule_id"), waiver.data.get("occurrence")
            is_about = named in (None, rule.id) and of in (None, start[3])
            if is_about and (since is None or waiver.day >= since):
                return waiver.day
        return None

    return done


def _any_done(acts: list[Done]) -> Done:
    def done(situation: Situation, start: Start, since: Day | None) -> Day | None:
        first = None
        for act in acts:
            day = act(situation, start, since)
            if day is not None and (first is None or day < first):
                first = day
        return first

    return done


def _all_done(acts: list[Done]) -> Done:
    def done(situation: Situation, start: Start, since: Day | None) -> Day | None:
        last = None
        for act in acts:
            day = act(situation, start, since)
            if day is None:
                return None
            if last is None or day > last:
                last = day
        return last

    return done


def compile_pending(rule: Rule) -> Callable[[Situation, Start, Day | None], list[str]]:
    """The events that would close a duty and have not come."""
    acts = [(e, _waived(rule) if e == WAIVER else _act(e)) for e in rule.satisfied_by]
    return lambda situation, start, since: [
        event for event, done in acts if done(situation, start, since) is None
    ]


def compile_exemptions(book: Book, rule: Rule) -> Exempt | None:
    """The first exemption that holds, in the order of the rule; None when the rule has none."""
    tests = [_exemption(book, rule, key) for key in rule.exempt_if]
    if ends_with_partc(rule) and rule.kind != "gate":
        tests.append(_ended)
    if not tests:
        return None

    if len(tests) == 1:
        return tests[0]

    def exempt(situation: Situation, due_on: Day | None) -> Exemption | None:
        for test in tests:
            found = test(situation, due_on)
            if found is not None:
                return found
        return None

    return exempt


def ends_with_partc(rule: Rule) -> bool:
    """Whether a duty of Part C falls away when the child leaves it."""
    is_partc = rule.id.split(".")[1:2] == ["partc"]
    return is_partc and rule.stage not in SAFEGUARDS and not set(ENDINGS) & set(rule.satisfied_by)


def _exemption(book: Book, rule: Rule, key: str) -> Exempt:
    status = "waived_by_family" if key in FAMILY_DECISIONS else "excused"
    if key == OPT_OUT:
        return _opted_out
    if key == WAIVER:
        return _by_waiver(rule)
    if key in book.events:
        return _by_event(key, status)
    if key in book.pause_reasons:
        return _by_pause(key)
    value_of, _ = fact(key)

    def by_fact(situation: Situation, _: Day | None) -> Exemption | None:
        holds = value_of(situation, None) is True
        return Exemption(status, key.replace("_", " ")) if holds else None

    return by_fact


def _by_event(event: str, status: str) -> Exempt:
    def by_event(situation: Situation, _: Day | None) -> Exemption | None:
        found = situation.firsts.get(event)
        return Exemption(status, name(event), found.day) if found else None

    return by_event


def _by_waiver(rule: Rule) -> Exempt:
    def by_waiver(situation: Situation, _: Day | None) -> Exemption | None:
        waivers = situation.events.get(WAIVER, NEVER)
        found = next((w for w in waivers if w.data.get("rule_id") in (None, rule.id)), None)
        return Exemption("waived_by_family", name(WAIVER), found.day) if found else None

    return by_waiver


def _by_pause(reason: str) -> Exempt:
    """A pause that began by the due date is the excuse the law names for it."""

    def by_pause(situation: Situation, due_on: Day | None) -> Exemption | None:
        for stop in situation.pauses:
            if stop.reason == reason and (due_on is None or stop.first <= due_on):
                return Exemption("excused", f"{name(reason)}, since", stop.first)
        return None

    return by_pause


def _opted_out(situation: Situation, due_on: Day | None) -> Exemption | None:
    """Only where the State adopted an opt-out, and only an objection by the day notice is due.

    Where the State wants it in writing, one recorded as spoken does not count.
    Source: 34 CFR 303.401(e).
    """
    if situation.param(OPT_OUT_PARAM) is not True:
        return None
    is_written = bool(situation.place.params[OPT_OUT_PARAM].get("written"))
    for event in situation.events.get(OPT_OUT, ()):
        in_time = due_on is None or event.day <= due_on
        if in_time and not (is_written and event.data.get("written") is False):
            return Exemption("waived_by_family", name(OPT_OUT), event.day)
    return None


def _ended(situation: Situation, due_on: Day | None) -> Exemption | None:
    """Part C ended before the duty was due, or never began; not for a child who stays longer."""
    ended_on = situation.partc_ended_on
    if ended_on is None or (due_on is not None and due_on <= ended_on):
        return None
    if situation.facts.get(EXTENDED) is True:
        return None
    return Exemption("excused", "Part C ended before this was due", ended_on)


def is_after_partc(situation: Situation, due_on: Day) -> bool:
    """Whether a day lies on or after the third birthday of a child who leaves Part C then."""
    third = anchor(situation, "third_birthday")
    is_extended = situation.facts.get(EXTENDED) is True
    return third is not None and due_on >= third and not is_extended
