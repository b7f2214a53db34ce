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
from app.http import require_version
from app.models.referral_draft import ReferralDraft
from app.models.schemas.referral import ReferralCreate, ReferralDraftWrite
from app.services.queries import record as records
from app.services.queries import referral_draft as queries
from app.services.referral.problems import RECEIVE_PROBLEMS
from app.services.referral.receive import Receipt, arriving, receipt_of

MOST = 500


class DraftNotFound(NotFound):
    code, title = "referral-draft-not-found", "There is no such draft"
    detail = "Once it is sent, read it under the same id: GET /v1/referrals/{id}."


class DraftIncomplete(Problem):
    status, code, title = 409, "referral-draft-incomplete", "The draft is not complete"


class TooManyDrafts(Problem):
    status, code, title = 409, "too-many-referral-drafts", "There are enough drafts already"
    detail = f"An organisation may keep {MOST}. Send or discard some."


CHANGE_PROBLEMS = (DraftNotFound,)
SEND_PROBLEMS = (DraftNotFound, DraftIncomplete, *RECEIVE_PROBLEMS)


async def begin(db: AsyncSession, actor: Actor, body: ReferralDraftWrite) -> ReferralDraft:
    """Raises: TooManyDrafts."""
    if await queries.count(db, actor) >= MOST:
        raise TooManyDrafts
    row = ReferralDraft(tenant_id=actor.tenant_id, content=_merged({}, _said(body)))
    db.add(row)
    _note(db, actor, "create", row)
    await db.flush()  # the answer shows when it was begun
    await db.refresh(row)
    return row


async def list_of(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[ReferralDraft]:
    rows = await queries.page(db, actor, limit, after)
    audit.record(db, actor, "list", "referral-draft", draft_ids=[str(r.id) for r in rows[:limit]])
    return rows


async def read(db: AsyncSession, actor: Actor, draft_id: UUID) -> ReferralDraft:
    """Raises: DraftNotFound."""
    row = await records.one(db, actor, ReferralDraft, draft_id)
    if row is None:
        raise DraftNotFound
    _note(db, actor, "read", row)
    return row


async def change(
    db: AsyncSession, actor: Actor, draft_id: UUID, body: ReferralDraftWrite, if_match: str
) -> ReferralDraft:
    """Apply a merge patch. What it said before is kept nowhere. Raises: DraftNotFound, VersionStale."""
    row = await _opened(db, actor, draft_id, if_match)
    row.content = _merged(row.content, _said(body))
    audit.touch(db, row)
    _note(db, actor, "change", row)
    await db.flush()  # the answer shows when it was changed
    await db.refresh(row)
    return row


async def discard(db: AsyncSession, actor: Actor, draft_id: UUID, if_match: str) -> None:
    """Raises: DraftNotFound, VersionStale."""
    row = await _opened(db, actor, draft_id, if_match)
    _note(db, actor, "change", row, discarded=True)
    await db.delete(row)


async def send(
    db: AsyncSession, directory: Directory, actor: Actor, draft_id: UUID, if_match: str
) -> Receipt:
    """Send it: received today, with the receipt of any referral; the draft is gone. Raises: SEND_PROBLEMS, VersionStale."""
    row = await _opened(db, actor, draft_id, if_match)
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
    _note(db, actor, "change", row, sent=True)
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


async def _opened(db: AsyncSession, actor: Actor, draft_id: UUID, if_match: str) -> ReferralDraft:
    row = await records.one(db, actor, ReferralDraft, draft_id, lock=True)
    if row is None:
        raise DraftNotFound
    require_version(row.version, if_match)
    return row


def _note(
    db: AsyncSession, actor: Actor, action: audit.Action, row: ReferralDraft, **detail: Any
) -> None:
    audit.record(db, actor, action, "referral-draft", draft_id=str(row.id), **detail)
