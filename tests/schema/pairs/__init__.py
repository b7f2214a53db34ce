"""Which table each answer speaks of; one module a slice, found by itself. An answer shows columns, or says why not elsewhere."""

import pkgutil
from importlib import import_module

from pydantic import BaseModel

PAIRS: list[tuple[type[BaseModel], type[BaseModel]]] = [
    pair
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name)
    for pair in import_module(f"{__name__}.{module.name}").PAIRS
]
