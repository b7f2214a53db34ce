"""The report on paper: as it stands while it is written, and once it is given to the parents the same bytes for ever."""

import hashlib
from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.models.plan import Plan
from app.models.team_report import TeamReport, TeamReportPaper, TeamReportSection
from app.models.words.sheet import SheetLanguage
from app.models.words.team_report import TeamReportState
from app.services import case, record, sheet
from app.services.document import MEDICAL_READ, require_part
from app.services.profile import name
from app.services.queries import record as records
from app.services.queries import team_report as queries
from app.services.signed_by import AUTHOR, SignedBy, name_of, signed_by
from app.services.team_report import meeting
from app.services.team_report.blocks import Printed, blocks_of
from app.services.team_report.problems import TeamReportVoided
from app.services.team_report.report import REPORT
from app.services.team_report.words import WORDS
from app.typeset import Typeset, typeset

S = TeamReportState


async def print_report(
    db: AsyncSession, actor: Actor, student_id: UUID, report_id: UUID, wanted: SheetLanguage | None
) -> tuple[bytes, str]:
    """The PDF and its SHA-256: as it was issued, else a draft in that language. Raises: PRINT_PROBLEMS, Forbidden."""
    row = await record.read(db, actor, REPORT, report_id, student_id)
    if row.state == S.VOIDED:
        raise TeamReportVoided
    sections = await queries.sections(db, actor, row.id)
    for section in sections:
        require_part(actor, section.part, MEDICAL_READ)
    audit.record(
        db, actor, "read", REPORT.name, student_id=row.student_id, record_id=str(row.id), part="pdf"
    )  # fmt: skip
    kept = await issued(db, actor, row)
    if kept is not None:
        return kept.pdf, kept.sha256
    made = await _set(db, actor, row, sections, wanted)
    return made.pdf, hashlib.sha256(made.pdf).hexdigest()


async def issued(db: AsyncSession, actor: Actor, row: TeamReport) -> TeamReportPaper | None:
    """What the parents were given; None before that. Raises: NameSealedSince."""
    kept = await queries.paper(db, actor, row.id)
    if kept is not None:
        holder = await case.holder(db, actor, row.student_id)
        await name.require_unsealed(db, actor, holder, kept.created_at)
    return kept


async def keep(
    db: AsyncSession, actor: Actor, row: TeamReport, sections: Sequence[TeamReportSection]
) -> None:
    """Set the issued report, once."""
    language = SheetLanguage(row.language) if row.language else None
    made = await _set(db, actor, row, sections, language)
    db.add(
        TeamReportPaper(
            tenant_id=actor.tenant_id, student_id=row.student_id, report_id=row.id, pdf=made.pdf,
            sha256=hashlib.sha256(made.pdf).hexdigest(), is_accessible=made.is_accessible,
            problems=list(made.problems),
        )
    )  # fmt: skip


async def _set(
    db: AsyncSession,
    actor: Actor,
    row: TeamReport,
    sections: Sequence[TeamReportSection],
    wanted: SheetLanguage | None,
) -> Typeset:
    student = await case.open_file(db, actor, await case.holder(db, actor, row.student_id))
    language = sheet.language_of(student, wanted)
    plan = await records.one(db, actor, Plan, row.plan_id) if row.plan_id else None
    printed = Printed(
        row=row,
        child=f"{student.first_name} {student.last_name}",
        born_on=student.born_on,
        meets=await meeting.of(db, actor, row),
        plan=plan,
        sections=[(s, await _signed(db, actor, s)) for s in sections],
        coordinator=await _coordinator(db, actor, row),
    )
    blocks = blocks_of(printed, language, ZoneInfo(actor.home.time_zone))
    foot = f"{row.title} · {printed.child}"
    data = await sheet.under_letterhead(db, actor, foot, blocks)
    data["mark"] = None if row.issued_on else WORDS[language]["mark"]
    day = row.issued_on or actor.today()
    return await typeset("record", data, language=language, title=row.title, day=day)


async def _signed(db: AsyncSession, actor: Actor, row: TeamReportSection) -> list[SignedBy]:
    """Who signed the text that stands; nobody's signature: whose it will be."""
    if row.signed_on is None and row.co_signer_id is None:
        return [SignedBy(AUTHOR, await name_of(db, actor, row.author_id))]
    return await signed_by(db, actor, row)


async def _coordinator(db: AsyncSession, actor: Actor, row: TeamReport) -> SignedBy | None:
    """Who put it together, last."""
    if row.signed_on is None:
        return None
    *_, last = await records.signatures(db, actor, row.id)
    assert last.principal_id is not None  # noqa: S101 - colleagues alone put a report together
    return SignedBy(last.capacity, await name_of(db, actor, last.principal_id), last.signed_on)
