"""Answers questions about dates without a record: nothing is stored, no child is read."""

from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.errors import Unprocessable
from app.models.fields import CaseDate
from app.models.schemas.rule import (
    EvaluateRequest,
    EvaluateResponse,
    FactValue,
    ObligationRead,
    RulebookRef,
    RuleCalendar,
)
from app.services.json_line import answer_line
from app.services.rules import (
    Book,
    Calendar,
    CaseFacts,
    Event,
    Pause,
    SchoolYear,
    Span,
    derived,
    evaluate,
)
from app.services.vocabulary import UnknownWord, require_known

EVALUATE_PROBLEMS = (UnknownWord,)
_NAMED_DAY: TypeAdapter[date] = TypeAdapter(CaseDate)


def evaluate_request(book: Book, request: EvaluateRequest, today: date) -> EvaluateResponse:
    """Answer as of the request's day, `today` where it names none. Raises: EVALUATE_PROBLEMS."""
    _require_known_names(book, request)
    case = _case(request)
    found = evaluate(book, case, request.as_of or today, rules=request.rules)
    return EvaluateResponse(
        rulebook=RulebookRef(version=book.version, sha256=book.sha256),
        derived=derived(book, case),
        obligations=ObligationRead.each(found),
    )


def evaluate_line(book: Book, line: bytes, today: date) -> dict[str, Any]:
    """Answer one line of JSON Lines: the response, or `{"error": <problem>}`. Never raises."""
    return answer_line(
        EvaluateRequest, lambda request: evaluate_request(book, request, today), line
    )


def _require_known_names(book: Book, request: EvaluateRequest) -> None:
    """Raises: UnknownWord at the first name that the rulebook does not know, Unprocessable."""
    require_known("jurisdiction", request.jurisdiction, book.jurisdictions, "/jurisdiction")
    for position, event in enumerate(request.events):
        require_known("event", event.type, book.events, f"/events/{position}/type")
    for position, pause in enumerate(request.pauses):
        where = f"/pauses/{position}/reason"
        require_known("pause reason", pause.reason, book.pause_reasons, where)
    facts = {**book.facts, **book.anchors}
    for name, value in request.facts.items():
        require_known("fact", name, facts, f"/facts/{name}")
        if name in book.anchors and value is not None:
            _require_day(name, value)
    for position, rule_id in enumerate(request.rules or ()):
        require_known("rule", rule_id, book.rule_ids, f"/rules/{position}")


def _require_day(name: str, value: FactValue) -> None:
    """In place of one that cannot be read, the rules would take another. Raises: Unprocessable."""
    try:
        _NAMED_DAY.validate_python(value)
    except ValidationError:
        said = "is not a day from 1900 to 2100, written YYYY-MM-DD"
        raise Unprocessable(
            f"The fact {name} is a day; see `errors`.",
            errors=[{"pointer": f"/facts/{name}", "detail": said}],
        ) from None


def _case(request: EvaluateRequest) -> CaseFacts:
    return CaseFacts(
        jurisdiction=request.jurisdiction,
        born_on=request.born_on,
        events=tuple(Event(e.type, e.on, e.data) for e in request.events),
        pauses=tuple(Pause(p.reason, p.from_on, p.to_on, p.evidence or "") for p in request.pauses),
        facts=request.facts,
        calendar=None if request.calendar is None else _calendar(request.calendar),
    )


def _calendar(given: RuleCalendar) -> Calendar:
    return Calendar(
        holidays=frozenset(given.holidays),
        school_years=tuple(
            SchoolYear(y.starts_on, y.ends_on, tuple(Span(b.from_on, b.to_on) for b in y.breaks))
            for y in given.school_years
        ),
        closures=frozenset(given.closures),
    )
