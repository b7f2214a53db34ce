"""Names, residences, health entries, links, the map."""

from app.models import profile, student
from app.models.schemas.duplicate import LinkRead
from app.models.schemas.enrolment import EpisodeRead
from app.models.schemas.profile import (
    DistrictAreaRead,
    HealthEntryRead,
    ResidenceRead,
    StudentNameRead,
)

PAIRS = [
    (StudentNameRead, student.StudentName),
    (EpisodeRead, student.Enrolment),
    (LinkRead, student.StudentLink),
    (ResidenceRead, profile.Residence),
    (HealthEntryRead, profile.HealthEntry),
    (DistrictAreaRead, profile.DistrictArea),
]
