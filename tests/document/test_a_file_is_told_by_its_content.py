"""Uploads: counted as they come, hashed, told by content; nothing unpacked, nothing half kept."""

import hashlib
import zipfile
import zlib
from collections.abc import AsyncIterator
from io import BytesIO
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.kinds import DOCX, EXTENSIONS, Sniffer, with_extension
from tests.factories.document import BYTES, PDF, send, uploaded
from tests.factories.problem import assert_problem
from tests.factories.world import World


def _zip(**entries: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return made.getvalue()


KEPT = {
    "application/pdf": PDF,
    "image/jpeg": b"\xff\xd8\xff\xe0" + b"\0" * 40,
    "image/png": b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    "image/heic": b"\0\0\0\x18ftypheic" + b"\0" * 40,
    "image/tiff": b"II*\0" + b"\0" * 40,
    DOCX: _zip(word__document_xml=b"<w/>"),
    "text/plain": "Nhà của Linh\r\n".encode(),
}
REFUSED = {
    "nothing": b"",
    "a program": b"MZ" + b"\0" * 60,
    "a ZIP": _zip(a_txt=b"a"),
    "a ZIP bomb": _zip(a_txt=b"\0" * 5_000_000),
    "a document with macros": _zip(word__document_xml=b"<w/>", word__vbaProject_bin=b"x"),
    "compressed": zlib.compress(b"\0" * 1_000_000),
    "half a character": "ü".encode()[:1],
    "a PDF behind something else": b"\0" + PDF,
    "another encoding": "naïve".encode("latin-1"),
}


@pytest.mark.parametrize("media_type", KEPT)
async def test_what_is_kept_comes_with_its_hash_and_kind(world: World, media_type: str) -> None:
    response = await send(world.coordinator, KEPT[media_type])
    assert response.status_code == 201, response.text
    made = response.json()
    assert made["media_type"] == media_type
    assert made["byte_count"] == len(KEPT[media_type])
    assert made["sha256"] == hashlib.sha256(KEPT[media_type]).hexdigest()
    assert made["scan_state"] == "not_scanned"
    assert response.headers["location"] == f"/v1/uploads/{made['id']}"


@pytest.mark.parametrize("name", REFUSED)
async def test_what_is_not_kept_is_refused_by_what_it_holds(world: World, name: str) -> None:
    assert_problem(await send(world.coordinator, REFUSED[name]), 422, "file-kind-refused")
    assert (
        await world.look("select id from eb.stored_file where tenant_id = :t", t=world.program_id)
        == []
    )


@given(st.sampled_from(list(KEPT.values()) + list(REFUSED.values())), st.data())
def test_how_a_file_is_cut_on_its_way_makes_no_difference(file: bytes, data: st.DataObject) -> None:
    whole, cut = Sniffer(), Sniffer()
    whole.feed(file)
    ends = sorted(data.draw(st.lists(st.integers(0, len(file)), max_size=6)))
    for start, end in zip([0, *ends], [*ends, len(file)], strict=True):
        cut.feed(file[start:end])
    assert cut.media_type() == whole.media_type()


@given(st.binary(max_size=300))
def test_any_bytes_are_told_without_a_fault(file: bytes) -> None:
    sniffer = Sniffer()
    sniffer.feed(file)
    assert sniffer.media_type() in {None, *EXTENSIONS}


def test_a_name_ends_as_its_content_asks() -> None:
    assert with_extension("a.PDF", "application/pdf") == "a.PDF"
    assert with_extension("a.exe", "application/pdf") == "a.exe.pdf"
    assert with_extension("page.html", "text/plain") == "page.html.txt"


async def test_more_than_the_limit_is_refused_before_or_while_it_comes(world: World) -> None:
    most = world.app.state.files.most_bytes
    named = await world.coordinator.http.post(
        "/v1/uploads",
        content=PDF,
        headers={"Content-Length": str(most + 1), "Content-Type": BYTES, "Idempotency-Key": "a"},
    )
    assert_problem(named, 413, "body-too-large")

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(most // 2**20 + 1):
            yield b"x" * 2**20

    assert_problem(await send(world.coordinator, endless()), 413, "file-too-large")
    assert (
        await world.look("select id from eb.upload where tenant_id = :t", t=world.program_id) == []
    )


async def test_a_file_sent_again_is_the_same_upload_and_kept_once(world: World) -> None:
    key = str(uuid4())
    first, again = [(await send(world.coordinator, key=key)).json() for _ in range(2)]
    assert first == again
    other = await send(world.coordinator)
    assert other.json()["id"] != first["id"]
    kept = await world.look(
        "select id from eb.stored_file where tenant_id = :t", t=world.program_id
    )
    assert len(kept) == 1
    assert_problem(
        await send(world.coordinator, b"something else", key=key), 422, "idempotency-key-reused"
    )


async def test_an_upload_is_its_senders_alone(world: World, other: World) -> None:
    upload_id = await uploaded(world.coordinator)
    path = f"/v1/uploads/{upload_id}"
    assert (await world.coordinator.get(path)).json()["id"] == upload_id
    assert_problem(await world.supervisor.get(path), 403, "upload-is-anothers")
    for stranger in (world.agency, other.coordinator):
        assert_problem(await stranger.get(path), 404, "upload-not-found")
    assert_problem(await world.district.get(path), 403, "forbidden")
    assert_problem(await send(world.api(None)), 401, "unauthenticated")
    await world.change(
        "update eb.upload set created_at = created_at - interval '25 hours' where id = :i",
        i=upload_id,
    )
    assert_problem(await world.coordinator.get(path), 404, "upload-not-found")


async def test_a_foreign_media_type_is_refused_unread(world: World) -> None:
    response = await world.coordinator.http.post(
        "/v1/uploads", content=PDF, headers={"Content-Type": "text/html", "Idempotency-Key": "a"}
    )
    assert_problem(response, 415, "unsupported-media-type")
