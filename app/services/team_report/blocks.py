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
from app.services.team_report.meeting import Meets
from app.services.team_report.outcome import stated
from app.services.team_report.words import OCCASIONS, WORDS
from app.typeset.block import Block, aside, facts, heading, table, text

NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody's name under a text, with the credential they sign under; `on` None: not signed yet."""

    name: str
    title: str | None
    on: date | None
    number: str | None = None
    is_co_signer: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """Everything that the paper says."""

    row: TeamReport
    child: str
    born_on: date
    meets: Meets | None
    plan: Plan | None
    sections: Sequence[tuple[TeamReportSection, Sequence[Signed]]]
    coordinator: Signed | None


def blocks_of(of: Printed, language: SheetLanguage, zone: ZoneInfo) -> list[Block]:
    words = WORDS[language]
    return [
        *([] if of.row.issued_on else [aside(words["draft"])]),
        facts(_heading(of, language, zone)),
        *_progress(of, language),
        *(b for section, signed in of.sections for b in _section(section, signed, language)),
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
    row: TeamReportSection, signed: Sequence[Signed], language: SheetLanguage
) -> list[Block]:
    words = WORDS[language]
    said = [
        b
        for name in ("done", "seen", "recommendations")
        if getattr(row, name)
        for b in (heading(words[name], 2), text(getattr(row, name)))
    ]
    names = facts([(words[_as(s)], _signer(s, language)) for s in signed])
    return [heading(service(row.discipline, language)), *said, names]


def _as(signed: Signed) -> str:
    if signed.is_co_signer:
        return "co_signed"
    return "signed" if signed.on else "author"


def _signer(signed: Signed, language: SheetLanguage) -> str:
    words = WORDS[language]
    number = words["licence"].format(signed.number) if signed.number else None
    who = ", ".join(part for part in (signed.name, signed.title, number) if part)
    if signed.on is None:
        return words["unsigned"].format(who)
    on = day(signed.on, language).replace(" ", NO_BREAK)
    return words["on"].format(who, on)


def _end(of: Printed, language: SheetLanguage) -> list[Block]:
    words, rows = WORDS[language], []
    if of.coordinator is not None:
        rows.append((words["together"], _signer(of.coordinator, language)))
    if of.row.issued_on is not None:
        rows.append((words["issued"], day(of.row.issued_on, language)))
    return [heading(words["whole"]), facts(rows)] if rows else []
