"""An outcome that a section names, in the words of the plan."""

from collections.abc import Mapping
from typing import Any

from app.models.plan import Plan


def stated(named: Mapping[str, Any], plan: Plan | None) -> str:
    """Its number and words; one of another version of the plan by its number alone."""
    if named["goal"]:
        return str(named["goal"])
    items = [*plan.outcomes, *plan.goals] if plan and str(plan.id) == named["plan_id"] else []
    statements = {i["number"]: i["statement"] for i in items}
    number = named["number"]
    return f"{number}. {statements[number]}" if number in statements else f"{number}."
