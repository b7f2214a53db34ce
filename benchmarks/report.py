"""Figures as a table on the screen and as JSON."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.trial import Comparison, Cost, Plan, median_cost

console = Console(width=120)
WORST_TAIL = 3.0
"""p99 may be so many times p50 at twice the pool's size."""


def show(
    students: int, costs: Sequence[Cost], comparisons: Sequence[Comparison], plan: Plan
) -> None:
    """Print shares with their goals, then processor time and latencies of each trial."""
    console.print(_shares(students, costs, comparisons, plan))
    console.print(_trials(costs, plan))


def _shares(
    students: int, costs: Sequence[Cost], comparisons: Sequence[Comparison], plan: Plan
) -> Table:
    table = Table(title=f"Shares of processor time, {students} students", title_justify="left")
    for heading in ("comparison", "goal", *(f"{n} connections" for n in plan.connections)):
        table.add_column(heading)
    named = {c.trial for c in costs}
    for each in comparisons:
        if {each.of, each.per} <= named:
            table.add_row(each.name, each.goal, *(_share(each, costs, n) for n in plan.connections))
    return table


def _share(comparison: Comparison, costs: Sequence[Cost], connections: int) -> str:
    """Median, range over the rounds, and whether the median meets the goal."""
    shares = comparison.shares(costs, connections)
    middle = statistics.median(shares)
    verdict = "met" if comparison.is_met(middle) else "MISSED"
    spread = f"{middle:.2f} ({min(shares):.2f}-{max(shares):.2f})"
    return f"{spread} {verdict}" if comparison.goal else spread


def _trials(costs: Sequence[Cost], plan: Plan) -> Table:
    table = Table(title="Microseconds of processor time a request", title_justify="left")
    for heading in ("trial", "connections", "server", "database", "p50 ms", "p99 ms", "tail"):
        table.add_column(heading, justify="left" if heading == "trial" else "right")
    for trial in dict.fromkeys(c.trial for c in costs):
        for connections in plan.connections:
            cost = median_cost(costs, trial, connections)
            seen = cost.outcome
            tail = seen.p99_ms / seen.p50_ms
            verdict = "" if tail <= WORST_TAIL or connections == 1 else " MISSED"
            table.add_row(
                trial, str(connections), f"{cost.server_us:.0f}", f"{cost.database_us:.0f}",
                f"{seen.p50_ms:.2f}", f"{seen.p99_ms:.2f}", f"{tail:.1f}{verdict}",
            )  # fmt: skip
    return table


def keep(path: Path, costs: Sequence[Cost]) -> None:
    path.write_text(json.dumps([asdict(cost) for cost in costs], indent=1) + "\n")
