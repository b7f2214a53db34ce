"""All policies, and the choice of the one in force."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from app.services.rules.eligibility.conditions import Conditions
from app.services.rules.eligibility.policy import Policy


class Policies:
    """Policies by jurisdiction and program; a jurisdiction has the programs of its parent too."""

    def __init__(
        self,
        parents: Mapping[str, str | None],
        policies: Iterable[tuple[str, Policy]],
        conditions: Conditions,
    ) -> None:
        """Take `policies` as pairs of jurisdiction and policy; every jurisdiction is in `parents`."""
        self.conditions = conditions
        self._parents = dict(parents)
        self._by_program: dict[str, dict[str, list[Policy]]] = {name: {} for name in parents}
        found: dict[tuple[str, str], list[Policy]] = defaultdict(list)
        for jurisdiction, policy in policies:
            found[jurisdiction, policy.program].append(policy)
        for (jurisdiction, program), versions in found.items():
            self._by_program[jurisdiction][program] = versions

    @cached_property
    def risk_factors(self) -> frozenset[str]:
        """Every factor that some policy names, in whatever State and version."""
        return frozenset[str]().union(
            *(
                policy.factors
                for programs in self._by_program.values()
                for versions in programs.values()
                for policy in versions
            )
        )

    @property
    def jurisdictions(self) -> frozenset[str]:
        return frozenset(self._parents)

    def programs(self, jurisdiction: str) -> frozenset[str]:
        """Programs of a known jurisdiction, its parents' included."""
        parent = self._parents[jurisdiction]
        own = frozenset(self._by_program[jurisdiction])
        return own | self.programs(parent) if parent else own

    def versions(self, jurisdiction: str, program: str) -> tuple[Policy, ...]:
        """Versions of a known program: the jurisdiction's own, or else its parent's."""
        if own := self._by_program[jurisdiction].get(program):
            return tuple(own)
        parent = self._parents[jurisdiction]
        return self.versions(parent, program) if parent else ()

    def in_force(self, jurisdiction: str, program: str, on: date) -> Policy | None:
        """Version in force on the day; None before the first and in a gap."""
        return next((p for p in self.versions(jurisdiction, program) if p.is_in_force(on)), None)
