"""Being told: endpoints for webhooks, their deliveries, and the same events as a list."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.schemas.webhook import (
    DeliveriesReplayed,
    DeliveryState,
    EventList,
    SecretRotation,
    WebhookDeliveryRead,
    WebhookEndpointCreate,
    WebhookEndpointRead,
    WebhookEndpointSecret,
    WebhookEndpointUpdate,
)
from app.pagination import ById, CursorInvalid, Limit, Page, PortionById
from app.services import feed, webhook

router = APIRouter(prefix="/v1", tags=["webhook"], route_class=Route)
Reader = Annotated[Actor, Depends(require("webhook:read"))]
Writer = Annotated[Actor, Depends(require("webhook:write"))]
ENDPOINT = "/webhook-endpoints/{endpoint_id}"


@router.post("/webhook-endpoints", status_code=201, responses=problems(*webhook.CREATE_PROBLEMS))
async def add_webhook_endpoint(
    body: WebhookEndpointCreate, actor: Writer, db: Once, request: Request, response: Response
) -> WebhookEndpointSecret:
    """Be told by webhook. The secret is shown now and never again."""
    state = request.app.state
    endpoint = await webhook.add(db, actor, body, state.settings, state.sealer)
    request.state.is_secret = True
    response.headers["Location"] = f"{router.prefix}/webhook-endpoints/{endpoint.id}"
    return endpoint


@router.get("/webhook-endpoints", responses=problems(CursorInvalid))
async def list_webhook_endpoints(
    actor: Reader, db: Db, paging: PortionById
) -> Bounded[WebhookEndpointRead]:
    """The organisation's endpoints, oldest first."""
    rows = await webhook.list_endpoints(db, actor, paging.limit, paging.after)
    return paging.portion(rows, WebhookEndpointRead)


@router.get(ENDPOINT, responses=problems(webhook.EndpointNotFound))
async def get_webhook_endpoint(
    endpoint_id: UUID, actor: Reader, db: Db, response: Response
) -> WebhookEndpointRead:
    """One endpoint, without its secret."""
    endpoint = await webhook.get(db, actor, endpoint_id)
    response.headers["ETag"] = etag(endpoint.version)
    return WebhookEndpointRead.model_validate(endpoint)


@router.patch(ENDPOINT, responses=problems(*webhook.CHANGE_PROBLEMS))
async def update_webhook_endpoint(
    endpoint_id: UUID,
    body: WebhookEndpointUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    request: Request,
    response: Response,
) -> WebhookEndpointRead:
    """Change where and of what an organisation is told, or switch an endpoint off and on."""
    settings = request.app.state.settings
    endpoint = await webhook.change(db, actor, endpoint_id, body, if_match, settings)
    response.headers["ETag"] = etag(endpoint.version)
    return WebhookEndpointRead.model_validate(endpoint)


@router.get(f"{ENDPOINT}/history", responses=problems(webhook.EndpointNotFound, CursorInvalid))
async def list_webhook_endpoint_history(
    endpoint_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who changed it, and what it was before; of a secret, only that it changed."""
    rows = await webhook.history(db, actor, endpoint_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)


@router.get(f"{ENDPOINT}/actions", responses=problems(webhook.EndpointNotFound))
async def list_webhook_endpoint_actions(
    endpoint_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the endpoint now, and what keeps the caller from it."""
    return ActionRead.each(await webhook.actions(db, actor, endpoint_id))


@router.delete(ENDPOINT, status_code=204, responses=problems(webhook.EndpointNotFound))
async def remove_webhook_endpoint(
    endpoint_id: UUID, actor: Writer, db: Db, if_match: IfMatch
) -> None:
    """Be told there no more; what waited for it is dropped with its delivery log."""
    await webhook.remove(db, actor, endpoint_id, if_match)


@router.post(f"{ENDPOINT}/rotations", responses=problems(webhook.EndpointNotFound))
async def rotate_webhook_secret(
    endpoint_id: UUID, body: SecretRotation, actor: Writer, db: Once, request: Request
) -> WebhookEndpointSecret:
    """A new secret, shown now and never again; for a while deliveries carry both signatures."""
    endpoint = await webhook.rotate(db, actor, endpoint_id, body, request.app.state.sealer)
    request.state.is_secret = True
    return endpoint


@router.get(f"{ENDPOINT}/deliveries", responses=problems(webhook.EndpointNotFound, CursorInvalid))
async def list_webhook_deliveries(
    endpoint_id: UUID,
    actor: Reader,
    db: Db,
    paging: ById,
    state: Annotated[
        DeliveryState | None, Query(description="Only deliveries in this state.")
    ] = None,
) -> Page[WebhookDeliveryRead]:
    """What became of each delivery, newest first. `dead` are those that were given up."""
    rows = await webhook.list_deliveries(db, actor, endpoint_id, state, paging.limit, paging.after)
    return paging.page(rows, WebhookDeliveryRead)


@router.post(
    f"{ENDPOINT}/deliveries/{{webhook_delivery_id}}/replay",
    responses=problems(*webhook.REPLAY_PROBLEMS),
)
async def replay_webhook_delivery(
    endpoint_id: UUID, webhook_delivery_id: UUID, actor: Writer, db: Once
) -> WebhookDeliveryRead:
    """Send a delivery again, with the same `webhook-id`, as if it were new."""
    return await webhook.replay(db, actor, endpoint_id, webhook_delivery_id)


@router.post(f"{ENDPOINT}/replay", responses=problems(*webhook.REVIVE_PROBLEMS))
async def replay_dead_deliveries(endpoint_id: UUID, actor: Writer, db: Once) -> DeliveriesReplayed:
    """Send all dead deliveries of an endpoint again, after its receiver was mended."""
    return DeliveriesReplayed(replayed=await webhook.revive(db, actor, endpoint_id))


@router.get("/events", responses=problems(feed.EventNotFound))
async def list_notices(
    actor: Reader,
    db: Db,
    request: Request,
    after: Annotated[
        UUID | None,
        Query(description="Id of the last event known, which is a webhook's `webhook-id`."),
    ] = None,
    limit: Limit = 50,
) -> EventList:
    """What webhooks tell, as a list to ask for: in an order to which nothing is added but at the end."""
    issuer = request.app.state.settings.issuer
    return await feed.events_after(db, actor, after, limit, issuer)
