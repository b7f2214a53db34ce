"""What a pass over every file costs: `python -m benchmarks.recompute --students 20000`.

Loads the county, tells each file's story, and then measures (1) the pure engine
over such files, with `--anew` (2) a first pass, which stores everything, (3) a pass that
finds nothing to change, and (4) a full rewrite: one that moves every date of every file; then (5) a pass for one rule
that was not stored, (6) one that moves it in every file, and (7) one that finds it as it is.
With `--processes 2` the fourth and the sixth are shared by two, and
beside both a writer records what a request would, and says how long it waited.
"""

import argparse
import asyncio
import gc
import os
import resource
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from pydantic import SecretStr

from app.auth import Actor
from app.cli.processes import shared
from app.cli.recomputation import COLLECTED_AFTER
from app.db import Database
from app.services import recomputation, rulebook
from app.services.duty import owed
from app.services.rules import Book, Calendar, CaseFacts, Event, Pause, names_seen
from app.settings import Settings
from benchmarks import store
from benchmarks.processor import parent_of, seconds_of_family
from benchmarks.rules import RUNS, TOLD

ENGINE_FILES = 2000
PARTS_EACH = 8
REAPED_AFTER = 0.5
"""Seconds in which the server notes what its sessions took that have just ended."""
PLAN = "us-ca.partc.initial_ifsp"
STORY = """
insert into eb.case_event (tenant_id, id, student_id, type, on_date, data)
select s.tenant_id, gen_random_uuid(), s.id, x.type, s.born_on + x.day, x.data::jsonb
  from eb.student s, (values {values}) x(type, day, data)
 where not exists (select from eb.case_event);
analyze eb.case_event"""


EARLIER = "update eb.deadline set due_on = due_on - 1 where tenant_id = $1 and due_on is not null"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recompute", description=__doc__)
    parser.add_argument("--students", type=int, default=20_000)
    parser.add_argument("--anew", action="store_true", help="Also store everything anew, first.")
    parser.add_argument("--processes", type=int, default=1, help="That share the pass that moves.")
    asked = parser.parse_args()
    print(f"pure engine, one rule  {engine([PLAN]):10.0f} students a second, one process")
    print(f"pure engine, all rules {engine(None):10.0f} students a second, one process")
    with store.server() as server_url:
        url = asyncio.run(store.filled(server_url, asked.students))
        asyncio.run(measure(url, asked.processes, is_anew=asked.anew))


def engine(rules: list[str] | None) -> float:
    """Students a second of processor time: each a case of its own, with the events that the rules see."""
    calendar, book = Calendar(), rulebook.load()
    seen = names_seen(book, "us-ca", frozenset(rules or [r.id for r in book.all_rules()]))
    events = tuple(Event(*told) for told in TOLD if told[0] in seen)
    pause = (Pause("partc.family_circumstances", date(2025, 1, 20), date(2025, 1, 29)),)
    cases = [
        CaseFacts("us-ca", date.fromordinal(738800 + n % 365), events, pause, {}, calendar)
        for n in range(ENGINE_FILES)
    ]
    return 1e6 / min(_each(cases, rules) for _ in range(RUNS))


def _each(cases: list[CaseFacts], rules: list[str] | None) -> float:
    """Microseconds of processor time a case."""
    book, began = rulebook.load(), time.process_time()
    for case in cases:
        owed(book, case, date(2025, 9, 1), rules)
    return (time.process_time() - began) / len(cases) * 1e6


async def measure(url: str, processes: int, *, is_anew: bool) -> None:
    await _tell_stories(url)
    async with store.connected(url) as connection:
        postgres = parent_of(connection.get_server_pid())
    settings = Settings(database_url=SecretStr(url), state_dir=store.STATE_DIR)
    database = _database(settings)
    await database.open()
    _freeze()
    try:
        sizes = {a: await _count(database, a) for a in await recomputation.programs(database)}
        actor = max(sizes, key=lambda a: sizes[a])
        begin = recomputation.acting_for(database, actor)
        if is_anew:
            await _timed(
                "everything stored anew", recomputation.after_upgrade(begin, actor), postgres
            )
            await _timed("nothing to change", recomputation.after_upgrade(begin, actor), postgres)
            await _move_every_date(url, actor.tenant_id)
            async with _writing(url):
                await recomputation.begin_pass(begin, actor, None, processes * PARTS_EACH)
                whole = _shared([partial(_finish, settings, actor.tenant_id)] * processes)
                await _timed("every date moved", whole, postgres)
        present = rulebook.load()
        with _one_rule_changed() as changed:
            first = recomputation.after_upgrade(begin, actor, present)
            await _timed("one rule, stored at first", first, postgres)
        async with _writing(url):
            await recomputation.begin_pass(begin, actor, changed, processes * PARTS_EACH)
            moved = _shared([partial(_finish, settings, actor.tenant_id)] * processes)
            await _timed("one rule moved", moved, postgres)
        again = recomputation.after_upgrade(begin, actor, changed)
        await _timed("one rule, nothing moved", again, postgres)
    finally:
        await database.close()


