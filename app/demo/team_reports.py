"""Plays the team's reports before a review: one that the parents have, one that waits for its last signature, one begun."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from app.demo.county import County, StudentFile
from app.demo.county.plan_shape import Plan, ServiceLine
from app.demo.playing import Playing, playing
from app.models.schemas.team_report import (
    ReportSectionCreate,
    ReportSectionStep,
    ReportSectionUpdate,
    TeamReportCreate,
    TeamReportStep,
)
from app.models.words.staff import Discipline
from app.services.queries import credential as credentials
from app.services.queries import team_report as queries
from app.services.team_report import report, section, section_step, step

PERIOD = timedelta(days=60)
DONE = ("issued", "in_review", "draft")
"""How far each report is; so many children have one."""
THERAPY: dict[str, Any] = {
    "done": "Visits at home as planned; one was missed for a cold and made up the week after. We worked within breakfast, bath and the walk to the park.",
    "seen": "Reaches for what is wanted with both hands, and waits a moment for an answer. Tires towards the evening.",
    "recommendations": "Go on as planned until the review; try the same games at the playgroup once a month.",
}
COORDINATION: dict[str, Any] = {
    "done": "Two calls a month with the family; the waiting list of the playgroup was settled in the second.",
    "seen": "The family says that mornings are easier than they were.",
    "recommendations": "Look together at what changes when the child turns three.",
}
SIGNED_IN = {"method": "electronic", "identity_shown": "signed_in"}
REPORT_STEP: TypeAdapter[TeamReportStep] = TypeAdapter(TeamReportStep)
SECTION_STEP: TypeAdapter[ReportSectionStep] = TypeAdapter(ReportSectionStep)


async def play_team_reports(connection: AsyncConnection, county: County, today: date) -> None:
    """As the coordinator and the therapist wrote them; the same county gives the same."""
    therapist = county.people["therapist"].id
    files = list(islice((f for f in county.files if _is_shared(county, f)), len(DONE)))
    async with playing(connection, county, "coordinator") as work:
        [licence, *_] = await credentials.licences(work.db, work.actor, therapist)
        discipline = Discipline(licence.discipline or Discipline.EARLY_INTERVENTION)
        opened = [await _opened(work, f, today, therapist, discipline) for f in files]
    async with playing(connection, county, "therapist") as work:
        for file, report_id in zip(files, opened[:2], strict=False):
            await _written(work, file, report_id, discipline, _progress(file))
    async with playing(connection, county, "coordinator") as work:
        for file, report_id, until in zip(files, opened, DONE, strict=False):
            await _put_together(work, file, report_id, until)


def _is_shared(county: County, file: StudentFile) -> bool:
    """Whether the coordinator and the therapist both have the child, with a plan that has outcomes."""
    have = {a.principal_id for a in file.assignments if a.to_on is None}
    both = {county.people["coordinator"].id, county.people["therapist"].id}
    return both <= have and file.enrolment.state == "active" and _plan(file) is not None


def _plan(file: StudentFile) -> Plan | None:
    plans = [r for r in file.plans if isinstance(r, Plan)]
    return next((p for p in plans if p.state == "active" and p.outcomes), None)


def _progress(file: StudentFile) -> Sequence[dict[str, Any]]:
    plan = _plan(file)
    assert plan is not None  # noqa: S101 - chosen for it
    line = next(r for r in file.plans if isinstance(r, ServiceLine) and r.plan_id == plan.id)
    told = "Some progress: with help, on most days."
    return [{"plan_id": str(plan.id), "number": line.outcomes[0], "progress": told}]


async def _opened(
    work: Playing, file: StudentFile, today: date, therapist: UUID, discipline: Discipline
) -> UUID:
    plan = _plan(file)
    body = {
        "occasion": "review", "title": "What we did and saw together", "plan_id": plan and str(plan.id),
        "period_from": str(today - PERIOD), "period_to": str(today),
    }  # fmt: skip
    made = await report.open_report(
        work.db, work.actor, file.student.id, TeamReportCreate.model_validate(body)
    )
    await work.db.flush()
    report_id: UUID = made["id"]
    for author, of in ((therapist, discipline), (work.me, Discipline.SERVICE_COORDINATION)):
        asked = ReportSectionCreate(author_id=author, discipline=of)
        await section.ask(work.db, work.actor, file.student.id, report_id, asked)
        await work.db.flush()
    return report_id


async def _written(
    work: Playing,
    file: StudentFile,
    report_id: UUID,
    discipline: Discipline,
    progress: Sequence[dict[str, Any]] = (),
) -> None:
    """One's own section, signed."""
    db, actor, of = work.db, work.actor, (file.student.id, report_id)
    said = COORDINATION if discipline is Discipline.SERVICE_COORDINATION else THERAPY
    sections = await queries.sections(db, actor, report_id)
    row = next(s for s in sections if s.discipline == discipline)
    body = ReportSectionUpdate.model_validate({**said, "progress": progress})
    row = await section.change(db, actor, *of, row.id, body, f'"{row.version}"')
    await db.flush()  # a step reads it anew
    signing = SECTION_STEP.validate_python(
        {"act": "sign", "text_sha256": row.text_sha256, "signature": SIGNED_IN}
    )
    await section_step.take(db, actor, *of, row.id, signing, f'"{row.version}"')
    await db.flush()


async def _put_together(work: Playing, file: StudentFile, report_id: UUID, until: str) -> None:
    if until == "draft":
        return
    if until == "issued":
        await _written(work, file, report_id, Discipline.SERVICE_COORDINATION)
    else:
        await _left_unsigned(work, file, report_id)
    await _taken(work, file, report_id, {"act": "send_to_review"})
    if until != "issued":
        return
    now = await report.read(work.db, work.actor, file.student.id, report_id)
    signing = {"act": "sign", "text_sha256": now["text_sha256"], "signature": SIGNED_IN}
    await _taken(work, file, report_id, signing)
    parent = next(c for c in file.contacts if c.holds_educational_rights)
    given = {"act": "issue", "contact_ids": [str(parent.id)], "form": "paper"}
    await _taken(work, file, report_id, given)


async def _left_unsigned(work: Playing, file: StudentFile, report_id: UUID) -> None:
    sections = await queries.sections(work.db, work.actor, report_id)
    row = next(s for s in sections if s.author_id == work.me)
    body = ReportSectionUpdate.model_validate(COORDINATION)
    of = (file.student.id, report_id, row.id)
    await section.change(work.db, work.actor, *of, body, f'"{row.version}"')
    await work.db.flush()


async def _taken(work: Playing, file: StudentFile, report_id: UUID, body: dict[str, Any]) -> None:
    now = await report.read(work.db, work.actor, file.student.id, report_id)
    said = REPORT_STEP.validate_python(body)
    await step.take(work.db, work.actor, file.student.id, report_id, said, f'"{now["version"]}"')
    await work.db.flush()
