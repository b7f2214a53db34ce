"""Letters: what they lack and why it is asked for, who may sign, and that nothing moves afterwards."""

from datetime import timedelta
from typing import Any

import pytest

from app.services.rules.wording import span
from tests.factories.equipment import PAPER, SECTIONS, TO_READY, Story, begun, made
from tests.factories.problem import assert_problem
from tests.factories.world import World
from tests.typeset.reading import flat, metadata, reader, tags


async def drafting(world: World) -> Story:
    story = await begun(world)
    await story.go("try", "draft")
    return story


async def printed(story: Story) -> bytes:
    letter = await story.letter()
    response = await story.api.get(f"{story.path}/letters/{letter['id']}/document")
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/pdf"
    return response.content


async def test_each_missing_part_is_named_with_why_a_funder_asks_for_it(world: World) -> None:
    story = await drafting(world)
    letter = await story.letter()
    missing = {p["name"]: p for p in letter["parts"] if not p["is_there"]}
    assert set(missing) == {*SECTIONS, "prescription"}
    assert all(p["why"] and p["missing"] for p in missing.values())
    refused = assert_problem(
        await story.try_step("sign", letter=await story.signing()), 409, "step-not-ready"
    )
    assert "Muscle tone" in refused["detail"]
    await story.write()
    left = {p["name"] for p in (await story.letter())["parts"] if not p["is_there"]}
    assert left == {"prescription"}


async def test_a_letter_is_signed_with_a_quote_and_judged_by_what_was_signed(world: World) -> None:
    story = await drafting(world)
    path = f"{story.path}/items/{story.item_ids[0]}"
    quotes = made(await story.api.get(path))["quotes"]
    made(await story.api.patch(path, {"quotes": []}, '"1"'))
    await story.write()
    refused = await story.try_step("sign", letter=await story.signing())
    assert "A quote for each item" in assert_problem(refused, 409, "step-not-ready")["detail"]
    made(await story.api.patch(path, {"quotes": quotes}, '"2"'))
    await story.go("sign", "send_to_prescriber", "prescribe")
    assert (await story.letter())["is_complete"]
    made(await story.api.patch(path, {"quotes": []}, '"3"'))
    assert (await story.letter())["is_complete"]


async def test_an_appeal_names_what_is_still_asked_for(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_READY, "submit", "approve_part", "appeal")
    assert "Asked for Headrest 0 (for: Manual wheelchair)" in flat(await printed(story))


async def test_facts_refresh_until_the_signature_and_then_stand_still(world: World) -> None:
    story = await drafting(world)
    await story.write()
    read = await story.signing()
    path = f"{story.path}/items/{story.item_ids[0]}"
    made(await story.api.patch(path, {"size": "12 inch"}, '"1"'))
    assert_problem(await story.try_step("sign", letter=read), 409, "letter-changed")
    await story.step("sign", letter=await story.signing())
    letter = await story.letter()
    assert letter["facts"]["items"][0]["size"] == "12 inch"
    assert_problem(await story.api.patch(path, {"size": "14 inch"}, '"2"'), 409, "item-fixed")
    refused = await story.api.patch(
        f"{story.path}/letters/{letter['id']}", {"sections": {"tone": "Other"}}, f'"{letter["version"]}"'
    )  # fmt: skip
    assert_problem(refused, 409, "letter-fixed")
    assert (await story.letter())["text_sha256"] == letter["signatures"][0]["text_sha256"]


@pytest.mark.parametrize(
    ("discipline", "level", "until", "code"),
    [
        ("occupational_therapy", "assistant", None, "co-signature-needed"),
        ("occupational_therapy", "licensed", -1, "licence-expired"),
        ("speech_language", "licensed", None, "licence-missing"),
        ("occupational_therapy", "licensed", 0, None),
    ],
)
async def test_only_a_therapist_licensed_on_that_day_signs(
    world: World, discipline: str, level: str, until: int | None, code: str | None
) -> None:
    story = await drafting(world)
    await story.write()
    expires = None if until is None else str(world.today + timedelta(days=until))
    await world.licensed("coordinator", discipline, level, expires_on=expires)
    answer = await story.try_step("sign", world.coordinator, letter=await story.signing())
    if code is None:
        assert answer.status_code == 200, answer.text
    else:
        assert_problem(answer, 409, code)


