"""What a file is, told by its content. Only what is listed here is kept; nothing is ever unpacked."""

import codecs
import re

PDF_TYPE = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXTENSIONS = {
    PDF_TYPE: ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/heic": ("heic", "heif"),
    "image/tiff": ("tif", "tiff"),
    DOCX: ("docx",),
    "text/plain": ("txt", "csv", "md"),
}
"""Media types that are kept: reports and scans, photographs, faxes, letters. The first extension is the usual one."""
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
TAIL = 64 * 1024
"""A ZIP's list of contents is at its end, uncompressed."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class Sniffer:
    """Is fed a file in portions, then knows its media type."""

    def __init__(self) -> None:
        self._head, self._tail = b"", b""
        self._text: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()

    def feed(self, portion: bytes) -> None:
        if len(self._head) < 16:
            self._head = (self._head + portion[:16])[:16]
        self._tail = (self._tail + portion)[-TAIL:]
        self._read(portion, final=False)

    def media_type(self) -> str | None:
        """None for what is not kept, an empty file too."""
        self._read(b"", final=True)
        return _by_signature(self._head, self._tail) or (
            "text/plain" if self._head and self._text is not None else None
        )

    def _read(self, portion: bytes, *, final: bool) -> None:
        if self._text is None:
            return
        try:
            if _CONTROL.search(self._text.decode(portion, final)):
                self._text = None
        except UnicodeDecodeError:
            self._text = None


def _by_signature(head: bytes, tail: bytes) -> str | None:
    if head.startswith(b"%PDF-"):
        return PDF_TYPE
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return "image/heic"
    if head.startswith((b"II*\x00", b"MM\x00*")):
        return "image/tiff"
    is_word = head.startswith(b"PK\x03\x04") and b"word/document.xml" in tail
    return DOCX if is_word and b"vbaProject.bin" not in tail else None


def with_extension(name: str, media_type: str) -> str:
    """The name, ending as its content asks: a PDF called `report.exe` is saved as `report.exe.pdf`."""
    allowed = EXTENSIONS[media_type]
    return (
        name if name.lower().endswith(tuple(f".{e}" for e in allowed)) else f"{name}.{allowed[0]}"
    )
