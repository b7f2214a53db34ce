"""Nothing in the data is read as markup, nothing is lost without being said, nothing crashes."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.typeset import Typeset, block, typeset
from tests.typeset.reading import flat, ink, reader

SENDER = {"name": "Live Oak Early Start", "lines": ["100 Main Street, Oakland, CA 94601"]}


async def record(*blocks: dict[str, Any], title: str = "A record") -> Typeset:
    data = {"sender": SENDER, "blocks": blocks}
    return await typeset("record", data, language="en", title=title, day=date(2026, 1, 5))


MARKUP = [
    '#import "@preview/evil:1.0.0": *',
    "#panic()",
    '#read("/etc/passwd") #sys.inputs',
    "*bold* _emphasis_ `code` $x^2$ <label> @reference",
    "= Heading",
    "// a comment /* and another */ \\ #{1+1} [x] ~ --- ...",
    "https://evil.example.org",
    "\"quoted\" 'single'",
    "=HYPERLINK(1) +1 -1 @x",
]


@pytest.mark.parametrize("written", MARKUP)
async def test_markup_stays_text(written: str) -> None:
    made = await record(block.text(written), block.facts([("Said", written)]))
    assert made.is_accessible
    assert made.problems == ()
    assert flat(made.pdf).count(written) == 2


@pytest.mark.parametrize(
    "written",
    [
        "Nguyễn Thị Ánh Tuyết, Đặng Thuỳ Trâm, ư ơ ạ ẵ ự",
        "Paj Ntaub Vaj, Tsev Neeg Txhawb Nqa",
        "Анастасия Кузнецова, Оленка Щербань",
        "Ελένη Παπαδοπούλου",
        "José Núñez Güereña",
        "Անի Հակոբյան",
    ],
)
async def test_names_of_many_alphabets_can_be_read_and_copied(written: str) -> None:
    made = await record(block.text(written), title=written)
    assert made.is_accessible
    assert made.problems == ()
    assert flat(made.pdf).count(written) == 3
    information = reader(made.pdf).metadata
    assert information is not None
    assert information.title == written


async def test_chinese_in_both_scripts_and_korean_are_drawn() -> None:
    made = await record(block.text("陈国华 陳國華 김민준 ひらがな。"))
    assert made.problems == ()
    assert "陈国华 陳國華 김민준 ひらがな。" in flat(made.pdf)


async def test_arabic_is_drawn_from_the_right() -> None:
    made = await record(block.text("سارة عبد الرحمن الحسيني"))
    assert made.problems == ()
    alone = await typeset(
        "record",
        {"sender": SENDER, "blocks": [block.text("مرحبا")]},
        language="ar",
        title="سجل",
        day=date(2026, 1, 5),
    )
    root: Any = reader(alone.pdf).trailer["/Root"]
    assert root["/Lang"] == "ar"
    assert root["/ViewerPreferences"]["/Direction"] == "/R2L"


async def test_a_picture_or_letter_without_a_typeface_is_named_and_the_document_says_so() -> None:
    made = await record(block.text("Loves her \N{DOG FACE}, and ꦗꦮꦗꦮꦗꦮ."))
    assert made.is_accessible
    assert made.problems == ("named",)
    printed = flat(made.pdf)
    assert "Loves her [dog face], and [6 characters in Javanese]." in printed
    assert "Characters that cannot be printed here are named in brackets." in printed


async def test_characters_that_deceive_or_draw_nothing_are_left_out_and_told() -> None:
    made = await record(block.text("a\u202etxt.exe\u202cb and c\x00\x07\ud800d"))
    assert made.problems == ("left_out", "reordered")
    assert "atxt.exeb and cd" in flat(made.pdf)


@pytest.mark.parametrize("written", ["word " * 2000, "x" * 10_000, "陳" * 3000, "\n" * 500 + "end"])
async def test_any_length_stays_on_the_paper(written: str) -> None:
    made = await record(
        block.text(written), block.table(["One", "Two", "Three"], [[written[:800]] * 3] * 2)
    )
    assert made.is_accessible
    for page in range(len(reader(made.pdf).pages)):
        left, _, right, _ = ink(made.pdf, page)
        assert left > 100
        assert right < 890


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
async def test_any_text_at_all_gives_an_accessible_document(written: str) -> None:
    made = await record(block.text(written), block.facts([("It", written)]), title=f"On {written}")
    assert made.is_accessible


async def test_what_the_standards_refuse_is_set_without_them_and_says_so() -> None:
    made = await record(
        block.picture("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "")
    )
    assert made.is_accessible or made.problems == ("untagged",)
    untitled = await record(block.text("words"), title="")
    assert not untitled.is_accessible
    assert untitled.problems == ("untagged",)
    assert "not marked up for screen readers" in flat(untitled.pdf)
