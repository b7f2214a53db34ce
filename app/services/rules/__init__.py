"""The law's arithmetic: pure functions of a rulebook, a case and a day. No clock, no file, no database."""

from app.services.rules.book import Book, Jurisdiction, Rule
from app.services.rules.case import Calendar, CaseFacts, Event, Pause, SchoolYear, Span
from app.services.rules.clocks import A_YEARS_HOLIDAYS
from app.services.rules.draft import Draft, Line, Row
from app.services.rules.evaluate import (
    as_one_function,
    awake_rows_of_each,
    derived,
    evaluate,
    find,
    named_day,
    names_seen,
    rows,
    rules_seeing,
    situation_of,
)
from app.services.rules.names import UnknownName
from app.services.rules.obligation import Alternative, CountedPause, Obligation
from app.services.rules.situation import ENDINGS, Situation
from app.services.rules.state import state_on

__all__ = [
    "A_YEARS_HOLIDAYS",
    "ENDINGS",
    "Alternative",
    "Book",
    "Calendar",
    "CaseFacts",
    "CountedPause",
    "Draft",
    "Event",
    "Jurisdiction",
    "Line",
    "Obligation",
    "Pause",
    "Row",
    "Rule",
    "SchoolYear",
    "Situation",
    "Span",
    "UnknownName",
    "as_one_function",
    "awake_rows_of_each",
    "derived",
    "evaluate",
    "find",
    "named_day",
    "names_seen",
    "rows",
    "rules_seeing",
    "situation_of",
    "state_on",
]
