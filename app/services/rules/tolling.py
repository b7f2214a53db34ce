"""Which pauses stop a clock: recorded ones, and those that follow from the school calendar."""

from collections.abc import Iterator

from app.services.rules.book import Book
from app.services.rules.clocks import SCHOOL_YEARS
from app.services.rules.days import Day
from app.services.rules.pausing import Stop
from app.services.rules.school import school_of
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

    def readings(self, situation: Situation) -> Iterator[tuple[str, list[Stop]]]:
        """Label and further pauses of each reading; one without any where there is nothing to read."""
        if not self.from_calendar or not situation.calendar.school_years:
            yield AS_RECORDED, []
            return
        school = school_of(situation.calendar)
        for reason, said in self.from_calendar:
            for mode in said["modes"]:
                spans = school.stops(said["free_schooldays"], whole=mode == WHOLE_BREAK)
                yield mode, [Stop(reason, *span) for span in spans]

    def unknown(self, situation: Situation, first: Day, last: Day) -> str | None:
        """The calendar, where it would be needed between two days and is not given."""
        if not self.from_calendar:
            return None
        return None if school_of(situation.calendar).is_known(first, last) else SCHOOL_YEARS
