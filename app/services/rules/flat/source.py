"""A function as it is written, and the values that its free names have."""

import ast
import builtins
import linecache
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import FunctionType
from typing import Any

LAMBDA = "<lambda>"
Written = ast.FunctionDef | ast.Lambda


class Unsupported(Exception):
    """A way of writing that is not flattened: the function is called instead."""


@dataclass(frozen=True, slots=True)
class Source:
    """`body` of a lambda is one return."""

    file: str
    parameters: tuple[str, ...]
    defaults: Mapping[str, Any]
    body: list[ast.stmt]
    own: frozenset[str]
    """Names that mean a variable of its own, whatever else is called so."""
    closure: Mapping[str, Any]
    module: Mapping[str, Any]

    def resolve(self, name: str) -> Any:
        """A name that is none of its own. Raises: Unsupported."""
        if name in self.own:
            raise Unsupported(f"{name}, which not every way has given a value")
        for known in (self.closure, self.module, vars(builtins)):
            if name in known:
                return known[name]
        raise Unsupported(name)


def source_of(function: FunctionType) -> Source:
    """Raises: Unsupported when its text is not at hand, or its parameters are unusual."""
    code = function.__code__
    written = _written_in(code.co_filename).get((code.co_name, code.co_firstlineno))
    if written is None or code.co_flags & _STARRED:
        raise Unsupported(function.__qualname__)
    cells = function.__closure__ or ()
    arguments = (*written.args.posonlyargs, *written.args.args, *written.args.kwonlyargs)
    parameters = tuple(argument.arg for argument in arguments)
    positional = code.co_varnames[: code.co_argcount]
    given = function.__defaults__ or ()
    return Source(
        file=code.co_filename,
        parameters=parameters,
        defaults={
            **dict(zip(positional[len(positional) - len(given) :], given, strict=True)),
            **(function.__kwdefaults__ or {}),
        },
        body=_body(written),
        own=frozenset((*code.co_varnames, *code.co_cellvars)),
        closure={n: c.cell_contents for n, c in zip(code.co_freevars, cells, strict=True)},
        module=function.__globals__,
    )


_STARRED = 0x04 | 0x08
"""`*args` or `**kwargs` (inspect.CO_VARARGS, CO_VARKEYWORDS)."""


@cache
def _body(written: Written) -> list[ast.stmt]:
    if isinstance(written, ast.FunctionDef):
        return written.body
    return [ast.copy_location(ast.Return(written.body), written)]


@cache
def _written_in(file: str) -> Mapping[tuple[str, int], Written | None]:
    """Functions of a file by name and first line; None where there are two."""
    found: dict[tuple[str, int], Written | None] = {}
    for node in ast.walk(ast.parse("".join(linecache.getlines(file)))):
        if isinstance(node, ast.FunctionDef):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            key = node.name, first
        elif isinstance(node, ast.Lambda):
            key = LAMBDA, node.lineno
        else:
            continue
        found[key] = None if key in found else node
    return found
