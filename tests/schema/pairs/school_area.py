"""The district's map of its schools."""

from app.models import school_area
from app.models.schemas.school_area import SchoolAreaRead

PAIRS = [(SchoolAreaRead, school_area.SchoolArea)]
