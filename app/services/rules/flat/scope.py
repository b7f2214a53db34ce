"""Names of a flat function: its variables, the things it holds, and what is certain on one way through it."""

import ast
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from keyword import iskeyword
from typing import Any

from app.services.rules.flat.source import Source, Unsupported
from app.services.rules.flat.value import Code, Known, Parts, Value

PLAIN = (type(None), bool, int, str)
"""What is written as itself; anything else is held by name."""
SHORT = 6
"""A tuple of more is not written out: it is made once, and held."""


class Names:
    """Variables are given once, so that one can stand for another; things are held in `things`."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.things: dict[str, Any] = {}
        self._held: dict[int, str] = {}
        self._shared = set(taken)
        self._used: set[str] = set()
        self._ever: set[str] = set()

    def fresh(self, like: str) -> str:
        """A variable that is not in use, with a name like that."""
        found = _unlike(self._shared | self._used, like)
        self._used.add(found)
        return found

    def shared(self, like: str) -> str:
        """A variable that keeps its value to the end, as no other does after `anew`."""
        found = _unlike(self._shared | self._used | self._ever, like)
        self._shared.add(found)
        return found

    def is_shared(self, name: str) -> bool:
        return name in self._shared

    def anew(self) -> None:
        """Let the variables be used again that are not shared: the fewer, the faster Python finds them."""
        self._ever |= self._used
        self._used = set()

    def node_of(self, value: Value) -> ast.expr:
        """The value as it is written."""
        match value:
            case Code(node):
                return node
            case Known(known):
                return self._known(known)
            case Parts(of, kind):
                parts = ast.Tuple([self.node_of(part) for part in of], ast.Load())
                return parts if kind is tuple else self._made(kind, parts)

    def _known(self, known: Any) -> ast.expr:
        if isinstance(known, PLAIN):
            return ast.Constant(known)
        if type(known) is tuple and len(known) <= SHORT:
            return ast.Tuple([self._known(item) for item in known], ast.Load())
        return ast.Name(self.hold(known), ast.Load())

    def _made(self, kind: type, parts: ast.Tuple) -> ast.expr:
        """A named tuple of its parts; the fastest way to make one."""
        make, which = self._known(tuple.__new__), self._known(kind)
        return ast.Call(make, [which, parts], [])

    def hold(self, thing: Any) -> str:
        if id(thing) not in self._held:
            said = str(getattr(thing, "__name__", type(thing).__name__)).strip("_<>")
            name = self.shared("thing" if iskeyword(said) else said)
            self._held[id(thing)] = name
            self.things[name] = thing
        return self._held[id(thing)]


def _unlike(taken: set[str], like: str) -> str:
    tries = (like if n == 1 else f"{like}_{n}" for n in count(1))
    return next(name for name in tries if name not in taken)


@dataclass(slots=True)
class Frame:
    """A function that is being written out, and what its own names stand for."""

    source: Source
    own: dict[str, Value]
    later: frozenset[str] = frozenset()
    """Names of its own that are read after what is being written now."""

    def value_of(self, name: str) -> Value:
        """Raises: Unsupported."""
        return self.own[name] if name in self.own else Known(self.source.resolve(name))

    def copy(self) -> "Frame":
        return Frame(self.source, dict(self.own), self.later)


@dataclass(slots=True)
class Way:
    """What is certain on one way through the function."""

    some: set[str] = field(default_factory=set)
    """Variables that are not None here."""
    read: dict[tuple[str, str], Value] = field(default_factory=dict)
    """Attributes of variables that are in variables already."""
    found: dict[Hashable, Value] = field(default_factory=dict)
    """What has been worked out already, of what is worked out once."""

    def copy(self) -> "Way":
        return Way(set(self.some), dict(self.read), dict(self.found))

    def meet(self, ways: Iterable["Way"]) -> None:
        """Keep what is certain on each of these."""
        first, *others = ways
        self.some = first.some.intersection(*(w.some for w in others))
        self.read = {k: v for k, v in first.read.items() if all(w.read.get(k) == v for w in others)}
        self.found = {
            k: v for k, v in first.found.items() if all(w.found.get(k) == v for w in others)
        }

    def assume(self, test: ast.expr, outcome: bool) -> None:
        """What follows when a condition has that outcome."""
        match test:
            case ast.Compare(ast.Name(name), [ast.Is() | ast.IsNot() as op], [ast.Constant(None)]):
                if outcome is isinstance(op, ast.IsNot):
                    self.some.add(name)
            case ast.Name(name) if outcome:
                self.some.add(name)
            case ast.UnaryOp(ast.Not(), operand):
                self.assume(operand, not outcome)
            case ast.BoolOp(op, values) if outcome is isinstance(op, ast.And):
                for value in values:
                    self.assume(value, outcome)
            case _:
                pass


def with_parameters(source: Source, given: Mapping[str, Value]) -> Frame:
    """Raises: Unsupported when the arguments do not fit."""
    own = {name: Known(value) for name, value in source.defaults.items()} | dict(given)
    if own.keys() != set(source.parameters):
        raise Unsupported("arguments")
    return Frame(source, own)
