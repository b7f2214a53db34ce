from datetime import date

import pytest

from app.demo.county import County, StudentFile, make_county
from app.services import rulebook
from app.services.indicator import catalogue
from app.services.indicator.figures import Figures, tally
from app.services.indicator.measure import MEASURES, Found, ask, question
from app.services.rules import Calendar, Span
from tests.indicator.children import File

TODAY = date(2026, 3, 2)
YEAR = Span(date(2025, 7, 1), date(2026, 6, 30))


@pytest.fixture(scope="module")
def county() -> County:
    return make_county(20, TODAY)


@pytest.fixture(scope="module")
def found(county: County) -> dict[str, Found]:
    questions = [question(code, YEAR, TODAY) for code in MEASURES]
    return ask(rulebook.load(), [_row(f) for f in county.files], {None: Calendar()}, questions)


def _row(file: StudentFile) -> File:
    student = file.student
    row = File(
        student.jurisdiction, student.born_on, student.district_id, student.facts, id=student.id
    )
    for event in file.events:
        row.at(event.on_date, event.type, **event.data)
    for pause in file.pauses:
        row.pause(pause.reason, pause.from_on, pause.to_on)
    return row


def figures(found: dict[str, Found], code: str) -> Figures:
    held = catalogue.load()
    indicator = held.find(code)
    assert indicator is not None
    return tally(held, indicator, [f for _, f in found[code]])


@pytest.mark.parametrize("code", MEASURES)
def test_every_child_is_in_one_place_at_most_and_each_place_has_a_name(
    found: dict[str, Found], code: str
) -> None:
    held = catalogue.load()
    indicator = held.find(code)
    assert indicator is not None
    assert len({child.id for child, _ in found[code]}) == len(found[code]) > 0
    for _, finding in found[code]:
        assert (finding.cell is None) is (finding.exclusion is not None)
        assert finding.cell is None or finding.cell in indicator.cells
        assert finding.exclusion is None or held.exclusion(indicator, finding.exclusion)


@pytest.mark.parametrize("code", ["C1", "C7", "C8A", "C8B", "C8C", "B12"])
def test_most_are_in_time_and_some_are_late(found: dict[str, Found], code: str) -> None:
    counted = figures(found, code)
    assert counted.denominator
    assert counted.numerator
    assert counted.denominator / 2 < counted.numerator <= counted.denominator


def test_every_exit_is_of_the_kind_that_was_recorded(found: dict[str, Found]) -> None:
    exits = figures(found, "618-exit")
    assert exits.cells["PARTB_CONTINUING"] == 0, "California has no such option"
    assert exits.recorded_otherwise == 0
    assert not [f for _, f in found["618-exit"] if f.cell is None]
    assert exits.cells["DECEASED"]
    assert exits.cells["WITHDRAWN"]
