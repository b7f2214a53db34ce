"""Every table, imported once so that the metadata is whole."""

from app.models import deadline, organisation, referral, student, trail, transition

__all__ = ["deadline", "organisation", "referral", "student", "trail", "transition"]