async def test_therapist_and_prescriber_sign_the_same_text(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_READY)
    letter = await story.letter()
    signed = {s["capacity"]: s for s in letter["signatures"]}
    assert set(signed) == {"therapist", "prescriber"}
    assert {s["text_sha256"] for s in signed.values()} == {letter["text_sha256"]}
    assert signed["therapist"]["discipline"] == "physical_therapy"
    assert signed["prescriber"]["outside_name"] == "Dr. Ruiz"


async def test_the_document_is_tagged_and_holds_measurements_reasons_and_signatures(
    world: World,
) -> None:
    story = await begun(world)
    await story.go(*TO_READY)
    pdf = await printed(story)
    assert "pdfuaid:part" in metadata(pdf)
    assert "Letter of medical necessity" in metadata(pdf)
    assert {"/H1", "/H2", "/P", "/Table", "/TH"} <= set(tags(pdf))
    text = flat(pdf)
    for part in (
        "21.50 cm",
        "Her head falls to the side",
        "E0955",
        "Dr. Ruiz",
        "Physical therapy",
        "G80.1",
    ):
        assert part in text, part
    assert "Draft" not in text


async def test_a_letter_that_was_ordered_is_printed_the_same_whatever_comes_after(
    world: World,
) -> None:
    story = await begun(world)
    await story.go(*TO_READY)
    path = f"{story.path}/letters/{(await story.letter())['id']}/document"
    first = await story.api.get(path)
    assert "Manual wheelchair. Dr. Ruiz" in flat(first.content)
    await story.step("rework", reason_code="size")
    reworked = await story.api.get(path)
    await story.go("sign", "send_to_prescriber")
    assert "Dr. Ruiz" not in flat(await printed(story))
    unordered = (await story.api.get(f"{story.path}/letters")).json()[-1]
    before = await story.api.get(f"{story.path}/letters/{unordered['id']}/document")
    evidence = await story.evidence("prescribe")
    await story.step("prescribe", **{**evidence, "prescription": "Wheelchair, 12 inch"})
    again = await story.api.get(path)
    assert first.content == reworked.content == again.content
    assert first.headers["etag"] == reworked.headers["etag"] == again.headers["etag"]
    assert "Wheelchair, 12 inch. Dr. Ruiz" in flat(await printed(story))
    after = await story.api.get(f"{story.path}/letters/{unordered['id']}/document")
    assert after.headers["etag"] != before.headers["etag"]


async def test_an_appeal_takes_the_order_over(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_READY, "submit", "deny", "appeal")
    assert "Manual wheelchair. Dr. Ruiz" in flat(await printed(story))


async def test_a_letter_is_tagged_with_its_language_and_tells_until_when_it_was_tried(
    world: World,
) -> None:
    story = await begun(world)
    trial = (await story.api.get(f"{story.path}/trials")).json()[0]
    first = world.today - timedelta(days=3)
    made(
        await story.api.patch(
            f"{story.path}/trials/{trial['id']}",
            {"from_on": str(first), "to_on": str(world.today)},
            '"1"',
        )
    )
    await story.go("try", "draft")
    letter = await story.letter()
    path = f"{story.path}/letters/{letter['id']}"
    made(await story.api.patch(path, {"language": "en-US"}, '"1"'))
    pdf = await printed(story)
    root: Any = reader(pdf).trailer["/Root"]
    assert root["/Lang"] == "en-US"
    assert span(first, world.today) in flat(pdf)


