"""Diagnoses that make a delay probable, as a list of ICD-10-CM codes."""

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Group = Literal[
    "chromosomal", "genetic_or_congenital", "orthopedic", "vision", "hearing", "metabolic",
    "nervous_system", "congenital_infection", "attachment", "toxic_exposure",
]  # fmt: skip
"""The federal examples (34 CFR 303.21(a)(2)(ii)), with sensory impairment told apart by sense."""


class Listed(BaseModel):
    """A code of the list; every longer code that begins with it is the same condition."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: str = Field(pattern=r"^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$")
    text: str = Field(min_length=1)
    group: Group
    confidence: Literal["text", "secondary", "knowledge"]


class Conditions:
    """The list, looked up by the longest listed beginning of a code. Dots and case do not count."""

    def __init__(self, listed: Iterable[Listed]) -> None:
        self._by_code = {_plain(entry.code): entry for entry in listed}

    def find(self, code: str) -> Listed | None:
        """Entry for the code; None: not on the list, which says nothing about the child."""
        plain = _plain(code)
        beginnings = (plain[:length] for length in range(len(plain), 2, -1))
        return next((self._by_code[b] for b in beginnings if b in self._by_code), None)


def _plain(code: str) -> str:
    return code.replace(".", "").upper()
