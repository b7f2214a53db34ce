"""Words of organisations."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    PROGRAM = "program"
    DISTRICT = "district"
    AGENCY = "agency"
    VENDOR = "vendor"
