"""A packet as an archive, made from its frozen text and the papers that it names: the same packet gives the same bytes.

manifest.json      what became of each item, every file with its hash, and what a format could not hold
packet.json        the text as it was frozen and hashed
ed-fi/*.jsonl      rows of the Ed-Fi Data Standard, one JSON object a line
csv/*.csv          the same facts under CEDS names, for a spreadsheet
documents/*.pdf    to be read and printed
papers/*           papers of the file, as they were sent to the program
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from app.canonical import canonical
from app.models.fields import PacketItem
from app.services.packet.archive.ceds import tables
from app.services.packet.archive.document import documents_of
from app.services.packet.archive.ed_fi import resources
from app.services.packet.archive.loss import Losses
from app.services.packet.archive.spreadsheet import as_csv
from app.services.packet.sections.papers import enclosed
from app.typeset import Typeset

Fetch = Callable[[str, int], Awaitable[bytes | None]]
"""The bytes of a file by SHA-256 and length; None: they are no more."""
LOST = "the program no longer keeps this paper"


async def build(content: str, fetch: Fetch) -> bytes:
    """The archive of a packet's frozen text."""
    packet: dict[str, Any] = json.loads(content)
    losses = Losses()
    files = {"packet.json": content.encode()}
    for name, rows in resources(packet, losses).items():
        files[f"ed-fi/{name}.jsonl"] = "".join(f"{canonical(row)}\n" for row in rows).encode()
    for name, records in tables(packet, losses).items():
        files[f"csv/{name}.csv"] = as_csv(records)
    for name, made in (await documents_of(packet)).items():
        files[f"documents/{name}.pdf"] = made.pdf
        losses.of_document(f"documents/{name}.pdf", made.problems)
    for name, sha256, length in enclosed(packet["items"].get(PacketItem.PAPERS)):
        raw = await fetch(sha256, length)
        if raw is None:
            losses.tell(name, None, LOST)
        else:
            files[name] = raw
    manifest = {
        **{k: packet[k] for k in ("packet_id", "number", "released_on", "program", "district", "family_brings")},
        "items": packet["manifest"],
        "files": [_described(path, raw) for path, raw in sorted(files.items())],
        "losses": losses.told,
    }  # fmt: skip
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    return _zipped({"manifest.json": text.encode(), **dict(sorted(files.items()))}, packet)


async def documents(content: str) -> dict[str, Typeset]:
    """The documents alone, by name."""
    return await documents_of(json.loads(content))


def _described(path: str, raw: bytes) -> dict[str, Any]:
    return {"path": path, "bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}


def _zipped(files: dict[str, bytes], packet: dict[str, Any]) -> bytes:
    """Stored, not deflated: what another release of zlib would pack otherwise stays the same."""
    on = date.fromisoformat(packet["released_on"])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path, raw in files.items():
            entry = zipfile.ZipInfo(path, (on.year, on.month, on.day, 0, 0, 0))
            entry.external_attr, entry.create_system = 0o644 << 16, 3
            archive.writestr(entry, raw)
    return out.getvalue()
