"""What closes a duty: the act itself, an exemption, or the end of the program."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.services.rules.anchors import anchor
from app.services.rules.book import Book, Rule
from app.services.rules.facts import fact
from app.services.rules.situation import Situation
from app.services.rules.trigger import Trigger, is_about
from app.services.rules.wording import long_day, name

OPT_OUT, OPT_OUT_PARAM = "transition.optout.recorded", "partc_optout"
FAMILY_DECISIONS = frozenset(
    {
        OPT_OUT,
        "transition.conference.declined",
        "consent.evaluation.refused",
        "parent_consent_withheld",
        "parent_refused_consent",
        "waiver.agreed",
    }
)
"""Exemptions that are the family's choice, so that nobody else is excused by them."""
ENDINGS = ("partc.exited", "case.closed")
SAFEGUARDS = frozenset({"s6_records", "s7_safeguards"})
"""Stages whose duties outlive the child's time in Part C."""
EXTENDED = "extended_option_chosen"


@dataclass(frozen=True, slots=True)
class Exemption:
    status: str
    said: str


Exempt = Callable[[Situation, date | None], Exemption | None]
"""Of a case and the due date."""


def satisfied(
    situation: Situation, rule: Rule, trigger: Trigger, since: date | None
) -> tuple[date | None, list[str]]:
    """The day on which a duty was done, and the events still awaited.

    The first event from `since` on counts; where all are needed, the last of
    their firsts. Events about another service do not count.
    """
    firsts: list[date] = []
    pending: list[str] = []
    for event in rule.satisfied_by:
        days = (e.on for e in situation.since(event, since) if is_about(e, trigger.about))
        day = next(days, None)
        if day is None:
            pending.append(event)
        else:
            firsts.append(day)
    if rule.needs_all:
        return (max(firsts), []) if firsts and not pending else (None, pending)
    return (min(firsts), []) if firsts else (None, pending)


def compile_exemptions(book: Book, rule: Rule) -> Exempt | None:
    """The first exemption that holds, in the order of the rule; None when the rule has none."""
    tests = [_exemption(book, key) for key in rule.exempt_if]
    if ends_with_partc(rule):
        tests.append(_ended)
    if not tests:
        return None

    def exempt(situation: Situation, due_on: date | None) -> Exemption | None:
        found = (test(situation, due_on) for test in tests)
        return next((e for e in found if e is not None), None)

    return exempt


def ends_with_partc(rule: Rule) -> bool:
    """Whether a duty of Part C falls away when the child leaves it."""
    is_partc = rule.id.split(".")[1:2] == ["partc"]
    return is_partc and rule.stage not in SAFEGUARDS and not set(ENDINGS) & set(rule.satisfied_by)


def _exemption(book: Book, key: str) -> Exempt:
    status = "waived_by_family" if key in FAMILY_DECISIONS else "excused"
    if key == OPT_OUT:
        return _opted_out
    if key in book.events:
        return _by_event(key, status)
    if key in book.pause_reasons:
        return _by_pause(key)
    value_of, _ = fact(key)

    def by_fact(situation: Situation, _: date | None) -> Exemption | None:
        holds = value_of(situation, None) is True
        return Exemption(status, f"Not owed: {name(key).lower()}.") if holds else None

    return by_fact


def _by_event(event: str, status: str) -> Exempt:
    def by_event(situation: Situation, _: date | None) -> Exemption | None:
        found = situation.first(event)
        return Exemption(status, f"{name(event)}: {long_day(found.on)}.") if found else None

    return by_event


def _by_pause(reason: str) -> Exempt:
    """A pause that began by the due date is the excuse the law names for it."""

    def by_pause(situation: Situation, due_on: date | None) -> Exemption | None:
        begun = (p for p in situation.pauses if p.reason == reason)
        found = next((p for p in begun if due_on is None or p.from_on <= due_on), None)
        if found is None:
            return None
        return Exemption("excused", f"{name(reason)}: since {long_day(found.from_on)}.")

    return by_pause


def _opted_out(situation: Situation, due_on: date | None) -> Exemption | None:
    """Only where the State adopted an opt-out, and only an objection by the day notice is due.

    Where the State wants it in writing, one recorded as spoken does not count.
    Source: 34 CFR 303.401(e).
    """
    if situation.param(OPT_OUT_PARAM) is not True:
        return None
    is_written = bool(situation.place.params[OPT_OUT_PARAM].get("written"))
    for event in situation.since(OPT_OUT, None):
        in_time = due_on is None or event.on <= due_on
        if in_time and not (is_written and event.data.get("written") is False):
            return Exemption("waived_by_family", f"{name(OPT_OUT)}: {long_day(event.on)}.")
    return None


def _ended(situation: Situation, due_on: date | None) -> Exemption | None:
    """Part C ended before the duty was due; not for a child who stays in an extended option."""
    if situation.facts.get(EXTENDED) is True:
        return None
    ends = [e for e in map(situation.first, ENDINGS) if e is not None]
    first = min(ends, key=lambda e: e.on, default=None)
    if first is None or (due_on is not None and due_on <= first.on):
        return None
    return Exemption("excused", f"Part C ended before this was due: {long_day(first.on)}.")


def is_after_partc(situation: Situation, due_on: date) -> bool:
    """Whether a day lies on or after the third birthday of a child who leaves Part C then."""
    third = anchor(situation, "third_birthday")
    is_extended = situation.facts.get(EXTENDED) is True
    return third is not None and due_on >= third and not is_extended
