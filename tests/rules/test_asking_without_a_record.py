"""The evaluate question as clients ask it: contract shapes, unknown names, one line a question."""

import json
from codecs import BOM_UTF8
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from app.cli.rules import rules
from app.errors import Unprocessable
from app.models.schemas.rule import EvaluateRequest
from app.services import rulebook
from app.services.rule import evaluate_line, evaluate_request
from app.services.vocabulary import UnknownWord

TODAY = date(2026, 1, 15)
BOOK = rulebook.load()


def sample() -> dict[str, Any]:
    return {
        "jurisdiction": "us-ca",
        "as_of": "2026-01-15",
        "born_on": "2023-11-30",
        "events": [{"type": "referral.received", "on": "2025-12-01", "data": {}}],
        "pauses": [
            {
                "reason": "partc.family_circumstances",
                "from_on": "2025-12-20",
                "to_on": "2025-12-29",
                "evidence": "...",
            }
        ],
        "facts": {"child.potentially_eligible_partb": True},
        "calendar": {
            "holidays": ["2025-12-25"],
            "school_years": [
                {
                    "starts_on": "2025-08-18",
                    "ends_on": "2026-06-05",
                    "breaks": [{"from_on": "2025-12-22", "to_on": "2026-01-02"}],
                }
            ],
        },
        "rules": ["us-ca.partc.initial_ifsp"],
    }


def answer(body: dict[str, Any]) -> dict[str, Any]:
    request = EvaluateRequest.model_validate(body)
    return evaluate_request(BOOK, request, TODAY).model_dump(mode="json")


