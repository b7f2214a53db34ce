"""Reads the eligibility policies: strictly, once, and naming the line of whatever is wrong."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from app.services.rules.eligibility import Conditions, Listed, Policies, Policy

FOLDER = Path(__file__).parent
CONDITIONS, POLICIES = "icd10cm.yaml", "eligibility.yaml"
ALL_PROGRAMS = "*"


class InvalidPolicy(ValueError):
    """A policy file that may not be used; the message begins with file, line and policy."""


class Vector(BaseModel):
    """An example beside the policies it checks: what is stated, and what must be answered."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    program: str = "partc"
    given: dict[str, Any]
    expect: dict[str, Any]


class PolicyFile(BaseModel):
    """One jurisdiction's file. `defaults` are by program and reach its children; `*` is any program."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    jurisdiction: str
    parent: str | None
    defaults: dict[str, dict[str, Any]]
    policies: list[dict[str, Any]]
    vectors: list[Vector]


class _Loader(yaml.SafeLoader):
    """YAML with exact numbers, and without repeated keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        if repeated := {key for key in keys if keys.count(key) > 1}:
            raise yaml.constructor.ConstructorError(
                None, None, f"repeated key {', '.join(sorted(repeated))}", node.start_mark
            )
        return super().construct_mapping(node, deep)

    def exact(self, node: yaml.ScalarNode) -> Decimal:
        return Decimal(self.construct_scalar(node))


_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.exact)


@cache
def load_policies() -> Policies:
    """All policies of the rulebook. Raises: InvalidPolicy."""
    return read_policies(FOLDER)


def read_policies(folder: Path) -> Policies:
    """Policies of a folder with a folder per jurisdiction. Raises: InvalidPolicy."""
    files = dict(read_files(folder))
    by_name = {file.jurisdiction: file for file in files.values()}
    for path, file in files.items():
        if path.parent.name != file.jurisdiction or (file.parent or "us") not in by_name:
            raise InvalidPolicy(f"{path}:1: {file.jurisdiction}: wrong folder or unknown parent")
    found = [
        (file.jurisdiction, policy)
        for path, file in files.items()
        for policy in _policies(path, file, by_name)
    ]
    parents = {name: file.parent for name, file in by_name.items()}
    return Policies(parents, found, _conditions(folder / CONDITIONS))


def read_files(folder: Path) -> Iterator[tuple[Path, PolicyFile]]:
    """Policy files with their paths, vectors included. Raises: InvalidPolicy."""
    for path in sorted(folder.glob(f"*/{POLICIES}")):
        content = _read(path)
        try:
            yield path, PolicyFile.model_validate(content)
        except ValidationError as error:
            raise _invalid(path, "file", error, ()) from None


def without_criteria(folder: Path, jurisdictions: Iterable[str]) -> Iterator[str]:
    """Jurisdictions of the rulebook that do not say who is eligible."""
    for name in jurisdictions:
        if not (folder / name / POLICIES).is_file():
            yield f"{name}/{POLICIES}:1: {name}: a jurisdiction without eligibility criteria"


def _policies(path: Path, file: PolicyFile, files: Mapping[str, PolicyFile]) -> list[Policy]:
    policies = []
    for position, raw in enumerate(file.policies):
        name, program = str(raw.get("id")), str(raw.get("program"))
        try:
            policy = Policy.model_validate(_inherited(file, files, program) | raw)
        except ValidationError as error:
            raise _invalid(path, name, error, ("policies", position)) from None
        if not name.startswith(f"{file.jurisdiction}.{program}"):
            line = line_of(path, ("policies", position))
            raise InvalidPolicy(f"{path}:{line}: {name}: the id names another program")
        policies.append(policy)
    _refuse_overlaps(path, policies)
    return policies


def _inherited(file: PolicyFile, files: Mapping[str, PolicyFile], program: str) -> dict[str, Any]:
    above = _inherited(files[file.parent], files, program) if file.parent else {}
    return above | file.defaults.get(ALL_PROGRAMS, {}) | file.defaults.get(program, {})


def _refuse_overlaps(path: Path, policies: list[Policy]) -> None:
    for one, other in combinations(policies, 2):
        if one.id == other.id or (one.program == other.program and one.overlaps(other)):
            line = line_of(path, ("policies", policies.index(other)))
            raise InvalidPolicy(f"{path}:{line}: {other.id}: overlaps {one.id}")


def _conditions(path: Path) -> Conditions:
    content = _read(path)
    try:
        listed = TypeAdapter(dict[str, list[Listed]]).validate_python(content)["conditions"]
    except ValidationError as error:
        raise _invalid(path, "conditions", error, ()) from None
    codes = [entry.code for entry in listed]
    if repeated := {code for code in codes if codes.count(code) > 1}:
        raise InvalidPolicy(f"{path}:1: conditions: repeated code {', '.join(sorted(repeated))}")
    return Conditions(listed)


def _read(path: Path) -> Any:
    try:
        return yaml.load(path.read_text("utf-8"), _Loader)  # noqa: S506 - a SafeLoader, made stricter
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InvalidPolicy(f"{path}:{line}: file: {error.problem}") from None


def _invalid(
    path: Path, name: str, error: ValidationError, within: tuple[str | int, ...]
) -> InvalidPolicy:
    first = error.errors(include_url=False)[0]
    where = (*within, *first["loc"])
    spelled = ".".join(str(part) for part in first["loc"])
    return InvalidPolicy(f"{path}:{line_of(path, where)}: {name}: {spelled}: {first['msg']}")


def line_of(path: Path, where: Iterable[str | int]) -> int:
    """Line of the innermost part of `where` that the file spells out, counted from 1."""
    node = yaml.compose(path.read_text("utf-8"), _Loader)
    if node is None:
        return 1
    for part in where:
        node = _child(node, part) or node
    return int(node.start_mark.line) + 1


def _child(node: yaml.Node, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        child: yaml.Node = node.value[part]
        return child
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    return None


__all__ = [
    "InvalidPolicy",
    "PolicyFile",
    "Vector",
    "line_of",
    "load_policies",
    "read_files",
    "read_policies",
    "without_criteria",
]
