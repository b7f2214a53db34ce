"""Bytes people send and fetch: kept, told by content, cut into ranges, scanned. Knows nothing of the record."""

from dataclasses import dataclass

from app.files.scanner import Scanner
from app.files.store import Store, key_of
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Files:
    """What one process keeps files with. `scanner` None: nobody scans here."""

    store: Store
    scanner: Scanner | None
    most_bytes: int


def open_files(settings: Settings) -> Files:
    """Raises: ValueError for an address that names no store or no scanner."""
    scanner = Scanner(settings.scanner_url) if settings.scanner_url else None
    return Files(Store(settings.store_url), scanner, settings.upload_bytes)


__all__ = ["Files", "Scanner", "Store", "key_of", "open_files"]
