"""Photographs: only while the parent agrees, always told in words, in the letter as it is signed."""

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.pictures import pixels
from app.services.equipment import photo
from tests.factories.document import documented
from tests.factories.equipment import Story, begun, made
from tests.factories.equipment_photo import agreed, photographed
from tests.factories.picture import JPEG, png
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World
from tests.typeset.reading import flat, metadata, spoken

ALT = "A child in a wheelchair, leaning to the left"


@pytest.fixture
async def story(world: World) -> Story:
    found = await begun(world)
    await found.go("try", "draft")
    return found


async def _add(story: Story, content: bytes | None = None, **changes: Any) -> Any:
    return await photographed(story.api, story.student_id, story.id, content, **changes)


async def _printed(story: Story) -> bytes:
    letter = await story.letter()
    response = await story.api.get(f"{story.path}/letters/{letter['id']}/document")
    assert response.status_code == 200, response.text
    return response.content


async def test_a_letter_shows_the_chosen_photos_with_their_words(
    world: World, story: Story
) -> None:
    await agreed(world, story.student_id, story.contact_id)
    plain = len(await _printed(story))
    shown = made(await _add(story, JPEG, is_in_letter=True))
    made(await _add(story, png(60, 40), caption="Kept out of the letter"))
    pdf = await _printed(story)
    assert "Sitting without support" in flat(pdf)
    assert "Kept out of the letter" not in flat(pdf)
    assert len(pdf) > plain
    assert spoken(pdf) == [ALT]
    assert "pdfuaid" in metadata(pdf)
    facts = (await story.letter())["facts"]["photos"]
    assert [(p["alt"], p["document_version_id"]) for p in facts] == [
        (ALT, shown["document_version_id"])
    ]


async def test_without_consent_there_is_no_photo(world: World, story: Story) -> None:
    assert_problem(await _add(story), 409, "photos-not-agreed")
    consent_id = await agreed(world, story.student_id, story.contact_id)
    row = made(await _add(story, is_in_letter=True))
    signed_before = (await story.letter())["facts"]["photos"]
    assert len(signed_before) == 1
    ended = await world.coordinator.post(
        f"/v1/students/{story.student_id}/consents/{consent_id}/revocation", {}
    )
    assert ended.status_code == 200, ended.text
    assert (await story.letter())["facts"]["photos"] == []
    assert "Sitting without support" not in flat(await _printed(story))
    again = await story.api.patch(f"{story.path}/photos/{row['id']}", {"is_in_letter": True}, '"1"')
    assert_problem(again, 409, "photos-not-agreed")


async def test_a_signed_letter_keeps_the_photos_it_was_signed_with(
    world: World, story: Story
) -> None:
    consent_id = await agreed(world, story.student_id, story.contact_id)
    row = made(await _add(story, is_in_letter=True))
    await story.go("sign")
    await world.coordinator.post(
        f"/v1/students/{story.student_id}/consents/{consent_id}/revocation", {}
    )
    made(await story.api.patch(f"{story.path}/photos/{row['id']}", {"caption": "Other"}, '"1"'))
    assert "Sitting without support" in flat(await _printed(story))


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 no picture",
        b"\xff\xd8\xff\xe0 a broken one",
        png(10, 10)[:-30],
        png(4, 4, claims=(60_000, 60_000)),
    ],
)
async def test_what_cannot_be_shown_is_refused_before_anybody_draws_it(
    world: World, story: Story, content: bytes
) -> None:
    await agreed(world, story.student_id, story.contact_id)
    assert_problem(await _add(story, content), 409, "photo-unfit")
    assert (await _printed(story)).startswith(b"%PDF")


async def test_a_photo_is_of_the_same_child_and_has_its_words(
    world: World, other: World, story: Story
) -> None:
    await agreed(world, story.student_id, story.contact_id)
    sibling = await enrolled(world, child={"first_name": "Bola"})
    foreign = (await documented(world.coordinator, sibling, JPEG))["latest"]["id"]
    for wrong in (foreign, str(uuid4())):
        body = {"document_version_id": wrong, "alt": "A chair", "caption": "Side"}
        refused = await story.api.post(f"{story.path}/photos", body)
        assert_problem(refused, 404, "document-version-not-found")
    assert_problem(await _add(story, alt=" "), 422, "invalid-request")
    row = made(await _add(story))
    path = f"{story.path}/photos/{row['id']}"
    assert_problem(await story.api.patch(path, {"alt": None}, '"1"'), 422, "invalid-request")
    corrected = made(await story.api.patch(path, {"alt": "A chair from behind"}, '"1"'))
    history = (await story.api.get(f"{path}/history")).json()["items"]
    assert [h["act"] for h in history] == ["created", "changed"]
    assert corrected["alt"] == "A chair from behind"
    assert_problem(await other.therapist.get(path), 404, "equipment-request-not-found")


async def test_a_trial_names_the_photos_that_show_it(world: World, story: Story) -> None:
    consent_id = await agreed(world, story.student_id, story.contact_id)
    photos = [made(await _add(story, JPEG))["id"] for _ in range(2)]
    another = await begun(world, story.student_id, by="coordinator")
    foreign = made(await photographed(story.api, story.student_id, another.id, JPEG))["id"]
    trials = f"{story.path}/trials"
    body = {
        "tried": "A chair", "from_on": str(world.today), "place": "home", "present": ["mother"], "result": "worked",
        "notes": "Well.",
    }  # fmt: skip
    for wrong in ([photos[0], foreign], [photos[0], str(uuid4())]):
        refused = await story.api.post(trials, {**body, "photos": wrong})
        problem = assert_problem(refused, 422, "invalid-request")
        assert [e["pointer"] for e in problem["errors"]] == ["/photos/1"]
    row = made(await story.api.post(trials, {**body, "photos": [*photos, photos[0]]}))
    assert row["photos"] == photos
    path = f"{story.path}/photos/{photos[1]}"
    made(
        await story.api.patch(path, {"trial_id": None}, (await story.api.get(path)).headers["etag"])
    )
    later = made(await _add(story, JPEG, trial_id=row["id"]))["id"]
    assert made(await story.api.get(f"{trials}/{row['id']}"))["photos"] == [photos[0], later]
    listed = (await story.api.get(trials)).json()
    assert [t["photos"] for t in listed] == [[], [photos[0], later]]
    ended = f"/v1/students/{story.student_id}/consents/{consent_id}/revocation"
    await world.coordinator.post(ended, {})
    refused = await story.api.post(trials, {**body, "photos": photos})
    assert_problem(refused, 409, "photos-not-agreed")


async def test_a_letter_shows_a_few(world: World, story: Story) -> None:
    await agreed(world, story.student_id, story.contact_id)
    for _ in range(photo.MOST_IN_LETTER):
        made(await _add(story, JPEG, is_in_letter=True))
    assert_problem(await _add(story, JPEG, is_in_letter=True), 409, "letter-full-of-photos")


@given(
    st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"])
)
def test_pixels_are_counted_without_a_fault(rest: bytes, head: bytes) -> None:
    assert (pixels(head + rest) or 0) >= 0


def test_pixels_are_those_of_the_head() -> None:
    assert pixels(JPEG) == 1
    assert pixels(png(40, 30)) == 1200
    assert pixels(b"GIF89a") is None
