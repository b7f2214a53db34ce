"""A store of the test's own: what goes round all files goes round few."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.files import Files, Store


@pytest.fixture
def files(app: FastAPI, tmp_path: Path) -> Iterator[Files]:
    before: Files = app.state.files
    app.state.files = replace(before, store=Store((tmp_path / "files").as_uri()))
    yield app.state.files
    app.state.files = before
