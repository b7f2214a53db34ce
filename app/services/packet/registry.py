"""Every item of a packet, in the order of the cover list."""

from app.services.packet.section import Section
from app.services.packet.sections import (
    eligibility,
    equipment,
    health,
    household,
    papers,
    plan,
    profile,
    referrals,
    reports,
    services,
    strategies,
    team,
    timeline,
    transition,
    transition_plan,
)

SECTIONS: tuple[Section, ...] = (
    profile.SECTION,
    household.SECTION,
    health.SECTION,
    eligibility.SECTION,
    reports.SECTION,
    plan.SECTION,
    services.SECTION,
    strategies.SECTION,
    equipment.SECTION,
    referrals.SECTION,
    transition_plan.SECTION,
    transition.SECTION,
    team.SECTION,
    papers.SECTION,
    timeline.SECTION,
)
