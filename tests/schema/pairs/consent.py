"""Consents, disclosures, requests about the record, emergency access."""

from app.models import consent
from app.models.schemas.consent import (
    ConsentRead,
    DisclosureRead,
    EmergencyAccessRead,
    RecordRequestRead,
)

PAIRS = [
    (ConsentRead, consent.Consent),
    (DisclosureRead, consent.Disclosure),
    (RecordRequestRead, consent.RecordRequest),
    (EmergencyAccessRead, consent.EmergencyAccess),
]
