"""What the words of an enum mean: the sentence written under each of its members."""

import ast
import inspect
import textwrap
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from itertools import pairwise


@cache
def meanings(words: type[StrEnum]) -> dict[str, str]:
    """By word, of those that have a sentence."""
    (declared,) = ast.parse(textwrap.dedent(inspect.getsource(words))).body
    assert isinstance(declared, ast.ClassDef)  # noqa: S101 - the source of a class
    found: dict[str, str] = {}
    for member, after in pairwise(declared.body):
        if isinstance(member, ast.Assign) and isinstance(member.targets[0], ast.Name):
            match after:
                case ast.Expr(value=ast.Constant(value=str(said))):
                    found[str(words[member.targets[0].id])] = " ".join(said.split())
    return found


def of(title: str, values: Iterable[str]) -> type[StrEnum] | None:
    """The enum of that name with exactly these words."""
    asked = list(values)
    for words in StrEnum.__subclasses__():
        if words.__name__ == title and [str(w) for w in words] == asked:
            return words
    return None
