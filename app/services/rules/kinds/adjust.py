"""What may still change a counted date: a second clock, urgency, another anchor, a late school year."""

from collections.abc import Callable
from datetime import date

from app.services.rules.anchors import ANCHORS, anchor, june_30, needed_for
from app.services.rules.book import Book, Due, Jurisdiction, LateYear, Rule
from app.services.rules.clocks import SCHOOL_YEARS, clock_of
from app.services.rules.days import Day, number
from app.services.rules.draft import Draft
from app.services.rules.due import compile_due, reckoned, take
from app.services.rules.school import school_of
from app.services.rules.situation import Situation
from app.services.rules.terms import Terms
from app.services.rules.wording import count, long_day, name, short_day

Adjust = Callable[[Situation, Draft], None]
"""Change a draft's dates. It has no trigger where the clock itself has not started."""


def compile_adjustments(book: Book, place: Jurisdiction, rule: Rule, terms: Terms) -> list[Adjust]:
    """The adjustments that this rule knows, in the order in which they apply."""
    due, adjustments = terms.due, []
    for trigger, second in terms.also:
        adjustments.append(_second_clock(book, trigger, second, terms))
    if due is not None and due.urgent is not None:
        adjustments.append(_urgent(book, due, terms))
    if due is not None and due.alternative_anchor is not None and due.plus is not None:
        adjustments.append(_planned(book, due, due.alternative_anchor))
    if rule.alternative_anchor is not None and "anchor" in rule.alternative_anchor:
        adjustments.append(_other_anchor(rule))
    if terms.late_year is not None:
        adjustments.append(_late_year(book, terms.late_year, terms.tolling))
    return adjustments


def _second_clock(book: Book, event: str, due: Due, terms: Terms) -> Adjust:
    reckon = compile_due(book, due, terms.tolling, is_day_one=False)

    def second_clock(situation: Situation, draft: Draft) -> None:
        start = situation.starts.get(event)
        if start is not None:
            found = reckoned(reckon, situation, start.day)
            if situation.is_explained:
                draft.steps += (f"Also {name(event)}: {long_day(start.day)}.", *found.steps)
            bring_forward(situation, draft, found.due_on, "The earlier of the two binds")

    return second_clock


def _urgent(book: Book, due: Due, terms: Terms) -> Adjust:
    """The shorter clock of an urgent case; also, to be safe, where urgency is not stated."""
    assert due.urgent is not None  # noqa: S101 - the caller looked
    fact = due.urgent.condition
    reckon = compile_due(book, due.urgent, terms.tolling, is_day_one=False)

    def urgent(situation: Situation, draft: Draft) -> None:
        stated = situation.facts.get(fact) if fact else None
        if draft.trigger_on is None or stated is False:
            return
        found = reckoned(reckon, situation, draft.trigger_on)
        if stated is None and found.due_on is not None and draft.due_on is not None:
            draft.missing += (fact,) if fact else ()
            draft.alternatives += (("urgent", found.due_on), ("not_urgent", draft.due_on))
        draft.steps += found.steps
        bring_forward(situation, draft, found.due_on, "The shorter time of an urgent case is used")

    return urgent


def _planned(book: Book, due: Due, event: str) -> Adjust:
    """Another reading: as many days from the planned start of the service."""
    reckon = compile_due(book, due, (), is_day_one=False)

    def planned(situation: Situation, draft: Draft) -> None:
        plan = situation.first_since(event, None, draft.about)
        if plan is None or draft.trigger_on is None:
            return
        start = _day_in(plan.data.get("planned_start")) or plan.day
        later = reckoned(reckon, situation, start).due_on
        if later is None or later == draft.due_on:
            return
        draft.alternatives += (("from_planned_start", later),)
        if situation.is_explained:
            said = f"Counted from the planned start, {short_day(start)}, it would be"
            draft.steps += (f"{said} {short_day(later)}.",)

    return planned


def _day_in(value: object) -> Day | None:
    try:
        return number(date.fromisoformat(value)) if isinstance(value, str) else None
    except ValueError:
        return None


def _other_anchor(rule: Rule) -> Adjust:
    """An earlier named day, for the children of whom a fact holds."""
    assert rule.alternative_anchor is not None  # noqa: S101 - the caller looked
    named, fact = rule.alternative_anchor["anchor"], rule.alternative_anchor.get("fact")

    def other_anchor(situation: Situation, draft: Draft) -> None:
        holds = situation.facts.get(fact) if fact else True
        if holds is False:
            return
        day = anchor(situation, named)
        if day is None:
            draft.missing += needed_for(named)
        elif holds is True:
            bring_forward(situation, draft, day, name(named))
        else:
            draft.missing += (fact,) if fact else ()
            draft.alternatives += ((named, day),)

    return other_anchor


def _late_year(book: Book, late: LateYear, tolling: tuple[str, ...]) -> Adjust:
    """Another date where the event came so many days, or fewer, before the school year's end."""
    reckon = compile_due(book, Due(plus=late.plus, unit=late.unit), tolling, is_day_one=False)

    def late_year(situation: Situation, draft: Draft) -> None:
        first = situation.starts.get(late.measured_event)
        if first is None:
            return
        measured, school = first.day, school_of(situation.calendar)
        year = school.year_of(measured)
        if year is None:
            if not school.years:
                _ask(draft, SCHOOL_YEARS)
            return
        left = clock_of(late.within_unit, situation.calendar).between(measured, year.last) - 1
        if not late.at_least_days <= left <= late.within_days:
            return
        start = _late_anchor(situation, late.anchor, measured, year.last)
        if start is None:
            _ask(draft, SCHOOL_YEARS)
            return
        found = reckoned(reckon, situation, start)
        take(draft, found)
        if situation.is_explained:
            event, away = long_day(measured), count(left, late.within_unit)
            draft.steps += (
                f"{name(late.measured_event)}: {event}, {away} before the end of the school year.",
                f"{name(late.anchor)}: {long_day(start)}.",
                *found.steps,
            )

    return late_year


def _late_anchor(situation: Situation, named: str, measured: Day, ends_on: Day) -> Day | None:
    """The day counted from, as seen from the event and the end of its school year."""
    if named == "school_year_start":
        return school_of(situation.calendar).first_start_after(ends_on)
    if named == "school_year_end":
        return ends_on
    if named == "june_30":
        return june_30(measured)
    return anchor(situation, named) if named in ANCHORS else None


def _ask(draft: Draft, needed: str) -> None:
    if needed not in draft.missing:
        draft.missing += (needed,)


def bring_forward(situation: Situation, draft: Draft, day: Day | None, why: str) -> None:
    """Let an earlier day bind; a later one changes nothing."""
    if day is not None and (draft.due_on is None or day < draft.due_on):
        draft.due_on = day
        if situation.is_explained:
            draft.steps += (f"{why}: {short_day(day)}.",)
