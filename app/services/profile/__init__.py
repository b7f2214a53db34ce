"""The dated parts of a student's profile: names, residences, health."""

from app.services.profile import health, name, residence
from app.services.profile.age import ages
from app.services.profile.whole import read

__all__ = ["ages", "health", "name", "read", "residence"]
