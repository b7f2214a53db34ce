"""Photographs as a telephone takes them, made of nothing: grain in every block, so that decoding them costs what it costs."""

import struct
from random import Random

HEAD = bytes.fromhex("ffd8ffe000104a46494600010100000100010000")
DC_BITS = "00010501010101010100000000000000000102030405060708090a0b"
AC_BITS = (
    "0002010303020403050504040000017d0102030004110512213141061351610722711432819"
    "1a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a4344"
    "45464748494a535455565758595a636465666768696a737475767778797a838485868788898"
    "a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2"
    "d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa"
)
"""The tables of ITU T.81, annex K.3, for luminance."""
GREY, END = "00", "1010"
KINDS = 64


def jpeg(width: int, height: int, seed: int = 1) -> bytes:
    """A baseline JPEG of that size, in grey, about a byte for eight pixels."""
    dice = Random(seed)
    blocks = -(-width // 8) * -(-height // 8)
    grains = [_block(dice) for _ in range(KINDS)]
    bits = GREY + END + "".join(dice.choices(grains, k=blocks - 1))
    bits += "1" * (-len(bits) % 8)
    scan = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")
    return b"".join(
        (
            HEAD,
            _part(0xDB, b"\0" + bytes([8] * 64)),
            _part(0xC0, struct.pack("!BHHB", 8, height, width, 1) + b"\1\x11\0"),
            _part(0xC4, b"\0" + bytes.fromhex(DC_BITS)),
            _part(0xC4, b"\x10" + bytes.fromhex(AC_BITS)),
            _part(0xDA, b"\1\1\0\0\x3f\0"),
            scan,
            b"\xff\xd9",
        )
    )


def _block(dice: Random) -> str:
    """A brightness like its neighbour's, and fifteen low frequencies of one step each."""
    grain = ("00" + dice.choice("01") for _ in range(15))
    return "00" + "".join(grain) + END


def _part(marker: int, content: bytes) -> bytes:
    return struct.pack("!BBH", 0xFF, marker, len(content) + 2) + content
