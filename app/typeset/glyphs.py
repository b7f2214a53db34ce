"""What the bundled typefaces can draw; everything else is said in words instead of drawn as an empty box."""

import re
import struct
import unicodedata
from collections.abc import Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

FONTS = Path(__file__).parent / "fonts"
BREAKS = {"\r\n": "\n", "\r": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\t": " "}
INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]")
"""Joiners, marks of direction, variations: they need no glyph, and steer those around them."""
OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""They reorder what stands around them, so that a line reads otherwise than it is stored."""
LONGEST_NAMED = 3
"""More characters in a row than this are counted, not named one by one."""
UNBROKEN = re.compile(r"[!-\u02ff]{41,}")
"""Letters in a row that are no word: a line has to break somewhere."""
PIECE, BREAK_HERE = 20, "\u200b"

Problem = Literal["reordered", "left_out", "named", "untagged"]


def printable(value: Any, problems: set[Problem]) -> Any:
    """The same data with every text drawable; what had to change is told in `problems`, without the text."""
    if isinstance(value, str):
        return _drawn(value, problems)
    if isinstance(value, Mapping):
        return {k: printable(v, problems) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable(v, problems) for v in value]
    return value


def _drawn(text: str, problems: set[Problem]) -> str:
    for old, new in BREAKS.items():
        text = text.replace(old, new)
    text = UNBROKEN.sub(lambda found: breakable(found[0]), text)
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    plain = OVERRIDES.sub("", text)
    if plain != text:
        problems.add("reordered")
    runs = groupby(unicodedata.normalize("NFC", plain), _is_known)
    return "".join(
        "".join(run) if is_known else _named("".join(run), problems) for is_known, run in runs
    )


def breakable(word: str, piece: int = PIECE) -> str:
    """The same letters, with a line allowed to end after every `piece` of them."""
    return BREAK_HERE.join(word[n : n + piece] for n in range(0, len(word), piece))


def _is_known(character: str) -> bool:
    return character == "\n" or ord(character) in coverage() or bool(INVISIBLE.match(character))


def _named(run: str, problems: set[Problem]) -> str:
    """ "[dog face]" for a picture, "[5 characters in Javanese]" for a word, nothing for a control character."""
    visible = [c for c in run if unicodedata.category(c) not in {"Cc", "Cf", "Cs"}]
    if not visible:
        problems.add("left_out")
        return ""
    problems.add("named")
    names = [unicodedata.name(c, f"U+{ord(c):04X}") for c in visible]
    if len(visible) > LONGEST_NAMED and unicodedata.category(visible[0]).startswith("L"):
        return f"[{len(visible)} characters in {names[0].split()[0].capitalize()}]"
    return "".join(f"[{name if name.startswith('U+') else name.lower()}]" for name in names)


@cache
def coverage() -> frozenset[int]:
    """Every code point that one of the bundled typefaces draws; control characters are never drawn."""
    faces = (_mapped(p.read_bytes()) for p in sorted(FONTS.glob("*.[ot]tf")))
    return frozenset(c for face in faces for c in face if unicodedata.category(chr(c)) != "Cc")


def _mapped(font: bytes) -> set[int]:
    """The code points of a typeface's character map. Source: OpenType 1.9, cmap, formats 4 and 12."""
    tables = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * n) for n in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    found: set[int] = set()
    for n in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">I", font, start + 4 + 8 * n + 4)[0]
        kind = struct.unpack_from(">H", font, at)[0]
        found |= {4: _segments, 12: _groups}.get(kind, _nothing)(font, at)
    return found


def _segments(font: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    pairs = zip(starts, ends, strict=True)
    return {code for first, last in pairs for code in range(first, last + 1)} - {0xFFFF}


def _groups(font: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">I", font, at + 12)[0]
    spans = (struct.unpack_from(">III", font, at + 16 + 12 * n) for n in range(count))
    return {code for first, last, _ in spans for code in range(first, last + 1)}


def _nothing(font: bytes, at: int) -> set[int]:
    return set()
