"""Every verb, ready to be done: `SCENARIOS["route.assign"](office)` prepares a case and returns the call."""

import importlib
import pkgutil

from tests.petitions.scenarios.base import SCENARIOS

__all__ = ["SCENARIOS"]

for _one in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_one.name}")
