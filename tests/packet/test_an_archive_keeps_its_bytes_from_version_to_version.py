"""One packet that was frozen once: what its archive holds changes only knowingly.

A district may hold an archive of years ago against one of today. Where a change of a document or of the typesetter is
meant, `WRITE_ARCHIVE=1 ./run test tests/packet` writes the hashes anew, and docs/documents.md says what may differ.
"""

import hashlib
import json
import os
from pathlib import Path

from app.services.packet.archive import build
from tests.factories.packet import unpacked

KEPT = Path(__file__).parent / "kept"


async def _no_paper(_sha256: str, _length: int) -> None:
    """The packet names none."""


async def test_each_file_of_it_is_the_same_as_when_it_was_released() -> None:
    content = (KEPT / "packet.json").read_text()
    archive = await build(content, _no_paper)
    made = {name: hashlib.sha256(raw).hexdigest() for name, raw in unpacked(archive).items()}
    hashes = KEPT / "archive.json"
    if os.environ.get("WRITE_ARCHIVE"):
        hashes.write_text(json.dumps(made, indent=2) + "\n")
    assert made == json.loads(hashes.read_text()), "see the head of this file"
    assert await build(content, _no_paper) == archive