def test_the_sample_of_the_contract_gives_the_dates_of_the_contract() -> None:
    said = answer(sample())
    assert said["rulebook"] == {"version": BOOK.version, "sha256": BOOK.sha256}
    assert said["derived"] == {"third_birthday": "2026-11-30"}
    (found,) = said["obligations"]
    expected = {
        "rule_id": "us-ca.partc.initial_ifsp", "stage": "s2_eligibility", "kind": "deadline",
        "actor": "rc", "state": "open", "trigger_event": "referral.received",
        "trigger_on": "2025-12-01", "due_on": "2026-01-25", "due_on_unadjusted": "2026-01-15",
        "due_on_rolled": None, "window_opens_on": None, "satisfied_on": None, "days_left": 10,
        "confidence": "text", "feeds": ["C7"], "missing": [],
        "pauses": [{"reason": "partc.family_circumstances", "from_on": "2025-12-20",
                    "to_on": "2025-12-29", "days": 10}],
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected
    assert found["citations"]
    assert found["explanation"]


def test_only_jurisdiction_and_birth_date_are_needed() -> None:
    said = answer({"jurisdiction": "us", "born_on": "2023-11-30"})
    assert len(said["obligations"]) == len(BOOK.jurisdictions["us"].rules)


def test_without_a_day_it_is_today() -> None:
    body = sample()
    del body["as_of"]
    assert answer(body) == answer(sample())


@pytest.mark.parametrize(
    ("change", "pointer", "near"),
    [
        ({"jurisdiction": "us-cal"}, "/jurisdiction", "us-ca"),
        (
            {"events": [{"type": "referal.received", "on": "2025-12-01"}]},
            "/events/0/type",
            "referral.received",
        ),
        (
            {"pauses": [{"reason": "family_circumstances", "from_on": "2025-12-01"}]},
            "/pauses/0/reason",
            "partc.family_circumstances",
        ),
        ({"facts": {"child.from_part_c": True}}, "/facts/child.from_part_c", "child.from_partc"),
        ({"rules": ["us-ca.partc.initial_isfp"]}, "/rules/0", "us-ca.partc.initial_ifsp"),
    ],
)
def test_an_unknown_name_is_pointed_at_with_names_near_it(
    change: dict[str, Any], pointer: str, near: str
) -> None:
    with pytest.raises(UnknownWord) as caught:
        answer({**sample(), **change})
    assert caught.value.errors is not None
    assert caught.value.errors[0]["pointer"] == pointer
    assert near in caught.value.extra["near"]


@pytest.mark.parametrize(
    "said", ["15/06/2027", "next June", True, 20270615, "0001-01-01", "9999-12-31"]
)
def test_a_named_day_that_is_no_day_is_refused_and_not_passed_over(said: object) -> None:
    with pytest.raises(Unprocessable) as caught:
        answer({**sample(), "facts": {"extension_end": said}})
    assert caught.value.errors is not None
    assert caught.value.errors[0]["pointer"] == "/facts/extension_end"
    assert answer({**sample(), "facts": {"extension_end": "2027-06-15"}})["obligations"]
    assert answer({**sample(), "facts": {"extension_end": None}})["obligations"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"events": [{"type": "referal.sent", "on": "2025-12-01"}]}, "referal.sent is not an event of"),
        ({"pauses": [{"reason": "holiday", "from_on": "2025-12-01"}]}, "holiday is not a pause reason of"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_said_in_good_english(change: dict[str, Any], said: str) -> None:
    with pytest.raises(UnknownWord) as caught:
        answer({**sample(), **change})
    assert caught.value.said.startswith(said)


@pytest.mark.parametrize(
    "change",
    [
        {"born_on": "2101-01-01"},
        {"born_on": "30.11.2023"},
        {"as_of": 20260115},
        {"as_of": "2101-01-01"},
        {"events": [{"type": "referral.received", "on": "2101-01-01"}]},
        {
            "pauses": [
                {"reason": "partc.no_consent", "from_on": "2025-12-01", "to_on": "2101-01-01"}
            ]
        },
        {"calendar": {"holidays": ["2101-01-01"]}},
        {"calendar": {"school_years": [{"starts_on": "2025-08-18", "ends_on": "2101-01-01"}]}},
        {"events": [{"type": "referral.received", "on": "2025-12-01"}] * 501},
        {"pauses": [{"reason": "partc.no_consent", "from_on": "2025-12-01"}] * 201},
        {"calendar": {"holidays": ["2025-12-25"] * 1001}},
        {"calendar": {"school_years": [{"starts_on": "2025-08-18", "ends_on": "2026-06-05"}] * 41}},
        {"facts": {"child.from_partc": [True]}},
        {"facts": {"child.from_partc": 1.5}},
        {"name": "nobody asks for it"},
    ],
)
def test_a_question_out_of_shape_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        EvaluateRequest.model_validate({**sample(), **change})


@pytest.mark.parametrize("command", ["evaluate", "eligibility"])
def test_a_file_that_is_not_there_is_named(command: str, tmp_path: Path) -> None:
    missing = tmp_path / "nothing.jsonl"
    said = CliRunner().invoke(rules, [command, str(missing)])
    assert (said.exit_code, said.output) == (1, f"{missing}: No such file or directory\n")


@pytest.mark.parametrize("command", ["evaluate", "eligibility"])
def test_a_line_that_is_no_text_spoils_no_other(command: str, tmp_path: Path) -> None:
    """From a file and from standard input; a byte order mark before the first line is no part of it."""
    good = b'{"jurisdiction": "us-ca", "program": "partc", "decided_on": "2026-01-20", "born_on": "2024-06-02"}'
    asked = good if command == "eligibility" else json.dumps(sample()).encode()
    lines = (
        BOM_UTF8
        + asked
        + b"\n\xff\xfe{}\r\n"
        + asked.replace(b"us-ca", b"\xe9s-ca")
        + b"\n"
        + asked
    )
    file = tmp_path / "asked.jsonl"
    file.write_bytes(lines)
    for name, given in ((str(file), None), ("-", lines)):
        said = CliRunner().invoke(rules, [command, name], input=given)
        answers = [json.loads(line) for line in said.output.splitlines()]
        assert [a.get("error", {}).get("status") for a in answers] == [None, 400, 400, None]
        assert answers[0] == answers[3]
        assert said.exit_code == 1


@pytest.mark.parametrize("command", ["evaluate", "eligibility"])
def test_each_line_gets_one_answer_so_that_a_blank_one_moves_none(command: str) -> None:
    """The n-th answer is that of the n-th line. What ends the last line begins no other."""
    good = b'{"jurisdiction": "us-ca", "program": "partc", "decided_on": "2026-01-20", "born_on": "2024-06-02"}'
    asked = good if command == "eligibility" else json.dumps(sample()).encode()
    said = CliRunner().invoke(rules, [command, "-"], input=asked + b"\n\n \r\n" + asked + b"\n")
    answers = [json.loads(line) for line in said.output.splitlines()]
    assert [a.get("error", {}).get("status") for a in answers] == [None, 400, 400, None]
    assert said.exit_code == 1


def test_a_line_is_answered_like_a_request() -> None:
    assert evaluate_line(BOOK, json.dumps(sample()).encode(), TODAY) == answer(sample())


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("", 400),
        ("{", 400),
        ("[" * 100_000, 400),
        ('{"born_on": NaN}', 400),
        ('{"jurisdiction": "us", "jurisdiction": "us-ca", "born_on": "2023-11-30"}', 400),
        ("[]", 422),
        ("null", 422),
        ('{"jurisdiction": "us"}', 422),
        ('{"jurisdiction": "atlantis", "born_on": "2023-11-30"}', 422),
    ],
)
def test_a_bad_line_is_answered_with_an_error(line: str, status: int) -> None:
    said = evaluate_line(BOOK, line.encode(), TODAY)
    assert said.keys() == {"error"}
    assert said["error"]["status"] == status
    assert said["error"]["type"].startswith("/problems/")
