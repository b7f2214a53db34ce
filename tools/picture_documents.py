"""Draw the documents that docs/documents.md and docs/equipment.md show. Run by hand: python -m tools.picture_documents."""

import asyncio
import struct
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2

from app.demo.county import make_county
from app.demo.load import rows_of
from app.models.transition import Packet
from app.models.words.letter import LetterKind
from app.services.letter.language import titles
from app.services.packet.archive import documents
from app.typeset import typeset
from tools import sample_letter

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
TODAY = date(2026, 1, 15)
SCALE = 1.15
GUTTER = bytes([200] * 16)
SENDER: dict[str, Any] = {
    "sender": {
        "name": "Lupine County Early Start",
        "lines": ["100 Main Street, Poppy Flat, CA 93981", "Telephone 707-555-0100"],
    },
    "made_on": "2026-01-15",
    "recipient": {
        "name": "Grace Okafor",
        "lines": ["Grace Okafor", "12 Alder Street", "Poppy Flat, CA 93981"],
    },
    "child": {"name": "Amina Okafor", "born_on": "2023-05-02", "third_birthday": "2026-05-02"},
    "issuer": {"name": "Maria Delgado"},
    "language_wanted": None,
}
_CONFERENCE = {
    "meets_on": "2026-02-03", "starts_at": "13:30", "place": "Lupine Community Center, Room 4",
    "attending": ["Poppy Flat Unified", "Mei Castro, speech-language pathologist"], "reply_by": "2026-01-28",
}  # fmt: skip
LETTERS: dict[LetterKind, dict[str, Any]] = {
    LetterKind.PRIOR_WRITTEN_NOTICE: {
        "facts": {
            "decision": "proposes",
            "action": "We propose to change speech-language therapy from once to twice a week, 45 minutes "
            "each time, at home.\n\nNothing else in the plan changes.",
            "reasons": "At the review on December 12 the team, you among them, saw that Amina uses more "
            "words when the sessions are closer together.",
            "takes_effect_on": "2026-02-01",
        }
    },
    LetterKind.CONFERENCE_INVITATION: {"facts": _CONFERENCE},
    LetterKind.DISTRICT_CONFERENCE_INVITATION: {"facts": _CONFERENCE},
    LetterKind.LEA_NOTIFICATION: {
        "facts": {
            "notified_on": "2026-01-15",
            "parents": [
                {"name": "Grace Okafor", "phone": "(555) 555-0142", "address": "12 Alder Street, Poppy Flat"}
            ],
        }
    },
    LetterKind.REFERRAL_ACKNOWLEDGEMENT: {
        "facts": {
            "child": "Amina Okafor", "received_on": "2026-01-12", "sender_ref": "CL-2041", "number": "7A59A0C417",
        }
    },
}  # fmt: skip

SPANISH_NOTICE = {
    "decision": "proposes",
    "action": "Proponemos cambiar la terapia del habla de una a dos veces por semana, 45 minutos cada vez, en "
    "casa.\n\nNada más cambia en el plan.",
    "reasons": "En la revisión del 12 de diciembre, el equipo, y usted con él, vio que Amina usa más palabras "
    "cuando las sesiones están más cerca unas de otras.",
    "takes_effect_on": "2026-02-01",
}


def png(pdf: bytes, pages: int = 1) -> bytes:
    """The first pages side by side, in grey levels."""
    shown = [_lines(page) for page in list(pypdfium2.PdfDocument(pdf))[:pages]]
    lines = [GUTTER.join(row) for row in zip(*shown, strict=True)]
    header = struct.pack(">IIBBBBB", len(lines[0]), len(lines), 8, 0, 0, 0, 0)
    drawn = zlib.compress(b"".join(b"\0" + line for line in lines), 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data) for kind, data in ((b"IHDR", header), (b"IDAT", drawn), (b"IEND", b""))
    )


def _lines(page: Any) -> list[bytes]:
    bitmap = page.render(scale=SCALE, grayscale=True)
    pixels, stride = bytes(bitmap.buffer), bitmap.stride
    return [pixels[y * stride : y * stride + bitmap.width] for y in range(bitmap.height)]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


async def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    county = make_county(1, TODAY)
    packets = rows_of(county, {}, TODAY)[county.program.id][Packet]
    made = await documents(str(packets[0]["content"]))
    kind = LetterKind.PRIOR_WRITTEN_NOTICE
    letter = await typeset(
        f"letter/es/{kind}", {**SENDER, "facts": SPANISH_NOTICE}, language="es", title=titles()["es"][kind], day=TODAY
    )  # fmt: skip
    data, title = sample_letter.document()
    justified = await typeset(
        "record", data, language="en", title=title, day=sample_letter.SIGNED_ON
    )
    for name, drawn, pages in (
        ("packet-cover", made["cover"], 1),
        ("packet-timeline", made["timeline"], 1),
        ("prior-written-notice-es", letter, 1),
        ("equipment-letter", justified, 3),
    ):
        (PICTURES / f"{name}.png").write_bytes(png(drawn.pdf, pages))


if __name__ == "__main__":
    asyncio.run(main())
