"""One record of each kind, for tests that try every route; one module a slice, found by itself.

A module has `async def furnish(world, ids) -> dict[str, str]`: it makes its
records on the student `ids["student_id"]` and returns their ids by the names
of the path parameters.
"""

import pkgutil
from collections.abc import Awaitable, Callable
from importlib import import_module

from tests.factories.world import World

Furnish = Callable[[World, dict[str, str]], Awaitable[dict[str, str]]]
FURNITURE: tuple[Furnish, ...] = tuple(
    import_module(f"{__name__}.{module.name}").furnish
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name)
)
