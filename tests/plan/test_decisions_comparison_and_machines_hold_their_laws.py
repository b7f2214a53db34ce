"""Pure parts of plans: what decisions come to, what differs, where steps may lead."""

from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.models.plan import Plan, PlanDecision
from app.models.words.plan import EDITABLE, LIVE, OPEN, LineState, PlanState
from app.services import rulebook
from app.services.plan.compare import differences
from app.services.plan.complete import ELEMENTS, check
from app.services.plan.line_machine import LINES
from app.services.plan.machine import IEP, IFSP, STRIKE
from app.services.plan.settle import Settled, settle

ENDS = {
    PlanState.DECLINED, PlanState.REFUSED, PlanState.AMENDED, PlanState.SUPERSEDED, PlanState.ENDED, PlanState.EXPIRED,
    PlanState.WITHDRAWN, PlanState.ENTERED_IN_ERROR,
}  # fmt: skip
ORDERS = st.none() | st.dates(date(2025, 1, 1), date(2026, 1, 1))
DECISIONS = st.lists(
    st.builds(
        lambda who, yes, order: PlanDecision(
            tenant_id=UUID(int=0), student_id=UUID(int=0), plan_id=UUID(int=0), line_id=UUID(int=1),
            contact_id=UUID(int=who), signature_id=UUID(int=0), is_consented=yes, decided_on=date(2026, 1, 5),
            court_order_on=order,
        ),
        st.integers(1, 3), st.booleans(), ORDERS,
    ),
    max_size=6,
)  # fmt: skip


@given(DECISIONS)
def test_one_voice_settles_two_do_not_and_an_order_always_does(
    decisions: list[PlanDecision],
) -> None:
    found = settle(decisions)
    ordered = [d for d in decisions if d.court_order_on is not None]
    latest = {d.contact_id: d.is_consented for d in decisions}
    if ordered:
        last = max(d.court_order_on for d in ordered if d.court_order_on)
        voice = [d.is_consented for d in ordered if d.court_order_on == last][-1]
        assert found is (Settled.CONSENTED if voice else Settled.DECLINED)
    elif not latest:
        assert found is Settled.UNDECIDED
    elif len(set(latest.values())) > 1:
        assert found is Settled.DISPUTED
    else:
        assert found.value == ("consented" if latest.popitem()[1] else "declined")


VALUES: Any = st.none() | st.integers(0, 3) | st.text("ab", max_size=2)
ITEMS: Any = st.lists(
    st.fixed_dictionaries({"number": st.integers(1, 4), "statement": VALUES, "criterion": VALUES}),
    unique_by=lambda item: item["number"],
    max_size=4,
)
DOCUMENTS: Any = st.fixed_dictionaries(
    {
        "reason": VALUES, "outcomes": ITEMS, "services": ITEMS,
        "family": st.none() | st.fixed_dictionaries({"is_agreed": st.booleans(), "concerns": VALUES}),
    }
)  # fmt: skip


def by_number(items: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {item["number"]: item for item in items}


@given(DOCUMENTS, DOCUMENTS)
def test_a_comparison_is_nothing_for_equals_and_turns_around(a: Any, b: Any) -> None:
    assert differences(a, a) == []
    there, back = differences(a, b), differences(b, a)
    assert {(d.pointer, str(d.before), str(d.after)) for d in there} == {
        (d.pointer, str(d.after), str(d.before)) for d in back
    }
    same = all(
        by_number(a[k]) == by_number(b[k]) if k in {"outcomes", "services"} else a[k] == b[k]
        for k in a
    )
    assert (there == []) is same


def test_every_state_of_a_plan_leads_on_or_is_an_end() -> None:
    for machine in (IFSP, IEP):
        reached = {PlanState.DRAFT.value}
        for _ in PlanState:
            reached |= {
                str(s.target) for state in reached for s in machine.from_state(state) if s.target
            }
        for state in reached:
            onward = any(s.target and s is not STRIKE for s in machine.from_state(state))
            assert onward or PlanState(state) in ENDS or PlanState(state) in LIVE, state
    assert set(OPEN).isdisjoint(LIVE)
    assert set(EDITABLE) <= set(OPEN)


def test_nobody_starts_a_service_by_typing() -> None:
    targets = {s.target for s in LINES.steps}
    assert LineState.STARTED not in targets
    assert LineState.CONSENTED not in targets


def test_the_elements_are_the_rulebooks_checklist() -> None:
    checklists = rulebook.load().checklists
    by_rulebook = [e for e in ELEMENTS["partc"] if e.text is None]  # type: ignore[index]
    assert len(by_rulebook) == len(checklists["ifsp_content"])
    plan = Plan(
        tenant_id=UUID(int=0), student_id=UUID(int=0), program="partc", type="initial", number=1
    )
    said = [f.text for f in check(plan, [], checklists)]
    assert said[: len(by_rulebook)] == list(checklists["ifsp_content"])
    for word, text in (("levels", "present levels"), ("coordinator", "service coordinator")):
        assert text in next(f.text for f in check(plan, [], checklists) if f.code == word)
