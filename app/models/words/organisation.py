"""Words of organisations."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    PROGRAM = "program"
    """Coordinates early intervention: children's files are its own."""
    DISTRICT = "district"
    """A school district: told of children, and pulls their packets."""
    AGENCY = "agency"
    """Sends referrals, and learns what became of them."""
    VENDOR = "vendor"
    """Builds and fits equipment; known, and nobody of it is let in."""
