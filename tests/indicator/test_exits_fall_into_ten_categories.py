from datetime import date
from typing import Any

import pytest

from app.services import rulebook
from app.services.indicator import catalogue
from tests.indicator.children import THIRD, File, before_three, count, find, served

CODE = "618-exit"
LAST_DAY = before_three(1)
YOUNGER = before_three(2)


def left(
    on: date, reason: str, *, partb: bool | None = None, jurisdiction: str = "us-ca", **facts: Any
) -> File:
    file = served(jurisdiction=jurisdiction, facts=facts)
    if partb is not None:
        file.at(before_three(20), "partb.eligibility.decided", eligible=partb)
    return file.at(on, "partc.exited", reason=reason)


@pytest.mark.parametrize(
    ("file", "category", "recorded"),
    [
        (left(YOUNGER, "NO_LONGER_ELIGIBLE"), "NO_LONGER_ELIGIBLE", None),
        (left(LAST_DAY, "PARTB_EXITING", partb=True), "PARTB_EXITING", None),
        (left(LAST_DAY, "NOT_PARTB_REFERRED", partb=False), "NOT_PARTB_REFERRED", None),
        (left(LAST_DAY, "NOT_PARTB_NO_REFERRAL", partb=False), "NOT_PARTB_NO_REFERRAL", None),
        (left(LAST_DAY, "PARTB_UNDETERMINED"), "PARTB_UNDETERMINED", None),
        (left(LAST_DAY, "DECEASED", partb=True), "DECEASED", None),
        (left(YOUNGER, "MOVED_OUT_OF_STATE"), "MOVED_OUT_OF_STATE", None),
        (left(YOUNGER, "WITHDRAWN"), "WITHDRAWN", None),
        (left(LAST_DAY, "NO_CONTACT"), "NO_CONTACT", None),
        (left(LAST_DAY, "PARTB_EXITING"), "PARTB_UNDETERMINED", "PARTB_EXITING"),
        (left(LAST_DAY, "PARTB_CONTINUING", partb=True), "PARTB_EXITING", "PARTB_CONTINUING"),
        (left(YOUNGER, "PARTB_EXITING", partb=True), "unclassified", "PARTB_EXITING"),
        (left(LAST_DAY, "PARTB_EXITING", partb=False), "unclassified", "PARTB_EXITING"),
        (left(YOUNGER, "PARTB_EXITING", partb=True, jurisdiction="us-va"), "PARTB_EXITING", None),
        (left(YOUNGER, "PARTB_EXITING", jurisdiction="us-va"), "unclassified", "PARTB_EXITING"),
        (left(LAST_DAY, "PARTB_UNDETERMINED").at(THIRD, "partb.eligibility.decided", eligible=True), "PARTB_UNDETERMINED", None),
    ],
)  # fmt: skip
def test_the_category_follows_from_age_decision_and_reason(
    file: File, category: str, recorded: str | None
) -> None:
    (finding,) = find(CODE, file)
    assert (finding.cell or finding.exclusion, finding.recorded) == (category, recorded)


def test_continuing_is_for_states_with_the_federal_option_and_counts_at_the_birthday() -> None:
    stays = served(jurisdiction="us-il", facts={"extended_option_chosen": True})
    stays.at(before_three(20), "partb.eligibility.decided", eligible=True)
    (finding,) = find(CODE, stays)
    assert (finding.cell, finding.satisfied_on) == ("PARTB_CONTINUING", THIRD)
    bridge = left(
        LAST_DAY, "PARTB_EXITING", partb=True, jurisdiction="us-ny", extended_option_chosen=True
    )
    assert find(CODE, bridge)[0].cell == "PARTB_EXITING"


def test_who_is_still_here_or_was_never_served_has_no_exit() -> None:
    assert find(CODE, served()) == []
    assert find(CODE, File().at(before_three(300), "case.closed")) == []


def test_the_categories_are_those_of_the_rulebook_and_count_each_child_once() -> None:
    indicator = catalogue.load().find(CODE)
    assert indicator is not None
    assert indicator.cells == {r["code"]: r["label"] for r in rulebook.load().exit_reasons}
    figures = count(
        CODE,
        left(YOUNGER, "WITHDRAWN"),
        left(YOUNGER, "WITHDRAWN"),
        left(LAST_DAY, "PARTB_EXITING"),
    )
    assert (figures.cells["WITHDRAWN"], figures.denominator, figures.numerator) == (2, 3, None)
    assert figures.recorded_otherwise == 1
