"""Evaluations and reports as they were signed, the latest first, what the team decided on them, and what it told the parents since."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.assessment import Addendum, Assessment, EligibilityDecision
from app.models.fields import PacketItem
from app.models.student import Student
from app.models.words.assessment import AssessmentState
from app.services.packet import team_report
from app.services.packet.file import File
from app.services.packet.section import Document, Section
from app.services.packet.wording import day, language, said
from app.services.queries import assessment as queries
from app.typeset.block import Block, facts, heading, table, text

SIGNED = {AssessmentState.REPORT_SIGNED, AssessmentState.SHARED}


class Gathered(NamedTuple):
    signed: Sequence[tuple[Assessment, list[Addendum]]] = ()
    decided: Sequence[EligibilityDecision] = ()
    told: Sequence[team_report.Told] = ()


async def gather(db: AsyncSession, actor: Actor, student: Student) -> Gathered:
    """Reports that are signed: a draft goes nowhere."""
    rows = [a for a in await queries.of(db, actor, student.id) if a.state in SIGNED]
    signed = [(row, await queries.addenda(db, actor, row.id)) for row in reversed(rows)]
    decided = await queries.decisions(db, actor, student.id)
    return Gathered(signed, decided, await team_report.gather(db, actor, student))


def content(file: File) -> Any:
    found: Gathered = file.gathered.get(PacketItem.REPORTS, Gathered())
    if not any(found):
        return None
    told = [team_report.content(t) for t in found.told]
    return {
        "reports": [_report(row, added) for row, added in found.signed],
        "decisions": [_decision(d) for d in found.decided],
        **({"team_reports": told} if told else {}),
    }


def _report(row: Assessment, added: list[Addendum]) -> dict[str, Any]:
    """Ids of the staff say nothing outside; their disciplines do."""
    return {
        "kind": row.kind, "begun_on": row.begun_on, "completed_on": row.completed_on, "language": row.language,
        "interpreter_used": row.interpreter_used, "disciplines": [e["discipline"] for e in row.examiners],
        "sources": row.sources, "strengths": row.strengths, "needs": row.needs, "summary": row.summary,
        "limits": row.limits, "addenda": [{"on": a.created_at.date(), "text": a.text} for a in added],
    }  # fmt: skip


def _decision(row: EligibilityDecision) -> dict[str, Any]:
    return {
        "program": row.program, "decided_on": row.decided_on, "is_eligible": row.is_eligible,
        "category": row.category, "statement": row.statement,
    }  # fmt: skip


def blocks(frozen: Any) -> list[Block]:
    made = [b for report in frozen["reports"] for b in _shown(report)]
    for decision in frozen["decisions"]:
        made += [
            heading(f"Decision of {day(decision['decided_on'])}", 2),
            facts(
                [("Eligible", decision["is_eligible"]), ("Category", said(decision["category"]))]
            ),
            text(decision["statement"]),
        ]
    told = frozen.get("team_reports", ())
    return made + [b for report in told for b in team_report.blocks(report)]


def _shown(report: dict[str, Any]) -> Iterator[Block]:
    yield heading(f"{said(report['kind'])}, {day(report['completed_on'])}", 2)
    yield facts(
        [
            ("Examined by", ", ".join(said(d) for d in report["disciplines"])),
            ("Language", language(report["language"])),
            ("Interpreter used", report["interpreter_used"]),
        ]
    )
    if report["sources"]:
        rows = [[said(s["kind"]), day(s["on"]), _source(s), _scores(s)] for s in report["sources"]]
        yield table(["Source", "On", "What", "Found"], rows, [1, 1.1, 1.8, 2.4])
    for name in ("strengths", "needs", "summary", "limits"):
        if report[name]:
            yield text(f"{said(name)}: {report[name]}")
    for added in report["addenda"]:
        yield text(f"Added on {day(added['on'])}: {added['text']}")


def _source(source: dict[str, Any]) -> str:
    named = source.get("name") or source.get("instrument")
    return ", ".join(x for x in (named, source.get("form"), source.get("text")) if x)


def _scores(source: dict[str, Any]) -> str:
    """Each domain with what was measured, as it was written down."""
    return "; ".join(
        f"{said(score['domain'])}: {_score(score)}" for score in source.get("scores") or []
    )


def _score(score: dict[str, Any]) -> str:
    found = {k: v for k, v in score.items() if k != "domain" and v is not None}
    return ", ".join(f"{said(name).lower()} {value}" for name, value in found.items())


SECTION = Section(
    PacketItem.REPORTS, "Evaluations and reports", Document.SUMMARY, content, blocks, gather
)
