"""A body for each operation that takes one, by operation id; one module a slice, found by itself."""

import pkgutil
from importlib import import_module
from typing import Any

BODIES: dict[str, dict[str, Any]] = {}
for module in pkgutil.iter_modules(__path__):
    BODIES |= import_module(f"{__name__}.{module.name}").BODIES
