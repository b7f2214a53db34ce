"""Expressions: worked out where what they need is known, else written with what is."""

import ast
from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from app.services.rules.flat.calls import MEANING
from app.services.rules.flat.opening import Opening
from app.services.rules.flat.scope import Frame, Names, Way
from app.services.rules.flat.source import Unsupported
from app.services.rules.flat.text import Branch, Line, Lines
from app.services.rules.flat.value import (
    Code,
    Known,
    Parts,
    Value,
    is_alike,
    is_idle,
    is_same,
    is_some,
    is_test,
    items_of,
    parts_of,
    said_by,
    truth,
)

PLAIN = -1
"""A value within a text, without a conversion (ast.FormattedValue)."""
Arguments = tuple[Sequence[Value], Mapping[str, Value]]


class End(NamedTuple):
    """One way in which something comes out: what it has written, what it gives, what is certain there."""

    out: Lines
    value: Value
    way: Way
    frame: Frame


class Expressions:
    """Writes into lists of lines; `here` is where what is being written comes from."""

    def __init__(self, parameters: Iterable[str]) -> None:
        self.parameters = frozenset(parameters)
        self.names = Names(self.parameters)
        self.here: tuple[str, int] = ("", 0)
        self.opening = Opening(self.names)

    @abstractmethod
    def ends_of_call(
        self, function: Any, given: Arguments, frame: Frame, way: Way, out: Lines
    ) -> list[End]:
        """The ways in which a call of something known comes out."""

    def value(self, node: ast.expr, frame: Frame, way: Way, out: Lines) -> Value:
        """What an expression gives; what must be done first is written to `out`. Raises: Unsupported."""
        match node:
            case ast.Constant(value):
                return Known(value)
            case ast.Name(name):
                return frame.value_of(name)
            case ast.NamedExpr(ast.Name(name), given):
                frame.own[name] = self.settled(self.value(given, frame, way, out), name, out)
                return frame.own[name]
            case ast.IfExp() | ast.Call():
                return self.meet(self.ends(node, frame, way, out), frame, way)
            case _:
                write = WRITTEN.get(type(node))
                if write is None:
                    raise Unsupported(type(node).__name__)
                return write(self, node, frame, way, out)

    def ends(self, node: ast.expr, frame: Frame, way: Way, out: Lines) -> list[End]:
        """The ways in which an expression comes out, not yet joined."""
        match node:
            case ast.IfExp():
                return self._either(node, frame, way, out)
            case ast.Call():
                return self._call(node, frame, way, out)
            case _:
                return [End(out, self.value(node, frame, way, out), way, frame)]

    def meet(self, ends: Sequence[End], frame: Frame, way: Way, like: str = "x") -> Value:
        """Let all ways go on as one."""
        found = self.join(like, [(end.out, end.value) for end in ends])
        self.join_frames(frame, [(end.out, end.frame) for end in ends])
        way.meet([end.way for end in ends])
        return found

    def values(self, nodes: Sequence[ast.expr], frame: Frame, way: Way, out: Lines) -> list[Value]:
        """Of several expressions, computed in their order."""
        values: list[Value] = []
        for node in nodes:
            before: Lines = []
            found = self.value(node, frame, way, before)
            if before:
                values = [self.settled(value, "x", out) for value in values]
                out += before
            values.append(found)
        return values

    def settled(self, value: Value, like: str, out: Lines) -> Value:
        """The same as something that costs nothing to name, and does not change."""
        if not isinstance(value, Code) or value.name is not None:
            return value
        name = self.names.fresh(said_by(value.node) or "x" if like == "x" else like)
        self.write(out, ast.Assign([ast.Name(name, ast.Store())], value.node))
        return Code(ast.Name(name, ast.Load()), value.is_some)

    def write(self, out: Lines, node: ast.stmt) -> None:
        node.lineno = self.here[1]
        out.append(Line(node, self.here))

    def join(
        self, like: str, ends: Sequence[tuple[Lines, Value]], *, shared: bool = False
    ) -> Value:
        """One value for what several ways end with."""
        first, values = ends[0][1], [value for _, value in ends]
        if len(ends) == 1 or all(is_same(value, first) for value in values):
            return first
        shapes = [value for value in values if isinstance(value, Parts)]
        if shapes and is_alike(values):
            columns = zip(*(items_of(value) or () for value in values), strict=True)
            outs = [out for out, _ in ends]
            parts = (
                self.join(like, list(zip(outs, column, strict=True)), shared=shared)
                for column in columns
            )
            return Parts(tuple(parts), shapes[0].kind)
        name = self.names.shared(like) if shared else self.names.fresh(like)
        for out, value in ends:
            given = self.names.node_of(value)
            self.write(out, ast.Assign([ast.Name(name, ast.Store())], given))
        return Code(ast.Name(name, ast.Load()), all(is_some(value) for _, value in ends))

    def join_frames(self, frame: Frame, ends: Sequence[tuple[Lines, Frame]]) -> None:
        """Let `frame` go on where several ways meet; what only some of them name is forgotten."""
        if all(own is frame for _, own in ends):
            return
        shared = set(ends[0][1].own).intersection(*(own.own for _, own in ends))
        frame.own = {
            name: self.join(name, [(out, own.own[name]) for out, own in ends])
            for name in ends[0][1].own
            if name in shared and name in frame.later
        }

    def _attribute(self, node: ast.Attribute, frame: Frame, way: Way, out: Lines) -> Value:
        match self.value(node.value, frame, way, out):
            case Known(known):
                return Known(getattr(known, node.attr))
            case Parts(of, kind):
                fields: tuple[str, ...] = getattr(kind, "_fields", ())
                return of[fields.index(node.attr)]
            case Code() as base:
                return self._read(base, node.attr, way)

    def _read(self, base: Code, attribute: str, way: Way) -> Value:
        """An attribute; of what the function is given, read once, before anything else."""
        node, name = ast.Attribute(base.node, attribute, ast.Load()), base.name or ""
        if name in self.parameters:
            return self.opening.read(name, attribute, self.here)
        return way.read.get((name, attribute)) or Code(node)

    def _subscript(self, node: ast.Subscript, frame: Frame, way: Way, out: Lines) -> Value:
        base = self.value(node.value, frame, way, out)
        items = items_of(base)
        if isinstance(node.slice, ast.Slice):
            return self._slice(base, node.slice)
        place = self.value(node.slice, frame, way, out)
        if isinstance(place, Known):
            if items is not None:
                at: int = place.value
                return items[at]
            if isinstance(base, Known):
                return Known(base.value[place.value])
        looked_up = self.names.node_of(base), self.names.node_of(place)
        return Code(ast.Subscript(*looked_up, ast.Load()))

    def _slice(self, base: Value, part: ast.Slice) -> Value:
        items = items_of(base)
        if items is None or part.step is not None:
            raise Unsupported("slice")
        return parts_of(items[_place(part.lower) : _place(part.upper)])

    def _list(self, node: ast.List, frame: Frame, way: Way, out: Lines) -> Value:
        items = self.values(node.elts, frame, way, out)
        return Code(ast.List([self.names.node_of(i) for i in items], ast.Load()), is_some=True)

    def _text(self, node: ast.JoinedStr, frame: Frame, way: Way, out: Lines) -> Value:
        """A text with values in it; what is known of them becomes part of the text."""
        if any(
            isinstance(v, ast.FormattedValue) and (v.format_spec or v.conversion != PLAIN)
            for v in node.values
        ):
            raise Unsupported("format")
        inner = [v.value if isinstance(v, ast.FormattedValue) else v for v in node.values]
        values = self.values(inner, frame, way, out)
        if all(isinstance(value, Known) for value in values):
            return Known("".join(str(v.value) for v in values if isinstance(v, Known)))
        parts: list[ast.expr] = [
            ast.Constant(str(value.value))
            if isinstance(value, Known)
            else ast.FormattedValue(self.names.node_of(value), PLAIN)
            for value in values
        ]
        return Code(ast.JoinedStr(parts), is_some=True)

    def _tuple(self, node: ast.Tuple, frame: Frame, way: Way, out: Lines) -> Value:
        inner = [item.value if isinstance(item, ast.Starred) else item for item in node.elts]
        values = self.values(inner, frame, way, out)
        parts: list[Value] = []
        for item, value in zip(node.elts, values, strict=True):
            if not isinstance(item, ast.Starred):
                parts.append(self.settled(value, "x", out))
            elif (spread := items_of(value)) is not None:
                parts += spread
            else:
                return self._dynamic_tuple(node, values)
        return parts_of(parts)

    def _dynamic_tuple(self, node: ast.Tuple, values: Sequence[Value]) -> Value:
        items = [
            ast.Starred(self.names.node_of(value), ast.Load())
            if isinstance(item, ast.Starred)
            else self.names.node_of(value)
            for item, value in zip(node.elts, values, strict=True)
        ]
        return Code(ast.Tuple(list(items), ast.Load()), is_some=True)

    def _binary(self, node: ast.BinOp, frame: Frame, way: Way, out: Lines) -> Value:
        one, other = self.values([node.left, node.right], frame, way, out)
        if isinstance(one, Known) and isinstance(other, Known):
            return Known(MEANING[type(node.op)](one.value, other.value))
        sides = self.names.node_of(one), node.op, self.names.node_of(other)
        return Code(ast.BinOp(*sides), is_some=True)

    def _compare(self, node: ast.Compare, frame: Frame, way: Way, out: Lines) -> Value:
        compared = self.values([node.left, *node.comparators], frame, way, out)
        return self.comparison(compared, node.ops, way)

    def _unary(self, node: ast.UnaryOp, frame: Frame, way: Way, out: Lines) -> Value:
        operand = self.value(node.operand, frame, way, out)
        known = truth(operand)
        if isinstance(node.op, ast.Not) and known is not None:
            return Known(not known)
        if isinstance(node.op, ast.USub) and isinstance(operand, Known):
            return Known(-operand.value)
        return Code(ast.UnaryOp(node.op, self.names.node_of(operand)), is_some=True)

    def comparison(self, compared: Sequence[Value], ops: list[ast.cmpop], way: Way) -> Value:
        match compared, ops:
            case [Known(a), Known(b)], [op]:
                return Known(MEANING[type(op)](a, b))
            case [one, Known(None)], [ast.Is() | ast.IsNot() as op] if self._is_some(one, way):
                return Known(isinstance(op, ast.IsNot))
            case _:
                first, *others = map(self.names.node_of, compared)
                return Code(ast.Compare(first, ops, others), is_some=True)

    def _is_some(self, value: Value, way: Way) -> bool:
        return is_some(value) or (isinstance(value, Code) and value.name in way.some)

    def _bool(self, node: ast.BoolOp, frame: Frame, way: Way, out: Lines) -> Value:
        """`first and rest`, or `first or rest`."""
        first, *others = node.values
        rest = others[0] if len(others) == 1 else ast.BoolOp(node.op, others)
        is_and = isinstance(node.op, ast.And)
        left = self.value(first, frame, way, out)
        known = truth(left)
        if known is not None:
            return self.value(rest, frame, way, out) if known is is_and else left
        assert isinstance(left, Code)  # noqa: S101 - nothing else is undecided
        further, onward = frame.copy(), way.copy()
        onward.assume(left.node, is_and)
        before: Lines = []
        right = self.value(rest, further, onward, before)
        if not before and further.own == frame.own and not isinstance(right, Parts):
            if isinstance(right, Known) and isinstance(right.value, bool) and is_test(left.node):
                if right.value is is_and:
                    return left
                if is_idle(left.node):
                    return right
            op = ast.And() if is_and else ast.Or()
            node = ast.BoolOp(op, [left.node, self.names.node_of(right)])
            return Code(node, is_some=is_test(node))
        atom = self.settled(left, "x", out)
        skipped: Lines = []
        branch = Branch(left.node if atom is left else self.names.node_of(atom), self.here)
        branch.body, branch.orelse = (before, skipped) if is_and else (skipped, before)
        found = self.join("x", [(before, right), (skipped, atom)])
        self.join_frames(frame, [(before, further), (skipped, frame.copy())])
        out.append(branch)
        return found

    def _either(self, node: ast.IfExp, frame: Frame, way: Way, out: Lines) -> list[End]:
        test = self.value(node.test, frame, way, out)
        known = truth(test)
        if known is not None:
            return self.ends(node.body if known else node.orelse, frame, way, out)
        branch = Branch(self.names.node_of(test), self.here)
        yes = self._arm(node.body, branch, frame, way, outcome=True)
        no = self._arm(node.orelse, branch, frame, way, outcome=False)
        one, other = yes[0].value, no[0].value
        is_plain = not (isinstance(one, Parts) or isinstance(other, Parts))
        if is_plain and not branch.body and not branch.orelse:
            sides = branch.test, self.names.node_of(one), self.names.node_of(other)
            either = Code(ast.IfExp(*sides), is_some(one) and is_some(other))
            return [End(out, either, way, frame)]
        out.append(branch)
        return [*yes, *no]

    def _arm(
        self, node: ast.expr, branch: Branch, frame: Frame, way: Way, *, outcome: bool
    ) -> list[End]:
        """One side of a branch."""
        onward = way.copy()
        onward.assume(branch.test, outcome)
        lines = branch.body if outcome else branch.orelse
        return self.ends(node, frame.copy(), onward, lines)

    def _call(self, node: ast.Call, frame: Frame, way: Way, out: Lines) -> list[End]:
        if any(isinstance(a, ast.Starred) for a in node.args) or any(
            k.arg is None for k in node.keywords
        ):
            raise Unsupported("starred arguments")
        function = self._called(node.func, frame, way, out)
        nodes = [*node.args, *(k.value for k in node.keywords)]
        given = self.values(nodes, frame, way, out)
        named = {str(k.arg): v for k, v in zip(node.keywords, given[len(node.args) :], strict=True)}
        arguments = given[: len(node.args)], named
        if isinstance(function, Known):
            return self.ends_of_call(function.value, arguments, frame, way, out)
        found = self.written_call(self.names.node_of(function), arguments)
        return [End(out, found, way, frame)]

    def _called(self, node: ast.expr, frame: Frame, way: Way, out: Lines) -> Value:
        """A method of something unknown is looked up where it is called, and not kept."""
        if isinstance(node, ast.Attribute):
            base = self.value(node.value, frame, way, out)
            if isinstance(base, Code):
                return Code(ast.Attribute(base.node, node.attr, ast.Load()))
            if isinstance(base, Known):
                return Known(getattr(base.value, node.attr))
            raise Unsupported("method of a tuple")
        return self.value(node, frame, way, out)

    def written_call(self, function: ast.expr, given: Arguments) -> Value:
        positional, named = given
        keywords = [ast.keyword(name, self.names.node_of(v)) for name, v in named.items()]
        return Code(ast.Call(function, list(map(self.names.node_of, positional)), keywords))


def _place(node: ast.expr | None) -> int | None:
    """Raises: Unsupported for one that is not written as a number."""
    if node is None:
        return None
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return node.value
    raise Unsupported("slice")


WRITTEN: Mapping[type[ast.expr], Callable[[Expressions, Any, Frame, Way, Lines], Value]] = {
    ast.Attribute: Expressions._attribute,
    ast.Subscript: Expressions._subscript,
    ast.Tuple: Expressions._tuple,
    ast.List: Expressions._list,
    ast.JoinedStr: Expressions._text,
    ast.BinOp: Expressions._binary,
    ast.Compare: Expressions._compare,
    ast.UnaryOp: Expressions._unary,
    ast.BoolOp: Expressions._bool,
}
