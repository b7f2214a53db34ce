"""State directories that the server's account can reach, which pytest's own are not."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def state_dir() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="eb-"))
    parent.chmod(0o711)
    yield parent / "state"
    shutil.rmtree(parent)
