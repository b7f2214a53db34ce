"""What the rules answer to an example of the rulebook."""

from datetime import date
from typing import Any

from app.models.schemas.rule import EvaluateRequest
from app.services.rule import evaluate_request
from app.services.rulebook import Book, Vector

TODAY = date(2026, 1, 1)


def answered(book: Book, jurisdiction: str, vector: Vector) -> dict[str, Any]:
    """The obligation in question, as far as the example expects something of it."""
    asked = vector.given | {"jurisdiction": jurisdiction, "rules": [vector.rule]}
    answer = evaluate_request(book, EvaluateRequest.model_validate(asked), TODAY).model_dump()
    occurrence = vector.expect.get("occurrence")
    (obligation,) = (
        o for o in answer["obligations"] if occurrence is None or o["occurrence"] == occurrence
    )
    obligation["alternatives"] = {a["label"]: a["due_on"] for a in obligation["alternatives"]}
    obligation["derived"] = {
        name: answer["derived"][name] for name in vector.expect.get("derived", ())
    }
    return {name: obligation[name] for name in vector.expect}
