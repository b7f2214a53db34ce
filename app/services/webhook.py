"""Endpoints of partners: where they are told, with which secret, and what became of it."""

import base64
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, clock
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.fields import new_id
from app.models.history import RecordChange
from app.models.schemas.webhook import (
    SecretRotation,
    WebhookDeliveryRead,
    WebhookEndpointCreate,
    WebhookEndpointRead,
    WebhookEndpointSecret,
    WebhookEndpointUpdate,
)
from app.models.webhook import WebhookEndpoint
from app.relay import refused_url
from app.sealing import Sealer
from app.services import record
from app.services.queries import webhook as queries
from app.services.workflow import Action, Machine, Step, states
from app.settings import Settings

MOST_ENDPOINTS = 20
SWITCHED_OFF = "switched_off"


class EndpointNotFound(NotFound):
    code, title = "webhook-endpoint-not-found", "There is no such webhook endpoint"


class DeliveryNotFound(NotFound):
    code, title = "webhook-delivery-not-found", "There is no such delivery"
    detail = "Deliveries are kept for thirty days."


class TargetNotAllowed(Problem):
    status, code, title = 409, "webhook-target-not-allowed", "Webhooks cannot be sent to this URL"


class TooManyEndpoints(Problem):
    status, code, title = 409, "too-many-webhook-endpoints", "There are enough endpoints already"
    detail = f"An organisation may have {MOST_ENDPOINTS}. Remove one that is not used any more."


class EndpointDisabled(Problem):
    status, code, title = 409, "webhook-endpoint-disabled", "This endpoint is switched off"
    detail = "Switch it on (`is_enabled`), then replay; what waited is sent by itself."


class DeliveryCancelled(Problem):
    status, code, title = 409, "delivery-cancelled", "Nobody is told of this any more"
    detail = "The child has died, or what it told of was withdrawn."


ENDPOINT = record.Kind("webhook-endpoint", WebhookEndpoint, EndpointNotFound)
CREATE_PROBLEMS = (TargetNotAllowed, TooManyEndpoints)
CHANGE_PROBLEMS = (EndpointNotFound, TargetNotAllowed)
REPLAY_PROBLEMS = (EndpointNotFound, DeliveryNotFound, EndpointDisabled, DeliveryCancelled)
REVIVE_PROBLEMS = (EndpointNotFound, EndpointDisabled)


async def add(
    db: AsyncSession, actor: Actor, body: WebhookEndpointCreate, settings: Settings, sealer: Sealer
) -> WebhookEndpointSecret:
    """Raises: CREATE_PROBLEMS."""
    _require_target(body.url, settings)
    await queries.lock_endpoints(db, actor)
    if len(await queries.endpoints(db, actor)) >= MOST_ENDPOINTS:
        raise TooManyEndpoints
    secret, endpoint_id = _new_secret(), new_id()
    endpoint = WebhookEndpoint(
        id=endpoint_id,
        tenant_id=actor.tenant_id,
        url=body.url,
        types=_once_each(body.types),
        description=body.description,
        sealed_secret=sealer.seal(secret, endpoint_id),
    )
    record.add(db, actor, ENDPOINT, endpoint)
    await db.flush()  # the answer shows when it was made
    await db.refresh(endpoint)
    return _with_secret(endpoint, secret)


