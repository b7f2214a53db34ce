"""The federal indicators and exit data, computed from the same rules as every deadline."""

from app.services.indicator.answer import (
    CHILDREN_PROBLEMS,
    MEASURE_PROBLEMS,
    Asked,
    IndicatorNotFound,
    PeriodInvalid,
    PopulationNotUsed,
    children,
    known,
    measure,
    table,
)

__all__ = [
    "CHILDREN_PROBLEMS",
    "MEASURE_PROBLEMS",
    "Asked",
    "IndicatorNotFound",
    "PeriodInvalid",
    "PopulationNotUsed",
    "children",
    "known",
    "measure",
    "table",
]
