"""Asking the rules what the examples beside them ask, and naming each that is answered otherwise."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.errors import Problem
from app.models.schemas.eligibility import EligibilityRequest, EligibilityResponse
from app.models.schemas.rule import EvaluateRequest
from app.services.eligibility_rule import decide_request
from app.services.rule import evaluate_request
from app.services.rulebook import policies as criteria
from app.services.rulebook.vectors import Vector, vector_files
from app.services.rules.book import Book
from app.services.rules.eligibility import Policies

UNDATED = date(2026, 1, 1)
"""The day of an example that names none."""
TODDLER = {"decided_on": "2026-02-03", "born_on": "2024-05-11"}


def answered(book: Book, jurisdiction: str, vector: Vector) -> dict[str, Any]:
    """The obligation in question, as far as the example expects something of it. Raises: ValueError, Problem."""
    asked = vector.given | {"jurisdiction": jurisdiction, "rules": [vector.rule]}
    answer = evaluate_request(book, EvaluateRequest.model_validate(asked), UNDATED).model_dump()
    occurrence = vector.expect.get("occurrence")
    found = [o for o in answer["obligations"] if occurrence in {None, o["occurrence"]}]
    if len(found) != 1:
        raise ValueError(f"{len(found)} obligations are meant; say which by its occurrence")
    (obligation,) = found
    obligation["alternatives"] = {a["label"]: a["due_on"] for a in obligation["alternatives"]}
    obligation["derived"] = {
        name: answer["derived"].get(name) for name in vector.expect.get("derived", ())
    }
    return {name: obligation[name] for name in vector.expect}


def decided(policies: Policies, jurisdiction: str, vector: criteria.Vector) -> EligibilityResponse:
    """What an example leaves out: a toddler's dates, evaluated on the day of decision. Raises: ValueError, Problem."""
    given = TODDLER | vector.given
    given.setdefault("evaluated_on", given["decided_on"])
    findings = [{"domain": d, **measures} for d, measures in given.pop("findings", {}).items()]
    if "condition" in given:
        given["established_condition"] = {"code": given.pop("condition")}
    if given.pop("opinion", False):
        given["informed_clinical_opinion"] = {"eligible": True, "statement": "We see a delay."}
    asked = {"jurisdiction": jurisdiction, "program": vector.program, "findings": findings}
    return decide_request(policies, EligibilityRequest.model_validate(given | asked))


def failing_rules(folder: Path, book: Book) -> Iterator[str]:
    """Examples of rules that do not hold, each with its file and line. Raises: InvalidRulebook."""
    for name, source, file in vector_files(folder):
        for position, vector in enumerate(file.vectors):
            try:
                said = _otherwise(answered(book, name, vector), vector.expect)
            except (ValueError, Problem) as error:
                said = _why(error)
            if said:
                yield source.mistake(("vectors", position, "expect"), vector.name, said)


def failing_policies(folder: Path, policies: Policies) -> Iterator[str]:
    """Examples of eligibility that do not hold, each with its file and line. Raises: InvalidPolicy."""
    for path, file in criteria.read_files(folder):
        for position, vector in enumerate(file.vectors):
            try:
                found = decided(policies, file.jurisdiction, vector).model_dump()
                said = _otherwise(found, vector.expect)
            except (ValueError, Problem) as error:
                said = _why(error)
            if said:
                line = criteria.line_of(path, ("vectors", position))
                yield f"{path.relative_to(folder)}:{line}: {vector.name}: {said}"


def _otherwise(found: Mapping[str, Any], expected: Mapping[str, Any]) -> str:
    wrong = (n for n in expected if n not in found or found[n] != expected[n])
    return "; ".join(f"{n} is {found.get(n)}, not {expected[n]}" for n in wrong)


def _why(error: ValueError | Problem) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        return f"given.{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return str(error.said if isinstance(error, Problem) else error)
