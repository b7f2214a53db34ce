from datetime import date, timedelta
from xml.etree.ElementTree import Element, tostring

from app.services.timeline import mark
from app.services.timeline.picture import AXIS_FROM, AXIS_TO
from app.services.timeline.row import rows_of
from tests.timeline.drawn import BORN, SVG, THIRD, TODAY, boxes, draw, duty


def places(svg: Element, state: str) -> list[float]:
    """Where on the axis a kind of mark is drawn, left to right; the legend is not on it."""
    path, colour, _ = mark.SHAPES[state]
    every = ((e.attrib["d"], e.attrib["stroke"], e) for e in svg.iter(f"{SVG}path"))
    drawn = [e for shape, stroke, e in every if (shape, stroke) == (path, colour)]
    where = [float(e.attrib["transform"].removeprefix("translate(").split()[0]) for e in drawn[:-1]]
    return sorted(where)


def words(svg: Element) -> set[str]:
    return {b.text for b in boxes(svg)}


def test_the_axis_runs_from_birth_to_the_third_birthday() -> None:
    at_birth = duty(0, due_on=BORN, due_on_unadjusted=BORN, trigger_on=BORN)
    at_three = duty(1, due_on=THIRD, due_on_unadjusted=THIRD)
    assert places(draw(at_birth, at_three), "open") == [AXIS_FROM, AXIS_TO]


def test_what_was_done_stands_on_its_day_and_what_is_open_on_its_last_day() -> None:
    half = BORN + (THIRD - BORN) / 2
    done = duty(0, "met_late", satisfied_on=half)
    (x,) = places(draw(done), "met_late")
    assert abs(x - (AXIS_FROM + AXIS_TO) / 2) < 0.5
    assert {"Done late", "14 Dec 2024; due 10 Apr 2024"} <= words(draw(done))


def test_duties_of_one_rule_share_a_row_and_the_urgent_one_speaks() -> None:
    turns = [
        duty(n, s, rule_id="us.partc.ifsp.review", occurrence=str(n))
        for n, s in enumerate(("met", "met", "overdue"))
    ]
    svg = draw(*turns)
    assert len(places(svg, "met")) == 2
    assert {"1 overdue, 2 done in time", "due 30 May 2024"} <= words(svg)
    rows, _ = rows_of(turns, THIRD)
    assert len(rows) == 1
    done, _ = rows_of(turns[:2], THIRD)
    assert done[0].detail.endswith("due 5 May 2024"), "the last one done"


def test_a_held_clock_shows_the_day_before_the_pause_moved_it() -> None:
    svg = draw(duty(0, "tolled", due_on=None))
    assert {"Paused", "was due 10 Apr 2024"} <= words(svg)


def test_a_window_is_a_bar_from_its_opening_to_its_close() -> None:
    opens, closes = date(2025, 9, 15), date(2026, 3, 17)
    svg = draw(
        duty(
            0,
            kind="window",
            window_opens_on=opens,
            due_on=closes,
            due_on_unadjusted=closes,
            trigger_on=THIRD,
        )
    )
    (bar,) = (e for e in svg.iter(f"{SVG}rect") if e.attrib["fill"] == mark.WINDOW)
    share = (closes - opens).days / (THIRD - BORN).days
    assert abs(float(bar.attrib["width"]) - share * (AXIS_TO - AXIS_FROM)) < 0.2


def test_gates_undated_duties_and_those_after_three_have_no_row() -> None:
    later = THIRD + timedelta(days=1)
    svg = draw(
        duty(0, kind="gate"), duty(1, kind="asap", due_on=None, due_on_unadjusted=None),
        duty(2, due_on=later, due_on_unadjusted=later),
    )  # fmt: skip
    assert "No duty with a date before the third birthday." in words(svg)
    assert any("not shown: 1." in text for text in words(svg))


def test_today_is_marked_while_it_is_on_the_axis() -> None:
    assert "Today, 3 Nov 2025" in words(draw(duty(), as_of=TODAY))
    assert not any(
        w.startswith("Today") for w in words(draw(duty(), as_of=THIRD + timedelta(days=1)))
    )


def test_the_same_duties_give_the_same_picture() -> None:
    duties = [duty(n) for n in range(5)]
    assert tostring(draw(*duties)) == tostring(draw(*reversed(duties)))
