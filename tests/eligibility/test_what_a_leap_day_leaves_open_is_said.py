"""No text says on which day a child of 29 February is three in a common year."""

import pytest

from tests.eligibility.conftest import Ask

BORN_ON = "2024-02-29"
DELAYED = {"cognitive": {"percent_delay": 60}}
DOUBT = "no federal text says which day counts"


@pytest.mark.parametrize("place", ["us-ca", "us-md", "us-va"])
def test_on_28_february_the_child_is_still_under_three_and_the_answer_says_why(
    place: str, ask: Ask
) -> None:
    dates = {"born_on": BORN_ON, "decided_on": "2027-02-28", "evaluated_on": "2027-02-20"}
    answer = ask(place, findings=DELAYED, **dates)
    assert answer.eligible is True
    assert any(DOUBT in said for said in answer.explanation)


def test_on_any_other_day_there_is_no_doubt(ask: Ask) -> None:
    for decided_on, eligible in (("2027-02-27", True), ("2027-03-01", False)):
        dates = {"born_on": BORN_ON, "decided_on": decided_on, "evaluated_on": "2027-02-20"}
        answer = ask("us-ca", findings=DELAYED, **dates)
        assert answer.eligible is eligible
        assert not any(DOUBT in said for said in answer.explanation)


def test_what_no_policy_measures_leaves_no_empty_sentence(ask: Ask) -> None:
    """Federal law alone measures no delay: the finding is passed over, not explained by nothing."""
    answer = ask("us", findings=DELAYED)
    assert answer.missing == ["jurisdiction"]
    assert not any("leads to ." in said for said in answer.explanation)
