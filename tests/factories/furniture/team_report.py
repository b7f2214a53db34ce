"""A draft with one section, which its coordinator writes."""

from tests.factories.team_report import asked, opened
from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    report = await opened(world, ids["student_id"])
    section = await asked(world, report, "coordinator", discipline="service_coordination")
    return {"team_report_id": report["id"], "section_id": section["id"]}
