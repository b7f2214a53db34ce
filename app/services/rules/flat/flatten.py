"""Statements: a function and all that it calls, written as one."""

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from keyword import iskeyword
from types import FunctionType, MethodType
from typing import Any, NamedTuple, TypeVar

from app.services.rules.flat.calls import COMPARISONS, worked_out
from app.services.rules.flat.expressions import Arguments, End, Expressions
from app.services.rules.flat.opening import key_of
from app.services.rules.flat.scope import Frame, Way, with_parameters
from app.services.rules.flat.source import Unsupported, source_of
from app.services.rules.flat.text import Branch, Lines, Loop
from app.services.rules.flat.value import Code, Known, Parts, Value, is_alike, items_of, truth

APART, ONCE = "is_apart", "is_once"
DEEPEST = 40
MOST = 4000
"""Statements looked at for one function: ways that part and never meet could otherwise double without end."""
FAULTS = (Unsupported, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What may come of working out beforehand what a case might never have asked for."""
ENDS_AT_MOST = 4
"""Ways that differ in shape, after each of which the rest may be written once more."""
F = TypeVar("F", bound=Callable[..., Any])


def apart(function: F) -> F:
    """Say of a function that it is called, never written out: it is seldom needed, or long."""
    setattr(function, APART, True)
    return function


def once(function: F) -> F:
    """Say of a function that it gives the same for the same, and takes little: of what the whole is given,
    it is worked out once, before all else, whoever asks for it."""
    setattr(function, ONCE, True)
    return function


class Let(NamedTuple):
    """Stands among the statements for `target = value`, with a value that is found already."""

    target: ast.expr
    value: Value
    lineno: int


Todo = Sequence[ast.stmt | Let]
Ends = list[End] | None
"""The ways in which a function comes out; None: it goes on with the next statement."""


class Flattener(Expressions):
    """`package`: functions of its modules are written out; others are called.

    `shares`: what is marked `once` is worked out first; else where it is asked for, if at all.
    """

    def __init__(self, package: str, parameters: Sequence[str], *, shares: bool) -> None:
        super().__init__(parameters)
        self._package, self._shares = package, shares
        self._writing: list[Any] = []
        self._left = MOST

    def anew(self) -> None:
        """Begin with another function, which reads of the last one only what the opening keeps."""
        self._left = MOST
        self.names.anew()

    def run(self, todo: Todo, frame: Frame, way: Way, out: Lines) -> list[End]:
        """Write statements one after another. Raises: Unsupported.

        Where ways part for good, what follows is written in each of them.
        """
        later = frame.later
        for place, statement in enumerate(todo):
            rest = todo[place + 1 :]
            after = later | _named_in(rest)
            frame.later = after | _named_in([statement])
            self.here = frame.source.file, statement.lineno
            self._left -= 1
            if self._left < 0:
                raise Unsupported("too long")
            ends = self._statement(statement, rest, after, frame, way, out)
            if ends is not None:
                return ends
        return [End(out, Known(None), way, frame)]

    def call(self, function: FunctionType, given: Mapping[str, Value], out: Lines) -> None:
        """Call it as it is."""
        self.here = function.__code__.co_filename, function.__code__.co_firstlineno
        found = self.written_call(self.names.node_of(Known(function)), ((), given))
        if isinstance(found, Code):
            self.write(out, ast.Expr(found.node))

    def give_back(self, ends: Sequence[End]) -> None:
        """Return what each way through the whole function gives."""
        for end in ends:
            if end.value != Known(None):
                self.write(end.out, ast.Return(self.names.node_of(end.value)))

    def _statement(
        self, statement: ast.stmt | Let, rest: Todo, after: frozenset[str], frame: Frame, way: Way, out: Lines
    ) -> Ends:  # fmt: skip
        match statement:
            case Let(target, value):
                self._bind(target, value, frame, way, out)
            case ast.Assign([target], given) | ast.AnnAssign(target, value=ast.expr() as given):
                return self._assign(target, given, rest, frame, way, out)
            case ast.Return(given):
                return self.ends(given or ast.Constant(None), frame, way, out)
            case ast.If():
                return self._if(statement, rest, after, frame, way, out)
            case ast.For():
                return self._for(statement, rest, frame, way, out)
            case ast.Expr(ast.Constant()) | ast.Assert() | ast.Pass():
                pass
            case ast.Expr(given):
                found = self.value(given, frame, way, out)
                if isinstance(found, Code) and found.name is None:
                    self.write(out, ast.Expr(found.node))
            case _:
                raise Unsupported(type(statement).__name__)
        return None

    def _assign(
        self, target: ast.expr, given: ast.expr, rest: Todo, frame: Frame, way: Way, out: Lines
    ) -> Ends:
        ends = self.ends(given, frame, way, out)
        if len(ends) > ENDS_AT_MOST or is_alike([end.value for end in ends]):
            like = target.id if isinstance(target, ast.Name) else "x"
            self._bind(target, self.meet(ends, frame, way, like), frame, way, out)
            return None
        return [
            found
            for end in ends
            for found in self.run(
                [Let(target, end.value, self.here[1]), *rest], end.frame.copy(), end.way, end.out
            )
        ]

    def _bind(self, target: ast.expr, value: Value, frame: Frame, way: Way, out: Lines) -> None:
        match target, items_of(value):
            case ast.Name(name), _:
                bound = frame.own[name] = self.settled(value, name, out)
                match value:
                    case Code(ast.Attribute(ast.Name(base), attribute)):
                        way.read[base, attribute] = bound
            case ast.Tuple(), None:
                into = self._taken_apart(target, frame)
                self.write(out, ast.Assign([into], self.names.node_of(value)))
            case ast.Tuple(targets), items:
                for one, item in zip(targets, items or (), strict=True):
                    self._bind(one, item, frame, way, out)
            case _:
                raise Unsupported("a target that is no variable")

    def _taken_apart(self, target: ast.expr, frame: Frame) -> ast.expr:
        """Variables for what only the case can tell. Raises: Unsupported."""
        match target:
            case ast.Name(name):
                variable = self.names.fresh(name)
                frame.own[name] = Code(ast.Name(variable, ast.Load()))
                return ast.Name(variable, ast.Store())
            case ast.Tuple(targets):
                return ast.Tuple([self._taken_apart(one, frame) for one in targets], ast.Store())
            case _:
                raise Unsupported("a target that is no variable")

    def _if(
        self, statement: ast.If, rest: Todo, after: frozenset[str], frame: Frame, way: Way, out: Lines
    ) -> Ends:  # fmt: skip
        parts = _returns(statement.body) or _returns(statement.orelse)
        ends = self.ends(statement.test, frame, way, out)
        are_told = any(truth(end.value) is not None for end in ends)
        if len(ends) > 1 and not (parts and are_told and len(ends) <= ENDS_AT_MOST):
            ends = [End(out, self.meet(ends, frame, way), way, frame)]
        frame.later = after
        if parts or truth(ends[0].value) is not None:
            return [found for end in ends for found in self._part(end, statement, rest)]
        branch, sides = self._sides(ends[0], statement, ())
        self.meet(sides, frame, way)
        out.append(branch)
        return None

    def _part(self, end: End, statement: ast.If, rest: Todo) -> list[End]:
        """Ways that do not meet again: the rest is written in each."""
        known = truth(end.value)
        if known is not None:
            chosen = statement.body if known else statement.orelse
            return self.run([*chosen, *rest], end.frame.copy(), end.way, end.out)
        branch, sides = self._sides(end, statement, rest)
        end.out.append(branch)
        return sides

    def _sides(self, end: End, statement: ast.If, rest: Todo) -> tuple[Branch, list[End]]:
        """Both sides of a branch, and the ways in which they come out."""
        branch = Branch(self.names.node_of(end.value), self.here)
        ends: list[End] = []
        for body, outcome, lines in (
            (statement.body, True, branch.body),
            (statement.orelse, False, branch.orelse),
        ):
            onward = end.way.copy()
            onward.assume(branch.test, outcome)
            ends += self.run([*body, *rest], end.frame.copy(), onward, lines)
        return branch, ends

    def _for(self, loop: ast.For, rest: Todo, frame: Frame, way: Way, out: Lines) -> Ends:
        items = self.value(loop.iter, frame, way, out)
        each = items_of(items)
        if each is None:
            self._loop(loop, items, frame, way, out)
            return None
        _refuse(loop, ast.Break, ast.Continue)
        turns: list[ast.stmt | Let] = []
        for item in each:
            turns += (Let(loop.target, item, loop.lineno), *loop.body)
        return self.run([*turns, *rest], frame, way, out)

    def _loop(self, loop: ast.For, items: Value, frame: Frame, way: Way, out: Lines) -> None:
        """Over what only the case can tell. Nothing that it names outlives a turn."""
        _refuse(loop, ast.Break, ast.Continue, ast.Return)
        if _stored_in(loop) & frame.own.keys():
            raise Unsupported("a loop that carries something over")
        own = frame.copy()
        written = Loop(self._taken_apart(loop.target, own), self.names.node_of(items), self.here)
        self.run(loop.body, own, way.copy(), written.body)
        out.append(written)

    def ends_of_call(
        self, function: Any, given: Arguments, frame: Frame, way: Way, out: Lines
    ) -> list[End]:
        found = self._at_once(function, given, way, out)
        if found is not None:
            return [End(out, found, way, frame)]
        here = self.here
        try:
            if hasattr(function, ONCE) and self._is_of_the_whole(given):
                once = self._once(function, given, frame, way, out)
                return [End(out, once, way, frame)]
            return self._written_out(function, given, frame, way, out)
        except FAULTS:
            found = self.written_call(self.names.node_of(Known(function)), given)
            return [End(out, found, way, frame)]
        finally:
            self.here = here

    def _is_of_the_whole(self, given: Arguments) -> bool:
        """Whether it is given nothing but what the whole is given, and what is known."""
        positional, named = given
        return not named and all(
            isinstance(value, Known) or (isinstance(value, Code) and value.name in self.parameters)
            for value in positional
        )

    def _once(self, function: Any, given: Arguments, frame: Frame, way: Way, out: Lines) -> Value:
        """Raises: Unsupported, TypeError for what cannot be a key."""
        positional, _ = given
        key = (function, *map(key_of, positional))
        like = _name_for(function, positional)
        if not self._shares:
            if key not in way.found:
                ends = self._written_out(function, given, frame, way, out)
                way.found[key] = self.settled(self.meet(ends, frame, way, like), like, out)
            return way.found[key]
        if key not in self.opening.found:
            origin = self.here
            lines: Lines = []
            ends = self._written_out(function, given, frame, Way(), lines)
            found = self.join(like, [(end.out, end.value) for end in ends], shared=True)
            self.opening.keep(key, found, like, lines, origin)
        return self.opening.found[key]

    def _at_once(self, function: Any, given: Arguments, way: Way, out: Lines) -> Value | None:
        """What needs no look into the function."""
        positional, named = given
        if isinstance(function, type) and hasattr(function, "_fields"):
            return self._named_tuple(function, given, out)
        if named:
            return None
        match function, positional:
            case make, [Known(kind), Parts(of)] if make is tuple.__new__:
                return Parts(of, kind)
            case compare, [_, _] if compare in COMPARISONS:
                return self.comparison(positional, [COMPARISONS[compare]()], way)
            case _:
                return worked_out(function, positional)

    def _named_tuple(self, kind: Any, given: Arguments, out: Lines) -> Value:
        positional, named = given
        told = {**dict(zip(kind._fields, positional, strict=False)), **named}
        for name, default in kind._field_defaults.items():
            told.setdefault(name, Known(default))
        return Parts(tuple(self.settled(told[name], name, out) for name in kind._fields), kind)

    def _written_out(
        self, function: Any, given: Arguments, frame: Frame, way: Way, out: Lines
    ) -> list[End]:
        """Raises: Unsupported, with nothing written."""
        positional, named = given
        if isinstance(function, MethodType):
            positional = [Known(function.__self__), *positional]
            function = function.__func__
        if not isinstance(function, FunctionType) or package_of(function) != self._package:
            raise Unsupported("not ours")
        if hasattr(function, APART) or function in self._writing or len(self._writing) > DEEPEST:
            raise Unsupported("apart")
        source = source_of(function)
        told = {**dict(zip(source.parameters, positional, strict=False)), **named}
        lines: Lines = []
        bound = {name: self.settled(value, name, lines) for name, value in told.items()}
        self._writing.append(function)
        try:
            ends = self.run(source.body, with_parameters(source, bound), way.copy(), lines)
        finally:
            self._writing.pop()
        out += lines
        # A way that wrote straight on, and branched nowhere, goes on where the call stands.
        return [
            End(out if end.out is lines else end.out, end.value, end.way, frame) for end in ends
        ]


def package_of(function: FunctionType) -> str:
    return function.__module__.partition(".")[0]


def _name_for(function: FunctionType, given: Sequence[Value]) -> str:
    """What it looks for, if that has a name; else its own."""
    said = [value.value for value in given if isinstance(value, Known)]
    name = "_".join(str(thing) for thing in said).replace(".", "_")
    return name if name.isidentifier() and not iskeyword(name) else function.__name__.strip("_")


def _refuse(loop: ast.For, *kinds: type[ast.stmt]) -> None:
    if loop.orelse or any(isinstance(node, kinds) for node in _within(loop)):
        raise Unsupported("a way out of a loop")


def _returns(statements: Sequence[ast.stmt]) -> bool:
    return any(isinstance(node, ast.Return) for s in statements for node in _within(s))


def _stored_in(statement: ast.stmt) -> set[str]:
    names = (node for node in _within(statement) if isinstance(node, ast.Name))
    return {name.id for name in names if isinstance(name.ctx, ast.Store)}


def _named_in(todo: Todo) -> frozenset[str]:
    statements = (statement for statement in todo if isinstance(statement, ast.stmt))
    return frozenset().union(*map(_names, statements))


@cache
def _names(statement: ast.stmt) -> frozenset[str]:
    return frozenset(node.id for node in _within(statement) if isinstance(node, ast.Name))


@cache
def _within(statement: ast.stmt) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(statement))
