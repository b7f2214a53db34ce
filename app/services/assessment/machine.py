"""The steps of an assessment, and what each needs."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.models.assessment import Assessment
from app.models.words.assessment import AssessmentKind, AssessmentState, SourceKind
from app.services.workflow import Machine, Step, states

S, K = AssessmentState, AssessmentKind
FIVE_DOMAINS = {
    "cognitive": {"cognitive"},
    "physical": {"physical", "gross_motor", "fine_motor", "vision", "hearing"},
    "communication": {"communication", "expressive_communication", "receptive_communication"},
    "social-emotional": {"social_emotional"},
    "adaptive": {"adaptive"},
}
"""34 CFR 303.21(a)(1), each by the names its scores may carry."""


@dataclass(frozen=True, slots=True)
class Facts:
    """An assessment and what its steps look at. `signed_by`: whose signature is under the present text."""

    row: Assessment
    has_consent: bool
    signed_by: Collection[UUID]
    me: UUID
    is_relied_on: bool = False
    """Whether an eligibility decision rests on it."""

    @property
    def examiner_ids(self) -> set[UUID]:
        return {UUID(str(e["principal_id"])) for e in self.row.examiners}

    @property
    def co_signer_ids(self) -> set[UUID]:
        """Of examiners who sign not alone."""
        by = {UUID(c["principal_id"]): UUID(c["co_signer_id"]) for c in self.row.co_signers}
        return {by[examiner] for examiner in self.examiner_ids if examiner in by}


def _consent(facts: Facts) -> str | None:
    if facts.has_consent:
        return None
    return "No live consent is on file for this (34 CFR 303.420(a))."


def _source(facts: Facts) -> str | None:
    return None if facts.row.sources else "No source of findings is recorded."


def _several_sources(facts: Facts) -> str | None:
    """34 CFR 303.321(b): no single procedure is the sole ground."""
    if facts.row.kind != K.INITIAL_EVALUATION:
        return None
    kinds = {source["kind"] for source in facts.row.sources}
    if len(kinds) > 1 and SourceKind.INSTRUMENT in kinds:
        return None
    return "An evaluation rests on an instrument and at least one other kind of source (34 CFR 303.321(b))."


def _five_domains(facts: Facts) -> str | None:
    """34 CFR 303.321(b)(3): the level of functioning in each developmental area."""
    if facts.row.kind != K.INITIAL_EVALUATION:
        return None
    scored = {score["domain"] for source in facts.row.sources for score in source["scores"]}
    missing = [name for name, domains in FIVE_DOMAINS.items() if not domains & scored]
    return f"Not yet scored: {', '.join(missing)} (34 CFR 303.321(b)(3))." if missing else None


def _two_disciplines(facts: Facts) -> str | None:
    """34 CFR 303.24(a): multidisciplinary."""
    if facts.row.kind != K.INITIAL_EVALUATION:
        return None
    if len({e["discipline"] for e in facts.row.examiners}) > 1:
        return None
    return "An evaluation has examiners of two disciplines (34 CFR 303.24)."


def _text(name: str, called: str) -> Any:
    def check(facts: Facts) -> str | None:
        return None if getattr(facts.row, name) else f"The report has no {called}."

    return check


def _examiner(facts: Facts) -> str | None:
    if facts.me in facts.examiner_ids:
        return None
    return "Only an examiner signs the report."


def _co_signer(facts: Facts) -> str | None:
    if facts.me in facts.co_signer_ids:
        return None
    return "Only the supervisor of an assistant who signed co-signs the report."


def _not_twice(facts: Facts) -> str | None:
    return "You have signed this text already." if facts.me in facts.signed_by else None


def _nothing_rests(facts: Facts) -> str | None:
    return (
        "An eligibility decision rests on it; correct that first." if facts.is_relied_on else None
    )


WRITE = "assessment:write"
ANY = states(*(s for s in S if s is not S.ENTERED_IN_ERROR))
MACHINE: Machine[Facts] = Machine(
    [
        Step("note_consent", "Note the parent's consent", states(S.PLANNED), S.CONSENTED, WRITE, (_consent,)),
        Step("begin", "Begin", states(S.CONSENTED), S.IN_PROGRESS, WRITE, (_consent,)),
        Step("score", "Close the findings", states(S.IN_PROGRESS), S.SCORED, WRITE, (_source, _several_sources, _five_domains, _two_disciplines)),
        Step("draft_report", "Draft the report", states(S.SCORED), S.REPORT_DRAFT, WRITE, (_text("strengths", "strengths"), _text("needs", "needs"), _text("summary", "summary"))),
        Step("reopen", "Go back to the findings", states(S.SCORED, S.REPORT_DRAFT), S.IN_PROGRESS, WRITE, is_reasoned=True),
        Step("sign", "Sign the report", states(S.REPORT_DRAFT), None, WRITE, (_examiner, _not_twice)),
        Step("co_sign", "Co-sign for an assistant", states(S.REPORT_DRAFT), None, WRITE, (_co_signer, _not_twice)),
        Step("share", "Note that the parent has the copy", states(S.REPORT_SIGNED), S.SHARED, WRITE),
        Step("mark_entered_in_error", "It should never have been here", ANY, S.ENTERED_IN_ERROR, WRITE, (_nothing_rests,), is_reasoned=True),
    ]
)  # fmt: skip
