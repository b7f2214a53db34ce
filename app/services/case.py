"""Opening one student's file: who may, and what the rules need to know of it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import Forbidden, NotFound, Problem
from app.http import require_version
from app.models.deadline import CaseEvent, CasePause
from app.models.fields import MOST_ON_FILE
from app.models.organisation import Holiday, SchoolCalendar
from app.models.student import Student
from app.services.enrolment import of_episode
from app.services.queries import case as queries
from app.services.queries import student as student_queries
from app.services.rules import Calendar, CaseFacts, Event, Pause, SchoolYear, Span


class StudentNotFound(NotFound):
    code, title = "student-not-found", "There is no such student"
    detail = "Check the id. Students of other programs cannot be seen here."


class NotOnCaseload(Forbidden):
    code, title = "not-on-caseload", "This student is not on your caseload"
    detail = "Ask your supervisor to assign the student to you."


class StudentMerged(Problem):
    status, code, title = 409, "student-merged", "This file was merged into another"
    detail = "Read and work on the file that `merged_into` names; it shows everything of both."


class FileFull(Problem):
    status, code, title = 409, "file-full", "The file holds as many entries as a file may"
    detail = f"A file holds at most {MOST_ON_FILE} of each kind. Ask your program's administrator."


OPEN_PROBLEMS = (StudentNotFound, NotOnCaseload, StudentMerged)


def refuse(seen: str) -> None:
    """Raises: OPEN_PROBLEMS."""
    if seen == "missing":
        raise StudentNotFound
    if seen.startswith("merged:"):
        raise StudentMerged(merged_into=seen.removeprefix("merged:"))
    if seen != "yes":
        raise NotOnCaseload


async def holder(db: AsyncSession, actor: Actor, student_id: UUID) -> UUID:
    """The file through which this one is read: itself, unless it was merged into another."""
    return await queries.merged_into(db, actor, student_id) or student_id


async def open_file(db: AsyncSession, actor: Actor, student_id: UUID) -> Student:
    """Raises: StudentNotFound, NotOnCaseload."""
    refuse(await queries.visibility(db, actor, student_id))
    student = await queries.student(db, actor, student_id)
    if student is None:
        raise StudentNotFound
    return student


async def lock_file(db: AsyncSession, actor: Actor, student_id: UUID) -> Student:
    """Let changes of one file follow one another; its version stays. Raises: StudentNotFound, NotOnCaseload."""
    refuse(await queries.visibility(db, actor, student_id))
    student = await queries.student(db, actor, student_id, lock=True)
    if student is None:
        raise StudentNotFound
    return student


async def open_for_change(
    db: AsyncSession, actor: Actor, student_id: UUID, if_match: str | None = None
) -> Student:
    """Lock the file and give it its next version. Raises: StudentNotFound, NotOnCaseload, VersionStale."""
    student = await lock_file(db, actor, student_id)
    if if_match is not None:
        require_version(student.version, if_match)
    audit.touch(db, student)
    return student


async def facts_of(
    db: AsyncSession, actor: Actor, student: Student, as_of: date | None = None
) -> CaseFacts:
    """Gather what the rules reckon with, frozen: of the stay in the program that `as_of` (today) belongs to.

    What happened on files merged into this one happened to this child.
    """
    events = await queries.events(db, actor, student.id, with_merged=True)
    enrolments = await student_queries.enrolments(db, actor, student.id)
    current = [e for e in enrolments if as_of is None or e.referred_on <= as_of][-1:]
    return facts_from(
        student,
        of_episode(events, current[0]) if current and len(enrolments) > 1 else events,
        await queries.pauses(db, actor, student.id, with_merged=True),
        calendar_from(
            await queries.holidays(db, actor),
            await queries.school_years(db, actor, student.district_id),
        ),
    )


def facts_from(
    student: Student,
    events: Iterable[CaseEvent],
    pauses: Iterable[CasePause],
    calendar: Calendar,
) -> CaseFacts:
    """Freeze stored rows; what was entered in error is left out."""
    return CaseFacts(
        jurisdiction=student.jurisdiction,
        born_on=student.born_on,
        events=tuple(
            Event(e.type, e.on_date, e.data, e.id) for e in events if not e.entered_in_error
        ),
        pauses=tuple(
            Pause(p.reason, p.from_on, p.to_on, p.evidence)
            for p in pauses
            if not p.entered_in_error
        ),
        facts=student.facts,
        calendar=calendar,
    )


def calendar_from(holidays: Iterable[Holiday], years: Iterable[SchoolCalendar]) -> Calendar:
    """What a district's clocks count by; the same for all its students, so make it once for many."""
    kept = tuple(holidays)
    return Calendar(
        holidays=frozenset(h.on_date for h in kept if h.is_public),
        school_years=tuple(school_year_of(y) for y in years),
        closures=frozenset(h.on_date for h in kept if not h.is_public),
    )


def school_year_of(year: SchoolCalendar) -> SchoolYear:
    """A stored school year as the rules count by it."""
    breaks = tuple(
        Span(date.fromisoformat(b["from_on"]), date.fromisoformat(b["to_on"])) for b in year.breaks
    )
    return SchoolYear(year.starts_on, year.ends_on, breaks)
