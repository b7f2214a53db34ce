"""Pictures that a document shows: sound, small enough, of a person only while the parent agrees."""

from app.errors import Problem
from app.files import Files, key_of
from app.files.pictures import pixels
from app.models.document import StoredFile
from app.services import upload
from app.services.fetching import BytesMissing
from app.typeset import can_be_set

MOST_BYTES, MOST_PIXELS = 6 * 1024 * 1024, 25_000_000
"""A telephone's photograph; decoded it takes a hundred megabytes at most."""


class PhotoUnfit(Problem):
    status, code, title = 409, "photo-unfit", "This file cannot be shown as a photograph"
    detail = f"Give a sound JPEG or PNG of at most {MOST_BYTES // 2**20} MiB and {MOST_PIXELS // 10**6} million pixels."


class PhotosNotAgreed(Problem):
    status, code, title = 409, "photos-not-agreed", "Nobody agreed to photos"
    detail = (
        "Photos need the parent's consent on file: POST /v1/students/{id}/consents (photo_video)."
    )


async def content_of(files: Files, file: StoredFile) -> bytes:
    """Raises: FETCH_PROBLEMS, BytesMissing."""
    upload.require_fetchable(files, file)
    try:
        key = key_of(file.tenant_id, file.sha256)
        portions = await files.store.read(key, 0, file.byte_count)
        return b"".join([portion async for portion in portions])
    except FileNotFoundError:
        raise BytesMissing from None


async def require_sound(files: Files, file: StoredFile) -> None:
    """Raises: PhotoUnfit, FETCH_PROBLEMS, BytesMissing."""
    if file.media_type not in {"image/jpeg", "image/png"} or file.byte_count > MOST_BYTES:
        raise PhotoUnfit
    content = await content_of(files, file)
    counted = pixels(content)
    if counted is None or not 0 < counted <= MOST_PIXELS or not await can_be_set(content):
        raise PhotoUnfit
