"""What may still change a counted date: a second clock, urgency, another anchor, a late school year."""

from collections.abc import Callable
from datetime import date

from app.services.rules.anchors import ANCHORS, anchor, june_30, needed_for
from app.services.rules.book import Book, Due, Jurisdiction, LateYear, Rule
from app.services.rules.clocks import SCHOOL_YEARS, clock_of
from app.services.rules.days import ALWAYS, Day, number
from app.services.rules.draft import Dates, Reading, Said, Start, joined
from app.services.rules.due import compile_due
from app.services.rules.flat import apart
from app.services.rules.kinds.clock import REFERRAL
from app.services.rules.school import school_of
from app.services.rules.situation import Situation, first_since, start_day, stated
from app.services.rules.terms import Terms
from app.services.rules.wording import count, long_day, name, short_day

NEXT_YEAR = "school_year_start"
OTHERWISE = "otherwise"
"""Labels the date that holds where the fact in question does not."""
FURTHEST = date(9000, 1, 1).toordinal()
Adjust = Callable[[Situation, Start | None, Dates, Said], Dates]
"""Other dates for a duty. It has no start where the clock itself has not begun."""


def compile_adjustments(book: Book, place: Jurisdiction, rule: Rule, terms: Terms) -> list[Adjust]:
    """The adjustments that this rule knows, in the order in which they apply."""
    due = terms.due
    adjustments: list[Adjust] = []
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

    def second_clock(situation: Situation, _: Start | None, dates: Dates, said: Said) -> Dates:
        start = start_day(situation, event)
        if start is None:
            return dates
        if said is not None:
            said.append(f"Also {name(event)}: {long_day(start)}.")
        second = reckon(situation, start, said)
        return bring_forward(
            lacking(dates, second[4]), second[0], second[1], said, "The earlier of the two binds"
        )

    return second_clock


def _urgent(book: Book, due: Due, terms: Terms) -> Adjust:
    """The shorter clock of an urgent case; also, to be safe, where urgency is not stated."""
    assert due.urgent is not None  # noqa: S101 - the caller looked
    fact = due.urgent.condition
    reckon = compile_due(book, due.urgent, terms.tolling, is_day_one=False)

    def urgent(situation: Situation, start: Start | None, dates: Dates, said: Said) -> Dates:
        urgency = stated(situation, fact) if fact else None
        if start is None or urgency is False:
            return dates
        shorter, unpaused, *_ = reckon(situation, start[2], said)
        longer = dates[0]
        if urgency is None and shorter is not None and longer is not None:
            dates = lacking(dates, (fact,) if fact else ())
            dates = _also_read(dates, (("urgent", shorter), ("not_urgent", longer)))
        return bring_forward(
            dates, shorter, unpaused, said, "The shorter time of an urgent case is used"
        )

    return urgent


def _planned(book: Book, due: Due, event: str) -> Adjust:
    """Another reading: as many days from the planned start of the service."""
    reckon = compile_due(book, due, (), is_day_one=False)

    def planned(situation: Situation, start: Start | None, dates: Dates, said: Said) -> Dates:
        plan = None if start is None else first_since(situation, event, ALWAYS, start[4])
        if plan is None:
            return dates
        begins = _day_in(plan.data.get("planned_start")) or plan.day
        later = reckon(situation, begins, None)[0]
        if later is None or later == dates[0]:
            return dates
        if said is not None:
            counted = f"Counted from the planned start, {short_day(begins)}, it would be"
            said.append(f"{counted} {short_day(later)}.")
        return _also_read(dates, (("from_planned_start", later),))

    return planned


def _day_in(value: object) -> Day | None:
    """A day that is none, or so far off that nothing can be counted from it, is not taken."""
    try:
        day = number(date.fromisoformat(value)) if isinstance(value, str) else None
    except ValueError:
        return None
    return None if day is None or day > FURTHEST else day


def _other_anchor(rule: Rule) -> Adjust:
    """An earlier named day, for the children of whom a fact holds; also, to be safe, where it is not stated.

    Not for a child referred after that day: nobody could have kept it.
    """
    assert rule.alternative_anchor is not None  # noqa: S101 - the caller looked
    named, fact = rule.alternative_anchor["anchor"], rule.alternative_anchor.get("fact")

    def other_anchor(situation: Situation, _: Start | None, dates: Dates, said: Said) -> Dates:
        holds = stated(situation, fact) if fact else True
        if holds is False:
            return dates
        day = anchor(situation, named)
        if day is None:
            return lacking(dates, needed_for(named))
        if holds is not True:
            dates = lacking(dates, (fact,) if fact else ())
            referral = start_day(situation, REFERRAL)
            if dates[0] is None or (referral is not None and day < referral):
                return _also_read(dates, ((named, day),))
            dates = _also_read(dates, ((named, day), (OTHERWISE, dates[0])))
        return bring_forward(dates, day, day, said, name(named))

    return other_anchor


