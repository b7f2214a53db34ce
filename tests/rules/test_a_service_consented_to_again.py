"""A service that ended and is consented to again has to start in time again (C1)."""

import pytest

from tests.rules.asking import Told, ask_all, day

RULE = "us.partc.service.start"
SPEECH = {"service": "speech"}
FIRST: Told = [
    ("ifsp.consent.signed", "2025-01-10", {"services": ["speech"]}),
    ("ifsp.service.delivered", "2025-01-20", SPEECH),
]
ENDED = ("ifsp.service.changed", "2025-09-01", {**SPEECH, "change": "ended"})
AGAIN = ("ifsp.consent.signed", "2026-03-10", {"services": ["speech"]})


def found(*events: object) -> list[tuple[str, str, object]]:
    asked = ask_all(
        RULE, "us-ca", events=[*FIRST, *events], born_on="2024-01-10", as_of="2026-06-01"
    )
    return [(o.occurrence, o.state, o.due_on) for o in asked]


def test_after_it_ended_a_second_clock_runs() -> None:
    first = ("speech", "met", day("2025-02-24"))
    again = "speech 2026-03-10"
    assert found(ENDED, AGAIN) == [first, (again, "overdue", day("2026-04-24"))]
    late = ("ifsp.service.delivered", "2026-04-25", SPEECH)
    assert found(ENDED, AGAIN, late) == [first, (again, "met_late", day("2026-04-24"))]


@pytest.mark.parametrize(
    "between",
    [
        (),
        (("ifsp.service.changed", "2025-09-01", {**SPEECH, "change": "amended"}),),
        (("ifsp.service.changed", "2025-09-01", {"service": "vision", "change": "ended"}),),
        (("ifsp.service.changed", "2026-03-11", {**SPEECH, "change": "ended"}),),
    ],
)
def test_a_service_that_goes_on_is_no_new_one(between: tuple[object, ...]) -> None:
    assert found(*between, AGAIN) == [("speech", "met", day("2025-02-24"))]
