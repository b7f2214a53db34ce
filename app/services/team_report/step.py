"""A report on its way: to review, put together, given to the parents, superseded, void."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.models.schemas.team_report import (
    GiveTeamReportCopy,
    IssueTeamReport,
    SignTeamReport,
    TeamReportStep,
    VoidTeamReport,
)
from app.models.student import Contact
from app.models.team_report import TeamReport
from app.models.words.student import Forbidden
from app.models.words.team_report import TeamReportState
from app.services import case, letter, record, sheet, signature, task
from app.services.language import primary
from app.services.queries import record as records
from app.services.queries import student as students
from app.services.student import ContactNotFound, barred, is_kept_from
from app.services.team_report import paper
from app.services.team_report.machine import MACHINE, SUPERSEDE, Facts
from app.services.team_report.problems import MayNotReceiveReport, TextChanged
from app.services.team_report.report import REPORT, Whole, day_of, facts_of, tell, text_hash, whole

S = TeamReportState


async def take(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    report_id: UUID,
    body: TeamReportStep,
    if_match: str,
) -> Whole:
    """Raises: TAKE_PROBLEMS, VersionStale, Forbidden."""
    row = await record.open_for_change(db, actor, REPORT, report_id, if_match, student_id)
    facts = await facts_of(db, actor, row)
    step = MACHINE.require(actor, row.state, body.act, facts, body.reason_code)
    changes = await _changes(db, actor, facts, body)
    record.move(
        db, actor, REPORT, row, step, reason_code=body.reason_code, comment=body.comment, changes=changes
    )  # fmt: skip
    if isinstance(body, IssueTeamReport):
        await paper.keep(db, actor, row, facts.sections)
        await _supersede(db, actor, row)
    if isinstance(body, IssueTeamReport | GiveTeamReportCopy):
        audit.record(
            db, actor, "disclose", REPORT.name, student_id=row.student_id, record_id=str(row.id),
            contact_ids=[str(i) for i in body.contact_ids], form=body.form.value,
        )  # fmt: skip
    if isinstance(body, VoidTeamReport):
        for section in facts.sections:
            await task.close_follow_ups(db, actor, section.id, step.title)
    tell(db, actor, row, body.act)
    return await whole(db, actor, row)


async def _changes(
    db: AsyncSession, actor: Actor, facts: Facts, body: TeamReportStep
) -> dict[str, Any]:
    """What a step sets beside the state. Raises: TAKE_PROBLEMS."""
    row = facts.row
    match body:
        case SignTeamReport():
            return await _sign(db, actor, facts, body)
        case IssueTeamReport():
            on = day_of(actor, body.on, row.signed_on)
            contacts = await _recipients(db, actor, row, body.contact_ids, on)
            language = body.language or sheet.first_of(
                [c.language for c in contacts[:1] if c.language]
            )
            given = [_copy(c, body.form, on, language.value) for c in contacts]
            return {"issued_on": on, "language": language.value, "given": given}
        case GiveTeamReportCopy():
            await paper.issued(db, actor, row)
            on = day_of(actor, body.on, row.issued_on)
            contacts = await _recipients(db, actor, row, body.contact_ids, on)
            more = [_copy(c, body.form, on, row.language) for c in contacts]
            return {"given": [*row.given, *more]}
        case _:
            return {"signed_on": None} if row.state == S.SIGNED and body.act == "reopen" else {}


async def _sign(
    db: AsyncSession, actor: Actor, facts: Facts, body: SignTeamReport
) -> dict[str, Any]:
    """Not before the last of the sections. Raises: TextChanged, TeamReportDates, SIGN_PROBLEMS."""
    hash_ = text_hash(facts.row, facts.sections)
    if body.text_sha256 != hash_:
        raise TextChanged
    last = max(s.signed_on for s in facts.sections if s.signed_on)
    on = day_of(actor, body.signature.signed_on, last)
    await signature.by_colleague(db, actor, REPORT, facts.row, "coordinator", hash_, body.signature)
    return {"signed_on": on}


async def _recipients(
    db: AsyncSession, actor: Actor, row: TeamReport, contact_ids: Sequence[UUID], on: date
) -> list[Contact]:
    """Raises: ChildDeceased, ContactNotFound, MayNotReceiveReport."""
    holder = await case.holder(db, actor, row.student_id)
    await letter.require_living(db, actor, holder)
    found = []
    for contact_id in dict.fromkeys(contact_ids):
        contact = await students.contact(db, actor, holder, contact_id)
        if contact is None:
            raise ContactNotFound
        _require_rights(contact, on)
        found.append(contact)
    return found


def _require_rights(contact: Contact, on: date) -> None:
    """34 CFR 303.405(c): presumed of a parent, unless the program was told of a court's order. Raises: MayNotReceiveReport."""
    if not contact.holds_educational_rights:
        raise MayNotReceiveReport("They are not recorded as a holder of educational rights.")
    if is_kept_from(contact, on) or barred(contact, Forbidden.CONTACT, on):
        raise MayNotReceiveReport("The file, or a court's order in it, forbids it on that day.")


def _copy(contact: Contact, form: str, on: date, language: str | None) -> Mapping[str, Any]:
    wanted = contact.language
    is_theirs = wanted is None or primary(wanted) == language
    return {
        "contact_id": str(contact.id), "on": str(on), "form": str(form), "language_wanted": None if is_theirs else wanted,
    }  # fmt: skip


async def _supersede(db: AsyncSession, actor: Actor, row: TeamReport) -> None:
    """What the parents had until now: the report it names, or the one that took that one's place meanwhile."""
    former, wanted = None, row.supersedes_id
    while wanted is not None:
        former = await records.one(db, actor, TeamReport, wanted, lock=True)
        wanted = former.superseded_by_id if former is not None else None
    if former is not None and former.state == S.ISSUED:
        record.move(db, actor, REPORT, former, SUPERSEDE, changes={"superseded_by_id": row.id})
        tell(db, actor, former, SUPERSEDE.act)
