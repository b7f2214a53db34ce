"""Work of one command in several processes: all of it is told, and one that dies is noticed."""

import os
import signal
from collections.abc import AsyncIterator
from functools import partial

import pytest

from app.cli.processes import CutOff, shared


async def count(first: int, last: int) -> AsyncIterator[tuple[int, int]]:
    for n in range(first, last):
        yield n, os.getpid()


async def die(after: int) -> AsyncIterator[tuple[int, int]]:
    async for told in count(0, after):
        yield told
    os.kill(os.getpid(), signal.SIGKILL)


def test_all_is_told_by_processes_of_their_own() -> None:
    told = list(shared([partial(count, 0, 3), partial(count, 3, 5)]))
    assert sorted(n for n, _ in told) == [0, 1, 2, 3, 4]
    assert len({pid for _, pid in told} - {os.getpid()}) == 2


def test_one_share_is_done_here() -> None:
    assert {pid for _, pid in shared([partial(count, 0, 3)])} == {os.getpid()}


def test_a_process_that_is_killed_is_noticed_when_the_others_are_done() -> None:
    told = shared([partial(die, 1), partial(count, 5, 8)])
    assert sorted(next(told)[0] for _ in range(4)) == [0, 5, 6, 7]
    with pytest.raises(CutOff):
        next(told)
