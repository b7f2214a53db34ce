"""A full disk behind standard error, or nobody reading it, is not the caller's trouble."""

import errno
import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from app import edge
from app.logs import configure
from tests.factories.world import World


class _Full(io.StringIO):
    def write(self, _: str, /) -> int:
        raise OSError(errno.ENOSPC, "no space left on device")


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = list(root.handlers), root.level
    configure("INFO")
    monkeypatch.setattr(edge, "log", structlog.get_logger("earlybridge.request"))
    assert isinstance(root.handlers[0], logging.StreamHandler)
    root.handlers[0].setStream(_Full())
    yield
    root.handlers[:], root.level = handlers, level
    structlog.configure(**before)


@pytest.mark.usefixtures("full_disk")
async def test_the_request_is_answered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", False)
    with pytest.raises(OSError, match="no space"):
        _Full().write("x")
    assert (await world.coordinator.get("/v1/students")).status_code == 200
