"""Carries what the outbox holds to those who want to be told, and cleans up after everybody."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.db import Database
from app.relay.housekeeping import clean, keep_house
from app.relay.relay import Relay
from app.relay.target import refused_url
from app.sealing import Sealer
from app.settings import Settings


@asynccontextmanager
async def relaying(settings: Settings, sealer: Sealer) -> AsyncIterator[None]:
    """Relay and keep house beside what the block does."""
    async with Database.relay_pool(settings.relay_url, role=settings.relay_role) as pool:
        relay = Relay(pool, sealer, settings.issuer, may_loop_back=settings.webhooks_may_loop_back)
        tasks = [
            asyncio.create_task(relay.run(), name="relay"),
            asyncio.create_task(keep_house(pool), name="housekeeping"),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with contextlib.suppress(asyncio.CancelledError):
                    await task


__all__ = ["Relay", "clean", "refused_url", "relaying"]
