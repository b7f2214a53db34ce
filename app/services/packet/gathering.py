"""Reading a file once, with everything that its packet may hold."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.deadline import CaseEvent
from app.models.student import Student
from app.services.packet.file import File
from app.services.packet.registry import SECTIONS
from app.services.queries import student as queries


async def gather(db: AsyncSession, actor: Actor, student: Student, events: list[CaseEvent]) -> File:
    """`events` are those that stand; the student's file is open."""
    return File(
        student=student,
        contacts=await queries.contacts(db, actor, student.id),
        enrolment=await queries.latest_enrolment(db, actor, student.id),
        team=await queries.live_assignments(db, actor, student.id),
        events=events,
        gathered={s.item: await s.gather(db, actor, student) for s in SECTIONS if s.gather},
    )
