"""Calling servers in rotating order, and what each request cost them."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from benchmarks.caller import Errand, Outcome
from benchmarks.processor import seconds_of, seconds_of_family
from benchmarks.servers import Server


@dataclass(frozen=True)
class Trial:
    """One way to ask one server: its requests are sent in turn, again and again."""

    name: str
    server: Server
    requests: list[str]


@dataclass(frozen=True)
class Cost:
    """Of one window: processor microseconds a request, and what the caller saw."""

    trial: str
    connections: int
    server_us: float
    database_us: float
    outcome: Outcome

    @property
    def total_us(self) -> float:
        return self.server_us + self.database_us


@dataclass(frozen=True)
class Plan:
    rounds: int
    seconds: float
    connections: tuple[int, ...]


def measure(trials: Sequence[Trial], postmaster: int, plan: Plan) -> Iterator[Cost]:
    """Yield the cost of each window; each round begins with another trial, after one unmeasured round."""
    for trial in trials:
        _window(trial, postmaster, plan.connections[-1], plan.seconds)
    for turn in range(plan.rounds):
        for connections in plan.connections:
            for trial in [*trials[turn:], *trials[:turn]]:
                yield _window(trial, postmaster, connections, plan.seconds)


def _window(trial: Trial, postmaster: int, connections: int, seconds: float) -> Cost:
    """Raises: RuntimeError when a request was refused: that would measure something else."""
    server, database = seconds_of(trial.server.pid), seconds_of_family(postmaster)
    outcome = _call(Errand(trial.server.port, trial.requests, connections, seconds))
    server = seconds_of(trial.server.pid) - server
    database = seconds_of_family(postmaster) - database
    if outcome.failed:
        raise RuntimeError(f"{trial.name}: {outcome.failed} of {outcome.requests} requests failed")
    each = 1e6 / outcome.requests
    return Cost(trial.name, connections, server * each, database * each, outcome)


def _call(errand: Errand) -> Outcome:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.caller"],
        input=json.dumps(asdict(errand)),
        capture_output=True,
        text=True,
        check=True,
    )
    return Outcome(**json.loads(done.stdout))


@dataclass(frozen=True)
class Comparison:
    """Processor time of one trial as a share of another's; `at_least` or `at_most` is the goal."""

    name: str
    of: str
    per: str
    at_least: float | None = None
    at_most: float | None = None

    def shares(self, costs: Sequence[Cost], connections: int) -> list[float]:
        """One share a round, by windows that lie close together."""
        of, per = (
            [c.total_us for c in costs if c.trial == name and c.connections == connections]
            for name in (self.of, self.per)
        )
        return [a / b for a, b in zip(of, per, strict=True)]

    @property
    def goal(self) -> str:
        """Empty for a share that is told beside the others, without a goal."""
        if self.at_least is not None:
            return f">= {self.at_least}"
        return f"<= {self.at_most}" if self.at_most is not None else ""

    def is_met(self, share: float) -> bool:
        return (self.at_least is None or share >= self.at_least) and (
            self.at_most is None or share <= self.at_most
        )


def median_cost(costs: Sequence[Cost], trial: str, connections: int) -> Cost:
    """The window of middle total cost. Raises: StatisticsError without one."""
    found = [c for c in costs if c.trial == trial and c.connections == connections]
    middle = statistics.median_low([c.total_us for c in found])
    return next(c for c in found if c.total_us == middle)
