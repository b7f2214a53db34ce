"""What is known of an expression before any case is: its value, its parts, or only how it is computed."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Known:
    """The same in every case."""

    value: Any


@dataclass(frozen=True, slots=True)
class Parts:
    """A tuple, or a named tuple, that is made only where it leaves the function. Its parts cost nothing to name."""

    of: tuple["Value", ...]
    kind: type = tuple


@dataclass(frozen=True, slots=True)
class Code:
    """Computed when a case is asked. `is_some`: it is never None."""

    node: ast.expr
    is_some: bool = False

    @property
    def name(self) -> str | None:
        """The variable that it is; None for anything that takes work."""
        return self.node.id if isinstance(self.node, ast.Name) else None


Value = Known | Parts | Code


def truth(value: Value) -> bool | None:
    """What it counts as in a condition; None when only the case can tell."""
    match value:
        case Known(known):
            return bool(known)
        case Parts(of):
            return bool(of)
        case _:
            return None


def is_some(value: Value) -> bool:
    """Whether it is certainly not None."""
    match value:
        case Known(known):
            return known is not None
        case Parts():
            return True
        case Code():
            return value.is_some


def is_same(one: Value, other: Value) -> bool:
    match one, other:
        case Known(a), Known(b):
            return a is b or (type(a) is type(b) and bool(a == b))
        case Code(), Code():
            return one.name is not None and one.name == other.name
        case Parts(a, kind), Parts(b, another):
            return kind is another and len(a) == len(b) and all(map(is_same, a, b))
        case _:
            return False


def is_alike(values: Iterable[Value]) -> bool:
    """Whether they can become one value without losing what is known of their parts."""
    values = list(values)
    if not any(isinstance(value, Parts) for value in values):
        return True
    items = [items_of(value) for value in values]
    kinds = {value.kind if isinstance(value, Parts) else tuple for value in values}
    if len(kinds) > 1 or len({None if of is None else len(of) for of in items}) > 1:
        return False
    return all(map(is_alike, zip(*(of or () for of in items), strict=True)))


def parts_of(values: Iterable[Value], kind: type = tuple) -> Value:
    """A tuple of these; known as a whole where all of it is."""
    of = tuple(values)
    if kind is tuple and all(isinstance(value, Known) for value in of):
        return Known(tuple(value.value for value in of if isinstance(value, Known)))
    return Parts(of, kind)


def is_test(node: ast.expr) -> bool:
    """Whether it gives True or False, and nothing else."""
    match node:
        case ast.Compare() | ast.UnaryOp(ast.Not()):
            return True
        case ast.BoolOp(_, values):
            return all(map(is_test, values))
        case _:
            return False


def is_idle(node: ast.expr) -> bool:
    """Whether it does nothing but give a value."""
    return not any(isinstance(part, ast.Call) for part in ast.walk(node))


def said_by(node: ast.expr) -> str | None:
    """A name for what it gives, where it says one."""
    match node:
        case ast.Attribute(_, name) | ast.Call(ast.Name(name)):
            return name
        case _:
            return None


def items_of(value: Value) -> tuple[Value, ...] | None:
    """Its items, where it is a sequence whose length is known."""
    match value:
        case Parts(of):
            return of
        case Known(known) if isinstance(known, tuple | list):
            return tuple(map(Known, known))
        case _:
            return None