@pytest.mark.parametrize("language", ["es-MX", "qaa-x-own", "enochian", "eng"])
async def test_a_language_without_headings_is_refused_and_those_there_are_named(
    world: World, language: str
) -> None:
    story = await drafting(world)
    path = f"{story.path}/letters/{(await story.letter())['id']}"
    refused = await story.api.patch(path, {"language": language}, '"1"')
    assert assert_problem(refused, 409, "no-words-in-language")["languages"] == ["en"]
    assert (await story.letter())["language"] == "en"


HOSTILE = [
    "#import \"/etc/passwd\": * $x$ <b>bold</b> `rm`", "= Heading\n\n- list\n#pagebreak()", "=cmd|' /C calc'!A0",
    "👩‍🦽 ภาษา العربية ខ្មែរ", "{{7*7}} ${7*7} %s %00", "x" * 4000, "word " * 799,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
async def test_whatever_is_written_stays_text(world: World, text: str) -> None:
    story = await drafting(world)
    await story.write(tone=text)
    assert (await story.letter())["sections"]["tone"] == text.strip()
    assert "Draft, not signed" in flat(await printed(story))
    await story.step("sign", letter=await story.signing())
    assert "Draft" not in flat(await printed(story))


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001, "a\u0000b", "a\u202eb", 7, {"a": 1}])
async def test_empty_endless_and_unprintable_text_is_refused(world: World, text: object) -> None:
    story = await drafting(world)
    letter = await story.letter()
    path = f"{story.path}/letters/{letter['id']}"
    answer = await story.api.patch(path, {"sections": {"tone": text}}, f'"{letter["version"]}"')
    problem = assert_problem(answer, 422, "invalid-request")
    assert problem["errors"][0]["pointer"] == "/sections/tone"
    assert (await story.letter())["sections"] == {}


async def test_an_appeal_carries_the_text_over_and_answers_the_denial(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_READY, "submit")
    early = await story.api.post(f"{story.path}/letters", {"kind": "appeal"})
    assert_problem(early, 409, "letter-waits")
    await story.go("deny")
    appeal = made(await story.api.post(f"{story.path}/letters", {"kind": "appeal"}))
    twice = await story.api.post(f"{story.path}/letters", {"kind": "resubmission"})
    assert_problem(twice, 409, "letter-waits")
    letter = await story.letter()
    assert letter["id"] == appeal["id"]
    assert letter["sections"]["tone"] == "About tone."
    assert letter["facts"]["answered"]["reason"] == "Not medically necessary."
    lacking = await story.try_step("sign", letter=await story.signing())
    assert "funder's reasons" in assert_problem(lacking, 409, "step-not-ready")["detail"]
    await story.write(answer_to_funder="The trial shows the need.")
    await story.step("sign", letter=await story.signing())
    await story.step("prescribe", **await story.evidence("prescribe"))
    await story.step("appeal", letter_id=appeal["id"])
    assert story.state == "appealed"
    text = flat(await printed(story))
    assert "Appeal of a decision on equipment" in text
    assert "Not medically necessary." in text
    assert "The trial shows the need." in text


async def test_a_reworked_letter_is_signed_anew_and_the_first_one_stays(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_READY)
    first = await story.letter()
    await story.step("rework", reason_code="size")
    assert (await story.letter())["sections"] == first["sections"]
    await story.step("sign", letter=await story.signing())
    rows = (await story.api.get(f"{story.path}/letters")).json()
    assert [(r["state"], r["derived_from_id"]) for r in rows] == [
        ("signed", None), ("signed", first["id"]),
    ]  # fmt: skip
    kept = made(await story.api.get(f"{story.path}/letters/{first['id']}"))
    assert kept["text_sha256"] == first["text_sha256"]
    row = made(await story.api.get(story.path))
    assert (row["prescriber"], row["family_agreed_on"]) == (None, None)


async def test_a_paper_signature_of_a_day_before_the_licence_is_refused(world: World) -> None:
    story = await drafting(world)
    await story.write()
    paper = PAPER | {"method": "paper", "signed_on": "2019-12-31"}
    signing = await story.signing() | {"signature": paper}
    assert_problem(await story.try_step("sign", letter=signing), 409, "licence-expired")
