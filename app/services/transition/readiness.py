"""The packet before its release: what is there, what is missing, what the consent withholds."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.models.consent import Consent
from app.models.deadline import CaseEvent
from app.models.student import Student
from app.models.words.consent import ReleasePurpose
from app.models.words.transition import TransitionState
from app.services import case, packet
from app.services.consent import is_live
from app.services.packet.freezing import FAMILY_BRINGS, line_of
from app.services.packet.registry import SECTIONS
from app.services.queries import case as cases
from app.services.queries import consent as consents

READY = "ready"
SAID = {"included": READY}


async def readiness(db: AsyncSession, actor: Actor, student_id: UUID) -> dict[str, Any]:
    """The checklist against the newest live consent to the transition; without one, as if all were covered.

    Raises: StudentNotFound, NotOnCaseload.
    """
    student = await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "packet-readiness", student_id=student_id)
    events = [e for e in await cases.events(db, actor, student_id) if not e.entered_in_error]
    consent = await live_consent(db, actor, student_id)
    return await _checked(db, actor, student, events, consent)


async def how_far(
    db: AsyncSession, actor: Actor, student: Student, events: list[CaseEvent]
) -> TransitionState | None:
    """Ready, or something still missing; None without a live consent to the transition."""
    consent = await live_consent(db, actor, student.id)
    if consent is None:
        return None
    found = await _checked(db, actor, student, events, consent)
    is_ready = all(i["state"] != "missing" for i in found["items"])
    return TransitionState.PACKET_READY if is_ready else TransitionState.PACKET_DRAFT


async def _checked(
    db: AsyncSession,
    actor: Actor,
    student: Student,
    events: list[CaseEvent],
    consent: Consent | None,
) -> dict[str, Any]:
    file = await packet.gather(db, actor, student, events)
    covers = consent.covers if consent else [s.item.value for s in SECTIONS]
    lines = [line_of(s, s.content(file), covers) for s in SECTIONS]
    items = [
        {
            "item": line["item"],
            "state": SAID.get(line["state"], line["state"]),
            "reason": line["reason"],
        }
        for line in lines
    ]
    possible = [i for i in items if i["state"] in {READY, "missing"}]
    ready = sum(i["state"] == READY for i in possible)
    return {
        "consent_id": consent.id if consent else None,
        "percent": round(100 * ready / len(possible)) if possible else 100,
        "items": items,
        "family_brings": FAMILY_BRINGS,
    }


async def live_consent(db: AsyncSession, actor: Actor, student_id: UUID) -> Consent | None:
    """The newest live one to the transition."""
    found = await consents.of(db, actor, student_id)
    live = [
        c for c in found if c.purpose == ReleasePurpose.TRANSITION and is_live(c, actor.today())
    ]
    return live[-1] if live else None
