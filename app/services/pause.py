"""Pausing a clock, with the evidence the law asks for."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import NotFound, Problem, Unprocessable
from app.http import require_version
from app.models.deadline import CasePause
from app.models.fields import MOST_ON_FILE
from app.models.history import RecordChange
from app.models.schemas.event import PauseCreate, PauseUpdate
from app.models.schemas.lateness import Attempt
from app.models.student import Student
from app.services import case, deadline, event, record, rulebook
from app.services.deadline import Cause
from app.services.queries import case as queries
from app.services.queries import event as event_queries
from app.services.vocabulary import require_known


class PauseNotFound(NotFound):
    code, title = "pause-not-found", "There is no such pause on this file"


class PauseDates(Problem):
    status, code, title = 409, "pause-dates", "These days cannot be paused"


PAUSE_PROBLEMS = (*case.OPEN_PROBLEMS, case.FileFull, PauseDates)
PAUSE = record.Kind("pause", CasePause, PauseNotFound)
READ_PROBLEMS = (*case.OPEN_PROBLEMS, PauseNotFound)
UPDATE_PROBLEMS = (*PAUSE_PROBLEMS, PauseNotFound)


def _check(actor: Actor, student: Student, pause: CasePause) -> None:
    """Raises: PauseDates, Unprocessable."""
    if pause.entered_in_error:
        return
    last = pause.from_on if pause.to_on is None else pause.to_on
    if last < pause.from_on:
        raise PauseDates("The last paused day must not be before the first.")
    if pause.from_on < student.born_on:
        raise PauseDates("The first paused day is before the child's birth; check its year.")
    if last > actor.today():
        _require_fixed_ahead(actor, pause)
    _require_attempts(actor, student, pause)


def _require_fixed_ahead(actor: Actor, pause: CasePause) -> None:
    """Only what is agreed, or known from a calendar, has days ahead. Raises: PauseDates."""
    reasons = rulebook.load().pause_reasons
    if not reasons[pause.reason].get("fixed_ahead"):
        ahead = ", ".join(name for name, said in reasons.items() if said.get("fixed_ahead"))
        raise PauseDates(
            "A pause is recorded when it has begun, and its last day when it has ended; leave `to_on` null while it "
            f"lasts. Days ahead are taken for {ahead}."
        )
    if pause.to_on is None:
        raise PauseDates("A pause that lies ahead needs its last day.")


def _require_attempts(actor: Actor, student: Student, pause: CasePause) -> None:
    """Without them nobody can tell that the parent was asked (34 CFR 303.310(b)(2)). Raises: PauseDates, Unprocessable."""
    needed = rulebook.load().pause_reasons[pause.reason].get("attempts", 0)
    if len(pause.attempts) < needed:
        raise Unprocessable(
            "The evidence of this pause is incomplete; see `errors`.",
            errors=[
                {
                    "pointer": "/attempts",
                    "detail": f"{pause.reason} needs {needed} attempts or more, each with its day",
                }
            ],
        )
    days = [date.fromisoformat(attempt["on"]) for attempt in pause.attempts]
    if not all(student.born_on <= day <= actor.today() for day in days):
        raise PauseDates("Each attempt lies on or after the child's birth and not in the future.")


async def begin(db: AsyncSession, actor: Actor, student_id: UUID, body: PauseCreate) -> CasePause:
    """Raises: PAUSE_PROBLEMS, UnknownWord, Unprocessable."""
    require_known("pause reason", body.reason, rulebook.load().pause_reasons, "/reason")
    student = await case.open_for_change(db, actor, student_id)
    if len(await queries.pauses(db, actor, student_id)) >= MOST_ON_FILE:
        raise case.FileFull
    said = {**body.model_dump(), "attempts": _plain(body.attempts)}
    pause = CasePause(tenant_id=actor.tenant_id, student_id=student_id, **said)
    _check(actor, student, pause)
    record.add(db, actor, PAUSE, pause)
    await _follow(db, actor, student, pause, f"{pause.reason} recorded")
    return pause


async def change(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    pause_id: UUID,
    body: PauseUpdate,
    if_match: str,
) -> CasePause:
    """Give a pause its end, or correct it. Raises: UPDATE_PROBLEMS, VersionStale, Unprocessable."""
    student = await case.open_for_change(db, actor, student_id)
    pause = await event_queries.one_pause(db, actor, student_id, pause_id)
    if pause is None:
        raise PauseNotFound
    require_version(pause.version, if_match)
    said = body.model_dump(exclude_unset=True)
    if "attempts" in said:
        said["attempts"] = _plain(body.attempts)
    record.change(db, actor, PAUSE, pause, said)
    _check(actor, student, pause)
    await _follow(db, actor, student, pause, f"{pause.reason} changed")
    return pause


def _plain(attempts: Iterable[Attempt]) -> list[dict[str, str]]:
    return [attempt.model_dump(mode="json") for attempt in attempts]


async def _follow(db: AsyncSession, actor: Actor, student: Any, pause: CasePause, why: str) -> None:
    """An ended pause is itself an event: what it excused is owed as soon as possible (34 CFR 303.310(c))."""
    told = {
        e.data.get("pause_id")
        for e in await queries.events(db, actor, student.id)
        if e.type == "tolling.ended" and not e.entered_in_error
    }
    ended = pause.to_on is not None and pause.to_on <= actor.today() and not pause.entered_in_error
    if ended and str(pause.id) not in told:
        assert pause.to_on is not None  # noqa: S101 - for the type checker, see `ended`
        await event.add(
            db, actor, student, "tolling.ended", pause.to_on, {"pause_id": str(pause.id)}
        )
    else:
        await deadline.recompute(db, actor, student, Cause(why))


async def list_pauses(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[CasePause]:
    """Raises: StudentNotFound, NotOnCaseload."""
    await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "pauses", student_id=student_id)
    return await queries.pauses(db, actor, student_id, limit, after, with_merged=True)


async def read(db: AsyncSession, actor: Actor, student_id: UUID, pause_id: UUID) -> CasePause:
    """Raises: READ_PROBLEMS."""
    return await record.read(db, actor, PAUSE, pause_id, student_id)


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    pause_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    return await record.history(db, actor, PAUSE, pause_id, limit, after, student_id)
