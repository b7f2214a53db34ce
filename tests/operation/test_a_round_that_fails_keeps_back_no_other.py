"""What the service does by itself: a round that the database refuses comes again, and the others are made."""

import pytest
from fastapi import FastAPI

from app.db import Database
from app.errors import Busy
from app.services import rounds


async def _refused(_: Database) -> int:
    raise Busy


async def _made(_: Database) -> int:
    return 3


async def test_the_others_are_made(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "ROUNDS", {"first": _refused, "second": _made})
    monkeypatch.setattr(rounds, "FILE_ROUNDS", {})
    assert await rounds.make(app.state.database, app.state.files) == {"second": 3}
