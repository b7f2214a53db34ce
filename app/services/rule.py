"""Answers questions about dates without a record: nothing is stored, no child is read."""

import json
from datetime import date
from typing import Any, NoReturn

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from app.errors import Malformed, Problem, from_validation
from app.models.schemas.rule import (
    EvaluateRequest,
    EvaluateResponse,
    ObligationRead,
    RulebookRef,
    RuleCalendar,
)
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


def evaluate_request(book: Book, request: EvaluateRequest, today: date) -> EvaluateResponse:
    """Answer as of the request's day, `today` where it names none. Raises: EVALUATE_PROBLEMS."""
    _require_known_names(book, request)
    case = _case(request)
    found = evaluate(book, case, request.as_of or today, rules=request.rules)
    return EvaluateResponse(
        rulebook=RulebookRef(version=book.version, sha256=book.sha256),
        derived=derived(book, case),
        obligations=[ObligationRead.model_validate(o) for o in found],
    )


def evaluate_line(book: Book, line: str, today: date) -> dict[str, Any]:
    """Answer one line of JSON Lines: the response, or `{"error": <problem>}`. Never raises."""
    try:
        request = EvaluateRequest.model_validate(_read(line))
        return evaluate_request(book, request, today).model_dump(mode="json")
    except Problem as problem:
        return _error(problem)
    except ValidationError as error:
        found = [{**e, "loc": ("body", *e["loc"])} for e in error.errors()]
        return _error(from_validation(RequestValidationError(found)))


def _error(problem: Problem) -> dict[str, Any]:
    return {"error": json.loads(bytes(problem.response().body))}


def _read(line: str) -> Any:
    """Parse strict JSON. Raises: Malformed."""
    try:
        return json.loads(line, parse_constant=_refuse_constant, object_pairs_hook=_unique_keys)
    except (ValueError, RecursionError):
        raise Malformed("The line is not valid JSON.") from None


def _refuse_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is repeated")
    return found


def _require_known_names(book: Book, request: EvaluateRequest) -> None:
    """Raises: UnknownWord at the first name that the rulebook does not know."""
    require_known("jurisdiction", request.jurisdiction, book.jurisdictions, "/jurisdiction")
    for position, event in enumerate(request.events):
        require_known("event", event.type, book.events, f"/events/{position}/type")
    for position, pause in enumerate(request.pauses):
        where = f"/pauses/{position}/reason"
        require_known("pause reason", pause.reason, book.pause_reasons, where)
    facts = {**book.facts, **book.anchors}
    for name in request.facts:
        require_known("fact", name, facts, f"/facts/{name}")
    if request.rules:
        rules = {rule.id for rule in book.all_rules()}
        for position, rule_id in enumerate(request.rules):
            require_known("rule", rule_id, rules, f"/rules/{position}")


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
    )
