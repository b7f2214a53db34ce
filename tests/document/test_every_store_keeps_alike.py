"""A folder and a bucket are the same to everybody else; an address that names no store is refused at the start."""

import hashlib
import os
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest

from app.errors import Busy
from app.files import Store, key_of

LARGE = os.urandom(12 * 1024 * 1024)
"""More than one part of an upload in parts."""


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return Store((tmp_path / "a folder").as_uri() if request.param == "folder" else "memory:///")


@pytest.mark.parametrize("content", [b"x", LARGE])
async def test_what_is_put_is_read_whole_and_in_parts(store: Store, content: bytes) -> None:
    tenant, sha256 = uuid4(), hashlib.sha256(content).hexdigest()
    key = key_of(tenant, sha256)
    assert not await store.has(key)
    await store.put(key, BytesIO(content))
    await store.put(key, BytesIO(content))
    assert await store.has(key)
    whole = b"".join([p async for p in await store.read(key, 0, len(content))])
    assert whole == content
    part = b"".join([p async for p in await store.read(key, len(content) // 3, len(content))])
    assert part == content[len(content) // 3 :]


async def test_what_is_copied_stays_when_the_first_is_cleared(store: Store) -> None:
    first, second = uuid4(), uuid4()
    key, to = (key_of(tenant, "ab" * 32) for tenant in (first, second))
    await store.put(key, BytesIO(b"x"))
    await store.copy(key, to)
    await store.delete(key)
    assert not await store.has(key)
    assert second in await store.tenants()
    listed = [kept.key async for some in store.listed(f"{second}/ab") for kept in some]
    assert listed == [to]
    with pytest.raises(FileNotFoundError):
        await store.read(key, 0, 1)
    with pytest.raises(FileNotFoundError):
        await store.copy(key, to)


async def test_a_bucket_that_cannot_be_reached_is_a_busy_service(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("AWS_REGION", "us-west-2")
    store = Store("s3://county-documents/earlybridge")
    with pytest.raises(Busy):
        await store.has(key_of(uuid4(), "ab" * 32))


@pytest.mark.parametrize("url", ["ftp://example.org/files", "nonsense", ""])
def test_an_address_that_names_no_store_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="EARLYBRIDGE_FILES_URL"):
        Store(url)
