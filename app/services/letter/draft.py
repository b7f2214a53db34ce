"""What each kind of letter takes from the file, for whom it is, and what it records."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.deadline import CaseEvent
from app.models.schemas.letter import (
    ConferenceInvitation,
    DistrictConferenceInvitation,
    LeaNotificationLetter,
    PriorWrittenNotice,
    ReferralAcknowledgementLetter,
)
from app.models.student import Contact, Student
from app.models.words.letter import LetterKind
from app.services import conference, transition, withdrawal
from app.services.letter.language import ENGLISH
from app.services.letter.problems import (
    MayNotReceive,
    MeetingInPast,
    NoReferral,
)
from app.services.organisation import require_district
from app.services.queries import letter as queries
from app.services.queries import student as student_queries
from app.services.student import ContactNotFound, is_kept_from

NUMBER_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Opened:
    """The file that a letter is written from; `events` are those that stand."""

    student: Student
    events: list[CaseEvent]

    @property
    def child(self) -> str:
        return f"{self.student.first_name} {self.student.last_name}"


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter before its words. `records` is the event that it is, with its data."""

    name: str
    lines: list[str]
    facts: dict[str, Any]
    language: str = ENGLISH
    contact_id: UUID | None = None
    organisation_id: UUID | None = None
    records: tuple[str, dict[str, Any]] | None = field(default=None)


Draw = Callable[[AsyncSession, Actor, Opened, Any], Awaitable[Draft]]


async def _lea_notification(
    db: AsyncSession, actor: Actor, file: Opened, body: LeaNotificationLetter
) -> Draft:
    """Raises: OptedOut, DistrictMissing, DistrictUnknown, NotNotified, ParentMissing."""
    if withdrawal.opted_out(file.events):
        raise transition.OptedOut
    to = await _district(db, actor, file, body.district_id)
    told = [
        e.on_date
        for e in file.events
        if e.type == "transition.notified.lea"
        and e.data.get("district_id") == str(to["organisation_id"])
    ]
    if not told:
        raise transition.NotNotified
    contacts = await student_queries.contacts(db, actor, file.student.id)
    parents = [
        {"name": p["name"], "phone": p["phone"], "address": ", ".join(_address(p["address"]))}
        for p in transition.parents_of(contacts)
    ]
    if not parents:
        raise transition.ParentMissing
    return Draft(facts={"notified_on": max(told), "parents": parents}, **to)


async def _conference_invitation(
    db: AsyncSession, actor: Actor, file: Opened, body: ConferenceInvitation
) -> Draft:
    """Raises: ContactNotFound, MayNotReceive, MeetingInPast."""
    facts = _meeting(actor, body)
    return Draft(facts=facts, **await _family(db, actor, file, body.contact_id))


async def _district_conference_invitation(
    db: AsyncSession, actor: Actor, file: Opened, body: DistrictConferenceInvitation
) -> Draft:
    """Raises: ConferenceNotApproved, MeetingInPast, DistrictMissing, DistrictUnknown."""
    conference.require_approval(file.events, actor.today())
    facts = _meeting(actor, body)
    to = await _district(db, actor, file, body.district_id)
    data = {"district_id": str(to["organisation_id"]), "meets_on": str(body.meets_on)}
    return Draft(facts=facts, records=(conference.INVITED, data), **to)


async def _prior_written_notice(
    db: AsyncSession, actor: Actor, file: Opened, body: PriorWrittenNotice
) -> Draft:
    """Raises: ContactNotFound, MayNotReceive."""
    to = await _family(db, actor, file, body.contact_id)
    facts = body.model_dump(include={"decision", "action", "reasons", "takes_effect_on"})
    data = {"decision": body.decision, "contact_id": str(body.contact_id)}
    return Draft(facts=facts, records=("pwn.sent", data), **to)


async def _referral_acknowledgement(
    db: AsyncSession, actor: Actor, file: Opened, body: ReferralAcknowledgementLetter
) -> Draft:
    """To the person and the organisation that the referral names. Raises: NoReferral."""
    referral = await queries.latest_referral(db, actor, file.student.id)
    if referral is None:
        raise NoReferral
    sent_by = referral.submitted.get("sender") or {}
    home = await queries.organisation(db, referral.sender_id) if referral.sender_id else None
    lines = [
        sent_by.get("name"),
        sent_by.get("role"),
        *([home.name, *home.letterhead] if home else []),
    ]
    named = [line for line in lines if line] or ["Referring person"]
    facts = {
        "child": f"{referral.child_first_name} {referral.child_last_name}",
        "received_on": referral.received_on,
        "sender_ref": referral.sender_ref,
        "number": receipt_number(referral.id),
    }
    return Draft(named[0], named, facts, organisation_id=referral.sender_id)


def receipt_number(referral_id: UUID) -> str:
    """As the sender was told it on receipt."""
    return referral_id.hex[-NUMBER_LENGTH:].upper()


DRAFTS: dict[LetterKind, Draw] = {
    LetterKind.LEA_NOTIFICATION: _lea_notification,
    LetterKind.CONFERENCE_INVITATION: _conference_invitation,
    LetterKind.DISTRICT_CONFERENCE_INVITATION: _district_conference_invitation,
    LetterKind.PRIOR_WRITTEN_NOTICE: _prior_written_notice,
    LetterKind.REFERRAL_ACKNOWLEDGEMENT: _referral_acknowledgement,
}


async def _family(db: AsyncSession, actor: Actor, file: Opened, contact_id: UUID) -> dict[str, Any]:
    contact = await student_queries.contact(db, actor, file.student.id, contact_id)
    if contact is None:
        raise ContactNotFound
    if is_kept_from(contact, actor.today()):
        raise MayNotReceive
    name = _name(contact)
    lines = [name, *_address(contact.address)]
    language = contact.language or ENGLISH
    return {"name": name, "lines": lines, "contact_id": contact.id, "language": language}


async def _district(
    db: AsyncSession, actor: Actor, file: Opened, district_id: UUID | None
) -> dict[str, Any]:
    chosen = district_id or file.student.district_id
    if chosen is None:
        raise transition.DistrictMissing
    await require_district(db, actor, chosen)
    district = await queries.organisation(db, chosen)
    assert district is not None  # noqa: S101 - it is a partner
    lines = [district.name, *district.letterhead]
    return {"name": district.name, "lines": lines, "organisation_id": chosen}


def _meeting(
    actor: Actor, body: ConferenceInvitation | DistrictConferenceInvitation
) -> dict[str, Any]:
    if body.meets_on < actor.today() or (body.reply_by or body.meets_on) > body.meets_on:
        raise MeetingInPast
    return body.model_dump(include={"meets_on", "starts_at", "place", "attending", "reply_by"})


def _name(contact: Contact) -> str:
    return " ".join(filter(None, (contact.first_name, contact.last_name)))


def _address(address: dict[str, Any] | None) -> list[str]:
    if address is None:
        return []
    place = f"{address['city']}, {address['state']} {address.get('postal_code') or ''}"
    return [*address["lines"], place.strip()]
