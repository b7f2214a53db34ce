"""What is worked out once, before anything else of a flat function, and read by all of it."""

import ast
from collections.abc import Hashable
from dataclasses import dataclass, field

from app.services.rules.flat.scope import Names
from app.services.rules.flat.text import Line, Lines
from app.services.rules.flat.value import Code, Known, Parts, Value

LOOK_UP = "get"
Origin = tuple[str, int]


@dataclass(slots=True)
class _Table:
    """What is looked up in one table: into which variables, under which keys."""

    origin: Origin
    into: list[ast.expr] = field(default_factory=list)
    keys: list[ast.expr] = field(default_factory=list)


class Opening:
    """Attributes of the parameters; then what is looked up in them, in one go; then the rest, in order."""

    def __init__(self, names: Names) -> None:
        self.found: dict[Hashable, Value] = {}
        self._names = names
        self._reads: Lines = []
        self._tables: dict[str, _Table] = {}
        self._rest: Lines = []

    def read(self, base: str, attribute: str, origin: Origin) -> Value:
        """An attribute of a parameter, in a variable."""
        key = base, attribute
        if key not in self.found:
            name = self._names.shared(attribute)
            read = ast.Attribute(ast.Name(base, ast.Load()), attribute, ast.Load())
            self._reads.append(_let(ast.Name(name, ast.Store()), read, origin))
            self._tables[name] = _Table(origin)
            self.found[key] = Code(ast.Name(name, ast.Load()))
        return self.found[key]

    def keep(self, key: Hashable, value: Value, like: str, before: Lines, origin: Origin) -> None:
        """Keep a value that these lines work out."""
        self._rest += before
        self.found[key] = self._kept(value, like, origin)

    def _kept(self, value: Value, like: str, origin: Origin) -> Value:
        match value:
            case Known():
                return value
            case Code(ast.Name(name)) if self._names.is_shared(name):
                return value
            case Parts(of, kind):
                return Parts(tuple(self._kept(part, like, origin) for part in of), kind)
            case Code(node, is_some):
                name = self._names.shared(like)
                self._let(ast.Name(name, ast.Store()), node, origin)
                return Code(ast.Name(name, ast.Load()), is_some)

    def _let(self, into: ast.expr, node: ast.expr, origin: Origin) -> None:
        match node:
            case ast.Call(
                ast.Attribute(ast.Name(name), "get"), [ast.Constant() as looked_for], []
            ) if name in self._tables:
                self._tables[name].into.append(into)
                self._tables[name].keys.append(looked_for)
            case _:
                self._rest.append(_let(into, node, origin))

    def lines(self) -> Lines:
        tables = [self._looked_up(name, t) for name, t in self._tables.items() if t.keys]
        return [*self._reads, *tables, *self._rest]

    def _looked_up(self, name: str, table: _Table) -> Line:
        look_up = ast.Attribute(ast.Name(name, ast.Load()), LOOK_UP, ast.Load())
        if len(table.keys) == 1:
            return _let(table.into[0], ast.Call(look_up, table.keys, []), table.origin)
        each = ast.Name(self._names.hold(map), ast.Load())
        keys = ast.Tuple(table.keys, ast.Load())
        into = ast.Tuple(table.into, ast.Store())
        return _let(into, ast.Call(each, [look_up, keys], []), table.origin)


def _let(target: ast.expr, value: ast.expr, origin: Origin) -> Line:
    return Line(ast.Assign([target], value, lineno=origin[1]), origin)


def key_of(value: Value) -> Hashable:
    """Tells apart what is given to a function. Raises: TypeError for what cannot be told apart beforehand."""
    match value:
        case Known(known):
            hash(known)
            return type(known), known
        case Code() if value.name is not None:
            return value.name
        case _:
            raise TypeError
