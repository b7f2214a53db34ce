"""A PDF as its readers have it: the tags for who listens, the picture for who looks."""

import io
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u00ad"))


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf), strict=True)


def text(pdf: bytes) -> str:
    """All pages, as copied from the document."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
    document.close()
    return "\n".join(pages).translate(INVISIBLE)


def flat(pdf: bytes) -> str:
    """All pages as one line: where lines end is the page's business."""
    return " ".join(text(pdf).split())


def tags(pdf: bytes) -> list[str]:
    """The names of the tag tree, in the order of reading."""
    return [str(node["/S"]) for node in _nodes(pdf)]


def spoken(pdf: bytes) -> list[str]:
    """What is read in place of each picture."""
    return [str(node["/Alt"]) for node in _nodes(pdf) if "/Alt" in node]


def _nodes(pdf: bytes) -> list[Any]:
    root: Any = reader(pdf).trailer["/Root"]
    return list(_walk(root["/StructTreeRoot"]))


def _walk(node: Any) -> Iterator[Any]:
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, ArrayObject):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _walk(node["/K"])


def metadata(pdf: bytes) -> str:
    root: Any = reader(pdf).trailer["/Root"]
    return str(root["/Metadata"].get_data().decode())


def ink(pdf: bytes, page: int = 0) -> tuple[int, int, int, int]:
    """The box that everything drawn on a page fits in: left, top, right, bottom as thousandths of the page."""
    document = pypdfium2.PdfDocument(pdf)
    bitmap = document[page].render(scale=1, grayscale=True)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    pixels = bytes(bitmap.buffer)
    lines = [pixels[y * stride : y * stride + width] for y in range(height)]
    marked = [y for y, line in enumerate(lines) if min(line) < 200]
    across = [x for x in range(width) if min(line[x] for line in lines) < 200]
    document.close()
    return (
        across[0] * 1000 // width,
        marked[0] * 1000 // height,
        across[-1] * 1000 // width,
        marked[-1] * 1000 // height,
    )
