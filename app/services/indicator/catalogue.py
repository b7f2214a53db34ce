"""What is measured: the indicators, their words and their limits, read once and strictly."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

FILE = Path(__file__).with_name("catalogue.yaml")
Group = Literal["family", "system", "other"]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class YearDay(_Data):
    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=28)

    def of(self, year: int) -> date:
        return date(year, self.month, self.day)


class DelayReason(_Data):
    """Why something came late. Excusable does not excuse: only a recorded pause does."""

    code: str
    group: Group
    excusable_in: tuple[str, ...]


class Indicator(_Data):
    """One measure. `cells` part its population; the cells of `numerator` are what is hoped for.

    `rule`: the federal rule it is measured with, whatever a State puts in its
    place; None: the rule that feeds it where the child lives. `excuses` names
    the delay reason of each pause that makes a late child an excused one.
    `target` is in percent; None: no target is set for every State.
    """

    code: str
    title: str
    program: Literal["partc", "partb"]
    population: str
    target: int | None = None
    rule: str | None = None
    cells: Mapping[str, str]
    numerator: tuple[str, ...] = ()
    of_population: bool = False
    excuses: Mapping[str, str] = {}
    exclusions: Mapping[str, str] = {}
    cite: tuple[str, ...] = Field(min_length=1)
    confidence: Literal["text", "secondary", "knowledge"]
    reading: str

    @model_validator(mode="after")
    def _numerator_is_of_cells(self) -> Self:
        if not set(self.numerator) <= set(self.cells):
            raise ValueError(f"{self.code}: the numerator names a cell that is none")
        return self


class Catalogue(_Data):
    """`late_from` are the first days of the ranges of lateness, ascending, the first one 1."""

    smallest_cell: int = Field(ge=1)
    year_starts: YearDay
    count_day: YearDay
    late_from: tuple[int, ...]
    exclusions: Mapping[str, str]
    oldest_years: int
    delay_reasons: tuple[DelayReason, ...]
    causes: Mapping[str, str]
    indicators: tuple[Indicator, ...]

    def find(self, code: str) -> Indicator | None:
        return next((i for i in self.indicators if i.code == code), None)

    def exclusion(self, indicator: Indicator, name: str) -> str:
        """What leaves a child out of an indicator, in words. Raises: KeyError for no such exclusion."""
        return indicator.exclusions.get(name) or self.exclusions[name]

    def group_of(self, delay: str) -> Group:
        """Who a delay is due to; a code that is not known is of the others."""
        return next((r.group for r in self.delay_reasons if r.code == delay), "other")


@cache
def load() -> Catalogue:
    """Raises: pydantic.ValidationError, which stops the first use."""
    return Catalogue.model_validate(yaml.safe_load(FILE.read_text("utf-8")))
