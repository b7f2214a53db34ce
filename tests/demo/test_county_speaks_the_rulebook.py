"""What the county says happened, the rules understand."""

from dataclasses import asdict

from app.demo.county import County
from app.models.deadline import CaseEvent
from app.services import rulebook
from app.services.event import check_order
from tests.demo.counties import BOTH, every

every_county = every(BOTH)


@every_county
def test_every_name_is_a_word_of_the_rulebook(county: County) -> None:
    book = rulebook.load()
    for file in county.files:
        assert {event.type for event in file.events} <= set(book.events)
        assert {pause.reason for pause in file.pauses} <= set(book.pause_reasons)
        assert set(file.student.facts) <= set(book.facts)
        assert file.student.jurisdiction in book.jurisdictions


@every_county
def test_no_file_would_be_refused_for_its_order(county: County) -> None:
    for file in county.files:
        check_order([CaseEvent(**asdict(event)) for event in file.events])
