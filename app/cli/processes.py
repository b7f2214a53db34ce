"""One command's work, shared by several processes of this program."""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import TypeVar

Told = TypeVar("Told")
Job = Callable[[], AsyncIterator[Told]]
"""Does a share of the work and tells of it as it goes; it and what it tells can be pickled."""


class CutOff(Exception):
    """A process ended before its share was done."""


def shared(jobs: Sequence[Job[Told]]) -> Iterator[Told]:
    """What the jobs tell, as it comes: one is done here, several in a process of its own each. Raises: CutOff."""
    return _here(jobs[0]) if len(jobs) == 1 else _beside(jobs)


def _here(job: Job[Told]) -> Iterator[Told]:
    with asyncio.Runner() as runner:
        told = job()
        try:
            while True:
                yield runner.run(_next(told))
        except StopAsyncIteration:
            return


async def _next(told: AsyncIterator[Told]) -> Told:
    return await anext(told)


def _beside(jobs: Sequence[Job[Told]]) -> Iterator[Told]:
    context = multiprocessing.get_context("spawn")
    ends: list[Connection] = []
    processes = []
    try:
        for job in jobs:
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_tell, args=(job, theirs), daemon=True)
            process.start()
            theirs.close()
            ends.append(ours)
            processes.append(process)
        yield from _received(ends)
    finally:
        for process in processes:
            if ends:  # nobody listens any more
                process.terminate()
            process.join()
    if any(process.exitcode for process in processes):
        raise CutOff


def _received(ends: list[Connection]) -> Iterator[Told]:
    """Whatever comes, until every end is closed."""
    while ends:
        for end in wait(ends):
            assert isinstance(end, Connection)  # noqa: S101 - for the type
            try:
                yield end.recv()
            except EOFError:
                ends.remove(end)


def _tell(job: Job[Told], end: Connection) -> None:
    with end:
        for told in _here(job):
            end.send(told)
