"""A referral in the making: its sender's alone, until it is sent whole and becomes a referral under the same id."""

from typing import Any
from uuid import UUID

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.directory import Directory
from app.errors import NotFound, Problem, from_validation
from app.models.history import RecordChange
from app.models.referral_draft import ReferralDraft
from app.models.schemas.referral import ReferralCreate, ReferralDraftWrite
from app.services import record
from app.services.queries import referral_draft as queries
from app.services.referral.problems import RECEIVE_PROBLEMS
from app.services.referral.receive import Receipt, arriving, receipt_of
from app.services.workflow import Action, Machine, Step, states

MOST = 500


class DraftNotFound(NotFound):
    code, title = "referral-draft-not-found", "There is no such draft"
    detail = "Once it is sent, read it under the same id: GET /v1/referrals/{id}."


class DraftIncomplete(Problem):
    status, code, title = 409, "referral-draft-incomplete", "The draft is not complete"


class TooManyDrafts(Problem):
    status, code, title = 409, "too-many-referral-drafts", "There are enough drafts already"
    detail = f"An organisation may keep {MOST}. Send or discard some."


DRAFT = record.Kind("referral-draft", ReferralDraft, DraftNotFound)
CHANGE_PROBLEMS = (DraftNotFound,)
SEND_PROBLEMS = (DraftNotFound, DraftIncomplete, *RECEIVE_PROBLEMS)


async def begin(db: AsyncSession, actor: Actor, body: ReferralDraftWrite) -> ReferralDraft:
    """Raises: TooManyDrafts."""
    if await queries.count(db, actor) >= MOST:
        raise TooManyDrafts
    row = ReferralDraft(tenant_id=actor.tenant_id, content=_merged({}, _said(body)))
    record.add(db, actor, DRAFT, row)
    await db.flush()  # the answer shows when it was begun
    await db.refresh(row)
    return row


async def list_of(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[ReferralDraft]:
    rows = await queries.page(db, actor, limit, after)
    audit.record(db, actor, "list", DRAFT.name, draft_ids=[str(r.id) for r in rows[:limit]])
    return rows


async def read(db: AsyncSession, actor: Actor, draft_id: UUID) -> ReferralDraft:
    """Raises: DraftNotFound."""
    return await record.read(db, actor, DRAFT, draft_id)


async def history(
    db: AsyncSession, actor: Actor, draft_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Who wrote on it, and on what; never what it said. Raises: DraftNotFound."""
    return await record.history(db, actor, DRAFT, draft_id, limit, after)


async def actions(db: AsyncSession, actor: Actor, draft_id: UUID) -> list[Action]:
    """Raises: DraftNotFound."""
    return MACHINE.actions(actor, "draft", await read(db, actor, draft_id))


async def change(
    db: AsyncSession, actor: Actor, draft_id: UUID, body: ReferralDraftWrite, if_match: str
) -> ReferralDraft:
    """Apply a merge patch. What it said before is kept nowhere. Raises: DraftNotFound, VersionStale."""
    row = await record.open_for_change(db, actor, DRAFT, draft_id, if_match)
    before, row.content = row.content, _merged(row.content, _said(body))
    if changed := sorted(k for k in _said(body) if before.get(k) != row.content.get(k)):
        audit.touch(db, row)
        record.note(db, actor, DRAFT, row, "changed", unsaid=changed)
    await db.flush()  # the answer shows when it was changed
    await db.refresh(row)
    return row


async def discard(db: AsyncSession, actor: Actor, draft_id: UUID, if_match: str) -> None:
    """Raises: DraftNotFound, VersionStale."""
    row = await record.open_for_change(db, actor, DRAFT, draft_id, if_match)
    audit.record(db, actor, "change", DRAFT.name, record_id=str(row.id), discarded=True)
    await db.delete(row)


async def send(
    db: AsyncSession, directory: Directory, actor: Actor, draft_id: UUID, if_match: str
) -> Receipt:
    """Send it: received today, with the receipt of any referral; the draft is gone. Raises: SEND_PROBLEMS, VersionStale."""
    row = await record.open_for_change(db, actor, DRAFT, draft_id, if_match)
    try:
        body = ReferralCreate.model_validate_json(_json(row))
    except ValidationError as refused:
        raise DraftIncomplete(
            "`missing` says what it lacks or has wrong.", missing=_lacking(refused)
        ) from None
    to = await arriving(directory, actor, body)
    answer = await queries.receive(
        db, actor, to.program_id, to.body, to.fingerprint, row.id, to.received_on, to.due_on
    )
    audit.record(db, actor, "change", DRAFT.name, record_id=str(row.id), sent=True)
    await db.delete(row)
    return receipt_of(answer)


def missing(row: ReferralDraft) -> list[dict[str, str]]:
    """What keeps the draft from being sent, by pointer."""
    try:
        ReferralCreate.model_validate_json(_json(row))
    except ValidationError as refused:
        return _lacking(refused)
    return []


def _lacking(refused: ValidationError) -> list[dict[str, str]]:
    found = [{**e, "loc": ("body", *e["loc"])} for e in refused.errors()]
    return from_validation(RequestValidationError(found)).errors or []


def _json(row: ReferralDraft) -> str:
    return ReferralDraftWrite.model_validate(row.content).model_dump_json(exclude_unset=True)


def _said(body: ReferralDraftWrite) -> dict[str, Any]:
    return body.model_dump(mode="json", exclude_unset=True)


def _merged(kept: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """RFC 7396: null clears, absent keeps, objects are merged, lists are replaced whole."""
    merged = dict(kept)
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, dict):
            merged[name] = _merged(kept.get(name) or {}, value)
        else:
            merged[name] = value
    return merged


def _nothing_missing(row: ReferralDraft) -> str | None:
    lacking = [found["pointer"] for found in missing(row)]
    return f"Missing or wrong: {', '.join(lacking)}." if lacking else None


WRITE = "referral:write"
MACHINE: Machine[ReferralDraft] = Machine.of(
    Step("change", "Write on", states("draft"), None, WRITE),
    Step("send", "Send it", states("draft"), "submitted", WRITE, (_nothing_missing,)),
    Step("discard", "Throw it away", states("draft"), "discarded", WRITE),
)
