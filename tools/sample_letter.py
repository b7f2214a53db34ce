"""The justification letter of the demo's wheelchair, as its bodies in examples/equipment tell it; for pictures and for measuring."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from app.canonical import canonical, digest
from app.models.equipment import EquipmentLetter
from app.models.signature import Signature
from app.models.words.equipment import LetterKind, LetterState
from app.services.equipment.document import TITLES, blocks_of
from app.settings import ROOT

EXAMPLES = ROOT / "examples" / "equipment"
SIGNED_ON = date(2025, 12, 5)
NOBODY, THERAPIST = UUID(int=0), UUID(int=1)
PHOTOS: tuple[dict[str, Any], ...] = (
    {
        "alt": "A girl in a wheelchair, seen from her left; her hands lie on the rims.",
        "caption": "On the fourth day of the trial", "taken_on": "2025-11-13",
    },
    {
        "alt": "The same girl in a stroller, leaning to the left.", "caption": "In the stroller that she has",
        "taken_on": "2025-11-10",
    },
)  # fmt: skip


def _body(name: str) -> Any:
    return json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def _item(name: str, main: str | None) -> dict[str, Any]:
    said = _body(name)
    return {
        "name": said["name"], "accessory_of": main, "hcpcs": said.get("hcpcs"), "reason": said["reason"],
        "maker": " ".join(filter(None, (said.get("manufacturer"), said.get("model")))) or None,
        "size": said.get("size"), "cheaper": said.get("cheaper"), "growth": said.get("growth"), "funding": "undecided",
        "quotes": [{"number": q["number"], **q["price"]} for q in said["quotes"]],
    }  # fmt: skip


def content(photos: int = 0) -> dict[str, Any]:
    """What the signature froze."""
    need, trial, measured, order = (_body(n) for n in ("01-need", "05-trial", "06-measurement", "10-prescriber"))  # fmt: skip
    chair = _body("02-wheelchair")["name"]
    return {
        "kind": LetterKind.JUSTIFICATION.value, "language": "en", "sections": _body("07-letter")["sections"],
        "facts": {
            "child": {"name": "Daniela Reyes", "born_on": "2023-07-15"},
            "diagnoses": need["diagnoses"], "need": need["need"],
            "outcome": "Daniela moves about the house and plays beside her brother",
            "coverage": [{"funder": "Medi-Cal (EPSDT)", "member_id": need["coverage"][0]["member_id"]}],
            "assessment": "Annual, 10 November 2025", "visit": "Physical therapy, 10 November 2025",
            "items": [_item("02-wheelchair", None), _item("03-headrest", chair), _item("04-belt", chair)],
            "trials": [trial], "measurements": [{**measured, "value": "21.50", "unit": "cm"}],
            "photos": list(PHOTOS[:photos]), "answered": None,
            "prescription": {
                "prescriber": order["signer"]["name"], "order": order["prescription"], "on": order["prescribed_on"],
            },
        },
    }  # fmt: skip


def document(photos: int = 0) -> tuple[dict[str, Any], str]:
    """The data of the template `record`, and the title."""
    said = content(photos)
    sha256 = digest(canonical(said))
    letter = EquipmentLetter(
        tenant_id=NOBODY, request_id=NOBODY, student_id=NOBODY,
        kind=LetterKind.JUSTIFICATION.value, state=LetterState.SIGNED.value, signed_on=SIGNED_ON,
        prescription=said["facts"]["prescription"],
    )  # fmt: skip
    order = said["facts"]["prescription"]
    signed = [
        _signature(
            sha256, "therapist", SIGNED_ON, principal_id=THERAPIST, discipline="physical_therapy", licence_number="PT-31107",
        ),
        _signature(
            sha256, "prescriber", date.fromisoformat(order["on"]), outside_name=order["prescriber"],
            licence_number="A-77120",
        ),
    ]  # fmt: skip
    title = TITLES[LetterKind.JUSTIFICATION]
    blocks = blocks_of(said, letter, signed, {THERAPIST: "Noor Haddad, PT, DPT"})
    sender = {"name": "Lupine County Infant Development Program", "lines": []}
    return {"sender": sender, "foot": f"{title} · text {sha256[:12]}", "blocks": blocks}, title


def _signature(sha256: str, capacity: str, on: date, **signer: Any) -> Signature:
    return Signature(
        tenant_id=NOBODY,
        resource="equipment-letter", text_sha256=sha256, capacity=capacity, method="electronic",
        identity_shown="signed_in", signed_on=on, **signer,
    )  # fmt: skip
