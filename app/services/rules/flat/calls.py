"""Functions of Python itself that are worked out beforehand, or written as the operators they are."""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from types import BuiltinMethodType
from typing import Any

from app.services.rules.flat.value import Known, Parts, Value, truth

COMPARISONS: Mapping[Any, type[ast.cmpop]] = {
    operator.is_: ast.Is,
    operator.eq: ast.Eq,
    operator.ne: ast.NotEq,
    operator.lt: ast.Lt,
    operator.le: ast.LtE,
    operator.gt: ast.Gt,
    operator.ge: ast.GtE,
}
MEANING: Mapping[type[ast.AST], Callable[[Any, Any], Any]] = {
    **{node: function for function, node in COMPARISONS.items()},
    ast.IsNot: operator.is_not,
    ast.In: lambda item, items: item in items,
    ast.NotIn: lambda item, items: item not in items,
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Mod: operator.mod,
}
"""What an operator gives for two known values."""


UNCHANGING = (str, tuple, frozenset, dict)
"""What is known of these does not change: the tables of the rules are never written to."""


def worked_out(function: Any, values: Sequence[Value]) -> Known | None:
    """What a call gives whatever the case; None when that cannot be told."""
    found: Any = None
    match function, values:
        case builtin, [only] if builtin is bool:
            found = truth(only)
        case builtin, [Parts(of)] if builtin is len:
            found = len(of)
        case builtin, [Parts(_, kind), Known(kinds)] if builtin is isinstance:
            found = issubclass(kind, kinds)
        case _ if _is_pure(function) and all(isinstance(value, Known) for value in values):
            return Known(function(*(value.value for value in values if isinstance(value, Known))))
        case _:
            pass
    return None if found is None else Known(found)


def _is_pure(function: Any) -> bool:
    """Whether it gives the same for the same, and does nothing else."""
    if isinstance(function, BuiltinMethodType) and isinstance(function.__self__, UNCHANGING):
        return True
    return any(function is pure for pure in (isinstance, len, max, min))
