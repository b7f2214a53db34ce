"""Forty equipment requests in every stage: who needs what, how far it has come, and on which days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.demo.county.dice import Dice
from app.demo.county.plan_shape import Plan
from app.demo.county.shape import StudentFile
from app.models.words.equipment import BodyPart
from app.models.words.equipment import EquipmentKind as K
from app.models.words.equipment import EquipmentState as S

COUNT = 40
TO_READY = ("try", "draft", "sign", "send_to_prescriber", "prescribe")
ASKED = (*TO_READY, "submit")
ORDERED = (*ASKED, "approve", "order")
IN_USE = (*ORDERED, "deliver", "fit", "train", "start_use")
PATHS: dict[S, tuple[str, ...]] = {
    S.IDENTIFIED: (),
    S.TRIAL: TO_READY[:1],
    S.DRAFTING: TO_READY[:2],
    S.THERAPIST_SIGNED: TO_READY[:3],
    S.PRESCRIBER_PENDING: TO_READY[:4],
    S.READY: TO_READY,
    S.SUBMITTED: ASKED,
    S.INFO_REQUESTED: (*ASKED, "request_info"),
    S.APPROVED: (*ASKED, "approve"),
    S.PART_APPROVED: (*ASKED, "approve_part"),
    S.DENIED: (*ASKED, "deny"),
    S.APPEALED: (*ASKED, "deny", "sign", "prescribe", "appeal"),
    S.NEXT_FUNDER: (*ASKED, "deny", "next_funder"),
    S.ORDERED: ORDERED,
    S.DELAYED: (*ORDERED, "slip"),
    S.DELIVERED: (*ORDERED, "deliver"),
    S.FITTED: (*ORDERED, "deliver", "fit"),
    S.TRAINED: (*ORDERED, "deliver", "fit", "train"),
    S.IN_USE: IN_USE,
    S.REPAIR: (*IN_USE, "break"),
    S.OUTGROWN: (*IN_USE, "outgrow"),
    S.RETURNED: (*ORDERED, "deliver", "return"),
    S.RETIRED: (*IN_USE, "outgrow", "retire"),
    S.DROPPED: ("try", "drop"),
    S.CLOSED: (*ASKED, "deny", "close"),
}
MORE = (
    *[S.IN_USE] * 6, *[S.SUBMITTED] * 3, *[S.PRESCRIBER_PENDING] * 2, *[S.ORDERED] * 2, *[S.DRAFTING] * 2,
)  # fmt: skip
LONGEST_DAYS = 240
SLOW = {"approve": 60, "deny": 45, "approve_part": 50, "deliver": 70, "prescribe": 30, "sign": 25}
"""The most days before a step; ten before any other."""


@dataclass(frozen=True, slots=True)
class Thing:
    name: str
    maker: str
    model: str
    size: str
    need: str
    reason: str
    price: str
    hcpcs: str | None = None
    accessory: str | None = None
    why: str = "It keeps the position that the letter asks for."
    measured: BodyPart = BodyPart.ARM_LENGTH
    """Whose size decides; that of a thing of `SIZES` is outgrown."""


SIZES = {
    BodyPart.SEAT_WIDTH: ("18", "22.5", "24.5"),
    BodyPart.HEIGHT: ("75", "86", "94"),
    BodyPart.FOOT_LENGTH: ("12", "12.9", "13.8"),
}
"""From which measure it fits, the child's own, and until which."""
THINGS: dict[K, Thing] = {
    K.SEATING: Thing("Activity chair", "Sitwell", "Perch", "Size 1", "Slides out of a high chair at meals.", "It holds the pelvis level.", "1450.00", accessory="Tray", measured=BodyPart.SEAT_WIDTH),
    K.STANDING: Thing("Supine stander", "Uprite", "Sprout", "Small", "Does not bear weight by herself.", "It loads the hips every day.", "2890.00", "E0638", measured=BodyPart.HEIGHT),
    K.GAIT_MOBILITY: Thing("Manual wheelchair", "Rollwell", "Cub 3", "10 inch seat", "Cannot move about the house alone.", "It is light enough for her arms.", "3200.00", "E1236", "Headrest", "Her head falls to the side when she tires.", measured=BodyPart.SEAT_WIDTH),
    K.BATH_TOILET: Thing("Bath chair", "Sitwell", "Splash", "Small", "Cannot sit in the tub.", "It frees both hands of the parent.", "640.00", "E0240", measured=BodyPart.SEAT_WIDTH),
    K.POSITIONING: Thing("Side lyer", "Softline", "Drift", "Medium", "Lies on her back all day.", "It brings the hands together.", "420.00", measured=BodyPart.HEIGHT),
    K.ORTHOTICS: Thing("Ankle-foot orthoses, pair", "Coast Orthotics", "Stride", "Foot 13 cm", "Stands on the toes.", "They hold the ankle at a right angle.", "1180.00", "L1960", measured=BodyPart.FOOT_LENGTH),
    K.SPLINTS: Thing("Hand splints, pair", "Coast Orthotics", "Open Hand", "Small", "Keeps the thumbs in the palm.", "They open the hand for play.", "230.00"),
    K.FEEDING: Thing("Feeding chair insert", "Sitwell", "Supper", "Size 1", "Tips the head back to swallow.", "It keeps the chin tucked.", "510.00", measured=BodyPart.SEAT_WIDTH),
    K.ADAPTED_TOYS_SWITCHES: Thing("Switch with battery adapter", "Clickery", "Big Button", "6 cm", "Cannot press a toy's button.", "One touch gives an answer.", "95.00"),
    K.COMMUNICATION: Thing("Speech device, eight cells", "Clickery", "Speak 8", "Portable", "Has no words for her wishes.", "She finds the picture by touch.", "890.00"),
    K.VISION: Thing("Light box", "Brightside", "Tabletop 2", "Tabletop", "Does not see pale pictures.", "It gives the contrast that she needs.", "610.00"),
    K.HEARING: Thing("Bone conduction softband", "Oscine", "Soft 1", "Infant", "Hears no speech on either side.", "It needs no ear canal.", "2400.00"),
}  # fmt: skip
UNSIGNED = frozenset({S.IDENTIFIED, S.TRIAL, S.DRAFTING, S.DROPPED})
"""What another discipline signs stands before the signature here: the county has no audiologist."""
OF_OTHERS = (K.COMMUNICATION, K.VISION, K.HEARING)


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """One request to be played; `days` has the day of each act in `acts`, `plan` what was agreed on by then."""

    student_id: UUID
    contact_id: UUID
    kind: K
    state: S
    identified_on: date
    acts: tuple[str, ...]
    days: tuple[date, ...]
    plan: Plan | None

    @property
    def thing(self) -> Thing:
        return THINGS[self.kind]


