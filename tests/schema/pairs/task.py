"""Tasks, and what the program settles for itself."""

from app.models.schemas.program import ProgramSettingsRead
from app.models.task import ProgramSetting

PAIRS = [(ProgramSettingsRead, ProgramSetting)]