def _late_year(book: Book, late: LateYear, tolling: tuple[str, ...]) -> Adjust:
    """Another date where the event came so many days, or fewer, before the school year's end.

    Not where that day had passed before the clock began: nobody could have kept it.
    """
    reckon = compile_due(book, Due(plus=late.plus, unit=late.unit), tolling, is_day_one=False)
    first_end = _compile_first_end(late)

    @apart
    def unknown(
        situation: Situation, begun: Day, measured: Day, ends_on: Day | None, dates: Dates, said: Said
    ) -> Dates:  # fmt: skip
        """The earlier of both dates, with the first end that would make it late, and no summer after it.

        `ends_on` None: the year ends too far from the event, whatever the calendar says.
        """
        if ends_on is None:
            return dates
        start = _late_anchor(situation, late.anchor, measured, ends_on)
        if start is None and late.anchor == NEXT_YEAR:
            start = ends_on + 1
        dates = lacking(dates, (SCHOOL_YEARS,))
        if start is None or start < ends_on:
            return dates
        due_on, unpaused, *_ = reckon(situation, start, None)
        when = "sooner" if due_on is None or due_on >= begun else "at once"
        due_on, unpaused = _not_before(begun, due_on), _not_before(begun, unpaused)
        if due_on is not None and dates[0] is not None and due_on < dates[0]:
            dates = _also_read(dates, ((late.anchor, due_on), (OTHERWISE, dates[0])))
        begins = " and the next begin the day after" if start == ends_on + 1 else ""
        why = f"Should the school year end {short_day(ends_on)}{begins}, it would be due {when}"
        return bring_forward(dates, due_on, unpaused, said, why)

    def late_year(situation: Situation, start: Start | None, dates: Dates, said: Said) -> Dates:
        measured = start_day(situation, late.measured_event)
        if measured is None:
            return dates
        begun = measured if start is None else start[2]
        school = school_of(situation.calendar)
        year = school.year_of(measured)
        if year is None:
            if school.is_known(measured, measured):
                return dates
            return unknown(situation, begun, measured, first_end(situation, measured), dates, said)
        left = clock_of(late.within_unit, situation.calendar).between(measured, year.last) - 1
        if not late.at_least_days <= left <= late.within_days:
            return dates
        counted_from = _late_anchor(situation, late.anchor, measured, year.last)
        if counted_from is None:
            return unknown(situation, begun, measured, year.last, dates, said)
        if said is not None:
            event, away = long_day(measured), count(left, late.within_unit)
            said.append(
                f"{name(late.measured_event)}: {event}, {away} before the end of the school year."
            )
            said.append(f"{name(late.anchor)}: {long_day(counted_from)}.")
        found = reckon(situation, counted_from, said)
        is_past = found[1] is not None and found[1] < begun  # whatever pauses there are
        if is_past and said is not None:
            said.append("That was before this clock began: the ordinary time stands.")
        return dates if is_past else lacking(found, dates[4])

    return late_year


def _not_before(first: Day, day: Day | None) -> Day | None:
    return None if day is None else max(first, day)


def _compile_first_end(late: LateYear) -> Callable[[Situation, Day], Day | None]:
    """The first day on which a school year could end so that an event of a day came late in it."""
    season = late.ends_between and [tuple(map(int, day.split("-"))) for day in late.ends_between]

    def first_end(situation: Situation, measured: Day) -> Day | None:
        clock = clock_of(late.within_unit, situation.calendar)
        first = clock.after(measured, late.at_least_days)
        if not season:
            return first
        last = clock.after(measured, late.within_days)
        for year in (date.fromordinal(first).year, date.fromordinal(last).year):
            opens, closes = (date(year, *day).toordinal() for day in season)
            if max(first, opens) <= min(last, closes):
                return max(first, opens)
        return None

    return first_end


def _late_anchor(situation: Situation, named: str, measured: Day, ends_on: Day) -> Day | None:
    """The day counted from, as seen from the event and the end of its school year."""
    if named == NEXT_YEAR:
        return school_of(situation.calendar).first_start_after(ends_on)
    if named == "school_year_end":
        return ends_on
    if named == "june_30":
        return june_30(measured)
    return anchor(situation, named) if named in ANCHORS else None


def lacking(dates: Dates, names: tuple[str, ...]) -> Dates:
    """The same dates, for which these, too, would have to be known."""
    return (*dates[:4], joined(dates[4], names)) if names else dates


def _also_read(dates: Dates, readings: tuple[Reading, ...]) -> Dates:
    return (*dates[:3], (*dates[3], *readings), dates[4])


def bring_forward(
    dates: Dates, day: Day | None, unpaused: Day | None, said: Said, why: str
) -> Dates:
    """Let an earlier day bind, which without its pauses is `unpaused`; a later one changes nothing."""
    if day is None or (dates[0] is not None and day >= dates[0]):
        return dates
    if said is not None:
        said.append(f"{why}: {short_day(day)}.")
    plain = day if unpaused is None else unpaused
    return day, plain if dates[1] is None else min(plain, dates[1]), *dates[2:]
