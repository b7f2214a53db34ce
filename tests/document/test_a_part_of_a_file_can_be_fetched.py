"""Range requests (RFC 9110, section 14): the part that is asked for, or the whole, never something else."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.ranges import RangeNotSatisfiable, part_of
from tests.factories.document import documented
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World

TEXT = bytes(range(97, 123)) * 8000


@pytest.fixture
async def path(world: World) -> str:
    student_id = await enrolled(world)
    made = await documented(world.coordinator, student_id, TEXT)
    return f"/v1/students/{student_id}/documents/{made['id']}/content"


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=5-99", 5, 100),
        ("bytes=100000-", 100_000, len(TEXT)),
        ("bytes=-26", len(TEXT) - 26, len(TEXT)),
        (f"bytes=10-{10**12}", 10, len(TEXT)),
        (f"bytes=-{10**12}", 0, len(TEXT)),
    ],
)
async def test_one_part(world: World, path: str, wanted: str, start: int, end: int) -> None:
    got = await world.coordinator.get(path, headers={"Range": wanted})
    assert got.status_code == 206
    assert got.content == TEXT[start:end]
    assert got.headers["content-range"] == f"bytes {start}-{end - 1}/{len(TEXT)}"
    assert got.headers["content-length"] == str(end - start)


@pytest.mark.parametrize(
    "wanted", ["bytes=0-1,5-6", "items=0-5", "bytes=5-2", "bytes=-", "nonsense"]
)
async def test_what_is_no_single_part_gets_the_whole(world: World, path: str, wanted: str) -> None:
    got = await world.coordinator.get(path, headers={"Range": wanted})
    assert got.status_code == 200
    assert got.content == TEXT


@pytest.mark.parametrize("wanted", [f"bytes={len(TEXT)}-", "bytes=-0"])
async def test_a_part_that_is_not_there_is_refused_with_the_length(
    world: World, path: str, wanted: str
) -> None:
    got = await world.coordinator.get(path, headers={"Range": wanted})
    assert_problem(got, 416, "range-not-satisfiable")
    assert got.headers["content-range"] == f"bytes */{len(TEXT)}"


async def test_the_hash_is_the_etag_and_the_digest(world: World, path: str) -> None:
    got = await world.coordinator.get(path)
    digest = hashlib.sha256(TEXT)
    assert got.headers["etag"] == f'"{digest.hexdigest()}"'
    assert got.headers["accept-ranges"] == "bytes"
    expected = f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert got.headers["repr-digest"] == expected
    same = await world.coordinator.get(path, headers={"If-None-Match": got.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")


async def test_a_part_of_another_version_is_not_mixed_in(world: World, path: str) -> None:
    tag = (await world.coordinator.get(path)).headers["etag"]
    headers = {"Range": "bytes=0-9", "If-Range": tag}
    assert (await world.coordinator.get(path, headers=headers)).status_code == 206
    headers["If-Range"] = '"another"'
    whole = await world.coordinator.get(path, headers=headers)
    assert (whole.status_code, whole.content) == (200, TEXT)


@given(st.integers(0, 50), st.integers(0, 60), st.integers(0, 60), st.sampled_from("abc"))
def test_every_part_lies_inside(size: int, first: int, last: int, form: str) -> None:
    wanted = {"a": f"bytes={first}-{last}", "b": f"bytes={first}-", "c": f"bytes=-{last}"}[form]
    try:
        part = part_of(size, '"t"', wanted, None)
    except RangeNotSatisfiable:
        assert first >= size or (form == "c" and (last == 0 or size == 0))
        return
    assert part is None or 0 <= part.start < part.end <= size
