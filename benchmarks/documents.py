"""What a document costs: every packet of the demo county as an archive, each letter in each language, a letter on equipment.

.venv/bin/python -m benchmarks.documents
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import date

from app.demo.county import make_county
from app.demo.load import rows_of
from app.models.transition import Packet
from app.models.words.letter import LetterKind
from app.services.letter.language import languages_of, titles
from app.services.packet.archive import build
from app.typeset import typeset
from benchmarks.photograph import jpeg
from tools import sample_letter
from tools.picture_documents import LETTERS, SENDER

TODAY = date(2026, 1, 15)
ROUNDS = 20


async def _measure(name: str, make: Callable[[int], Awaitable[bytes]]) -> None:
    """One warm-up, then the median of wall-clock and of processor time, all threads together."""
    sizes, walls, cpus = [], [], []
    for n in range(ROUNDS + 1):
        wall, cpu = time.perf_counter(), time.process_time()
        made = await make(n)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
        sizes.append(len(made))
    wall, cpu = (1000 * statistics.median(times[1:]) for times in (walls, cpus))
    kilobytes = statistics.median(sizes) / 1000
    print(f"{name:44} {wall:7.0f} ms  {cpu:7.0f} ms of processor  {kilobytes:6.0f} kB")


async def nothing(_sha256: str, _length: int) -> None:
    """No paper is in the store of a county that is made up."""


async def main() -> None:
    county = make_county(1, TODAY)
    packets = rows_of(county, {}, TODAY)[county.program.id][Packet]

    async def archive(n: int) -> bytes:
        return await build(str(packets[n % len(packets)]["content"]), nothing)

    await _measure("archive of a packet", archive)
    for kind in LetterKind:
        for language in languages_of(kind):

            async def letter(n: int, kind: LetterKind = kind, language: str = language) -> bytes:
                data = {**SENDER, **LETTERS[kind], "made_on": f"2026-01-{n + 1:02}"}
                title = titles()[language][kind]
                made = await typeset(
                    f"letter/{language}/{kind}", data, language=language, title=title, day=TODAY
                )
                return made.pdf

            await _measure(f"{kind} ({language})", letter)
    await _equipment()


async def _equipment() -> None:
    """Each letter another, so that nothing of it was set before; with pictures as a telephone takes them."""
    for width, height in ((0, 0), (1600, 1200), (4000, 3000)):
        kept = [
            [jpeg(width, height, 2 * n), jpeg(width, height, 2 * n + 1)]
            for n in range(ROUNDS + 1)
            if width
        ]

        async def letter(n: int, kept: list[list[bytes]] = kept) -> bytes:
            photos = kept[n] if kept else []
            data, title = sample_letter.document(len(photos))
            data["foot"] += f" · {n}"
            made = await typeset(
                "record",
                data,
                language="en",
                title=title,
                day=sample_letter.SIGNED_ON,
                photos=photos,
            )
            return made.pdf

        shown = f"two pictures of {width}x{height}" if width else "no picture"
        await _measure(f"letter on equipment, {shown}", letter)


if __name__ == "__main__":
    asyncio.run(main())
