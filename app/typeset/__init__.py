"""Documents as PDF: tagged, for every reader (PDF/UA-1) and every decade (PDF/A-2a), the same bytes for the same data."""

import asyncio
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog
import typst

from app.typeset import block
from app.typeset.glyphs import FONTS, Problem, printable

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
RIGHT_TO_LEFT = {"ar", "fa", "he", "ps", "ur", "yi"}
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Typeset:
    """A document, and what of the data could not be printed as it is stored; the document says so too."""

    pdf: bytes
    is_accessible: bool
    problems: tuple[Problem, ...]


async def typeset(
    template: str,
    data: Mapping[str, Any],
    *,
    language: str,
    title: str,
    day: date,
    photos: Sequence[bytes] = (),
) -> Typeset:
    """Set `templates/{template}.typ` with `data`, dated `day`; nothing in `data` is ever read as markup.

    `language` is that of the template's words, as BCP 47 names it. What the standards
    do not admit is set without them, and said to be not accessible. `photos` are
    those that the data's blocks name by their place, from 0.
    """
    return await asyncio.to_thread(_set, template, data, language, title, day, photos)


async def can_be_set(photo: bytes) -> bool:
    """Whether a photograph is one that a document can show. Its size in pixels is the caller's to bound."""
    return await asyncio.to_thread(_can_be_set, photo)


def _can_be_set(photo: bytes) -> bool:
    shown = block.photo(0, "A photograph", "")
    data = {
        "sender": {"name": "", "lines": []},
        "foot": "",
        "title": "A photograph",
        "blocks": [shown],
    }
    try:
        with _root([photo]) as root:
            _compile(root, "record", _inputs(data, "en", set()), date(2000, 1, 1), STANDARDS)
    except typst.TypstError:
        return False
    return True


def _set(
    template: str,
    data: Mapping[str, Any],
    language: str,
    title: str,
    day: date,
    photos: Sequence[bytes],
) -> Typeset:
    with _root(photos) as root:
        return _set_in(root, template, data, language, title, day)


@contextmanager
def _root(photos: Sequence[bytes]) -> Iterator[Path]:
    """What a template may read: the templates, and beside them the photographs of this document."""
    if not photos:
        yield TEMPLATES
        return
    with TemporaryDirectory() as folder:
        root = Path(folder) / "root"
        shutil.copytree(TEMPLATES, root)
        (root / "photos").mkdir()
        for place, photo in enumerate(photos):
            (root / "photos" / str(place)).write_bytes(photo)
        yield root


def _set_in(
    root: Path, template: str, data: Mapping[str, Any], language: str, title: str, day: date
) -> Typeset:
    problems: set[Problem] = set()
    drawn = printable({**data, "title": title}, problems)
    try:
        pdf = _compile(root, template, _inputs(drawn, language, problems), day, STANDARDS)
    except typst.TypstError as refused:
        # The message may quote the text; what stands before the colon names the standard alone.
        standard = refused.message.split(":")[0]
        log.error("typeset.not_accessible", template=template, standard=standard)
        problems.add("untagged")
        pdf = _compile(root, template, _inputs(drawn, language, problems), day, [])
    return Typeset(pdf, "untagged" not in problems, tuple(sorted(problems)))


def _inputs(drawn: Mapping[str, Any], language: str, problems: set[Problem]) -> dict[str, str]:
    primary, _, region = language.lower().partition("-")
    primary = (
        primary if len(primary) <= len("und") else "und"
    )  # longer ones are registered for none
    told = {**drawn, "problems": sorted(problems)}
    return {
        "data": json.dumps(told, ensure_ascii=False, default=str),
        "language": primary,
        "region": region if region.isalpha() and len(region) == len("US") else "",
        "direction": "rtl" if primary in RIGHT_TO_LEFT else "ltr",
    }


def _compile(
    root: Path,
    template: str,
    inputs: dict[str, str],
    day: date,
    standards: "list[typst.PDFStandard]",
) -> bytes:
    made = typst.compile(
        str(root / f"{template}.typ"),
        root=str(root),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=standards,
        timestamp=datetime.combine(day, time(), UTC),
    )
    assert isinstance(made, bytes)  # noqa: S101 - without an output file, a PDF is bytes
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
