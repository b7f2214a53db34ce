"""Where a scanner is named, only what it found clean is given out; when it is away, files wait for it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI

from app.files import Files, Scanner
from app.files.scanner import ScannerAway
from app.services import file_round
from tests.factories.document import PDF, document, documented, send, uploaded
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.scanner import WORD, scanning
from tests.factories.world import World

Named = Callable[[str], None]
NOWHERE = "clamd://127.0.0.1:9"


@pytest.fixture
def scanned_by(app: FastAPI, files: Files) -> Named:
    """Names a scanner for the rest of the test."""

    def name(url: str) -> None:
        app.state.files = replace(files, scanner=Scanner(url))

    return name


async def test_a_harmful_file_is_kept_from_everybody(world: World, scanned_by: Named) -> None:
    student_id = await enrolled(world)
    async with scanning() as url:
        scanned_by(url)
        bad = (await send(world.coordinator, PDF + WORD)).json()
        good = await documented(world.coordinator, student_id)
    assert bad["scan_state"] == "refused"
    assert good["latest"]["scan_state"] == "clean"
    path = f"/v1/students/{student_id}/documents"
    refused = await world.coordinator.post(path, document(bad["id"]))
    assert_problem(refused, 409, "file-refused")
    assert (await world.coordinator.get(f"{path}/{good['id']}/content")).content == PDF


async def test_files_wait_while_the_scanner_is_away(
    app: FastAPI, world: World, scanned_by: Named
) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}/documents"
    early = await documented(world.coordinator, student_id, b"came before there was a scanner")
    assert early["latest"]["scan_state"] == "not_scanned"
    scanned_by(NOWHERE)
    waiting = await documented(world.coordinator, student_id)
    hidden = await documented(world.coordinator, student_id, PDF + WORD)
    assert waiting["latest"]["scan_state"] == "received"
    for made in (early, waiting, hidden):
        content = await world.coordinator.get(f"{path}/{made['id']}/content")
        assert_problem(content, 409, "file-not-scanned")
    async with scanning() as url:
        scanned_by(url)
        await file_round.scan_waiting(app.state.database, app.state.files)
    for made in (early, waiting):
        assert (await world.coordinator.get(f"{path}/{made['id']}/content")).status_code == 200
    content = await world.coordinator.get(f"{path}/{hidden['id']}/content")
    assert_problem(content, 409, "file-refused")


async def test_an_answer_that_is_no_verdict_is_none() -> None:
    async def nothing() -> Any:
        yield b"x"

    with pytest.raises(ScannerAway):
        await Scanner(NOWHERE).scan(nothing())
    with pytest.raises(ValueError, match="EARLYBRIDGE_SCANNER_URL"):
        Scanner("https://example.org")


async def test_the_same_bytes_keep_their_verdict(world: World, scanned_by: Named) -> None:
    async with scanning() as url:
        scanned_by(url)
        await uploaded(world.coordinator)
    scanned_by(NOWHERE)
    assert (await send(world.coordinator)).json()["scan_state"] == "clean"
