"""The register of strategies: begun by somebody, looked at as often as was said, ended for a reason."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import outbox
from app.auth import Actor
from app.errors import NotFound, Problem
from app.files import Files
from app.models.history import RecordChange
from app.models.schemas.strategy import (
    CheckStrategy,
    EndStrategy,
    SheetPhoto,
    StartStrategy,
    StrategyCreate,
    StrategyFilter,
    StrategyStep,
    StrategyUpdate,
)
from app.models.strategy import Strategy
from app.models.words.consent import ConsentKind
from app.models.words.strategy import StrategyState
from app.services import case, consent, document, picture, record, upload
from app.services.check_day import following
from app.services.fetching import BytesMissing
from app.services.plan.kind import LineNotFound
from app.services.queries import service_line as service_lines
from app.services.queries import strategy as queries
from app.services.workflow import STEP_PROBLEMS, Action, Machine, Step, states


class StrategyNotFound(NotFound):
    code, title = "strategy-not-found", "There is no such strategy"


class StrategyFixed(Problem):
    status, code, title = 409, "strategy-ended", "What has ended is not changed"
    detail = "Write down a new one."


class StrategyDays(Problem):
    status, code, title = 409, "strategy-days", "This day does not fit"
    detail = "It lies between the last thing recorded and today; a next check lies after it."


WRITE = "assessment:write"
S = StrategyState
MACHINE: Machine[None] = Machine.of(
    Step("start", "Begin it, or take it up again", states(S.PLANNED, S.PAUSED), S.IN_USE, WRITE),
    Step("check", "Look whether it helps", states(S.IN_USE), None, WRITE),
    Step("pause", "Let it rest", states(S.IN_USE), S.PAUSED, WRITE, is_reasoned=True),
    Step("end", "End it", states(S.PLANNED, S.IN_USE, S.PAUSED), S.ENDED, WRITE, is_reasoned=True),
)
STRATEGY = record.Kind("strategy", Strategy, StrategyNotFound)
READ_PROBLEMS = (StrategyNotFound, *case.OPEN_PROBLEMS)
PHOTO_PROBLEMS = (
    *document.NAME_PROBLEMS, *upload.FETCH_PROBLEMS, picture.PhotosNotAgreed, picture.PhotoUnfit, BytesMissing,
)  # fmt: skip
CREATE_PROBLEMS = (*case.OPEN_PROBLEMS, LineNotFound, StrategyDays, *PHOTO_PROBLEMS)
CHANGE_PROBLEMS = (*READ_PROBLEMS, LineNotFound, StrategyFixed, StrategyDays, *PHOTO_PROBLEMS)
MOVE_PROBLEMS = (*READ_PROBLEMS, *STEP_PROBLEMS, StrategyDays)


async def list_of(
    db: AsyncSession,
    actor: Actor,
    asked: StrategyFilter,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Strategy]:
    """Oldest first; one more than `limit` when there is more."""
    rows = await queries.page(db, actor, db.info["principal_id"], asked, limit, after)
    record.listed(db, actor, STRATEGY, [row.student_id for row in rows[:limit]])
    return rows


async def read(db: AsyncSession, actor: Actor, strategy_id: UUID) -> Strategy:
    """Raises: READ_PROBLEMS."""
    return await record.read(db, actor, STRATEGY, strategy_id)


async def write(db: AsyncSession, files: Files, actor: Actor, body: StrategyCreate) -> Strategy:
    """Write one down, begun already or planned. Raises: CREATE_PROBLEMS."""
    student = await case.lock_file(db, actor, body.student_id)
    await _require_line(db, actor, body.student_id, body.line_id)
    photos = await _fit(db, files, actor, body.student_id, body.photos)
    said = body.model_dump(exclude={"photos"})
    row = Strategy(tenant_id=actor.tenant_id, photos=photos, **said)
    if body.started_on is not None:
        if not student.born_on <= body.started_on <= actor.today():
            raise StrategyDays("It was begun between the birth and today.")
        row.state, row.started_by_id = S.IN_USE.value, db.info["principal_id"]
        row.next_check_on = following(body.started_on, row.check_every_days)
    record.add(db, actor, STRATEGY, row)
    outbox.tell(db, actor, "strategy.written", strategy_id=row.id, student_id=row.student_id)
    return row


async def _require_line(
    db: AsyncSession, actor: Actor, student_id: UUID, line_id: UUID | None
) -> None:
    """Raises: LineNotFound."""
    if line_id is not None and await service_lines.line_of(db, actor, student_id, line_id) is None:
        raise LineNotFound


async def _fit(
    db: AsyncSession, files: Files, actor: Actor, student_id: UUID, photos: Sequence[SheetPhoto]
) -> list[dict[str, Any]]:
    """As they are kept, each sound; those of the child only while the parent agrees. Raises: PHOTO_PROBLEMS, Forbidden."""
    holder = await case.holder(db, actor, student_id)
    if any(p.is_of_child for p in photos) and not await may_show_child(db, actor, holder):
        raise picture.PhotosNotAgreed
    for shown in photos:
        found = await document.require_version(db, actor, holder, shown.document_version_id)
        await picture.require_sound(files, found.latest.file)
    return [shown.model_dump(mode="json") for shown in photos]


async def may_show_child(db: AsyncSession, actor: Actor, holder: UUID) -> bool:
    return await consent.has_live(db, actor, holder, ConsentKind.PHOTO_VIDEO)


async def change(
    db: AsyncSession,
    files: Files,
    actor: Actor,
    strategy_id: UUID,
    body: StrategyUpdate,
    if_match: str,
) -> Strategy:
    """Apply a merge patch. Raises: CHANGE_PROBLEMS, VersionStale."""
    row = await record.open_for_change(db, actor, STRATEGY, strategy_id, if_match)
    if row.state == S.ENDED:
        raise StrategyFixed
    changes = body.model_dump(exclude_unset=True)
    await _require_line(db, actor, row.student_id, changes.get("line_id"))
    if "photos" in changes:
        changes["photos"] = await _fit(db, files, actor, row.student_id, body.photos)
    if body.next_check_on is not None and (
        row.state != S.IN_USE or body.next_check_on <= _last(row, actor.today())
    ):
        raise StrategyDays("Only what is in use is looked at, and after the last time.")
    record.change(db, actor, STRATEGY, row, changes)
    return row


async def actions(db: AsyncSession, actor: Actor, strategy_id: UUID) -> list[Action]:
    """Raises: READ_PROBLEMS."""
    row = await record.read(db, actor, STRATEGY, strategy_id)
    return MACHINE.actions(actor, row.state, None)


async def move(
    db: AsyncSession, actor: Actor, strategy_id: UUID, body: StrategyStep, if_match: str
) -> Strategy:
    """Raises: MOVE_PROBLEMS, Forbidden, VersionStale."""
    row = await record.open_for_change(db, actor, STRATEGY, strategy_id, if_match)
    step = MACHINE.require(actor, row.state, body.act, None, body.reason_code)
    on = body.on or actor.today()
    if not _last(row, on) <= on <= actor.today():
        raise StrategyDays
    record.move(
        db, actor, STRATEGY, row, step, changes=_changes(db, row, body, on), reason_code=body.reason_code,
        comment=body.comment,
    )  # fmt: skip
    outbox.tell(
        db, actor, f"strategy.{body.act}", strategy_id=row.id, student_id=row.student_id, state=row.state
    )  # fmt: skip
    return row


def _last(row: Strategy, otherwise: date) -> date:
    """The last day on which something was recorded of it."""
    return row.last_checked_on or row.started_on or otherwise


def _changes(db: AsyncSession, row: Strategy, body: StrategyStep, on: date) -> dict[str, Any]:
    """What a step sets beside the state. Raises: StrategyDays."""
    me = db.info["principal_id"]
    match body:
        case StartStrategy():
            began = {"started_on": on, "started_by_id": me} if row.started_on is None else {}
            return {**began, "next_check_on": following(on, row.check_every_days)}
        case CheckStrategy():
            again = body.next_check_on or following(on, row.check_every_days)
            if again is not None and again <= on:
                raise StrategyDays
            looked = {
                "on": str(on),
                "by": str(me),
                "finding": body.finding.value,
                "found": body.found,
            }
            return {
                "checks": [*row.checks, looked],
                "last_checked_on": on,
                "next_check_on": again,
            }
        case EndStrategy():
            return {"ended_on": on, "next_check_on": None}
        case _:
            return {"next_check_on": None}


async def history(
    db: AsyncSession, actor: Actor, strategy_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    return await record.history(db, actor, STRATEGY, strategy_id, limit, after)
