"""Histories, signatures, credentials."""

from app.models import history, signature, staff
from app.models.schemas.record import ChangeRead, SignatureRead
from app.models.schemas.staff import CredentialRead

PAIRS = [
    (ChangeRead, history.RecordChange),
    (SignatureRead, signature.Signature),
    (CredentialRead, staff.StaffCredential),
]
