"""A contract for import-linter: some packages may import a few named things and nothing else."""

import sys
from typing import Any

from grimp import ImportGraph
from importlinter.application import output
from importlinter.domain import fields
from importlinter.domain.contract import Contract, ContractCheck


class OnlyContract(Contract):
    """`packages` import themselves, the standard library and `may_import`; all direct imports count."""

    type_name = "only"
    packages: Any = fields.SetField(subfield=fields.ModuleField())
    may_import: Any = fields.SetField(subfield=fields.ModuleField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        strays = sorted(
            (importer, imported)
            for package in self.packages
            for importer in {package.name, *graph.find_descendants(package.name)}
            for imported in graph.find_modules_directly_imported_by(importer)
            if not self._allows(package.name, imported)
        )
        return ContractCheck(kept=not strays, metadata={"strays": strays})

    def _allows(self, package: str, imported: str) -> bool:
        allowed = (package, *(m.name for m in self.may_import))
        is_standard = imported.partition(".")[0] in sys.stdlib_module_names
        return is_standard or any(f"{imported}.".startswith(f"{name}.") for name in allowed)

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["strays"]:
            output.print_error(f"{importer} may not import {imported}")
