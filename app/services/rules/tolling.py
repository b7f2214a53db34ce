"""Which pauses stop a clock: recorded ones, and those that follow from the school calendar."""

from collections.abc import Iterator
from datetime import date

from app.services.rules.book import Book
from app.services.rules.case import Pause
from app.services.rules.clocks import SCHOOL_YEARS
from app.services.rules.school import breaks, is_school_known
from app.services.rules.situation import Situation

AS_RECORDED = "as_recorded"
WHOLE_BREAK = "whole_break"


class Tolling:
    """The reasons that stop one clock. A reason with `modes` also follows from the calendar.

    `modes` are the readings of its text; `free_schooldays` is how many
    schooldays of a break still count in the narrower one.
    """

    def __init__(self, book: Book, reasons: tuple[str, ...]) -> None:
        self.reasons = frozenset(reasons)
        told = [(r, book.pause_reasons[r]) for r in reasons]
        self.from_calendar = [(r, said) for r, said in told if said.get("modes")]

    def recorded(self, situation: Situation) -> list[Pause]:
        return [p for p in situation.pauses if p.reason in self.reasons]

    def readings(self, situation: Situation) -> Iterator[tuple[str, list[Pause]]]:
        """Label and further pauses of each reading; one without any where there is nothing to read."""
        years = situation.calendar.school_years
        if not self.from_calendar or not years:
            yield AS_RECORDED, []
            return
        for reason, said in self.from_calendar:
            for mode in said["modes"]:
                spans = breaks(
                    situation.calendar, said["free_schooldays"], whole=mode == WHOLE_BREAK
                )
                yield mode, [Pause(reason, span.from_on, span.to_on) for span in spans]

    def unknown(self, situation: Situation, first: date, last: date) -> str | None:
        """The calendar, where it would be needed between two days and is not given."""
        if not self.from_calendar:
            return None
        known = is_school_known(situation.calendar.school_years, first, last)
        return None if known else SCHOOL_YEARS
