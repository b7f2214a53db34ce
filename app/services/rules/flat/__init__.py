"""Flattening: a function and all that it calls, written as one function before any case is asked.

It knows nothing of law. It reads functions as they are written, puts the
values that their closures hold in place, leaves out the branches that these
rule out, and names the parts of tuples instead of making them. What it has no
way to write out is called as it is, so that at worst nothing is gained.

It trusts that what a closure holds is not changed later, that attributes of
what the function is given stay the same while it runs, and that assertions
hold. tests/rules/test_flattening.py compares both ways for every rule.
"""

import ast
import linecache
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.services.rules.flat.flatten import FAULTS, Flattener, apart, package_of
from app.services.rules.flat.scope import Way, with_parameters
from app.services.rules.flat.source import source_of
from app.services.rules.flat.text import Lines, function_text
from app.services.rules.flat.value import Code, Known, Value

__all__ = ["Flat", "apart", "flattened"]


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
        return _flattened(function, title, known)
    except (*FAULTS, RecursionError, SyntaxError):  # the last two: nested too deep to be read again
        return None


def _flattened(function: Any, title: str, known: dict[str, Any]) -> Flat:
    """Raises: FAULTS, RecursionError, SyntaxError."""
    lines: Lines = []
    source = source_of(function)
    asked = tuple(name for name in source.parameters if name not in known)
    given: dict[str, Value] = {name: Known(value) for name, value in known.items()}
    given |= {name: Code(ast.Name(name, ast.Load()), is_some=True) for name in asked}
    flattener = Flattener(package_of(function), asked)
    ends = flattener.run(source.body, with_parameters(source, given), Way(), lines)
    flattener.give_back(ends)
    name, things = _name_of(function), dict(flattener.names.things)
    text = function_text(name, asked, [*flattener.opening, *lines])
    file = f"<{title}>"
    linecache.cache[file] = len(text), None, text.splitlines(keepends=True), file
    # The text is that of our own functions.
    exec(compile(text, file, "exec"), things)  # noqa: S102  # nosec B102
    return Flat(things[name], text)


def _name_of(function: Any) -> str:
    name = str(function.__name__)
    return name if name.isidentifier() else "flat"
