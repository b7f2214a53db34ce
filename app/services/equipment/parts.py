"""What a complete letter holds, part by part, and why a funder asks for each."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from app.models.equipment import EquipmentLetter
from app.models.words.equipment import LetterKind
from app.services.equipment.file import File

By = Literal["signature", "submission"]
Missing = Callable[[File, EquipmentLetter], list[str]]


@dataclass(frozen=True, slots=True)
class Part:
    """`missing` says in words what is not there; nothing is missing when it is empty."""

    name: str
    title: str
    why: str
    missing: Missing
    by: By = "signature"


def _section(name: str) -> Missing:
    return lambda _, letter: [] if letter.sections.get(name) else [f"section `{name}`"]


def _field(name: str) -> Missing:
    return lambda file, _: [] if getattr(file.request, name) else [f"`{name}` of the request"]


def _outcome(file: File, _: EquipmentLetter) -> list[str]:
    if file.links.outcome or file.request.outcome:
        return []
    return ["`plan_id` and `outcome_number` of the request, or `outcome` in words"]


def _diagnosis(file: File, _: EquipmentLetter) -> list[str]:
    """A diagnosis in words alone is none that coverage is looked up by."""
    is_coded = any(d.get("code") for d in file.request.diagnoses)
    return [] if is_coded else ["`diagnoses` of the request, one of them with its `code`"]


def _of_things(name: str) -> Missing:
    """A field that every item has for itself; accessories go with their item."""

    def missing(file: File, _: EquipmentLetter) -> list[str]:
        things = [i for i in file.wanted if i.part_of_id is None]
        return [f"`{name}` of: {i.name}" for i in things if not getattr(i, name)]

    return missing


def _items(file: File, _: EquipmentLetter) -> list[str]:
    """An accessory alone where it is asked for alone: what it belongs to was approved before."""
    mains = {i.id for i in file.kin if i.part_of_id is None and not i.is_dropped}
    is_whole = any((i.part_of_id or i.id) in mains for i in file.wanted)
    return [] if is_whole else ["an item that is asked for"]


def _reasons(file: File, _: EquipmentLetter) -> list[str]:
    return [f"`reason` of: {i.name}" for i in file.wanted if not i.reason]


def _trials(file: File, _: EquipmentLetter) -> list[str]:
    return [] if file.trials else ["a trial with its result"]


def _measurements(file: File, _: EquipmentLetter) -> list[str]:
    return [] if file.measurements else ["a measurement with its day"]


def _quotes(file: File, _: EquipmentLetter) -> list[str]:
    return [f"a quote for: {i.name}" for i in file.wanted if not i.quotes]


def _answer(_: File, letter: EquipmentLetter) -> list[str]:
    if letter.kind == LetterKind.JUSTIFICATION or letter.sections.get("answer_to_funder"):
        return []
    return ["section `answer_to_funder`"]


PARTS: tuple[Part, ...] = (
    Part("diagnosis", "Diagnosis with its code", "Coverage is looked up by the code.", _diagnosis),
    Part("coverage", "Funder and the child's number there", "Without it the letter finds no case.", _field("coverage")),
    Part("evaluated_by", "Who evaluated, and when", "A funder asks for a qualified and recent evaluation.", _section("evaluated_by")),
    Part("history", "History", "It shows that the need lasts.", _section("history")),
    Part("tone", "Muscle tone", "It decides how much support is needed.", _section("tone")),
    Part("range_of_motion", "Range of motion", "It decides which angles the equipment must allow.", _section("range_of_motion")),
    Part("strength", "Strength", "It shows what the child cannot hold or move alone.", _section("strength")),
    Part("posture", "Posture and alignment", "Harm to posture is a medical reason.", _section("posture")),
    Part("function", "Function", "Equipment is paid for what it lets the child do.", _section("function")),
    Part("cognition", "Cognition", "It shows that the child can learn to use it.", _section("cognition")),
    Part("senses", "Vision, hearing and other senses", "They decide which model can be used safely.", _section("senses")),
    Part("present_equipment", "Present equipment, and why it fails", "A funder pays for no second one that does the same.", _section("present_equipment")),
    Part("home", "Home", "It must go through the doors and stand in the rooms.", _section("home")),
    Part("transport", "Transport", "It must go into the car or be tied down in the bus.", _section("transport")),
    Part("school", "School or child care", "It must serve where the child spends the day.", _section("school")),
    Part("outcome", "Linked outcome", "It ties the need to the plan that was agreed on.", _outcome),
    Part("items", "What is asked for", "Nothing else can be approved.", _items),
    Part("reasons", "A reason for each item and accessory", "An accessory without its own reason is struck out.", _reasons),
    Part("size", "Size", "The size decides the model and its price.", _of_things("size")),
    Part("trials", "What was tried, with results", "Only a trial shows that it works for this child.", _trials),
    Part("cheaper", "Cheaper choices, and why they do not do", "A funder pays the least costly choice that does.", _of_things("cheaper")),
    Part("growth", "How growth is allowed for", "Equipment that is outgrown in months is refused.", _of_things("growth")),
    Part("benefit", "Expected benefit", "The benefit is what is paid for.", _section("benefit")),
    Part("harm", "Harm to be feared without it", "Necessity is shown by what happens otherwise.", _section("harm")),
    Part("training_plan", "Training plan", "Unused equipment is money lost.", _section("training_plan")),
    Part("follow_up_plan", "Follow-up plan", "Somebody must see to it that it still fits.", _section("follow_up_plan")),
    Part("measurements", "Measurements", "The vendor builds by them; the reviewer checks the size by them.", _measurements),
    Part("answer_to_funder", "Answer to the funder's reasons", "An appeal that does not answer the reasons is refused for them again.", _answer),
    Part("prescription", "Prescriber's order", "Medical equipment is paid on a physician's order.", _field("prescription"), "submission"),
    Part("quote", "A quote for each item", "The funder approves an amount.", _quotes),
)  # fmt: skip


def _unquoted_as_signed(_: EquipmentLetter, text: str) -> list[str]:
    things = json.loads(text)["facts"]["items"]
    return [f"a quote for: {i['name']}" for i in things if not i["quotes"]]


def _unordered_as_signed(letter: EquipmentLetter, text: str) -> list[str]:
    is_ordered = letter.is_co_signed or json.loads(text)["facts"]["prescription"]["order"]
    return [] if is_ordered else ["the prescriber's order: the step `prescribe`"]


AS_SIGNED = {"quote": _unquoted_as_signed, "prescription": _unordered_as_signed}
"""What a signed letter may lack, by its own text; no other part was missing when it was signed."""


def missing_of(part: Part, file: File, letter: EquipmentLetter) -> list[str]:
    """In a draft by the file as it stands, in a signed letter by what was signed."""
    if letter.content is None:
        return part.missing(file, letter)
    return AS_SIGNED[part.name](letter, letter.content) if part.name in AS_SIGNED else []


def check(file: File, letter: EquipmentLetter) -> list[dict[str, Any]]:
    """Every part, and what of it is missing."""
    return [
        {
            "name": part.name, "title": part.title, "why": part.why, "by": part.by,
            "is_there": not missing, "missing": missing,
        }
        for part in PARTS
        for missing in [missing_of(part, file, letter)]
    ]  # fmt: skip


def missing_for_signature(file: File, letter: EquipmentLetter) -> tuple[str, ...]:
    """Titles of what is missing before a therapist may sign."""
    return tuple(
        part.title for part in PARTS if part.by == "signature" and part.missing(file, letter)
    )
