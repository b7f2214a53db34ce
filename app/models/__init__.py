"""Every table, imported so that the metadata is whole: each module beside this one is a noun's tables."""

import pkgutil
from importlib import import_module

for _module in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
