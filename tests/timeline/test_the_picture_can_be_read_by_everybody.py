from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services import rulebook
from app.services.timeline import mark
from app.services.timeline.picture import picture
from app.services.timeline.row import SAID, URGENT_FIRST
from tests.timeline.drawn import BORN, SVG, THIRD, TODAY, boxes, collisions, draw, duty

LONGEST = max((rule.title for rule in rulebook.load().all_rules()), key=len)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def every_state() -> list[str]:
    return list(URGENT_FIRST)


def test_it_is_an_image_with_a_name_and_a_description() -> None:
    svg = draw(duty(0, "met"), duty(1, "overdue", title="Meeting of the team"))
    assert svg.attrib["role"] == "img"
    names = svg.attrib["aria-labelledby"].split()
    title, desc = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert names == [title.attrib["id"], desc.attrib["id"]]
    assert desc.text is not None
    assert desc.text.startswith("As of 3 November 2025: 1 overdue, 1 done in time.")
    assert "Meeting of the team, due" in desc.text


@pytest.mark.parametrize("background", [mark.PAPER, mark.STRIPE, mark.WINDOW])
def test_every_colour_stands_out_from_every_ground(background: str) -> None:
    svg = draw(*(duty(n, state) for n, state in enumerate(every_state())))
    inks = {t.attrib["fill"] for t in svg.iter(f"{SVG}text")}
    inks |= {e.attrib["stroke"] for e in svg.iter() if "stroke" in e.attrib}
    assert len(inks) > 4
    for ink in inks:
        assert contrast(ink, background) >= 4.5, (ink, background)


def test_nothing_is_said_by_colour_alone() -> None:
    shapes = {state: (path, is_filled) for state, (path, _, is_filled) in mark.SHAPES.items()}
    assert set(shapes) == set(SAID) == set(URGENT_FIRST)
    for one, other in combinations(shapes, 2):
        assert shapes[one] != shapes[other]
        assert SAID[one] != SAID[other]
    svg = draw(*(duty(n, state) for n, state in enumerate(every_state())))
    said = [t.text for t in svg.iter(f"{SVG}text")]
    for words in SAID.values():
        assert said.count(words) == 2, "once beside its duty, once in the legend"


@given(
    st.lists(st.sampled_from(URGENT_FIRST), min_size=0, max_size=45),
    st.sampled_from(["Short", LONGEST, "W" * 60, "W " * 90]),
    st.dates(BORN - timedelta(days=5), THIRD + timedelta(days=5)),
)
def test_no_two_labels_overlap_and_none_leaves_the_picture(
    states: list[str], title: str, as_of: date
) -> None:
    duties = [
        duty(n % 31, s, rule_id=f"us.test.r{n:02}", title=title) for n, s in enumerate(states)
    ]
    svg = draw(*duties, as_of=as_of)
    width, height = map(float, svg.attrib["viewBox"].split()[2:])
    found = boxes(svg)
    assert list(collisions(found)) == []
    for box in found:
        assert box.left >= 0
        assert box.right <= width
        assert box.bottom <= height


def test_titles_of_the_rulebook_are_shown_whole_or_end_with_an_ellipsis() -> None:
    shown = 0
    for rule in rulebook.load().all_rules():
        said = " ".join(b.text for b in boxes(draw(duty(title=rule.title))))
        shown += rule.title in said
        assert rule.title in said or "…" in said
    assert shown > 95


def test_it_hangs_on_nothing_outside_itself() -> None:
    text = picture([duty(n, s) for n, s in enumerate(every_state())], BORN, THIRD, TODAY)
    for word in (
        "<style",
        "style=",
        "<script",
        "href",
        "url(",
        "<image",
        "<foreignObject",
        "class=",
        "<!",
    ):
        assert word not in text
    assert text.count("http") == 1, "the name of the XML namespace"
    assert 'viewBox="0 0 1000 ' in text


def test_whatever_a_title_says_is_text() -> None:
    svg = draw(duty(title="</text><script>alert('1')</script> & \"more\""))
    assert [e for e in svg.iter() if "script" in e.tag] == []
    assert any("<script>" in b.text for b in boxes(svg))
