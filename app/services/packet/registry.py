"""Every item of a packet, in the order of the cover list."""

from app.services.packet.section import Section
from app.services.packet.sections import (
    eligibility,
    equipment,
    household,
    plan,
    profile,
    services,
    team,
    timeline,
    transition,
)

SECTIONS: tuple[Section, ...] = (
    profile.SECTION,
    household.SECTION,
    eligibility.SECTION,
    plan.SECTION,
    services.SECTION,
    equipment.SECTION,
    transition.SECTION,
    team.SECTION,
    timeline.SECTION,
)
