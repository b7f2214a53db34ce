"""Answering a question about an indicator: figures for many, children for few."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import NotFound, Unprocessable
from app.models.fields import FIRST_DAY, LAST_DAY
from app.services import case, rulebook
from app.services.indicator import catalogue
from app.services.indicator import measure as measures
from app.services.indicator.catalogue import Catalogue, Indicator
from app.services.indicator.child import Child, measuring
from app.services.indicator.figures import Figures, tally
from app.services.indicator.finding import Finding, Question
from app.services.indicator.suppression import beside_others, publishable
from app.services.indicator.table import written
from app.services.queries import case as case_queries
from app.services.queries import indicator as queries
from app.services.rules import Calendar, Span
from app.services.rules.months import MONTHS_IN_YEAR, add_months


class IndicatorNotFound(NotFound):
    code, title = "indicator-not-found", "There is no such indicator"
    detail = "The codes are those of GET /v1/indicators."


class PeriodInvalid(Unprocessable):
    code, title = "period-invalid", "The period ends before it begins"
    detail = "Give `from_on` no later than `to_on`; both days are inside."


class PopulationNotUsed(Unprocessable):
    code, title = "population-not-used", "This indicator has no population"
    detail = "Only C5 and C6 are shares of a population; leave `population` out."


MEASURE_PROBLEMS = (IndicatorNotFound, PeriodInvalid, PopulationNotUsed)
CHILDREN_PROBLEMS = (IndicatorNotFound, PeriodInvalid)
SHOWN = {
    "code", "title", "program", "population", "target", "cells", "exclusions", "confidence", "reading"
}  # fmt: skip
COUNTED = frozenset({"C2", "C5", "C6"})
"""Indicators of one day, not of a period."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A period, inside at both ends, and a district; None: the reporting year, the whole program."""

    from_on: date | None = None
    to_on: date | None = None
    district_id: UUID | None = None

    def period(self, held: Catalogue, today: date) -> Span:
        """Raises: PeriodInvalid."""
        from_on = self.from_on or _year_start(held, self.to_on or today)
        to_on = self.to_on or _year_end(held, self.from_on or today)
        if to_on < from_on:
            raise PeriodInvalid
        return Span(from_on, to_on)


def _year_start(held: Catalogue, day: date) -> date:
    start = held.year_starts.of(day.year)
    return max(start if start <= day else held.year_starts.of(day.year - 1), FIRST_DAY)


def _year_end(held: Catalogue, day: date) -> date:
    return min(add_months(_year_start(held, day), MONTHS_IN_YEAR) - timedelta(days=1), LAST_DAY)


def known() -> list[dict[str, Any]]:
    """Every indicator with its words, citations and the delay reasons that it excuses."""
    held = catalogue.load()
    return [
        {
            **indicator.model_dump(include=SHOWN),
            "numerator": list(indicator.numerator),
            "citations": list(indicator.cite),
            "delay_reasons": [
                {"code": r.code, "group": r.group, "is_excusable": indicator.code in r.excusable_in}
                for r in held.delay_reasons
            ],
        }
        for indicator in held.indicators
    ]


async def measure(
    db: AsyncSession,
    actor: Actor,
    code: str,
    asked: Asked,
    *,
    population: int | None = None,
    is_published: bool = False,
) -> dict[str, Any]:
    """One indicator in figures. Raises: MEASURE_PROBLEMS."""
    q = _question(actor, code, asked)
    if population is not None and not q.indicator.of_population:
        raise PopulationNotUsed
    found = (await _ask(db, actor, [q], None if is_published else asked.district_id))[code]
    figures = _figures(q.indicator, found, asked, population, is_published=is_published)
    _note(db, actor, "read", asked, code)
    return _answer(actor, q, asked.district_id, figures)


async def children(
    db: AsyncSession,
    actor: Actor,
    code: str,
    asked: Asked,
    limit: int,
    after: tuple[UUID] | None,
) -> list[dict[str, Any]]:
    """Who is behind the figures, by id, left-out children too; one more than `limit` when there is more.

    Raises: CHILDREN_PROBLEMS.
    """
    q = _question(actor, code, asked)
    found = (await _ask(db, actor, [q], asked.district_id))[code]
    rows = [(c, f) for c, f in found if after is None or c.id > after[0]][: limit + 1]
    _note(db, actor, "list", asked, code, [c.id for c, _ in rows[:limit]])
    held = catalogue.load()
    return [_row(held, child, finding) for child, finding in rows]


async def table(
    db: AsyncSession, actor: Actor, asked: Asked, *, is_published: bool
) -> tuple[str, Span]:
    """Every indicator as CSV, and the period it is of. Raises: PeriodInvalid."""
    held = catalogue.load()
    questions = [_question(actor, i.code, asked) for i in held.indicators]
    found = await _ask(db, actor, questions, None if is_published else asked.district_id)
    figures = [
        (i, _figures(i, found[i.code], asked, is_published=is_published))
        for i in (q.indicator for q in questions)
    ]
    district = await queries.organisation_name(db, asked.district_id) if asked.district_id else None
    period = questions[0].period
    _note(db, actor, "read", asked, None)
    text = written(held, figures, actor.home.name, district or "", period, actor.today())
    return text, period


