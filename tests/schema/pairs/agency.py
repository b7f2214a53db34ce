"""The directory of agencies, and what is done with them."""

from app.models import agency, agency_contact
from app.models.schemas.agency import (
    AgencyPersonRead,
    AgencyRead,
    AgencyServiceRead,
    AgencySiteRead,
)
from app.models.schemas.agency_contact import AgencyContactRead, ResourceGivenRead
from app.models.schemas.outbound_referral import OutboundReferralRead

PAIRS = [
    (AgencyContactRead, agency_contact.AgencyContact),
    (ResourceGivenRead, agency_contact.ResourceGiven),
    (OutboundReferralRead, agency_contact.OutboundReferral),
    (AgencyRead, agency.Agency),
    (AgencySiteRead, agency.AgencySite),
    (AgencyPersonRead, agency.AgencyPerson),
    (AgencyServiceRead, agency.AgencyService),
]
