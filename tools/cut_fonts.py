"""Cut the bundled typefaces from Debian's Noto packages (app/typeset/fonts/README.md says how). Needs fontTools."""

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset

STYLES = {"NotoSans": ("Regular", "Bold", "Italic"), "NotoNaskhArabic": ("Regular", "Bold")}
SCRIPTS = ("Armenian", "Devanagari", "Ethiopic", "Gurmukhi", "Khmer", "Lao", "Thai")
SYMBOLS = {
    "NotoSansSymbols": "←↑→↓↔☺☹",
    "NotoSansSymbols2": "✓✔✗✘☐☑☒■□●○◆◇▲△▼▽★☆♥♡☎",
}
SIMPLIFIED_CHINESE = 2
"""Its place in the collection of faces; the traditional forms it lacks are drawn its way."""


def common(codec: str, leads: range, trails: range) -> set[int]:
    """Characters of the common rows of a national standard."""
    pairs = (bytes([lead, trail]) for lead in leads for trail in trails)
    decoded = (pair.decode(codec, "replace") for pair in pairs)
    return {ord(c) for c in decoded if len(c) == 1 and c != "\N{REPLACEMENT CHARACTER}"}


def east_asian() -> set[int]:
    return (
        common("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF))
        | common("big5", range(0xA4, 0xC7), range(0x40, 0xFF))
        | common("euc_kr", range(0xB0, 0xC9), range(0xA1, 0xFF))
        | set(range(0x3000, 0x3100))
        | set(range(0xFF00, 0xFF66))
    )


def cut(source: Path, target: Path, wanted: Iterable[int] | None = None, number: int = -1) -> None:
    options = subset.Options()
    options.hinting, options.notdef_outline, options.font_number = False, True, number
    options.layout_features, options.name_IDs = ["*"], ["*"]
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=list(wanted or font.getBestCmap()))
    subsetter.subset(font)
    subset.save_font(font, str(target), options)
    print(f"{target.name}: {target.stat().st_size:,} bytes")


def main(fonts: Path, target: Path) -> None:
    plain, collections = fonts / "truetype" / "noto", fonts / "opentype" / "noto"
    styles = STYLES | {f"NotoSans{script}": ("Regular",) for script in SCRIPTS}
    for family, faces in styles.items():
        for face in faces:
            cut(plain / f"{family}-{face}.ttf", target / f"{family}-{face}.ttf")
    for family, symbols in SYMBOLS.items():
        cut(plain / f"{family}-Regular.ttf", target / f"{family}-Regular.ttf", map(ord, symbols))
    chinese = collections / "NotoSansCJK-Regular.ttc"
    cut(chinese, target / "NotoSansCJKsc-Regular.otf", east_asian(), SIMPLIFIED_CHINESE)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
