"""What a jurisdiction says of itself: its parameters, each in its own shape."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from app.services.rulebook.shapes import (
    Confidence,
    Days,
    Entry,
    Name,
    ParamLateYearEntry,
    Said,
    Unit,
)

Number = Annotated[int, Field(strict=True, ge=0, le=2000)]
READ_BY_NAME = frozenset({"due_soon_days", "partc_optout"})
"""Parameters that every jurisdiction must have, its own or its parent's."""


class SecondClock(Entry):
    """Another clock beside a parameter's own; the earlier date binds."""

    trigger: Name
    plus: Days
    unit: Unit
    confidence: Confidence


class Step(Entry):
    """A time inside the whole, for readers; no duty is made of it."""

    plus: Days | None = None
    minus: Days | None = None
    unit: Unit


class Param(Entry):
    """A value that rules, or their readers, look up by name; a State's replaces its parent's whole."""

    value: bool | int | str | None = None
    plus: Days | None = None
    unit: Unit | None = None
    trigger: Name | None = None
    anchor: Name | None = None
    covers: Said | None = None
    tolling: tuple[Name, ...] | None = None
    late_year: ParamLateYearEntry | None = None
    also: SecondClock | None = None
    sub: dict[Name, Step] | None = None
    alternatives: tuple[int, ...] | None = None
    applies_to: tuple[Name, ...] | None = None
    ends: Name | None = None
    only_if: Said | None = None
    effective_from: date | None = None
    written: bool | None = None
    notice_days_before: Days | None = None
    first_day: Said | None = None
    last_day_holiday: Said | None = None
    use: Said | None = None
    cite: Said | None = None
    confidence: Confidence
    note: Said | None = None

    @model_validator(mode="after")
    def _cites_the_text_it_was_read_in(self) -> Self:
        if self.confidence == "text" and self.cite is None:
            raise ValueError("confidence text needs a cite")
        return self

    @model_validator(mode="after")
    def _counts_in_a_unit(self) -> Self:
        if self.plus is not None and (self.unit is None or self.value is not None):
            raise ValueError("plus needs a unit, and no value beside it")
        return self


class Duration(Param):
    """How long a duty may take; null, as soon as possible."""

    value: Number | None = None


class OptOut(Param):
    value: bool | Literal["unknown"]


class Extension(Param):
    value: bool | Literal["state_law_bridge", "pending", "unknown"]

    @model_validator(mode="after")
    def _says_until_when(self) -> Self:
        if self.value in {True, "state_law_bridge"} and self.ends is None:
            raise ValueError("an extended option needs `ends`, the named day on which it ends")
        return self


class FirstDay(Param):
    value: Annotated[str, StringConstraints(pattern=r"^(excluded|included[a-z0-9_]*)$")]

    @model_validator(mode="after")
    def _says_of_which_rules(self) -> Self:
        if self.value != "excluded" and not self.applies_to:
            raise ValueError("a first day that is included needs `applies_to`, the rules it is of")
        return self


class LeapDay(Param):
    value: Literal["feb28", "mar1"]


class SoonDays(Param):
    value: Annotated[int, Field(strict=True, ge=1, le=365)]
    unit: Literal["cd"]


class EntryAge(Param):
    value: Annotated[int, Field(strict=True, ge=1, le=5)]


class Words(Param):
    value: Said


def _absent() -> Any:
    """Left out; a null is refused."""
    return Field(default=None)


class Params(Entry):
    """A parameter that is not listed here is for readers only and has no shape of its own."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Param] = Field(init=False)

    partc_timely_service: Duration = _absent()
    partc_hearing_days: Duration = _absent()
    partb_eval: Duration = _absent()
    partb_records_access: Duration = _absent()
    partb_referral_response: Duration = _absent()
    partb_consent_after_parent_request: Duration = _absent()
    partb_entry_age: EntryAge = _absent()
    partc_optout: OptOut = _absent()
    partc_potentially_eligible: Words = _absent()
    extended_option: Extension = _absent()
    first_day: FirstDay = _absent()
    leap_day_birth: LeapDay = _absent()
    due_soon_days: SoonDays = _absent()

    def said(self) -> dict[str, Param]:
        """Those that the file sets."""
        listed = {
            name: getattr(self, name)
            for name in type(self).model_fields
            if name in self.model_fields_set
        }
        return listed | self.__pydantic_extra__


class JurisdictionFile(Entry):
    """`jurisdiction.yaml`. `disables`: rules of the parent with nothing in their place."""

    id: Name
    name: Said
    parent: Name | None
    lead_agency: Said | None = None
    params: Params
    disables: tuple[Name, ...] = ()
    rules: tuple[dict[str, Any], ...] = ()
