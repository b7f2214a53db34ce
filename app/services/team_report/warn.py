"""What should be looked at in a team report: whether the parents have it in time, and what it leaves out."""

from collections.abc import Iterator, Sequence
from datetime import date

from app.auth import Actor
from app.models.plan import Plan
from app.models.team_report import TeamReport, TeamReportSection
from app.models.words.team_report import TeamReportState
from app.services import rulebook
from app.services.age import Warned

S = TeamReportState
AHEAD = {S.DRAFT, S.IN_REVIEW, S.SIGNED}


def of(
    actor: Actor,
    row: TeamReport,
    sections: Sequence[TeamReportSection],
    plan: Plan | None,
    meets_on: date | None,
) -> list[Warned]:
    """Nothing of a report that is void or superseded."""
    if row.state in AHEAD:
        return [*_in_time(actor, row, meets_on), *_progress(sections, plan)]
    return [*_late(row, meets_on), *_language(row)] if row.state == S.ISSUED else []


def _in_time(actor: Actor, row: TeamReport, meets_on: date | None) -> Iterator[Warned]:
    today = actor.today()
    if meets_on is None:
        if row.state != S.DRAFT:
            yield Warned(
                "meeting-unknown",
                "No day of a meeting is known: nobody can say whether the parents have the report before it.",
            )
    elif meets_on <= today:
        yield Warned(
            "not-issued-before-meeting",
            f"The meeting is of {meets_on}, and the parents have no report yet.",
        )
    elif (meets_on - today).days <= rulebook.load().soon_days(actor.home.jurisdiction):
        yield Warned(
            "meeting-near",
            f"The meeting is on {meets_on}; the parents should have the report before that day.",
        )


def _late(row: TeamReport, meets_on: date | None) -> Iterator[Warned]:
    if meets_on is not None and row.issued_on is not None and row.issued_on >= meets_on:
        yield Warned(
            "issued-late",
            f"The parents were given it on {row.issued_on}, not before the meeting of {meets_on}.",
        )


def _language(row: TeamReport) -> Iterator[Warned]:
    wanted = sorted({g["language_wanted"] for g in row.given if g["language_wanted"]})
    if wanted:
        yield Warned(
            "not-in-their-language",
            f"Somebody who was given it prefers another language ({', '.join(wanted)}): have it read and explained to them.",
        )


def _progress(sections: Sequence[TeamReportSection], plan: Plan | None) -> Iterator[Warned]:
    """Where the plan has outcomes or goals."""
    if plan is None or not (plan.outcomes or plan.goals):
        return
    silent = [s.discipline for s in sections if not any(o["progress"] for o in s.progress)]
    if silent:
        yield Warned(
            "progress-missing",
            f"These sections name no outcome of the plan with its progress: {', '.join(silent)}.",
        )
