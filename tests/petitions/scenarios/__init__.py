"""Every verb, ready to be done: `SCENARIOS["route.assign"](office)` prepares a case and returns the call."""

from tests.petitions.scenarios import desk, documents, joining, unit, ways
from tests.petitions.scenarios.base import SCENARIOS

__all__ = ["SCENARIOS", "desk", "documents", "joining", "unit", "ways"]
__all__ = ["SCENARIOS", "desk", "joining", "unit", "ways"]
from tests.petitions.scenarios import information

__all__ = ["SCENARIOS", "desk", "information", "joining", "unit"]
