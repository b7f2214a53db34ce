"""The flat function as text: what a reader is shown, and what a traceback points into."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

INDENT = "    "
WIDE = 88
"""Column from which the origin of a line is written, if the line leaves room for it."""


@dataclass(slots=True)
class Line:
    """A statement, and where what it does is written: file and line."""

    node: ast.stmt
    origin: tuple[str, int]


@dataclass(slots=True)
class Branch:
    test: ast.expr
    origin: tuple[str, int]
    body: "Lines" = field(default_factory=list)
    orelse: "Lines" = field(default_factory=list)


@dataclass(slots=True)
class Loop:
    target: ast.expr
    items: ast.expr
    origin: tuple[str, int]
    body: "Lines" = field(default_factory=list)


Lines = list["Line | Branch | Loop"]


def function_text(name: str, parameters: tuple[str, ...], lines: Lines) -> str:
    head = f"def {name}({', '.join(parameters)}):"
    return "\n".join([head, *_block(lines, INDENT)]) + "\n"


def _block(lines: Lines, indent: str) -> Iterator[str]:
    written = [text for line in lines for text in _written(line, indent)]
    yield from written or [f"{indent}pass"]


def _written(line: "Line | Branch | Loop", indent: str) -> Iterator[str]:
    if isinstance(line, Line):
        yield _noted(indent + ast.unparse(line.node), line.origin)
    elif isinstance(line, Loop):
        head = f"{indent}for {ast.unparse(line.target)} in {ast.unparse(line.items)}:"
        yield _noted(head, line.origin)
        yield from _block(line.body, indent + INDENT)
    elif line.body or line.orelse:
        yield from _branch(line, indent, "if")


def _branch(branch: Branch, indent: str, word: str) -> Iterator[str]:
    test, body, orelse = branch.test, branch.body, branch.orelse
    if not body:
        test, body, orelse = ast.UnaryOp(ast.Not(), test), orelse, []
    yield _noted(f"{indent}{word} {ast.unparse(test)}:", branch.origin)
    yield from _block(body, indent + INDENT)
    match orelse:
        case []:
            return
        case [Branch() as only] if only.body or only.orelse:
            yield from _branch(only, indent, "elif")
        case _:
            yield f"{indent}else:"
            yield from _block(orelse, indent + INDENT)


def _noted(text: str, origin: tuple[str, int]) -> str:
    file, line = origin
    return f"{text:{WIDE}}  # {_short(file)}:{line}"


@cache
def _short(file: str) -> str:
    return Path(file).name
