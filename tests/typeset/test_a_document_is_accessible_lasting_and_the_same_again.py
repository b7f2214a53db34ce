"""The tag tree, the claims of the standards, and the bytes."""

import subprocess
import sys
from datetime import date
from typing import Any

from app.typeset import block, typeset
from tests.typeset.reading import metadata, reader, spoken, tags

DATA = {
    "sender": {"name": "Live Oak Early Start", "lines": ["100 Main Street", "(510) 555-0100"]},
    "blocks": [
        block.heading("Who"),
        block.facts([("Name", "Maya"), ("Languages", ["Spanish", "Mixtec"])]),
        block.heading("Services"),
        block.table(["Service", "Minutes"], [["Speech", "30"]] * 50),
        block.text("One paragraph.\n\nAnother."),
        block.bullets(["first", "second"]),
        block.picture(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text x="1" y="8">A</text></svg>',
            "The letter A",
        ),
    ],
}


async def make(day: date = date(2026, 1, 5), language: str = "en") -> bytes:
    made = await typeset("record", DATA, language=language, title="A record", day=day)
    assert made.is_accessible
    assert made.problems == ()
    return made.pdf


async def test_every_part_has_its_tag_in_the_order_of_reading() -> None:
    found = tags(await make())
    assert found[0] == "/Document"
    wanted = {
        "/Title",
        "/H1",
        "/P",
        "/Table",
        "/THead",
        "/TH",
        "/TBody",
        "/TD",
        "/L",
        "/LI",
        "/Figure",
    }
    assert wanted <= set(found)
    assert found.index("/Table") < found.index("/L") < found.index("/Figure")


async def test_the_standards_are_claimed_with_language_title_and_date() -> None:
    pdf = await make(language="es-US")
    claimed = metadata(pdf)
    assert "<pdfuaid:part>1</pdfuaid:part>" in claimed
    assert "<pdfaid:part>2</pdfaid:part>" in claimed
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in claimed
    assert "2026-01-05" in claimed
    root: Any = reader(pdf).trailer["/Root"]
    assert root["/Lang"] == "es-US"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


async def test_a_picture_has_words_for_who_cannot_see_it() -> None:
    assert spoken(await make()) == ["The letter A"]


async def test_every_face_is_in_the_file() -> None:
    for page in reader(await make()).pages:
        fonts: Any = page["/Resources"]["/Font"]  # type: ignore[index]
        for font in fonts.values():
            inner = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & inner.keys()


async def test_the_same_data_give_the_same_bytes_and_another_day_others() -> None:
    pdf = await make()
    assert await make() == pdf
    assert await make(day=date(2026, 1, 6)) != pdf


def test_another_process_gives_the_same_bytes() -> None:
    script = (
        "import asyncio, hashlib\n"
        "from tests.typeset.test_a_document_is_accessible_lasting_and_the_same_again import make\n"
        "print(hashlib.sha256(asyncio.run(make())).hexdigest())"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    }
    assert len(answers) == 1
