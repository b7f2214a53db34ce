import pytest

from tests.factories.world import World


@pytest.fixture(autouse=True)
async def fresh_buckets(world: World) -> None:
    """All tests come from one address."""
    await world.change("delete from eb.rate_bucket")
