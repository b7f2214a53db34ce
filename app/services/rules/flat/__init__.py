"""Flattening: a function and all that it calls, written as one function before any case is asked.

It knows nothing of law. It reads functions as they are written, puts the
values that their closures hold in place, leaves out the branches that these
rule out, and names the parts of tuples instead of making them. Several
functions become one, in which what they all ask of the case (`once`) is worked
out once. What it has no way to write out is called as it is, so that at worst
nothing is gained.

It trusts that what a closure holds is not changed later, that attributes of
what the function is given stay the same while it runs, and that assertions
hold. tests/rules/test_flattening.py compares both ways for every rule.
"""

import ast
import linecache
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from app.services.rules.flat.flatten import FAULTS, Flattener, apart, once, package_of
from app.services.rules.flat.scope import Way, with_parameters
from app.services.rules.flat.source import source_of
from app.services.rules.flat.text import Lines, function_text
from app.services.rules.flat.value import Code, Known, Value

__all__ = ["Flat", "apart", "flattened", "flattening", "once"]


@dataclass(frozen=True, slots=True)
class Flat:
    """The function, and its text: each line with the place where what it does is written."""

    function: Callable[..., Any]
    text: str


def flattened(function: Any, title: str, **known: Any) -> Flat | None:
    """The same function with these arguments given; None when it cannot be flattened.

    Tracebacks show its text under the title.
    """
    try:
        *_, flat = _flattening([function], title, known)
    except (*FAULTS, *TOO_DEEP):
        return None
    return flat


def flattening(functions: Sequence[Any], title: str, **known: Any) -> Iterator[Flat | None]:
    """One function that does what these do, one after another; they take the same, and give nothing.

    Gives None after each that is written, and once all is text; at last the whole. So nobody has to wait for all.
    """
    try:
        yield from _flattening(functions, title, known)
    except (*FAULTS, *TOO_DEEP):
        return


TOO_DEEP = (RecursionError, SyntaxError)
"""Where it is nested so deep that it cannot be read again."""


def _flattening(
    functions: Sequence[Any], title: str, known: Mapping[str, Any]
) -> Iterator[Flat | None]:
    """Raises: FAULTS where there is but one function, and it cannot be flattened; TOO_DEEP."""
    first = functions[0]
    asked = tuple(name for name in source_of(first).parameters if name not in known)
    given: dict[str, Value] = {name: Known(value) for name, value in known.items()}
    given |= {name: Code(ast.Name(name, ast.Load()), is_some=True) for name in asked}
    flattener = Flattener(package_of(first), asked, shares=len(functions) > 1)
    lines: Lines = []
    for function in functions:
        flattener.anew()
        lines += _written(flattener, function, given, is_alone=len(functions) == 1)
        yield None
    name, things = _name_of(first), dict(flattener.names.things)
    text = function_text(name, asked, [*flattener.opening.lines(), *lines])
    file = f"<{title}>"
    yield None
    linecache.cache[file] = len(text), None, text.splitlines(keepends=True), file
    # The text is that of our own functions.
    exec(compile(text, file, "exec"), things)  # noqa: S102  # nosec B102
    yield Flat(things[name], text)


def _written(
    flattener: Flattener, function: FunctionType, given: Mapping[str, Value], *, is_alone: bool
) -> Lines:
    """Raises: FAULTS for one that stands alone; any other is called where it cannot be written out."""
    lines: Lines = []
    try:
        source = source_of(function)
        ends = flattener.run(source.body, with_parameters(source, given), Way(), lines)
        if is_alone:
            flattener.give_back(ends)
    except FAULTS:
        if is_alone:
            raise
        lines = []
        flattener.call(function, given, lines)
    return lines


def _name_of(function: Any) -> str:
    name = str(function.__name__)
    return name if name.isidentifier() else "flat"
