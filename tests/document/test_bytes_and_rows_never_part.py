"""A process may die between the bytes and the row: nobody sees such bytes, and a round clears them."""

import hashlib
import os
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.errors import Busy
from app.files import Files, Store, key_of
from app.services import file_round
from tests.factories.document import PDF, documented, send, uploaded
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World


def _place(app: FastAPI, world: World, content: bytes) -> Path:
    folder = app.state.files.store.folder
    found: Path = folder / key_of(world.program_id, hashlib.sha256(content).hexdigest())
    return found


def _age(place: Path) -> None:
    os.utime(place, (time.time() - 26 * 3600,) * 2)


async def _clear_all_day(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every hour's share at once."""
    monkeypatch.setattr(file_round, "SHARES", 1)
    await file_round.clear(app.state.database, app.state.files)


async def test_bytes_without_a_row_are_seen_by_nobody_and_cleared_after_a_day(
    app: FastAPI, files: Files, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = b"kept, and then the process died"
    await files.store.put(key_of(world.program_id, hashlib.sha256(lost).hexdigest()), BytesIO(lost))
    place = _place(app, world, lost)
    student_id = await enrolled(world)
    listed = await world.coordinator.get(f"/v1/students/{student_id}/documents")
    assert listed.json()["items"] == []
    await _clear_all_day(app, monkeypatch)
    assert place.exists()
    _age(place)
    await _clear_all_day(app, monkeypatch)
    assert not place.exists()


async def test_an_upload_nobody_used_is_forgotten_and_one_on_a_file_stays(
    app: FastAPI, files: Files, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await uploaded(world.coordinator, b"never put on a file")
    student_id = await enrolled(world)
    made = await documented(world.coordinator, student_id)
    old = "set created_at = created_at - interval '26 hours' where tenant_id = :t"
    await world.change("update eb.upload " + old, t=world.program_id)
    await world.change("update eb.stored_file " + old, t=world.program_id)
    for content in (PDF, b"never put on a file"):
        _age(_place(app, world, content))
    await _clear_all_day(app, monkeypatch)
    assert not _place(app, world, b"never put on a file").exists()
    got = await world.coordinator.get(f"/v1/students/{student_id}/documents/{made['id']}/content")
    assert got.content == PDF
    again = await send(world.coordinator, b"never put on a file")
    assert again.status_code == 201
    assert _place(app, world, b"never put on a file").exists()


async def test_bytes_that_are_gone_are_said_to_be(app: FastAPI, world: World) -> None:
    student_id = await enrolled(world)
    made = await documented(world.coordinator, student_id)
    _place(app, world, PDF).unlink()
    path = f"/v1/students/{student_id}/documents/{made['id']}"
    assert_problem(await world.coordinator.get(f"{path}/content"), 503, "bytes-missing")
    assert (await world.coordinator.get(path)).status_code == 200


async def test_a_store_that_does_not_answer_is_a_busy_service(tmp_path: Path) -> None:
    store = Store(tmp_path.as_uri())
    (tmp_path / "in-the-way").write_text("a file, where a folder is wanted")
    with pytest.raises(Busy):
        await store.put("in-the-way/ab/abc", BytesIO(b"x"))


async def test_one_tenant_never_meets_the_others_bytes(
    app: FastAPI, world: World, other: World
) -> None:
    await uploaded(world.coordinator)
    await uploaded(other.coordinator)
    assert _place(app, world, PDF) != _place(app, other, PDF)
    assert _place(app, world, PDF).read_bytes() == _place(app, other, PDF).read_bytes()


async def test_what_else_stands_in_the_folder_is_let_alone(
    app: FastAPI, world: World, tmp_path: Path
) -> None:
    (tmp_path / "lost+found" / "ab").mkdir(parents=True)
    (tmp_path / "lost+found" / "ab" / "1").write_text("not ours")
    store = Store(tmp_path.as_uri())
    await store.put(key_of(world.program_id, "ab" * 32), BytesIO(b"x"))
    assert await store.tenants() == [world.program_id]
    await file_round.clear(app.state.database, replace(app.state.files, store=store))
    assert (tmp_path / "lost+found" / "ab" / "1").exists()
