"""Being told: endpoints, what became of each delivery, and the events themselves."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.models.fields import EventType, Flag, Line, Read, Write, may_be_absent

HttpsUrl = Annotated[
    str,
    StringConstraints(
        strict=True, min_length=12, max_length=500, pattern=r"^https?://[\x21-\x7e]+$"
    ),
]
EventTypes = Annotated[list[EventType], Field(min_length=1, max_length=len(EventType))]
DeliveryState = Literal["pending", "delivered", "dead"]


class WebhookEndpointCreate(Write):
    url: HttpsUrl = Field(
        description="Where events are sent by POST: https, a public host by name, no redirects."
    )
    types: EventTypes = Field(description="Which events are sent; all others are left out.")
    description: Line | None = None


class WebhookEndpointUpdate(Write):
    """Merge patch. Enabled again, an endpoint gets what waited for it."""

    url: HttpsUrl = may_be_absent()
    types: EventTypes = may_be_absent()
    description: Line | None = None
    is_enabled: Flag = may_be_absent()


class WebhookEndpointRead(Read):
    id: UUID
    version: int
    created_at: datetime
    url: str
    types: list[EventType]
    description: str | None
    is_enabled: bool
    disabled_reason: Literal["switched_off", "gone"] | None = Field(
        description="`gone`: the receiver answered 410."
    )
    former_until: datetime | None = Field(
        description="Until then deliveries are also signed with the secret before this one."
    )


class WebhookEndpointSecret(WebhookEndpointRead):
    """An endpoint with its secret, which is shown here and never again."""

    secret: str = Field(description="`whsec_` and the base64 of 32 random bytes.")


class SecretRotation(Write):
    overlap_hours: Annotated[int, Field(strict=True, ge=0, le=168)] = Field(
        default=24, description="How long both secrets sign; 0 when the old one has leaked."
    )


class WebhookDeliveryRead(Read):
    """One event on its way to one endpoint."""

    id: UUID
    event_id: UUID = Field(description="The `webhook-id` that the receiver sees.")
    type: EventType
    state: DeliveryState
    created_at: datetime
    attempts: int
    next_at: datetime | None = Field(description="When it is tried next; null when it is not.")
    last_at: datetime | None
    last_status: int | None = Field(description="HTTP status of the last answer, if there was one.")
    last_error: str | None
    last_ms: int | None


class DeliveriesReplayed(Read):
    replayed: int = Field(description="Dead deliveries that are tried again, as if they were new.")


class EventData(Read):
    """Which record it is about, and where to read it. Never a name, a birth date or a clinical word."""

    resource: Literal["referral", "packet", "lea_notice", "student"]
    id: UUID | None
    state: str | None = Field(description="State of the record after the change, where it has one.")
    version: int | None
    url: str | None


class EventRead(Read):
    """What a webhook's body holds (`type`, `timestamp`, `data`), with its `webhook-id`."""

    id: UUID
    type: EventType
    timestamp: str = Field(description="When it happened, RFC 3339 in UTC.")
    data: EventData


class EventList(Read):
    items: list[EventRead]
    has_more: bool = Field(description="Whether there is more now; ask on with `after`.")
