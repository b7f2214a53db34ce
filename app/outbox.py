"""What somebody must be told: noted in the change's transaction, told by `app.relay` afterwards."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.fields import EventType
from app.models.trail import Outbox

E = EventType
# Topics of our own that partners know as events; all others stay inside.
PUBLISHED: dict[str, EventType] = {
    **{e.value: e for e in EventType},
    "referral.redirected": E.REFERRAL_CLOSED,
    "referral.duplicate": E.REFERRAL_CLOSED,
    "referral.lapsed": E.REFERRAL_CLOSED,
    "referral.withdrawn": E.REFERRAL_CLOSED,
    "assignment.made": E.TASK_ASSIGNED,
}


class _Subject(NamedTuple):
    """What an event is about: the payload's key of its id, and where it can be read."""

    resource: str
    key: str
    path: str


_REFERRAL = _Subject("referral", "referral_id", "/v1/referrals/{referral_id}")
_PACKET = _Subject("packet", "packet_id", "/v1/packets/{packet_id}")
_SENT_PACKET = _Subject("packet", "packet_id", "/v1/students/{student_id}/packets")
_PACKETS = _Subject("packet", "packet_id", "/v1/packets")
_NOTICE = _Subject("lea_notice", "notice_id", "/v1/lea-notices")
_STUDENT = _Subject("student", "student_id", "/v1/students/{student_id}")
_SUBJECTS = {
    "referral": _REFERRAL,
    "packet": _PACKET,
    "lea_notice": _NOTICE,
    "task": _STUDENT,
    E.PACKET_RECEIVED: _SENT_PACKET,
    E.PACKET_WITHDRAWN: _PACKETS,
}
"""By type, else by its first word. One that was withdrawn is read in the list alone."""


def tell(db: AsyncSession, actor: Actor, topic: str, **payload: Any) -> None:
    """Announce a change, should it commit. `payload` holds ids, dates and states; no child's data."""
    db.add(
        Outbox(
            tenant_id=actor.tenant_id,
            topic=topic,
            payload={k: _plain(v) for k, v in payload.items()},
        )
    )


def _plain(value: Any) -> Any:
    return (
        value if value is None or isinstance(value, bool | int | str | list | dict) else str(value)
    )


def notice(type_: str, at: datetime, payload: Mapping[str, Any], issuer: str) -> dict[str, Any]:
    """What a partner is told of an event: which record, its state, where to read it; nothing else."""
    subject = _SUBJECTS.get(type_) or _SUBJECTS[type_.partition(".")[0]]
    return {
        "type": type_,
        "timestamp": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "data": {
            "resource": subject.resource,
            "id": payload.get(subject.key),
            "state": payload.get("state"),
            "version": payload.get("version"),
            "url": _address(issuer, subject.path, payload),
        },
    }


def _address(issuer: str, path: str, payload: Mapping[str, Any]) -> str | None:
    try:
        return issuer + path.format_map(payload)
    except KeyError:
        return None
