"""What waits for the caller, each list with its next act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.models.fields import FIRST_DAY, ReferralState
from app.models.words.equipment import EquipmentState
from app.models.words.staff import CredentialKind
from app.services import rulebook
from app.services.deadline import ASKED_AHEAD
from app.services.document import MEDICAL_READ
from app.services.equipment.stages import NEXT_ACTS
from app.services.queries import equipment_waiting as equipment
from app.services.queries import scan as scans
from app.services.queries import worklist as queries
from app.services.queries.worklist import Waiting

MOST_COUNTED = 1000
WEEK = timedelta(days=6)
"""From today: seven days, both ends inside."""
CONSENT_ENDS_SOON = timedelta(days=30)
CREDENTIAL_ENDS_SOON = timedelta(days=60)
CREDENTIAL_ENDED_LATELY = timedelta(days=60)
"""Whose holder signs no more, or visits unchecked, until it is renewed. Longer ago, they have gone on without it."""


@dataclass(frozen=True, slots=True)
class Worklist:
    """`waiting` of the caller and the caller's id; `href` may name {today}, {week_end} and {asked_until}."""

    name: str
    title: str
    next_act: str
    scope: str
    href: str
    waiting: Callable[[Actor, UUID], Waiting]


def _overdue(actor: Actor, me: UUID) -> Waiting:
    yesterday = actor.today() - timedelta(days=1)
    soon = rulebook.load().soon_days(actor.home.jurisdiction)
    return queries.due(actor, me, FIRST_DAY, yesterday, "overdue", soon)


def _due_this_week(actor: Actor, me: UUID) -> Waiting:
    today = actor.today()
    return queries.due(actor, me, today, today + WEEK, None, 0)


def _incomplete(actor: Actor, me: UUID) -> Waiting:
    return queries.incomplete(actor, me, actor.today() + ASKED_AHEAD)


def _new_referrals(actor: Actor, _: UUID) -> Waiting:
    return queries.referrals(actor, ReferralState.SUBMITTED)


def _open_referrals(actor: Actor, _: UUID) -> Waiting:
    return queries.referrals(actor, ReferralState.ACKNOWLEDGED)


def _asked_referrals(actor: Actor, _: UUID) -> Waiting:
    return queries.referrals(actor, ReferralState.INFO_REQUESTED)


def _unreviewed_accesses(actor: Actor, _: UUID) -> Waiting:
    return queries.unreviewed_accesses(actor)


def _expiring_consents(actor: Actor, me: UUID) -> Waiting:
    return queries.expiring_consents(actor, me, actor.today() + CONSENT_ENDS_SOON)


def _retention_to_settle(actor: Actor, _: UUID) -> Waiting:
    return queries.retention_to_settle(actor)


def _in_stage(state: EquipmentState) -> Callable[[Actor, UUID], Waiting]:
    return lambda actor, me: equipment.in_stage(actor, me, state)


def _equipment_due(actor: Actor, me: UUID) -> Waiting:
    return equipment.due(actor, me, actor.today() + WEEK)


def _loans_due(actor: Actor, me: UUID) -> Waiting:
    return equipment.loans_due(actor, me, actor.today() + WEEK)


def _expiring_credentials(actor: Actor, _: UUID, kind: CredentialKind | None = None) -> Waiting:
    first = actor.today() - CREDENTIAL_ENDED_LATELY
    return queries.expiring_credentials(actor, first, actor.today() + CREDENTIAL_ENDS_SOON, kind)


def _notes_without_copy(actor: Actor, me: UUID) -> Waiting:
    return queries.notes_without_copy(actor, me, sees_medical=MEDICAL_READ in actor.scopes)


def _lacking_credentials(actor: Actor, _: UUID) -> Waiting:
    return queries.lacking_credentials(actor)


