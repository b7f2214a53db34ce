"""A home programme on paper: what the family does, when, when to stop and whom to call. It hangs in a kitchen: the first name is enough."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.files import Files
from app.models.strategy import Strategy
from app.models.words.document import DocumentState
from app.models.words.sheet import SheetLanguage
from app.models.words.strategy import StrategyState
from app.services import case, picture, record, sheet, upload
from app.services.fetching import BytesMissing
from app.services.queries import document as documents
from app.services.strategy import READ_PROBLEMS, STRATEGY, may_show_child
from app.typeset import block
from app.typeset.block import Block, aside, facts, heading, numbered, text

PRINT_PROBLEMS = (*READ_PROBLEMS, *upload.FETCH_PROBLEMS, BytesMissing)
GONE = {DocumentState.ENTERED_IN_ERROR, DocumentState.DESTROYED}
WORDS: Mapping[SheetLanguage, Mapping[str, str]] = {
    SheetLanguage.EN: {
        "title": "At home", "for": "For", "when_in_day": "When in the day", "how_often": "How often", "place": "Where",
        "goal": "What we hope for", "how": "How to do it", "watch_for": "What to watch for", "stop_when": "Stop when",
        "whom_to_call": "Whom to call",
        StrategyState.PLANNED: "Planned: wait until it is begun with you.",
        StrategyState.PAUSED: "This rests for now: wait until it is taken up again with you.",
        StrategyState.ENDED: "This has ended. Please do not go on with it.",
    },
    SheetLanguage.ES: {
        "title": "En casa", "for": "Para", "when_in_day": "En qué momento del día", "how_often": "Con qué frecuencia",
        "place": "Dónde", "goal": "Lo que esperamos lograr", "how": "Cómo hacerlo", "watch_for": "En qué fijarse",
        "stop_when": "Cuándo parar", "whom_to_call": "A quién llamar",
        StrategyState.PLANNED: "Planeado: espere a que lo comencemos con usted.",
        StrategyState.PAUSED: "Por ahora está en pausa: espere a que lo retomemos con usted.",
        StrategyState.ENDED: "Esto ha terminado. Por favor, no lo siga haciendo.",
    },
}  # fmt: skip


async def print_sheet(
    db: AsyncSession, files: Files, actor: Actor, strategy_id: UUID, wanted: SheetLanguage | None
) -> tuple[bytes, str]:
    """The PDF and its entity tag. Raises: PRINT_PROBLEMS."""
    row = await record.read(db, actor, STRATEGY, strategy_id)
    holder = await case.holder(db, actor, row.student_id)
    student = await case.open_file(db, actor, holder)
    language = sheet.language_of(student, wanted)
    shown = await _shown(db, actor, row, holder)
    title = f"{WORDS[language]['title']}: {row.title}"
    blocks = blocks_of(row, student.first_name, WORDS[language], [p for p, _ in shown])
    audit.record(
        db, actor, "read", STRATEGY.name, student_id=row.student_id, record_id=str(row.id), part="sheet"
    )  # fmt: skip
    photos = [await picture.content_of(files, version.file) for _, version in shown]
    return await sheet.printed(
        db, actor, language, title, f"{title} · {sheet.day(actor.today(), language)}", blocks, actor.today(),
        photos=photos, pictured=[version.id for _, version in shown],
    )  # fmt: skip


async def _shown(
    db: AsyncSession, actor: Actor, row: Strategy, holder: UUID
) -> list[tuple[Mapping[str, Any], documents.Version]]:
    """Its pictures, without those that the parent agrees to no more and those that are kept no more."""
    may_show = await may_show_child(db, actor, holder)
    found: list[tuple[Mapping[str, Any], documents.Version]] = []
    for shown in row.photos:
        if shown["is_of_child"] and not may_show:
            continue
        version = await documents.version(db, actor, holder, UUID(shown["document_version_id"]))
        if version is not None and version.document.state not in GONE:
            found.append((shown, version.latest))
    return found


def blocks_of(
    row: Strategy, child: str, words: Mapping[str, str], photos: Sequence[Mapping[str, Any]]
) -> list[Block]:
    """In the order in which it is done; what was not written down is left out."""
    told = [
        ("for", child),
        *((name, getattr(row, name)) for name in ("when_in_day", "how_often", "place")),
    ]
    return [
        *([aside(words[row.state])] if row.state in words else []),
        facts([(words[name], value) for name, value in told if value]),
        *_said(row, words, "goal"),
        *_said(row, words, "how"),
        *([numbered(row.steps)] if row.steps else []),
        *(block.photo(place, p["alt"], p["caption"]) for place, p in enumerate(photos)),
        *(
            b
            for name in ("watch_for", "stop_when", "whom_to_call")
            for b in _said(row, words, name)
        ),
    ]


def _said(row: Strategy, words: Mapping[str, str], name: str) -> list[Block]:
    value = getattr(row, name)
    return [heading(words[name]), text(value)] if value else []
