"""Steps of a document: relied on or not, entered in error, its bytes destroyed by two people for a reason."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import outbox
from app.auth import Actor
from app.models.document import Document
from app.models.schemas.document import AskDestruction, DocumentStep
from app.models.words.document import DestructionGround, DocumentState
from app.models.words.task import TaskSource
from app.services import record, task
from app.services.document import DOCUMENT, READ_PROBLEMS, STRIKE, WRITE, opened, read
from app.services.queries import consent as consents
from app.services.queries import document as queries
from app.services.queries import organisation as people
from app.services.queries import referral_attachment as attachments
from app.services.queries.document import Row
from app.services.workflow import STEP_PROBLEMS, Action, Machine, Step, states

S = DocumentState
TAKE_PROBLEMS = (*READ_PROBLEMS, *STEP_PROBLEMS, task.CannotTakeTask)
DESTROY = "program:write"
TOMBSTONE = "Destroyed"
"""What is left of a title: it may name another child."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A document, who asks, and whether a parent waits to see the record."""

    row: Document
    me: UUID
    is_waited_for: bool


def _not_asked(facts: Facts) -> str | None:
    return "Somebody asked for it already." if facts.row.destruction_asked_by else None


def _asked(facts: Facts) -> str | None:
    return None if facts.row.destruction_asked_by else "Nobody asked that it be destroyed."


def _by_another(facts: Facts) -> str | None:
    return "Who asked does not decide." if facts.row.destruction_asked_by == facts.me else None


def _nobody_waits(facts: Facts) -> str | None:
    """34 CFR 99.10(e). What is of another child is no part of this record."""
    if not facts.is_waited_for or facts.row.destruction_ground == DestructionGround.WRONG_CHILD:
        return None
    return "A parent's request to see or amend the record is not answered yet."


KEPT = states(S.CURRENT, S.WITHDRAWN, S.ENTERED_IN_ERROR)
MACHINE: Machine[Facts] = Machine(
    [
        Step("withdraw", "Rely on it no more", states(S.CURRENT), S.WITHDRAWN, WRITE, is_reasoned=True),
        Step("reinstate", "Rely on it again", states(S.WITHDRAWN), S.CURRENT, WRITE, is_reasoned=True),
        STRIKE,
        Step("ask_destruction", "Ask that its bytes be destroyed", KEPT, None, WRITE, (_not_asked,), is_reasoned=True),
        Step("keep_bytes", "Keep its bytes", KEPT, None, WRITE, (_asked,), is_reasoned=True),
        Step("destroy", "Destroy its bytes for good", KEPT, S.DESTROYED, DESTROY, (_asked, _by_another, _nobody_waits), is_reasoned=True),
    ]
)  # fmt: skip


async def actions(
    db: AsyncSession, actor: Actor, student_id: UUID, document_id: UUID
) -> list[Action]:
    """Raises: READ_PROBLEMS, Forbidden."""
    row = (await read(db, actor, student_id, document_id)).document
    return MACHINE.actions(
        actor, row.state, await _facts(db, actor, row), record.only_read(row, student_id)
    )


async def take(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    document_id: UUID,
    body: DocumentStep,
    if_match: str,
) -> Row:
    """Raises: TAKE_PROBLEMS, VersionStale, Forbidden."""
    row = await opened(db, actor, student_id, document_id, if_match)
    facts = await _facts(db, actor, row)
    step = MACHINE.require(actor, row.state, body.act, facts, body.reason_code)
    record.move(
        db, actor, DOCUMENT, row, step, reason_code=body.reason_code, comment=body.comment,
        changes=_changes(facts, body),
    )  # fmt: skip
    if isinstance(body, AskDestruction):
        await _ask(db, actor, row, body)
    elif body.act in {"keep_bytes", "destroy"}:
        await task.close_follow_ups(db, actor, row.id, step.title)
        outbox.tell(db, actor, f"document.{body.act}", document_id=row.id, student_id=student_id)
    if row.state == S.DESTROYED:  # not through the history: it would keep what must go
        row.title, row.source = TOMBSTONE, None
        await attachments.entomb(db, actor, row.id, TOMBSTONE)
    await db.flush()  # the answer is read anew
    return await queries.latest(db, actor, document_id)


def _changes(facts: Facts, body: DocumentStep) -> dict[str, Any]:
    match body.act:
        case "ask_destruction":
            return {"destruction_ground": body.reason_code, "destruction_asked_by": facts.me}
        case "keep_bytes":
            return {"destruction_ground": None, "destruction_asked_by": None}
        case _:
            return {}


async def _ask(db: AsyncSession, actor: Actor, row: Document, body: AskDestruction) -> None:
    """Somebody else decides, by a task. Raises: task.CannotTakeTask."""
    assignee_id = body.assignee_id or await people.administrator(db, actor)
    if assignee_id is None:
        raise task.CannotTakeTask
    await task.require_assignee(db, actor, assignee_id, row.student_id)
    await task.follow_up(
        db, actor, TaskSource.DOCUMENT, row.id, "Decide whether a document's bytes are destroyed",
        body.due_on or actor.today(), student_id=row.student_id, assignee_id=assignee_id,
    )  # fmt: skip


async def _facts(db: AsyncSession, actor: Actor, row: Document) -> Facts:
    waits = await consents.is_waited_for(db, actor, row.student_id)
    return Facts(row, db.info["principal_id"], is_waited_for=waits)
