"""The directory of agencies."""

from app.models import agency
from app.models.schemas.agency import (
    AgencyPersonRead,
    AgencyRead,
    AgencyServiceRead,
    AgencySiteRead,
)

PAIRS = [
    (AgencyRead, agency.Agency),
    (AgencySiteRead, agency.AgencySite),
    (AgencyPersonRead, agency.AgencyPerson),
    (AgencyServiceRead, agency.AgencyService),
]
