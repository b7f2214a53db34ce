"""How large a picture is, read from its head: whoever shows it decodes it, so its pixels are counted before."""

import struct

_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""JPEG's markers of a frame, which says its size."""
_ALONE = frozenset({0x01, *range(0xD0, 0xDA)})


def pixels(content: bytes) -> int | None:
    """Width times height of a PNG or JPEG; None for what is neither, or does not say."""
    try:
        if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
            width, height = struct.unpack("!LL", content[16:24])
            return int(width * height)
        return _of_jpeg(content) if content.startswith(b"\xff\xd8") else None
    except (struct.error, IndexError):
        return None


def _of_jpeg(content: bytes) -> int | None:
    at = 2
    while content[at] == 0xFF:
        marker = content[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack("!HH", content[at + 5 : at + 9])
            return int(width * height)
        at += 2 if marker in _ALONE else 2 + struct.unpack("!H", content[at + 2 : at + 4])[0]
    return None
