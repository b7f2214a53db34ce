"""An agreement to leave a duty out (34 CFR 300.303(b)(2), 300.510(a)(3)) is about the duty it names."""

from typing import Any

import pytest

from tests.rules.asking import ask

MEETING, REEVALUATION = "us.partb.resolution", "us.partb.reevaluation"
EVENTS = [("partb.evaluation.completed", "2026-01-12"), ("dueprocess.filed", "2026-02-02")]


@pytest.mark.parametrize(
    ("data", "waived"),
    [
        ({"rule_id": MEETING}, {MEETING}),
        ({"rule_id": REEVALUATION}, {REEVALUATION}),
        ({"rule_id": REEVALUATION, "occurrence": "2026-01-12"}, {REEVALUATION}),
        ({"rule_id": REEVALUATION, "occurrence": "2023-01-12"}, set()),
        ({"rule_id": "us.partc.transition.info"}, set()),
        ({}, {MEETING, REEVALUATION}),
    ],
)
def test_a_waiver_closes_the_duty_it_names_and_no_other(
    data: dict[str, Any], waived: set[str]
) -> None:
    told = [*EVENTS, ("waiver.agreed", "2026-02-09", data)]
    met = {rule for rule in (MEETING, REEVALUATION) if ask(rule, events=told).status == "met"}
    assert met == waived


def test_a_duty_that_knows_no_waiver_is_closed_by_none() -> None:
    told = [("referral.received", "2026-01-12"), ("waiver.agreed", "2026-01-13")]
    assert ask("us.partc.sc.assign", events=told).status == "open"
