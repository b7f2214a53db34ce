"""Why a child leaves Part C: which of the ten federal reasons a file can have on a day (IDEA section 618)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import Problem, Unprocessable
from app.models.student import Student
from app.services import case, rulebook
from app.services.rulebook import Book
from app.services.rules import CaseFacts, derived

EXIT, DECISION = "partc.exited", "partb.eligibility.decided"
ENTRY_AGE = "partb_entry_age"
ELIGIBLE = "PARTB_EXITING"
ONE_DAY = timedelta(days=1)
DECIDED: Mapping[str, bool | None] = {
    ELIGIBLE: True,
    "PARTB_CONTINUING": True,
    "NOT_PARTB_REFERRED": False,
    "NOT_PARTB_NO_REFERRAL": False,
    "PARTB_UNDETERMINED": None,
}
"""What was decided of Part B eligibility where a child leaves at three; None: nothing."""
NOT_FEDERAL = (False, "state_law_bridge")
"""An extended option that is none under 34 CFR 303.211; one that is not known cannot be ruled out."""


class ExitReasonImpossible(Problem):
    status, code, title = (
        409,
        "exit-reason-impossible",
        "The child cannot have left for this reason on this day",
    )


def require_known(reason: object, pointer: str) -> None:
    """One of the ten. Raises: Unprocessable."""
    codes = [str(r["code"]) for r in rulebook.load().exit_reasons]
    if reason not in codes:
        raise Unprocessable(
            "An exit has one of the federal reasons; see `errors`.",
            errors=[{"pointer": pointer, "detail": f"is not one of {', '.join(codes)}"}],
        )


async def require_possible(
    db: AsyncSession, actor: Actor, student: Student, reason: str, on: date
) -> None:
    """Raises: ExitReasonImpossible with the reasons that are possible."""
    allowed = possible(rulebook.load(), await case.facts_of(db, actor, student), on)
    if reason not in allowed:
        raise ExitReasonImpossible(
            f"On {on} it can be {', '.join(allowed)}. Part C ends the day before the third birthday: reasons at three "
            f"need that day or a later one, and follow from the decision on Part B eligibility ({DECISION}); record "
            "that first where there was one.",
            allowed=allowed,
        )


def possible(book: Book, file: CaseFacts, on: date) -> list[str]:
    """Codes of the reasons that fit age, State and the decision made by that day."""
    return [str(r["code"]) for r in book.exit_reasons if _fits(book, r, file, on)]


def enters_early(params: Mapping[str, Any]) -> bool:
    """Whether the State's districts take children before they are three."""
    return ENTRY_AGE in params


def _fits(book: Book, reason: Mapping[str, Any], file: CaseFacts, on: date) -> bool:
    if reason["group"] == "other":
        return True
    born = CaseFacts(file.jurisdiction, file.born_on)
    is_three = on >= derived(book, born)["third_birthday"] - ONE_DAY
    if reason["group"] == "under_3":
        return not is_three
    params, code = book.jurisdictions[file.jurisdiction].params, str(reason["code"])
    option = reason.get("only_if_param")
    if option and params.get(option, {}).get("value", False) in NOT_FEDERAL:
        return False
    comes_early = code == ELIGIBLE and enters_early(params)
    return (is_three or comes_early) and DECIDED[code] is _decided(file, on)


def _decided(file: CaseFacts, on: date) -> bool | None:
    """The latest decision on Part B eligibility by a day."""
    made = [e for e in file.events if e.type == DECISION and e.on <= on]
    return None if not made else max(made, key=lambda e: e.on).data.get("eligible") is True
