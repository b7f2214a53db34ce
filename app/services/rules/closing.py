"""What closes a duty: the act itself, an exemption, or the end of the program."""

from collections.abc import Callable
from dataclasses import dataclass

from app.services.rules.anchors import anchor
from app.services.rules.book import Book, Rule
from app.services.rules.case import Event
from app.services.rules.days import Day
from app.services.rules.draft import Draft
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


@dataclass(frozen=True, slots=True)
class Exemption:
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
Done = Callable[[Situation, Draft, Day | None], Day | None]
"""The day on which a duty was done. Acts before the last argument do not count; None: all do."""


def compile_done(rule: Rule) -> Done:
    """The first event from a day on counts; where all are needed, the last of their firsts.

    Events about another service than the trigger's do not count.
    """
    events = rule.satisfied_by
    if len(events) == 1 and events[0] != WAIVER:
        return _done_by_one(events[0])
    return _done_by_all(rule) if rule.needs_all else _done_by_any(rule)


def _done_by_one(event: str) -> Done:
    def done(situation: Situation, draft: Draft, since: Day | None) -> Day | None:
        first, about = situation.firsts.get(event), draft.about
        if first is None:
            return None
        if about is None and (since is None or first.day >= since):
            return first.day
        found = situation.first_since(event, since, about)
        return None if found is None else found.day

    return done


def _done_by_any(rule: Rule) -> Done:
    def done(situation: Situation, draft: Draft, since: Day | None) -> Day | None:
        done_on = None
        for event in rule.satisfied_by:
            if event not in situation.firsts:
                continue
            found = closing_act(situation, rule, draft, event, since)
            if found is not None and (done_on is None or found.day < done_on):
                done_on = found.day
        return done_on

    return done


def _done_by_all(rule: Rule) -> Done:
    needed = frozenset(rule.satisfied_by)

    def done(situation: Situation, draft: Draft, since: Day | None) -> Day | None:
        if not situation.firsts.keys() >= needed:
            return None
        done_on = 0
        for event in rule.satisfied_by:
            found = closing_act(situation, rule, draft, event, since)
            if found is None:
                return None
            done_on = max(done_on, found.day)
        return done_on

    return done


def pending(rule: Rule, situation: Situation, draft: Draft, since: Day | None) -> list[str]:
    """The events that would close a duty and have not come."""
    return [e for e in rule.satisfied_by if closing_act(situation, rule, draft, e, since) is None]


def closing_act(
    situation: Situation, rule: Rule, draft: Draft, event: str, since: Day | None
) -> Event | None:
    """The first such event from a day on that can close the duty; a waiver closes what it names."""
    if event != WAIVER:
        return situation.first_since(event, since, draft.about)
    for waiver in situation.events.get(WAIVER, NEVER):
        if (since is None or waiver.day >= since) and _waives(waiver, rule, draft.occurrence):
            return waiver
    return None


def _waives(waiver: Event, rule: Rule, occurrence: str) -> bool:
    """Whether an agreement is about this duty; one that names none is about any."""
    named, of = waiver.data.get("rule_id"), waiver.data.get("occurrence")
    return named in (None, rule.id) and of in (None, occurrence)


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
