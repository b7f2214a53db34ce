"""A no hangs on the silence about other areas: it names them, so that nobody takes it for a yes to "all were looked at"."""

import pytest

from tests.eligibility.conftest import Ask

JUST_UNDER = {"percent_delay": 24, "sd_below_mean": 0.5}


def test_a_no_names_the_areas_without_a_finding(ask: Ask) -> None:
    answer = ask("us-va", findings={"cognitive": JUST_UNDER, "gross_motor": JUST_UNDER})
    assert (answer.eligible, answer.missing) == (False, [])
    assert set(answer.unreported) == {"communication", "social_emotional", "adaptive"}
    said = "not reported, and so taken as showing no delay: " + ", ".join(answer.unreported)
    assert any(said in step for step in answer.explanation)


def test_a_no_on_all_areas_leaves_none_to_name(ask: Ask) -> None:
    every = ("cognitive", "physical", "communication", "social_emotional", "adaptive")
    answer = ask("us-va", findings=dict.fromkeys(every, JUST_UNDER))
    assert (answer.eligible, answer.unreported) == (False, [])
    assert "Not eligible on what was stated." in answer.explanation


@pytest.mark.parametrize(
    "stated",
    [
        {"findings": {"cognitive": {"percent_delay": 60, "sd_below_mean": 3}}},
        {"findings": {"cognitive": {"percent_delay": 24}}, "established_condition": {"code": "Q90.9"}},
        {"findings": []},
    ],
)  # fmt: skip
def test_a_yes_and_an_open_question_name_none(ask: Ask, stated: dict[str, object]) -> None:
    assert ask("us-va", **stated).unreported == []


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("cognitive", {"expressive_communication", "receptive_communication"}),
        ("expressive_communication", {"receptive_communication"}),
        ("communication", set()),
    ],
)
def test_a_composite_speaks_for_its_parts(ask: Ask, said: str, left: set[str]) -> None:
    """California has expressive and receptive communication as areas of their own."""
    answer = ask("us-ca", findings={said: JUST_UNDER})
    assert answer.eligible is False
    assert {name for name in answer.unreported if "communication" in name} == left
