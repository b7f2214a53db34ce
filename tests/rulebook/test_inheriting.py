"""What a State has from its parent."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.services import rulebook
from app.services.rulebook import read_book
from app.services.rulebook.inheriting import inherited_rules, overlap
from app.services.rules.book import Rule, in_force
from tests.rulebook.conftest import Edit

BOOK = rulebook.load()
FEDERAL = replace(next(BOOK.all_rules()), id="us.a", replaces=None)
DAYS = st.none() | st.dates(date(2020, 1, 1), date(2020, 3, 1))


def ids(jurisdiction: str, on: date) -> set[str]:
    return {rule.id for rule in BOOK.rules_for(jurisdiction, on)}


def test_a_state_without_rules_of_its_own_has_every_federal_rule() -> None:
    assert BOOK.jurisdictions["us-ct"].rules == BOOK.jurisdictions["us"].rules


def test_a_rule_that_a_state_replaces_is_off_there_and_on_elsewhere() -> None:
    on = date(2025, 1, 1)
    assert "us.partc.initial_ifsp" not in ids("us-ca", on)
    assert "us-ca.partc.initial_ifsp" in ids("us-ca", on)
    assert "us.partc.initial_ifsp" in ids("us-va", on)


def test_the_federal_rule_stands_until_the_states_begins() -> None:
    federal, state = "us.partc.transition.conference", "us-ny.partc.transition.conference"
    assert federal in ids("us-ny", date(2024, 2, 13))
    assert state not in ids("us-ny", date(2024, 2, 13))
    assert federal not in ids("us-ny", date(2024, 2, 14))
    assert state in ids("us-ny", date(2024, 2, 14))


def test_a_state_sets_its_own_params_and_has_the_others_of_its_parent() -> None:
    virginia, federal = BOOK.jurisdictions["us-va"].params, BOOK.jurisdictions["us"].params
    assert virginia["partc_timely_service"]["value"] == 30
    assert virginia["due_soon_days"] == federal["due_soon_days"] == {
        "value": 7, "unit": "cd", "confidence": "knowledge", "note": federal["due_soon_days"]["note"],
    }  # fmt: skip
    assert BOOK.soon_days("us-va") == 7


def test_a_disabled_rule_has_nothing_in_its_place(folder: Path, edit: Edit) -> None:
    edit("us-va/jurisdiction.yaml", "\nrules:", "disables: [us.partc.dueprocess]\n\nrules:")
    rules = read_book(folder).jurisdictions["us-va"].rules
    assert "us.partc.dueprocess" not in {rule.id for rule in rules}


def test_a_grandchild_inherits_from_its_parent(folder: Path, edit: Edit) -> None:
    county = folder / "us-va-fairfax"
    county.mkdir()
    (county / "jurisdiction.yaml").write_text(
        "id: us-va-fairfax\nname: Fairfax\nparent: us-va\nparams: {}\n"
    )
    book = read_book(folder)
    assert book.jurisdictions["us-va-fairfax"].rules == book.jurisdictions["us-va"].rules


@given(st.lists(st.tuples(DAYS, DAYS), max_size=4), st.tuples(DAYS, DAYS), st.dates(date(2019, 12, 1), date(2020, 4, 1)))  # fmt: skip
def test_on_every_day_either_the_parents_rule_or_the_one_in_its_place_is_in_force(
    spans: list[tuple[date | None, date | None]],
    whole: tuple[date | None, date | None],
    on: date,
) -> None:
    federal = replace(FEDERAL, effective_from=whole[0], effective_to=whole[1])
    own = [
        replace(FEDERAL, id=f"us-xx.{n}", replaces="us.a", effective_from=first, effective_to=last)
        for n, (first, last) in enumerate(spans)
        if first is None or last is None or first <= last
    ]
    kept = [rule for rule in inherited_rules([federal], own, ()) if in_force(rule, on)]
    is_replaced = any(in_force(rule, on) for rule in own)
    assert len(kept) == (in_force(federal, on) and not is_replaced)


@given(st.tuples(DAYS, DAYS), st.tuples(DAYS, DAYS))
def test_overlap_is_the_same_both_ways(
    one: tuple[date | None, date | None], other: tuple[date | None, date | None]
) -> None:
    def lasting(span: tuple[date | None, date | None]) -> Rule:
        return replace(FEDERAL, effective_from=span[0], effective_to=span[1])

    assert overlap(lasting(one), lasting(other)) == overlap(lasting(other), lasting(one))
