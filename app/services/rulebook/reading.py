"""Reading a rule file: no key twice, and every mistake with the line it stands on."""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Base: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader in C where the machine has it: ten times as fast."""
BOOL = "tag:yaml.org,2002:bool"
Where = tuple[str | int, ...]
Shape = TypeVar("Shape", bound=BaseModel)


class InvalidRulebook(ValueError):
    """Files that may not be used; `mistakes` are sentences that begin with file and line."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


class _RepeatedKey(yaml.MarkedYAMLError):
    """A key that a mapping has twice, at the second place."""

    def __init__(self, mapping: yaml.MappingNode) -> None:
        keys = [key for key, _ in mapping.value]
        said = [key.value for key in keys]
        again = next(key for n, key in enumerate(keys) if key.value in said[:n])
        super().__init__(
            problem=f"the key {again.value} stands twice", problem_mark=again.start_mark
        )


class _Loader(Base):  # type: ignore[misc]  # chosen at run time
    """YAML without repeated keys, in which only true and false are truth values: `on` is a word."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != BOOL]
        for first, resolvers in Base.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        found: dict[Hashable, Any] = super().construct_mapping(node, deep)
        if len(found) != len(node.value):
            raise _RepeatedKey(node)
        return found


_Loader.add_implicit_resolver(BOOL, re.compile(r"^(?:true|false)$"), list("tf"))


@dataclass(frozen=True)
class Source:
    """A file's name, content and the tree that knows the lines."""

    name: str
    content: Any
    root: yaml.Node | None

    def line(self, where: Where) -> int:
        """Line, from 1, of the innermost part of `where` that the file spells out."""
        node = self.root
        for part in where:
            node = _child(node, part) or node
        return node.start_mark.line + 1 if node is not None else 1

    def mistake(self, where: Where, about: str, said: str) -> str:
        """One sentence: file, line, what it is about, what is wrong."""
        return f"{self.name}:{self.line(where)}: {about}: {said}"

    def shaped(self, shape: type[Shape], where: Where = ()) -> Shape:
        """The part of the file at `where` in its shape. Raises: InvalidRulebook."""
        content = self.content
        for part in where:
            content = content[part]
        try:
            return shape.model_validate(content)
        except ValidationError as error:
            about = content.get("id", "file") if isinstance(content, dict) else "file"
            raise InvalidRulebook(
                self.mistake((*where, *e["loc"]), str(about), _said(e))
                for e in error.errors(include_url=False, include_input=False)
            ) from None


def _said(error: Any) -> str:
    spelled = ".".join(str(part) for part in error["loc"])
    return f"{spelled}: {error['msg']}" if spelled else str(error["msg"])


def read(path: Path, folder: Path) -> Source:
    """One file; its name is relative to `folder`. Raises: InvalidRulebook."""
    name, root = path.relative_to(folder).as_posix(), None
    try:
        loader = _Loader(path.read_text("utf-8"))
        root = loader.get_single_node()
        content = loader.construct_document(root) if root is not None else {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InvalidRulebook([f"{name}:{line}: {_about(root, line)}: {error.problem}"]) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise InvalidRulebook([f"{name}:1: file: cannot be read as text"]) from None
    return Source(name, content, root)


def _about(root: yaml.Node | None, line: int) -> str:
    """The id of the innermost entry that a line stands in; `file` where there is none."""
    about, waiting = "file", [root] if root is not None else []
    while waiting:
        node = waiting.pop()
        first, after = node.start_mark.line + 1, node.end_mark.line + 1
        if not (line == first or first < line < after):
            continue
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            about = next((v.value for k, v in node.value if k.value == "id"), about)
            waiting += [value for _, value in node.value]
    return str(about)


def _child(node: yaml.Node | None, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        children: list[yaml.Node] = node.value
        return children[part] if part < len(children) else None
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    return None
