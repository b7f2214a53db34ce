from collections.abc import AsyncIterator

import pytest

from tests.webhook.receiver import Receiver, receiving


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as made:
        yield made
