"""What several decisions on one service come to. Pure.

Each parent's latest decision counts. Where those who may sign disagree,
nothing is settled until a dated court order says whose decision holds.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from uuid import UUID

from app.models.plan import PlanDecision


class Settled(StrEnum):
    UNDECIDED = "undecided"
    CONSENTED = "consented"
    DECLINED = "declined"
    DISPUTED = "disputed"


def settle(decisions: Iterable[PlanDecision]) -> Settled:
    """`decisions` on one line, in the order in which they were recorded."""
    latest: dict[UUID, PlanDecision] = {}
    ordered: PlanDecision | None = None
    for decision in decisions:
        latest[decision.contact_id] = decision
        if decision.court_order_on is not None and _is_later(decision, ordered):
            ordered = decision
    if ordered is not None:
        return _of(ordered.is_consented)
    answers = {d.is_consented for d in latest.values()}
    if len(answers) > 1:
        return Settled.DISPUTED
    return _of(answers.pop()) if answers else Settled.UNDECIDED


def _is_later(decision: PlanDecision, than: PlanDecision | None) -> bool:
    """Of two orders the later one holds; of one order, what was recorded last under it."""
    if than is None:
        return True
    assert decision.court_order_on is not None  # noqa: S101 - both are under an order
    assert than.court_order_on is not None  # noqa: S101
    return decision.court_order_on >= than.court_order_on


def _of(is_consented: bool) -> Settled:
    return Settled.CONSENTED if is_consented else Settled.DECLINED


def standing(line_ids: Iterable[UUID], decisions: Iterable[PlanDecision]) -> Mapping[UUID, Settled]:
    """Each line of a version, and what was decided on it."""
    by_line: dict[UUID, list[PlanDecision]] = {line_id: [] for line_id in line_ids}
    for decision in decisions:
        if decision.line_id in by_line:
            by_line[decision.line_id].append(decision)
    return {line_id: settle(found) for line_id, found in by_line.items()}