async def list_endpoints(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[WebhookEndpoint]:
    found = await queries.endpoints(db, actor, limit, after)
    record.listed(db, actor, ENDPOINT, [])
    return found


async def get(db: AsyncSession, actor: Actor, endpoint_id: UUID) -> WebhookEndpoint:
    """Raises: EndpointNotFound."""
    return await record.read(db, actor, ENDPOINT, endpoint_id)


async def history(
    db: AsyncSession, actor: Actor, endpoint_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: EndpointNotFound."""
    return await record.history(db, actor, ENDPOINT, endpoint_id, limit, after)


async def actions(db: AsyncSession, actor: Actor, endpoint_id: UUID) -> list[Action]:
    """Raises: EndpointNotFound."""
    endpoint = await get(db, actor, endpoint_id)
    return MACHINE.actions(actor, "enabled" if endpoint.is_enabled else "disabled", endpoint)


async def change(
    db: AsyncSession,
    actor: Actor,
    endpoint_id: UUID,
    body: WebhookEndpointUpdate,
    if_match: str,
    settings: Settings,
) -> WebhookEndpoint:
    """Raises: CHANGE_PROBLEMS, VersionStale."""
    endpoint = await record.open_for_change(db, actor, ENDPOINT, endpoint_id, if_match)
    asked = body.model_dump(exclude_unset=True)
    if "url" in asked:
        _require_target(body.url, settings)
    if "types" in asked:
        asked["types"] = _once_each(body.types)
    if "is_enabled" in asked:
        asked["disabled_reason"] = None if body.is_enabled else SWITCHED_OFF
    record.change(db, actor, ENDPOINT, endpoint, asked)
    return endpoint


async def remove(db: AsyncSession, actor: Actor, endpoint_id: UUID, if_match: str) -> None:
    """With it go its deliveries. Raises: EndpointNotFound, VersionStale."""
    endpoint = await record.open_for_change(db, actor, ENDPOINT, endpoint_id, if_match)
    _note(db, actor, endpoint, removed=True)
    await db.delete(endpoint)


async def rotate(
    db: AsyncSession, actor: Actor, endpoint_id: UUID, body: SecretRotation, sealer: Sealer
) -> WebhookEndpointSecret:
    """Give a new secret; the one before signs beside it for a while. Raises: EndpointNotFound."""
    endpoint = await _existing(db, actor, endpoint_id, lock=True)
    secret = _new_secret()
    endpoint.former_secret = endpoint.sealed_secret if body.overlap_hours else None
    endpoint.former_until = (
        clock.now() + timedelta(hours=body.overlap_hours) if body.overlap_hours else None
    )
    endpoint.sealed_secret = sealer.seal(secret, endpoint.id)
    audit.touch(db, endpoint)
    record.note(db, actor, ENDPOINT, endpoint, "secret_rotated", unsaid=["secret"])
    return _with_secret(endpoint, secret)


async def list_deliveries(
    db: AsyncSession,
    actor: Actor,
    endpoint_id: UUID,
    state: str | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[WebhookDeliveryRead]:
    """Newest first, one beyond `limit` when there is more. Raises: EndpointNotFound."""
    endpoint = await _existing(db, actor, endpoint_id)
    rows = await queries.deliveries(db, actor, endpoint_id, state, limit, after)
    audit.record(db, actor, "list", "webhook_delivery", endpoint_id=str(endpoint.id))
    return [_shown(told) for told in rows]


async def replay(
    db: AsyncSession, actor: Actor, endpoint_id: UUID, delivery_id: UUID
) -> WebhookDeliveryRead:
    """Send a delivery again, dead, delivered or waiting, with the same id. Raises: REPLAY_PROBLEMS."""
    endpoint = await _existing(db, actor, endpoint_id)
    told = await queries.delivery(db, actor, endpoint_id, delivery_id)
    if told is None:
        raise DeliveryNotFound
    if not endpoint.is_enabled:
        raise EndpointDisabled
    delivery = told.delivery
    if delivery.last_error == queries.CANCELLED:
        raise DeliveryCancelled
    delivery.done_at = delivery.dead_at = None
    delivery.attempts, delivery.next_at = 0, clock.now()
    _note(db, actor, endpoint, delivery_id=str(delivery_id))
    return _shown(told)


async def revive(db: AsyncSession, actor: Actor, endpoint_id: UUID) -> int:
    """Send all dead deliveries of an endpoint again; returns how many. Raises: REVIVE_PROBLEMS."""
    endpoint = await _existing(db, actor, endpoint_id)
    if not endpoint.is_enabled:
        raise EndpointDisabled
    revived = await queries.revive(db, actor, endpoint_id)
    _note(db, actor, endpoint, replayed=revived)
    return revived


async def _existing(
    db: AsyncSession, actor: Actor, endpoint_id: UUID, *, lock: bool = False
) -> WebhookEndpoint:
    endpoint = await queries.endpoint(db, actor, endpoint_id, lock=lock)
    if endpoint is None:
        raise EndpointNotFound
    return endpoint


def _require_target(url: str, settings: Settings) -> None:
    reason = refused_url(url, may_loop_back=settings.webhooks_may_loop_back)
    if reason is not None:
        raise TargetNotAllowed(f"The URL {reason}.")


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def _once_each(types: list[Any]) -> list[str]:
    return list(dict.fromkeys(t.value for t in types))


def _with_secret(endpoint: WebhookEndpoint, secret: str) -> WebhookEndpointSecret:
    shown = WebhookEndpointRead.model_validate(endpoint).model_dump()
    return WebhookEndpointSecret(**shown, secret=secret)


def _shown(told: queries.Told) -> WebhookDeliveryRead:
    d = told.delivery
    state = "delivered" if d.done_at else "dead" if d.dead_at else "pending"
    return WebhookDeliveryRead.model_validate(
        {
            **d.model_dump(include=set(WebhookDeliveryRead.model_fields)),
            "type": told.type,
            "state": state,
            "next_at": d.next_at if state == "pending" else None,
        }
    )


def _note(db: AsyncSession, actor: Actor, endpoint: WebhookEndpoint, **detail: Any) -> None:
    audit.record(db, actor, "change", ENDPOINT.name, record_id=str(endpoint.id), **detail)


WRITE = "webhook:write"
EITHER = states("enabled", "disabled")
MACHINE: Machine[WebhookEndpoint] = Machine.of(
    Step("change", "Change where and of what it is told", EITHER, None, WRITE),
    Step("switch_off", "Tell it nothing for now", states("enabled"), "disabled", WRITE),
    Step("switch_on", "Tell it again", states("disabled"), "enabled", WRITE),
    Step("rotate", "Give it a new secret", EITHER, None, WRITE),
    Step("replay", "Send again what was given up", states("enabled"), None, WRITE),
    Step("remove", "Be told there no more", EITHER, "removed", WRITE),
)
