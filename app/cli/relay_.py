"""earlybridge relay"""

import asyncio
import contextlib
import signal

from rich.console import Console

from app import logs
from app.cli.database import opened, settings_with_database
from app.relay import relaying
from app.sealing import Sealer
from app.settings import Settings
from app.signing import load_signing_key

console = Console(stderr=True)


def run() -> None:
    with settings_with_database(may_share=True) as (settings, _):
        logs.configure(settings.log_level)
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_relay(settings))


async def _relay(settings: Settings) -> None:
    """Until the process is asked to end."""
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    sealer = Sealer(load_signing_key(settings.sealing_key_path, may_create=False))
    async with opened(settings, settings.relay_url, role=settings.relay_role, size=1):
        """Only looked at: the relay has connections of its own."""
    async with relaying(settings, sealer):
        console.print("earlybridge: relaying")
        await ended.wait()
