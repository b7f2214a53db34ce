"""However many children have a name, the one born nearest the day is among those that are looked at."""

from datetime import timedelta

import pytest

from app.services.queries.duplicate import MOST_LOOKALIKES
from tests.factories.referral import enrolled, refer
from tests.factories.world import World


async def _namesakes(world: World, first_name: str, days: int) -> None:
    """More children of that name than are looked at, born so many days away and more."""
    await world.change(
        """insert into eb.student (tenant_id, id, jurisdiction, first_name, last_name, born_on)
           select :t, lpad(to_hex(n), 32, '0')::uuid, :j, :f, 'Garcia', cast(:b as date) - n % 30
             from generate_series(1, :n) n""",
        t=world.program_id, j="us-ca", f=first_name, n=MOST_LOOKALIKES + 20,
        b=world.today - timedelta(days=430 + days),
    )  # fmt: skip


@pytest.mark.parametrize("namesakes", ["Maria", "Mariah"])
async def test_the_nearest_day_is_found_first(world: World, namesakes: str) -> None:
    born_on = world.today - timedelta(days=430)
    child = {"first_name": "Maria", "last_name": "Garcia", "born_on": str(born_on)}
    known = await enrolled(world, child=child)
    await _namesakes(world, namesakes, days=200)
    again = {**child, "first_name": namesakes, "born_on": str(born_on - timedelta(days=1))}
    referral_id = await refer(world, child=again)
    path = f"/v1/referrals/{referral_id}/possible-duplicates"
    found = (await world.intake.get(path)).json()
    assert found[0]["student_id"] == known