WORKLISTS = (
    Worklist(
        "new-referrals", "New referrals", "Acknowledge, then accept or answer",
        "referral:read", "/v1/referrals?state=submitted", _new_referrals,
    ),
    Worklist(
        "open-referrals", "Referrals to decide", "Reach the family, then accept, decline or pass it on",
        "referral:read", "/v1/referrals?state=acknowledged", _open_referrals,
    ),
    Worklist(
        "asked-referrals", "Referrals that wait for their sender", "Call the sender or the family; the clock runs on",
        "referral:read", "/v1/referrals?state=info_requested", _asked_referrals,
    ),
    Worklist(
        "overdue", "Overdue", "Do it as soon as possible, and say why it is late",
        "deadline:read", "/v1/deadlines?state=overdue", _overdue,
    ),
    Worklist(
        "due-this-week", "Due this week", "Do it, and record the event with its day",
        "deadline:read", "/v1/deadlines?due_from={today}&due_until={week_end}", _due_this_week,
    ),
    Worklist(
        "incomplete", "Waiting for a fact or a calendar", "Record what `missing` names",
        "deadline:read", "/v1/deadlines?state=incomplete&due_until={asked_until}", _incomplete,
    ),
    Worklist(
        "my-tasks", "Your tasks", "Do it, or say why not",
        "task:read", "/v1/tasks?mine=true&waiting=true", queries.my_tasks,
    ),
    Worklist(
        "escalated-tasks", "Tasks near their legal date", "See that it is done, or give it to somebody",
        "workload:read", "/v1/tasks?escalated=true", queries.escalated_tasks,
    ),
    Worklist(
        "expiring-licences", "Licences, certificates and checks about to end, or ended", "Ask the colleague for the renewal; nobody signs under what has ended",
        "workload:read", "/v1/worklists/expiring-licences", _expiring_credentials,
    ),
    Worklist(
        "missing-credentials", "Colleagues without a credential that they must hold",
        "Record it, or see that they get it before they visit again",
        "workload:read", "/v1/worklists/missing-credentials", _lacking_credentials,
    ),
    Worklist(
        "silent-agencies", "Agencies that did not answer", "Call the agency, or send it again",
        "agency:read", "/v1/outbound-referrals?state=no_response", queries.silent_agencies,
    ),
    Worklist(
        "expiring-consents", "Consents about to end", "Ask the parent for a new consent",
        "student:read", "/v1/worklists/expiring-consents", _expiring_consents,
    ),
    Worklist(
        "notes-to-co-sign", "Notes that wait for your signature", "Read it, then co-sign it or give it back",
        "student:read", "/v1/worklists/notes-to-co-sign", queries.notes_to_co_sign,
    ),
    Worklist(
        "notes-without-copy", "Visits of which the family has no copy", "Give the family its copy, and record that it has it",
        "student:read", "/v1/worklists/notes-without-copy", _notes_without_copy,
    ),
    Worklist(
        "papers-to-scan", "Signed papers without a scan", "Scan the paper, and attach it to its signature",
        "student:read", "/v1/worklists/papers-to-scan", scans.unscanned,
    ),
    Worklist(
        "unpulled-packets", "Packets not pulled", "Ask the district to read the packet",
        "student:read", "/v1/worklists/unpulled-packets", queries.unpulled_packets,
    ),
    *(
        Worklist(
            f"equipment-{state.value.replace('_', '-')}", f"Equipment: {title}", next_act,
            "equipment:read", f"/v1/worklists/equipment?state={state.value}", _in_stage(state),
        )
        for state, title, next_act in NEXT_ACTS
    ),
    Worklist(
        "equipment-due", "Equipment: a day is near", "Appeal, answer, ask the vendor, or review before it",
        "equipment:read", "/v1/worklists/equipment-due?until={week_end}", _equipment_due,
    ),
    Worklist(
        "equipment-late", "Equipment that waits too long", "Take the next act, or say what holds it up",
        "equipment:read", "/v1/worklists/equipment-late", equipment.late,
    ),
    Worklist(
        "loans-due", "Loans due back", "Take them back, or lend them longer",
        "equipment:read", "/v1/worklists/loans-due?until={week_end}", _loans_due,
    ),
    Worklist(
        "emergency-accesses", "Emergency accesses to review", "Say whether it was justified",
        "access-log:read", "/v1/emergency-accesses?only_unreviewed=true", _unreviewed_accesses,
    ),
    Worklist(
        "retention-to-settle", "How long records are kept is not settled",
        "Settle `retention_years`; until then nobody is asked whether a record is still needed",
        "program:write", "/v1/program-settings", _retention_to_settle,
    ),
)  # fmt: skip


async def worklists(db: AsyncSession, actor: Actor) -> list[dict[str, Any]]:
    """Every list that the caller may open, with its bounded count."""
    return [
        await _counted(db, actor, worklist)
        for worklist in WORKLISTS
        if worklist.scope in actor.scopes
    ]


async def _counted(db: AsyncSession, actor: Actor, worklist: Worklist) -> dict[str, Any]:
    waiting = worklist.waiting(actor, db.info["principal_id"])
    found = await queries.count(db, waiting, MOST_COUNTED)
    today = actor.today()
    return {
        "name": worklist.name,
        "title": worklist.title,
        "next_act": worklist.next_act,
        "count": min(found, MOST_COUNTED),
        "is_more": found > MOST_COUNTED,
        "href": worklist.href.format(
            today=today, week_end=today + WEEK, asked_until=today + ASKED_AHEAD
        ),
    }


async def expiring_consents(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[Any]:
    """By last day; one more than `limit` when there is more."""
    waiting = _expiring_consents(actor, db.info["principal_id"])
    return await _page(db, actor, "expiring-consents", waiting, limit, after)


async def expiring_credentials(
    db: AsyncSession,
    actor: Actor,
    kind: CredentialKind | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Any]:
    """By last day; one more than `limit` when there is more."""
    audit.record(db, actor, "list", "expiring-licences")
    waiting = _expiring_credentials(actor, db.info["principal_id"], kind)
    return await queries.page(db, waiting, limit, after)


async def lacking_credentials(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[Any]:
    """The longest first; one more than `limit` when there is more."""
    audit.record(db, actor, "list", "missing-credentials")
    return await queries.page(db, queries.lacking_credentials(actor), limit, after)


async def notes_to_co_sign(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[Any]:
    """By the day they tell of; one more than `limit` when there is more."""
    waiting = queries.notes_to_co_sign(actor, db.info["principal_id"])
    return await _page(db, actor, "notes-to-co-sign", waiting, limit, after)


async def notes_without_copy(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[Any]:
    """By the day of the visit; one more than `limit` when there is more."""
    waiting = _notes_without_copy(actor, db.info["principal_id"])
    return await _page(db, actor, "notes-without-copy", waiting, limit, after)


async def unpulled_packets(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[Any]:
    """By day of release; one more than `limit` when there is more."""
    waiting = queries.unpulled_packets(actor, db.info["principal_id"])
    return await _page(db, actor, "unpulled-packets", waiting, limit, after)


async def _page(
    db: AsyncSession,
    actor: Actor,
    name: str,
    waiting: Waiting,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Any]:
    rows = await queries.page(db, waiting, limit, after)
    if shown := sorted({row.student_id for row in rows[:limit]}):
        audit.record(db, actor, "list", name, student_ids=shown)
    return rows