def plan_equipment(
    dice: Dice, files: Sequence[StudentFile], today: date
) -> tuple[PlannedRequest, ...]:
    """Every stage once, the busy ones more often; each child once."""
    able = [f for f in files if f.enrolment.state == "active" and _signer(f) is not None]
    chosen = dice.some_of(able, COUNT)
    stages = (*S, *MORE)
    return tuple(
        _plan(dice, file, stage, n, today)
        for n, (file, stage) in enumerate(zip(chosen, stages, strict=True))
    )


def _signer(file: StudentFile) -> UUID | None:
    return next((c.id for c in file.contacts if c.may_sign), None)


def _plan(dice: Dice, file: StudentFile, stage: S, n: int, today: date) -> PlannedRequest:
    signer = _signer(file)
    assert signer is not None  # noqa: S101 - chosen for it
    motor = [k for k in K if k not in OF_OTHERS]
    kind = OF_OTHERS[n % 3] if stage in UNSIGNED else motor[n % len(motor)]
    if "approve_part" in PATHS[stage]:
        kind = K.GAIT_MOBILITY  # in part: the chair, not its headrest
    acts = PATHS[stage]
    gaps = [dice.between(1, SLOW.get(act, 10)) for act in acts]
    stay = dice.between(0, 40)
    # A child that came late has less behind it; no day lies before its referral.
    longest = min((today - file.enrolment.referred_on).days, LONGEST_DAYS)
    scale = min(1.0, longest / max(sum(gaps) + stay, 1))
    whole = int((sum(gaps) + stay) * scale)
    identified_on = today - timedelta(days=whole)
    days, gone = [], 0.0
    for gap in gaps:
        gone += gap * scale
        days.append(identified_on + timedelta(days=int(gone)))
    return PlannedRequest(
        file.student.id, signer, kind, stage, identified_on, acts, tuple(days), _agreed(file, identified_on)
    )  # fmt: skip


def _agreed(file: StudentFile, on: date) -> Plan | None:
    """The plan with outcomes that was signed last by that day."""
    signed = [
        (row.signed_on, row.number, row)
        for row in file.plans
        if isinstance(row, Plan) and row.outcomes and row.signed_on and row.signed_on <= on
    ]
    return max(signed, key=lambda found: found[:2])[2] if signed else None
