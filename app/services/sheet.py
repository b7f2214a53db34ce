"""Papers that families are given: headings in the language at home, under the program's letterhead, the same bytes each time."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.canonical import canonical, digest
from app.models.student import Student
from app.models.words.sheet import SheetLanguage
from app.services.language import primary
from app.services.queries import letter as letters
from app.services.rules.wording import MONTHS
from app.typeset import typeset
from app.typeset.block import Block

MESES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
NOON = 12


def language_of(student: Student, wanted: SheetLanguage | None) -> SheetLanguage:
    """The one asked for; else the first of the child's languages that has words here, else English."""
    return wanted or first_of(student.languages)


def first_of(spoken: Iterable[str]) -> SheetLanguage:
    """The first of somebody's languages that has words here, else English."""
    known = set(SheetLanguage)
    return next((SheetLanguage(x) for x in map(primary, spoken) if x in known), SheetLanguage.EN)


def day(on: date, language: SheetLanguage) -> str:
    """Such as "January 5, 2026" and "5 de enero de 2026"."""
    if language is SheetLanguage.ES:
        return f"{on.day} de {MESES[on.month - 1]} de {on.year}"
    return f"{MONTHS[on.month - 1]} {on.day}, {on.year}"


def hour(at: datetime, language: SheetLanguage) -> str:
    """Such as "1:30 p.m."."""
    half = "a.m." if at.hour < NOON else "p.m."
    spaced = half.replace(".", ". ", 1) if language is SheetLanguage.ES else half
    return f"{at.hour % NOON or NOON}:{at:%M} {spaced}"


async def printed(
    db: AsyncSession,
    actor: Actor,
    language: SheetLanguage,
    title: str,
    foot: str,
    blocks: Sequence[Block],
    on: date,
    *,
    photos: Sequence[bytes] = (),
    pictured: Sequence[UUID] = (),
) -> tuple[bytes, str]:
    """The PDF, dated `on`, and its entity tag; `pictured` names the photographs."""
    data = await under_letterhead(db, actor, foot, blocks)
    made = await typeset("record", data, language=language, title=title, day=on, photos=photos)
    return made.pdf, digest(canonical([language, title, data, pictured]))[:32]


async def under_letterhead(
    db: AsyncSession, actor: Actor, foot: str, blocks: Sequence[Block]
) -> dict[str, Any]:
    """What the template of a record is set with."""
    home = await letters.organisation(db, actor.tenant_id)
    return {
        "sender": {"name": actor.home.name, "lines": home.letterhead if home else []},
        "foot": foot,
        "blocks": blocks,
    }
