"""Naming traditions of California's families, read from names.yaml."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Tradition:
    """One entry of names.yaml, which says what the fields mean."""

    share: int
    race_ethnicity: tuple[str, ...]
    language: str
    other_language: int
    surnames: Literal["both", "one", "own", "none"]
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    families: tuple[str, ...]


TRADITIONS = TypeAdapter(tuple[Tradition, ...]).validate_python(
    yaml.safe_load(files(__package__).joinpath("names.yaml").read_text(encoding="utf-8"))
)
