"""What a person decides of two files. Every decision can be taken back; a merge moves nothing."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.schemas.duplicate import LinkCreate, LinkStep
from app.models.student import Student, StudentLink
from app.models.words.student import LinkState
from app.services import case, deadline, record
from app.services.deadline import Cause
from app.services.queries import case as case_queries
from app.services.queries import duplicate as queries
from app.services.workflow import STEP_PROBLEMS, Action, Machine, Step, states

SCOPE = "student:link"


class LinkNotFound(NotFound):
    code, title = "link-not-found", "There is no such link of this student"


class OtherNotFound(NotFound):
    code, title = "other-student-not-found", "There is no other student of this id"
    detail = "Check `other_id`: it names the second file, in this program."


class AlreadyLinked(Problem):
    status, code, title = 409, "already-linked", "These two files have been decided on already"
    detail = "Take a step of the link that there is: GET /v1/students/{id}/links."


LINK_PROBLEMS = (*case.OPEN_PROBLEMS, OtherNotFound, AlreadyLinked, *STEP_PROBLEMS)
MOVE_PROBLEMS = (*case.OPEN_PROBLEMS, LinkNotFound, *STEP_PROBLEMS)
LINK = record.Kind("student-link", StudentLink, LinkNotFound)


@dataclass(frozen=True, slots=True)
class Pair:
    """What a step on two files needs to know."""

    other_holds_merged: bool
    other_is_merged_elsewhere: bool


def _other_stands_alone(pair: Pair) -> str | None:
    if pair.other_holds_merged:
        return "Other files were merged into the other file; split them first."
    if pair.other_is_merged_elsewhere:
        return "The other file was merged into a third one; split the two first."
    return None


L = LinkState
MACHINE: Machine[Pair] = Machine.of(
    Step("link", "The same child, two files", states(L.SPLIT, L.DISTINCT), L.LINKED, SCOPE),
    Step(
        "merge", "The same child: go on with this file alone", states(L.LINKED, L.DISTINCT, L.SPLIT),
        L.MERGED, SCOPE, needs=(_other_stands_alone,),
    ),
    Step("part", "Two children, however alike", states(L.LINKED, L.SPLIT), L.DISTINCT, SCOPE, is_reasoned=True),
    Step("split", "Take the decision back", states(L.LINKED, L.MERGED, L.DISTINCT), L.SPLIT, SCOPE, is_reasoned=True),
)  # fmt: skip


async def list_of(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[StudentLink]:
    """Raises: OPEN_PROBLEMS."""
    await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "student-links", student_id=student_id)
    return await queries.links(db, actor, student_id, limit, after)


async def read(db: AsyncSession, actor: Actor, student_id: UUID, link_id: UUID) -> StudentLink:
    """Raises: OPEN_PROBLEMS, LinkNotFound."""
    return await record.read(db, actor, LINK, link_id, student_id)


async def decide(db: AsyncSession, actor: Actor, student_id: UUID, body: LinkCreate) -> StudentLink:
    """Say of two files that they are one child's, or that they are not. Raises: LINK_PROBLEMS."""
    student, other = await _both(db, actor, student_id, body.other_id)
    if any(
        other.id in {k.student_id, k.other_id} for k in await queries.links(db, actor, student.id)
    ):
        raise AlreadyLinked
    act = {L.LINKED: "link", L.MERGED: "merge", L.DISTINCT: "part"}[L(body.state)]
    pair = await _pair(db, actor, student, other)
    MACHINE.require(actor, L.SPLIT, act, pair, body.reason_code or "new")
    link = StudentLink(
        tenant_id=actor.tenant_id,
        student_id=student.id,
        other_id=other.id,
        state=body.state,
        score=body.score,
        reasons=body.reasons,
    )
    record.add(db, actor, LINK, link, comment=body.comment)
    await db.flush()  # the answer tells when and by whom
    await _follow(db, actor, student, other, link)
    return link


async def actions(db: AsyncSession, actor: Actor, student_id: UUID, link_id: UUID) -> list[Action]:
    """Raises: OPEN_PROBLEMS, LinkNotFound."""
    link = await record.read(db, actor, LINK, link_id, student_id)
    student, other = await _both(db, actor, link.student_id, link.other_id)
    return MACHINE.actions(actor, link.state, await _pair(db, actor, student, other))


async def step(
    db: AsyncSession, actor: Actor, student_id: UUID, link_id: UUID, body: LinkStep, if_match: str
) -> StudentLink:
    """Raises: MOVE_PROBLEMS, Forbidden, VersionStale."""
    link = await record.open_for_change(db, actor, LINK, link_id, if_match, student_id)
    student, other = await _both(db, actor, link.student_id, link.other_id)
    pair = await _pair(db, actor, student, other)
    taken = MACHINE.require(actor, link.state, body.act, pair, body.reason_code)
    record.move(db, actor, LINK, link, taken, reason_code=body.reason_code, comment=body.comment)
    await _follow(db, actor, student, other, link)
    return link


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    link_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Any]:
    """Raises: OPEN_PROBLEMS, LinkNotFound."""
    return await record.history(db, actor, LINK, link_id, limit, after, student_id)


async def _both(
    db: AsyncSession, actor: Actor, student_id: UUID, other_id: UUID
) -> tuple[Student, Student]:
    """Both files locked, the lesser id first, so that two people deciding at once do not wait for each other."""
    if student_id == other_id:
        raise OtherNotFound
    case.refuse(await case_queries.visibility(db, actor, student_id))
    first, second = sorted((student_id, other_id))
    rows = {i: await case_queries.student(db, actor, i, lock=True) for i in (first, second)}
    student, other = rows[student_id], rows[other_id]
    if student is None:
        raise case.StudentNotFound
    if other is None:
        raise OtherNotFound
    return student, other


async def _pair(db: AsyncSession, actor: Actor, student: Student, other: Student) -> Pair:
    return Pair(
        other_holds_merged=bool(await queries.merged_into(db, actor, other.id)),
        other_is_merged_elsewhere=other.merged_into_id not in {None, student.id},
    )


async def _follow(
    db: AsyncSession, actor: Actor, student: Student, other: Student, link: StudentLink
) -> None:
    """Let reading and duties follow the decision; nothing of either file is moved."""
    into = student.id if link.state == L.MERGED else None
    if other.merged_into_id != into and other.merged_into_id in {None, student.id}:
        other.merged_into_id = into
        cause = Cause("two files merged" if into else "two files split")
        for file in (student, other):
            audit.touch(db, file)
            await deadline.recompute(db, actor, file, cause)
    audit.record(
        db,
        actor,
        "change",
        "student",
        student_id=other.id,
        other_id=str(student.id),
        state=link.state,
    )
    outbox.tell(
        db,
        actor,
        f"student.{link.state}",
        student_id=student.id,
        other_id=other.id,
        link_id=link.id,
    )
