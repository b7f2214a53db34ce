"""python -m benchmarks.run --students 10000 200000: measure, print a table, keep the figures as JSON."""

import argparse
import asyncio
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from app import clock
from app.db import as_asyncpg_dsn
from app.services import rulebook
from app.settings import Settings
from app.signing import Signer, load_signing_key
from benchmarks import county, report, store
from benchmarks.processor import parent_of
from benchmarks.scenario import COMPARISONS, Cast, trials
from benchmarks.servers import Server, running
from benchmarks.trial import Cost, Plan, measure

RESULTS = Path(__file__).parent / "results"
POOL = 10


def main() -> None:
    asked = _arguments()
    plan = Plan(asked.rounds, asked.seconds, (1, 2 * POOL))
    RESULTS.mkdir(exist_ok=True)
    with store.server() as server_url:
        for students in asked.students:
            began = time.monotonic()
            url = asyncio.run(store.filled(server_url, students))
            print(f"{students} students are there after {time.monotonic() - began:.0f} s")
            costs = _measure(url, plan, asked.only, asked.profile)
            report.show(students, costs, COMPARISONS, plan)
            report.keep(RESULTS / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{students}.json", costs)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--students", type=int, nargs="+", default=[10_000, 200_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0, help="length of one window")
    parser.add_argument("--only", default="", help="only trials whose name begins so")
    parser.add_argument("--profile", help="file for what cProfile sees in our server")
    return parser.parse_args()


def _measure(url: str, plan: Plan, only: str, profile: str | None) -> list[Cost]:
    settings = Settings(database_url=SecretStr(url), state_dir=store.STATE_DIR)
    signer = Signer(settings, load_signing_key(settings.signing_key_path, may_create=True))
    people, postmaster = asyncio.run(_look_around(url))
    environment = {
        "EARLYBRIDGE_DATABASE_URL": url,
        "EARLYBRIDGE_STATE_DIR": str(store.STATE_DIR),
        "EARLYBRIDGE_POOL_SIZE": str(POOL),
        "EARLYBRIDGE_RELAY_ENABLED": "false",
        "EARLYBRIDGE_RATE_LIMIT_REQUESTS": "0",
        "BENCHMARK_DSN": as_asyncpg_dsn(url),
        "BENCHMARK_POOL": str(POOL),
        "BENCHMARK_TODAY": str(clock.today("America/Los_Angeles")),
        "BENCHMARK_SOON_DAYS": str(rulebook.load().soon_days("us-ca")),
    }
    with ExitStack() as servers:

        def start(name: str, what: str, **more: str) -> Server:
            log = RESULTS / f"{name}.log"
            return servers.enter_context(running(what, {**environment, **more}, log))

        cast = Cast(
            people,
            signer,
            ours=start("ours", "ours", **({"BENCHMARK_PROFILE": profile} if profile else {})),
            same=start("same", "same"),
            bare=start("bare", "bare_read"),
            few_routes=start("few-routes", "ours", BENCHMARK_ROUTES="10"),
            many_routes=start("many-routes", "ours", BENCHMARK_ROUTES="200"),
        )
        chosen = [t for t in trials(cast) if t.name.startswith(only)]
        return list(measure(chosen, postmaster, plan))


async def _look_around(url: str) -> tuple[county.County, int]:
    """Who will call, and the process that all of the database's processes descend from."""
    async with store.connected(url) as connection:
        await county.empty_trails(connection)
        found = await county.look_around(connection)
        return found, parent_of(connection.get_server_pid())


if __name__ == "__main__":
    main()
