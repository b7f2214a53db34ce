"""Every table, imported once so that the metadata is whole."""

from app.models import (
    agency,
    deadline,
    history,
    organisation,
    referral,
    signature,
    staff,
    student,
    trail,
    transition,
)

__all__ = [
    "agency",
    "deadline",
    "history",
    "organisation",
    "referral",
    "signature",
    "staff",
    "student",
    "trail",
    "transition",
]
