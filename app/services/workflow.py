"""State machines: which steps a record may take, from where, by whom, and what must hold first.

A machine is data. It answers both "take this step" and "what may I do now", so
that a screen that asks and a step that is refused can never disagree.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from app.auth import Actor
from app.errors import Forbidden, Problem

Facts = TypeVar("Facts")
Condition = Callable[[Facts], str | None]
"""What a step needs: None when it holds, else what is missing, as a sentence that names nobody."""


class StepNotAllowed(Problem):
    status, code, title = 409, "step-not-allowed", "The record cannot take this step now"


class StepNotReady(Problem):
    status, code, title = 409, "step-not-ready", "Something is missing for this step"


class ReasonMissing(Problem):
    status, code, title = 409, "reason-missing", "This step needs a reason code"
    detail = "Say in `reason_code` why; the history keeps it."


STEP_PROBLEMS = (StepNotAllowed, StepNotReady, ReasonMissing)


@dataclass(frozen=True, slots=True)
class Step(Generic[Facts]):
    """One thing a person may do with a record.

    `target` None: the state stays. The same act may be several steps, one for
    each group of states it leads from.
    """

    act: str
    title: str
    sources: frozenset[str]
    target: str | None
    scope: str
    needs: tuple[Condition[Facts], ...] = ()
    is_reasoned: bool = False

    def missing(self, facts: Facts) -> list[str]:
        said = (need(facts) for need in self.needs)
        return [sentence for sentence in said if sentence is not None]


@dataclass(frozen=True, slots=True)
class Action:
    """A step as a front end shows it: allowed, or why not."""

    act: str
    title: str
    to_state: str
    is_allowed: bool
    is_reasoned: bool
    why_not: list[str]


class Machine(Generic[Facts]):
    """The steps of one kind of record. Raises: ValueError for two steps of one act from one state."""

    def __init__(self, steps: Sequence[Step[Facts]]) -> None:
        self.steps = steps
        self._by_act: dict[tuple[str, str], Step[Facts]] = {}
        for step in steps:
            for source in step.sources:
                if (step.act, source) in self._by_act:
                    raise ValueError(f"{step.act} leads from {source} twice")
                self._by_act[step.act, source] = step

    @classmethod
    def of(cls, *steps: Step[Facts]) -> Self:
        return cls(steps)

    def from_state(self, state: str) -> Iterable[Step[Facts]]:
        return (step for step in self.steps if state in step.sources)

    def actions(
        self, actor: Actor, state: str, facts: Facts, hindrance: str | None = None
    ) -> list[Action]:
        """Every step that leads from here, with what keeps the caller from it; `hindrance` keeps everybody from all."""
        return [
            self._action(actor, state, step, facts, hindrance) for step in self.from_state(state)
        ]

    def _action(
        self, actor: Actor, state: str, step: Step[Facts], facts: Facts, hindrance: str | None
    ) -> Action:
        why_not = [*([hindrance] if hindrance else []), *step.missing(facts)]
        if step.scope not in actor.scopes:
            why_not.insert(0, "Your role does not allow this.")
        return Action(
            act=step.act,
            title=step.title,
            to_state=step.target or state,
            is_allowed=not why_not,
            is_reasoned=step.is_reasoned,
            why_not=why_not,
        )

    def require(
        self, actor: Actor, state: str, act: str, facts: Facts, reason_code: str | None = None
    ) -> Step[Facts]:
        """The step, if it may be taken now. Raises: STEP_PROBLEMS, Forbidden."""
        step = self._by_act.get((act, state))
        if step is None:
            raise self._refusal(state, facts)
        if step.scope not in actor.scopes:
            raise Forbidden(f"This needs the scope {step.scope}; your token does not hold it.")
        if missing := step.missing(facts):
            raise StepNotReady(" ".join(missing), state=state, missing=missing)
        if step.is_reasoned and reason_code is None:
            raise ReasonMissing
        return step

    def _refusal(self, state: str, facts: Facts) -> StepNotAllowed:
        """Names the steps that lead from here, and what those that are not ready lack."""
        lacking = {s.act: s.missing(facts) for s in self.from_state(state)}
        missing = {act: said for act, said in lacking.items() if said}
        return StepNotAllowed(
            _whither(state, list(lacking)), state=state, allowed=list(lacking), missing=missing
        )


def _whither(state: str, allowed: list[str]) -> str:
    if not allowed:
        return f"The record is {state}; no step leads from there."
    return f"The record is {state}; from there it may: {', '.join(allowed)}."


def states(*names: Any) -> frozenset[str]:
    """States by their words, for `sources`."""
    return frozenset(str(name) for name in names)
