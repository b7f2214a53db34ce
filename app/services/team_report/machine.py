"""The steps of a team report and of its sections, and what each needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.models.team_report import TeamReport, TeamReportSection
from app.models.words.team_report import ReportSectionState, TeamReportState
from app.services.workflow import Machine, Step, states

S, P = TeamReportState, ReportSectionState
WRITE, LEAD = "student:write", "letter:write"
UNSEALED = frozenset({S.DRAFT.value, S.IN_REVIEW.value})
"""While sections are written, signed and taken back."""
PARTS = ("done", "seen", "recommendations")


@dataclass(frozen=True, slots=True)
class Facts:
    """A report with its sections, through which file it is read, who asks, and whether it is theirs to put together."""

    row: TeamReport
    sections: Sequence[TeamReportSection]
    me: UUID
    leads: bool


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """A section within its report, through which file it is read, and who asks."""

    row: TeamReportSection
    report: TeamReport
    me: UUID
    leads: bool


def is_written(section: TeamReportSection) -> bool:
    return all(getattr(section, name) for name in PARTS)


def _leads(facts: Facts | SectionFacts) -> str | None:
    return None if facts.leads else "The child's coordinator or a supervisor does this."


def _has_sections(facts: Facts) -> str | None:
    return None if facts.sections else "Nobody is asked for a section yet."


def _named(sections: Sequence[TeamReportSection], lacking: str) -> str | None:
    return f"{lacking}: {', '.join(s.discipline for s in sections)}." if sections else None


def _all_written(facts: Facts) -> str | None:
    return _named([s for s in facts.sections if not is_written(s)], "Not yet written")


def _all_signed(facts: Facts) -> str | None:
    return _named([s for s in facts.sections if s.state != P.SIGNED], "Not yet signed")


def _author(facts: SectionFacts) -> str | None:
    return None if facts.row.author_id == facts.me else "Only its author does this."


def _co_signer(facts: SectionFacts) -> str | None:
    return None if facts.row.co_signer_id == facts.me else "Its author's supervisor does this."


def _written(facts: SectionFacts) -> str | None:
    lacking = [name for name in PARTS if not getattr(facts.row, name)]
    return f"It does not say yet: {', '.join(lacking)}." if lacking else None


def _unsealed(facts: SectionFacts) -> str | None:
    if facts.report.state in UNSEALED:
        return None
    if facts.report.state == S.SIGNED:
        return "The report is put together; its coordinator reopens it first."
    return f"The report is {facts.report.state}."


MACHINE: Machine[Facts] = Machine.of(
    Step("send_to_review", "Send it to review", states(S.DRAFT), S.IN_REVIEW, LEAD, (_leads, _has_sections, _all_written)),
    Step("reopen", "Write on at it", states(S.IN_REVIEW), S.DRAFT, LEAD, (_leads,), is_reasoned=True),
    Step("reopen", "Take it apart again", states(S.SIGNED), S.IN_REVIEW, LEAD, (_leads,), is_reasoned=True),
    Step("sign", "Put it together", states(S.IN_REVIEW), S.SIGNED, LEAD, (_leads, _has_sections, _all_signed)),
    Step("issue", "Give it to the parents", states(S.SIGNED), S.ISSUED, LEAD, (_leads,)),
    Step("give_copy", "Give it to somebody else too", states(S.ISSUED), None, LEAD, (_leads,)),
    Step("void", "It should not have been written", states(S.DRAFT, S.IN_REVIEW, S.SIGNED, S.ISSUED, S.SUPERSEDED), S.VOIDED, LEAD, (_leads,), is_reasoned=True),
)  # fmt: skip
SUPERSEDE: Step[Facts] = Step(
    "supersede", "A later report takes its place", states(S.ISSUED), S.SUPERSEDED, LEAD
)
"""Nobody takes it by itself: it comes with the later report's issue."""
SECTION_MACHINE: Machine[SectionFacts] = Machine.of(
    Step("sign", "Sign it", states(P.OPEN), P.SIGNED, WRITE, (_author, _written, _unsealed)),
    Step("co_sign", "Co-sign it", states(P.AWAITING_CO_SIGNATURE), P.SIGNED, WRITE, (_co_signer, _unsealed)),
    Step("return", "Give it back to its author", states(P.AWAITING_CO_SIGNATURE), P.OPEN, WRITE, (_co_signer, _unsealed), is_reasoned=True),
    Step("take_back", "Take the signature back", states(P.AWAITING_CO_SIGNATURE, P.SIGNED), P.OPEN, WRITE, (_author, _unsealed), is_reasoned=True),
    Step("withdraw", "Take it out of the report", states(P.OPEN, P.AWAITING_CO_SIGNATURE), P.WITHDRAWN, LEAD, (_leads, _unsealed), is_reasoned=True),
)  # fmt: skip
