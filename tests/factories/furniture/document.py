"""A document of the student, and an upload of the coordinator that nobody has used."""

from tests.factories.document import documented, uploaded
from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    made = await documented(world.coordinator, ids["student_id"])
    return {
        "document_id": made["id"],
        "document_version_id": made["latest"]["id"],
        "upload_id": await uploaded(world.coordinator),
    }
