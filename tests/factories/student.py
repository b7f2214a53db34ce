"""Students by the hundred, as an older installation may hold them: without deadlines."""

from datetime import date, timedelta

from sqlalchemy import insert

from app.models.fields import new_id
from app.models.student import Student
from tests.factories.world import World


async def add_students(world: World, count: int) -> list[str]:
    """Students of the world's district with nothing but a birth date; their ids in order."""
    rows = [
        {
            "tenant_id": world.program_id, "id": new_id(), "first_name": "N", "last_name": f"N{n}",
            "born_on": date(2024, 1, 1) + timedelta(days=n), "jurisdiction": "us-ca",
            "district_id": world.district_id,
        }
        for n in range(count)
    ]  # fmt: skip
    async with world.owner.begin() as connection:
        await connection.execute(insert(Student), rows)
    return sorted(str(row["id"]) for row in rows)
