"""Strategies."""

from app.models.schemas.strategy import StrategyRead
from app.models.strategy import Strategy

PAIRS = [(StrategyRead, Strategy)]
