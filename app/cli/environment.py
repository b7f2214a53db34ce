"""The settings, or a sentence that names what is wrong with them."""

import difflib
import os
from typing import Any

from pydantic import ValidationError
from pydantic_settings import SettingsError

from app.cli.ending import WRONG, end
from app.settings import Settings

PREFIX = "EARLYBRIDGE_"
OURS = {"URL", "TOKEN"}
"""Of the commands that speak to a service."""
LIKENESS = 0.85


def read_settings() -> Settings:
    """Read EARLYBRIDGE_* or end with a sentence that names what is wrong."""
    _refuse_misspelt()
    try:
        return Settings()
    except ValidationError as exc:
        end("; ".join(_named(e) for e in exc.errors(include_input=False)), WRONG)
    except SettingsError as exc:
        field = next(name for name in Settings.model_fields if f'"{name}"' in str(exc))
        end(f"{PREFIX}{field.upper()}: JSON expected", WRONG)


def _named(error: Any) -> str:
    said = str(error["msg"]).removeprefix("Value error, ")
    return f"{PREFIX}{str(error['loc'][0]).upper()}: {said}" if error["loc"] else said


def _refuse_misspelt() -> None:
    """A name that is nearly one of ours; others may be of the platform's making."""
    known = {name.upper() for name in Settings.model_fields} | OURS
    given = (name.removeprefix(PREFIX) for name in os.environ if name.startswith(PREFIX))
    for name in given:
        near = difflib.get_close_matches(name, known, n=1, cutoff=LIKENESS)
        if name not in known and near:
            end(f"{PREFIX}{name} is no setting; near: {PREFIX}{near[0]}", WRONG)