def _question(actor: Actor, code: str, asked: Asked) -> Question:
    """Raises: IndicatorNotFound, PeriodInvalid."""
    held = catalogue.load()
    if held.find(code) is None:
        raise IndicatorNotFound
    return measures.question(code, asked.period(held, actor.today()), actor.today())


async def _ask(
    db: AsyncSession, actor: Actor, questions: Sequence[Question], district_id: UUID | None
) -> dict[str, measures.Found]:
    period, years = questions[0].period, catalogue.load().oldest_years
    born_from = _years_before(period.from_on, years)
    files = await queries.files(db, actor, born_from, period.to_on, district_id)
    calendars = await _calendars(db, actor)
    return await asyncio.to_thread(measures.ask, rulebook.load(), files, calendars, questions)


def _years_before(day: date, years: int) -> date:
    return max(add_months(day, -years * MONTHS_IN_YEAR), FIRST_DAY)


async def _calendars(db: AsyncSession, actor: Actor) -> Mapping[UUID | None, Calendar]:
    """By district; under None that of children whose district is not known."""
    holidays = await case_queries.holidays(db, actor)
    years = groupby(await queries.school_years(db, actor), key=lambda y: y.district_id)
    known_ = {district: case.calendar_from(holidays, rows) for district, rows in years}
    return {None: case.calendar_from(holidays, ()), **known_}


def _figures(
    indicator: Indicator,
    found: measures.Found,
    asked: Asked,
    population: int | None = None,
    *,
    is_published: bool,
) -> Figures:
    """`found` is of the whole program where a district is published: it stands beside the others."""
    held = catalogue.load()
    if not is_published or asked.district_id is None:
        figures = tally(held, indicator, (f for _, f in found), population)
        return publishable(indicator, figures, held.smallest_cell) if is_published else figures
    district = str(asked.district_id)
    parts: dict[str, list[Finding]] = {district: []}
    for child, finding in found:
        parts.setdefault(str(child.district_id), []).append(finding)
    districts = {of: tally(held, indicator, part, population) for of, part in parts.items()}
    return beside_others(indicator, districts, district, held.smallest_cell)


def _answer(
    actor: Actor, q: Question, district_id: UUID | None, figures: Figures
) -> dict[str, Any]:
    held, book, indicator = catalogue.load(), rulebook.load(), q.indicator
    rules = measuring(book).codes[actor.home.jurisdiction]
    return {
        "code": indicator.code,
        "title": indicator.title,
        "from_on": q.period.from_on,
        "to_on": q.period.to_on,
        "as_of": q.today,
        "counted_on": q.counted_on if indicator.code in COUNTED else None,
        "district_id": district_id,
        "numerator": figures.numerator,
        "denominator": figures.denominator,
        "percent": figures.percent,
        "target": indicator.target,
        "meets_target": figures.meets(indicator.target),
        "cells": _counts(figures.cells, indicator.cells),
        "exclusions": _counts(
            figures.exclusions, {n: held.exclusion(indicator, n) for n in figures.exclusions}
        ),
        "delays": figures.delays,
        "days_late": {
            "least": figures.least_late, "most": figures.most_late,
            "ranges": [{"days": n, "count": c} for n, c in figures.late_by.items()],
        },
        "recorded_otherwise": figures.recorded_otherwise,
        "is_suppressed": figures.is_suppressed,
        "smallest_cell": held.smallest_cell,
        "rules": sorted(rule for rule, codes in rules.items() if indicator.code in codes),
        "citations": list(indicator.cite),
        "rulebook": {"version": book.version, "sha256": book.sha256},
    }  # fmt: skip


def _counts(counts: Mapping[str, int | None], words: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"name": n, "label": words[n], "count": count} for n, count in counts.items()]


def _row(held: Catalogue, child: Child, finding: Finding) -> dict[str, Any]:
    return {
        "student_id": child.id,
        "district_id": child.district_id,
        "cell": finding.cell,
        "exclusion": finding.exclusion,
        "due_on": finding.due_on,
        "due_on_unadjusted": finding.due_on_unadjusted,
        "satisfied_on": finding.satisfied_on,
        "days_late": finding.days_late,
        "delay_reason": finding.delay,
        "delay_group": held.group_of(finding.delay) if finding.delay else None,
        "recorded": finding.recorded,
        "missing": list(finding.missing),
    }


def _note(
    db: AsyncSession,
    actor: Actor,
    action: audit.Action,
    asked: Asked,
    code: str | None,
    student_ids: list[UUID] | None = None,
) -> None:
    """On the record of access: which indicator, None for all of them, of which district."""
    district = str(asked.district_id) if asked.district_id else None
    audit.record(
        db, actor, action, "indicator", student_ids=student_ids, code=code, district_id=district
    )