def _database(settings: Settings) -> Database:
    return Database(settings.api_url, role=settings.api_role, size=4, wait_seconds=30)


def _freeze() -> None:
    """As the command does."""
    rulebook.load()
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER)


Done = tuple[int, int]
"""Students and moves."""


async def _finish(settings: Settings, tenant_id: UUID) -> AsyncIterator[Done]:
    """What each process does of a pass that is begun."""
    database = _database(settings)
    await database.open()
    _freeze()
    try:
        for actor in await recomputation.programs(database):
            if actor.tenant_id == tenant_id:
                begin = recomputation.acting_for(database, actor)
                async for progress in recomputation.finish(begin, actor):
                    yield progress.students, len(progress.moves)
    finally:
        await database.close()


async def _shared(jobs: list[partial[AsyncIterator[Done]]]) -> AsyncIterator[Done]:
    """As `shared`, beside the writer."""
    told = shared(jobs)
    while (done := await asyncio.to_thread(next, told, None)) is not None:
        yield done


async def _count(database: Database, actor: Actor) -> int:
    return await recomputation.count(recomputation.acting_for(database, actor), actor)


async def _tell_stories(url: str) -> None:
    born = date(2023, 11, 30)
    values = ", ".join(
        f"('{kind}', {(on - born).days - 350}, '{str(data).replace(chr(39), chr(34)).replace('True', 'true')}')"
        for kind, on, data in TOLD
    )
    async with store.connected(url) as connection:
        await connection.execute("delete from eb.recomputation")
        await connection.execute(STORY.format(values=values), timeout=3600)


async def _move_every_date(url: str, tenant_id: UUID) -> None:
    """As if a former rulebook had given each deadline another day."""
    async with store.connected(url) as connection:
        await connection.execute(EARLIER, tenant_id, timeout=3600)
        await connection.execute("vacuum analyze eb.deadline", timeout=3600)


async def _timed(
    name: str, work: AsyncIterator[Done] | AsyncIterator[recomputation.Progress], postgres: int
) -> None:
    began, ours, theirs = time.monotonic(), _ours(), seconds_of_family(postgres)
    students, moved = 0, 0
    async for done in work:
        more = done if isinstance(done, tuple) else (done.students, len(done.moves))
        students, moved = students + more[0], moved + more[1]
    took, ours = time.monotonic() - began, _ours() - ours
    await asyncio.sleep(REAPED_AFTER)
    theirs = seconds_of_family(postgres) - theirs
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    memory = max(resource.getrusage(of).ru_maxrss for of in who) // 1024
    print(
        f"{name:24}{students:9} students {moved:9} moves {took:8.1f} s {students / took:8.0f} a second; "
        f"processor {ours / students * 1e6:.0f} us each here, {theirs / students * 1e6:.0f} us in the database; {memory} MB"
    )


def _ours() -> float:
    """Seconds of processor time of this process and of those that it has waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


@contextmanager
def _one_rule_changed() -> Iterator[Book]:
    """Inside, the first plan has 40 days: stricter than the rulebook as it is."""
    before = rulebook.FOLDER
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "rulebook"
        shutil.copytree(before, folder)
        rules = folder / "us-ca/partc.yaml"
        head, tail = rules.read_text("utf-8").split(f"id: {PLAN}\n")
        rules.write_text(f"{head}id: {PLAN}\n{tail.replace('plus: 45', 'plus: 40', 1)}", "utf-8")
        _use(folder)
        yield rulebook.load()
    _use(before)


def _use(folder: Path) -> None:
    rulebook.FOLDER = folder
    rulebook.load.cache_clear()


@asynccontextmanager
async def _writing(url: str) -> AsyncIterator[None]:
    """Ten times a second somebody locks a file at random, as recording an event does."""
    waits: list[float] = []

    async def write() -> None:
        async with store.connected(url) as connection:
            while True:
                began = time.monotonic()
                async with connection.transaction():
                    await connection.execute(
                        "select from eb.student where (tenant_id, id) = (select tenant_id, id from eb.student"
                        " tablesample system (0.1) order by random() limit 1) for update"
                    )
                waits.append(time.monotonic() - began)
                await asyncio.sleep(0.1)

    task = asyncio.create_task(write())
    yield
    task.cancel()
    if waits:
        waits.sort()
        print(
            f"a writer beside it waited {waits[len(waits) // 2] * 1e3:.0f} ms in the middle, "
            f"{waits[-1] * 1e3:.0f} ms at most, {len(waits)} times"
        )


if __name__ == "__main__":
    main()
