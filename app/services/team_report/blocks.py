"""What stands on the printed report, in the order in which a family reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from app.models.plan import Plan
from app.models.team_report import TeamReport, TeamReportSection
from app.models.words.sheet import SheetLanguage
from app.models.words.team_report import ReportOccasion
from app.services.note_words import service
from app.services.sheet import day, hour
from app.services.signed_by import CO_SIGNER, SignedBy
from app.services.team_report.machine import PARTS
from app.services.team_report.meeting import Meets
from app.services.team_report.outcome import stated
from app.services.team_report.words import OCCASIONS, WORDS
from app.typeset.block import Block, aside, facts, heading, table, text

NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Printed:
    """Everything that the paper says."""

    row: TeamReport
    child: str
    born_on: date
    meets: Meets | None
    plan: Plan | None
    sections: Sequence[tuple[TeamReportSection, Sequence[SignedBy]]]
    coordinator: SignedBy | None


def blocks_of(of: Printed, language: SheetLanguage, zone: ZoneInfo) -> list[Block]:
    words = WORDS[language]
    return [
        *([] if of.row.issued_on else [aside(words["draft"])]),
        facts(_heading(of, language, zone)),
        *_progress(of, language),
        *(b for section, by in of.sections for b in _section(section, by, language)),
        *_end(of, language),
    ]


def _heading(of: Printed, language: SheetLanguage, zone: ZoneInfo) -> list[tuple[str, str]]:
    words, row = WORDS[language], of.row
    period = words["to"].format(day(row.period_from, language), day(row.period_to, language))
    return [
        (words["child"], of.child),
        (words["born_on"], day(of.born_on, language)),
        (words["occasion"], OCCASIONS[language][ReportOccasion(row.occasion)]),
        (words["meeting"], _meeting(of.meets, language, zone)),
        *([(words["place"], of.meets.place)] if of.meets and of.meets.place else []),
        (words["period"], period),
    ]


def _meeting(meets: Meets | None, language: SheetLanguage, zone: ZoneInfo) -> str:
    if meets is None:
        return WORDS[language]["no_meeting"]
    told = day(meets.on, language)
    if meets.starts_at is None:
        return told
    return f"{told}, {hour(meets.starts_at.astimezone(zone), language)}"


def _progress(of: Printed, language: SheetLanguage) -> list[Block]:
    """One row for each outcome and discipline, those of the plan first."""
    told = sorted(
        ((o, s) for s, _ in of.sections for o in s.progress),
        key=lambda found: found[0]["number"] or 100,
    )
    if not told:
        return []
    words = WORDS[language]
    rows = [[stated(o, of.plan), service(s.discipline, language), o["progress"]] for o, s in told]
    head = [words["outcome"], words["discipline"], words["how_far"]]
    return [heading(words["progress"]), table(head, rows, [5, 3, 5])]


def _section(
    row: TeamReportSection, by: Sequence[SignedBy], language: SheetLanguage
) -> list[Block]:
    words = WORDS[language]
    said = [
        b
        for name in PARTS
        if getattr(row, name)
        for b in (heading(words[name], 2), text(getattr(row, name)))
    ]
    names = facts([(words[_as(s)], _signer(s, language)) for s in by])
    return [heading(service(row.discipline, language)), *said, names]


def _as(given: SignedBy) -> str:
    if given.capacity == CO_SIGNER:
        return "co_signed"
    return "signed" if given.on else "author"


def _signer(given: SignedBy, language: SheetLanguage) -> str:
    words = WORDS[language]
    number = words["licence"].format(given.number) if given.number else None
    who = ", ".join(part for part in (given.name, given.title, number) if part)
    if given.on is None:
        return words["unsigned"].format(who)
    on = day(given.on, language).replace(" ", NO_BREAK)
    return words["on"].format(who, on)


def _end(of: Printed, language: SheetLanguage) -> list[Block]:
    words, rows = WORDS[language], []
    if of.coordinator is not None:
        rows.append((words["together"], _signer(of.coordinator, language)))
    if of.row.issued_on is not None:
        rows.append((words["issued"], day(of.row.issued_on, language)))
    return [heading(words["whole"]), facts(rows)] if rows else []
