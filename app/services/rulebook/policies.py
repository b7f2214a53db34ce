"""Reads the eligibility policies: strictly, once, and naming the line of whatever is wrong."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from app.services.rulebook.reading import Base
from app.services.rules.eligibility import Conditions, Listed, Policies, Policy

FOLDER = Path(__file__).parent
CONDITIONS, POLICIES = "icd10cm.yaml", "eligibility.yaml"
ALL_PROGRAMS = "*"
Read = TypeVar("Read")


class InvalidPolicy(ValueError):
    """Policy files that may not be used; each mistake begins with file, line and policy."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


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


class _Loader(Base):  # type: ignore[misc]  # chosen at run time
    """YAML with exact numbers, and without repeated keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        if repeated := {key for key in keys if keys.count(key) > 1}:
            raise yaml.constructor.ConstructorError(
                None, None, f"repeated key {', '.join(sorted(repeated))}", node.start_mark
            )
        found: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return found

    def exact(self, node: yaml.ScalarNode) -> Decimal:
        return Decimal(self.construct_scalar(node))


_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.exact)


@cache
def load_policies() -> Policies:
    """All policies of the rulebook. Raises: InvalidPolicy."""
    return read_policies(FOLDER)


def read_policies(folder: Path) -> Policies:
    """Policies of a folder with a folder per jurisdiction. Raises: InvalidPolicy, with every mistake."""
    mistakes: list[str] = []
    files = {path: file for path in _paths(folder) if (file := _kept(mistakes, _file, path))}
    _refuse(mistakes)
    by_name = {file.jurisdiction: file for file in files.values()}
    for path, file in files.items():
        if path.parent.name != file.jurisdiction or (file.parent or "us") not in by_name:
            wrong = f"{file.jurisdiction}: wrong folder or unknown parent"
            mistakes.append(f"{_said(path)}:1: {wrong}")
    _refuse(mistakes)
    found = [
        (file.jurisdiction, policy)
        for path, file in files.items()
        for policy in _policies(mistakes, path, file, by_name)
    ]
    conditions = _kept(mistakes, _conditions, folder / CONDITIONS)
    if mistakes or conditions is None:
        raise InvalidPolicy(mistakes)
    parents = {name: file.parent for name, file in by_name.items()}
    return Policies(parents, found, conditions)


def read_files(folder: Path) -> Iterator[tuple[Path, PolicyFile]]:
    """Policy files with their paths, vectors included. Raises: InvalidPolicy."""
    for path in _paths(folder):
        yield path, _file(path)


def _paths(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*/{POLICIES}"))


def _file(path: Path) -> PolicyFile:
    """Raises: InvalidPolicy."""
    content = _read(path)
    try:
        return PolicyFile.model_validate(content)
    except ValidationError as error:
        raise _invalid(path, "file", error, ()) from None


def _kept(mistakes: list[str], read: Callable[[Path], Read], path: Path) -> Read | None:
    """What is read there; None where it is wrong, its mistakes then among the others."""
    try:
        return read(path)
    except InvalidPolicy as error:
        mistakes += error.mistakes
        return None


def _refuse(mistakes: list[str]) -> None:
    """Raises: InvalidPolicy where there are any."""
    if mistakes:
        raise InvalidPolicy(mistakes)


def without_criteria(folder: Path, jurisdictions: Iterable[str]) -> Iterator[str]:
    """Jurisdictions of the rulebook that do not say who is eligible."""
    for name in jurisdictions:
        if not (folder / name / POLICIES).is_file():
            yield f"{name}/{POLICIES}:1: {name}: a jurisdiction without eligibility criteria"


def _policies(
    mistakes: list[str], path: Path, file: PolicyFile, files: Mapping[str, PolicyFile]
) -> list[Policy]:
    """The policies of a file that can be read; what is wrong with others goes to the mistakes."""
    policies: dict[int, Policy] = {}
    for position, raw in enumerate(file.policies):
        name, program = str(raw.get("id")), str(raw.get("program"))
        where = ("policies", position)
        try:
            policy = Policy.model_validate(_inherited(file, files, program) | raw)
        except ValidationError as error:
            mistakes += _invalid(path, name, error, where).mistakes
            continue
        if not name.startswith(f"{file.jurisdiction}.{program}"):
            mistakes.append(_mistake(path, where, f"{name}: the id names another program"))
        policies[position] = policy
    mistakes += _overlaps(path, policies)
    return list(policies.values())


def _inherited(file: PolicyFile, files: Mapping[str, PolicyFile], program: str) -> dict[str, Any]:
    above = _inherited(files[file.parent], files, program) if file.parent else {}
    return above | file.defaults.get(ALL_PROGRAMS, {}) | file.defaults.get(program, {})


def _overlaps(path: Path, policies: Mapping[int, Policy]) -> Iterator[str]:
    for (_, one), (position, other) in combinations(policies.items(), 2):
        if one.id == other.id or (one.program == other.program and one.overlaps(other)):
            yield _mistake(path, ("policies", position), f"{other.id}: overlaps {one.id}")


def _conditions(path: Path) -> Conditions:
    content = _read(path)
    try:
        listed = TypeAdapter(dict[str, list[Listed]]).validate_python(content)["conditions"]
    except ValidationError as error:
        raise _invalid(path, "conditions", error, ()) from None
    codes = [entry.code for entry in listed]
    if repeated := {code for code in codes if codes.count(code) > 1}:
        again = f"conditions: repeated code {', '.join(sorted(repeated))}"
        raise InvalidPolicy([f"{_said(path)}:1: {again}"])
    return Conditions(listed)


def _read(path: Path) -> Any:
    try:
        return yaml.load(path.read_text("utf-8"), _Loader)  # noqa: S506 - a SafeLoader, made stricter
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InvalidPolicy([f"{_said(path)}:{line}: file: {error.problem}"]) from None


def _invalid(
    path: Path, name: str, error: ValidationError, within: tuple[str | int, ...]
) -> InvalidPolicy:
    return InvalidPolicy(
        _mistake(path, (*within, *e["loc"]), f"{name}: {'.'.join(map(str, e['loc']))}: {e['msg']}")
        for e in error.errors(include_url=False)
    )


def _mistake(path: Path, where: Iterable[str | int], said: str) -> str:
    return f"{_said(path)}:{line_of(path, where)}: {said}"


def _said(path: Path) -> str:
    """As `rules lint` names every file: from the folder of the rulebook on."""
    return f"{path.parent.name}/{path.name}" if path.name == POLICIES else path.name


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
