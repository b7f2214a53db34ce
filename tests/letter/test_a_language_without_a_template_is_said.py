"""Nothing is translated by guessing: not into another language, and not into English unasked."""

from typing import Any

from tests.factories.letter import NOTICE, contact_of, write
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World
from tests.typeset.reading import flat


async def speaks(world: World, student_id: str, language: str) -> str:
    """The mother's language; returns her id."""
    contact_id = await contact_of(world, student_id)
    path = f"/v1/students/{student_id}/contacts/{contact_id}"
    changed = await world.coordinator.patch(path, {"language": language}, '"1"')
    assert changed.status_code == 200, changed.text
    return contact_id


async def pdf_of(world: World, letter: dict[str, Any]) -> bytes:
    path = f"/v1/students/{letter['student_id']}/letters/{letter['id']}/letter.pdf"
    return (await world.coordinator.get(path)).content


async def test_a_family_is_written_to_in_its_recorded_language(world: World) -> None:
    student_id = await enrolled(world)
    contact_id = await speaks(world, student_id, "es-MX")
    letter = await write(world, student_id, contact_id=contact_id)
    assert (letter["language"], letter["language_wanted"]) == ("es", None)
    assert letter["title"] == "Aviso previo por escrito"
    said = flat(await pdf_of(world, letter))
    assert "Estimado/a Grace Okafor" in said
    assert "garantías procesales" in said


async def test_without_a_template_the_languages_there_are_are_named(world: World) -> None:
    student_id = await enrolled(world)
    contact_id = await speaks(world, student_id, "hmn")
    body = {**NOTICE, "contact_id": contact_id}
    refused = await world.coordinator.post(f"/v1/students/{student_id}/letters", body)
    assert assert_problem(refused, 409, "no-template-in-language")["languages"] == ["en", "es"]

    letter = await write(world, student_id, contact_id=contact_id, english_instead=True)
    assert (letter["language"], letter["language_wanted"]) == ("en", "hmn")
    said = flat(await pdf_of(world, letter))
    assert "You prefer another language (Hmong)." in said
    assert "explained to you in your language, at no cost" in said


async def test_asking_for_english_instead_does_not_set_aside_a_template_that_is_there(
    world: World,
) -> None:
    student_id = await enrolled(world)
    contact_id = await speaks(world, student_id, "es")
    letter = await write(world, student_id, contact_id=contact_id, english_instead=True)
    assert (letter["language"], letter["language_wanted"]) == ("es", None)
