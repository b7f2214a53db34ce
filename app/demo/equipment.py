"""Plays the planned equipment requests through the services, so that each has its letter, history and ages."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.auth import Actor
from app.canonical import digest
from app.demo.county import County
from app.demo.county.dice import Dice
from app.demo.county.equipment import SIZES, PlannedRequest, Thing, plan_equipment
from app.demo.evaluations import papers
from app.demo.playing import playing
from app.models.assessment import Assessment
from app.models.equipment import EquipmentItem, EquipmentRequest
from app.models.loan import Loan
from app.models.schemas.equipment import (
    EquipmentRequestCreate,
    ItemCreate,
    MeasurementCreate,
    TrialCreate,
)
from app.models.schemas.equipment_letter import LetterCreate, LetterUpdate
from app.models.schemas.equipment_step import AnyStep
from app.models.schemas.funding import FunderCreate, VendorCreate
from app.models.schemas.loan import LoanItemCreate, RecallCreate
from app.models.schemas.staff import CredentialCreate
from app.models.words.equipment import EquipmentState, LetterKind
from app.models.words.loan import LoanState
from app.services import credential, record
from app.services.equipment import directory, file, item, letter, request, step
from app.services.equipment import trial as trying
from app.services.loan import item as closet
from app.services.loan import lend, recall
from app.services.queries import equipment as queries

FUNDERS: tuple[tuple[str, str, int | None], ...] = (
    ("private_insurance", "Private insurance", 180), ("medicaid_epsdt", "Medi-Cal (EPSDT)", 90),
    ("ccs", "California Children's Services", 30), ("regional_center", "Regional center", 30),
    ("district", "School district", None), ("charity", "Lupine Children's Fund", None),
    ("loan", "Loan closet", None), ("family", "Family", None), ("part_c", "Part C funds", None),
)  # fmt: skip
"""Days of appeal as this program has noted them; every program keeps its own."""
VENDORS = ("Redwood Mobility", "Coast Orthotics", "Little Steps Supply")
SECTIONS = {
    "evaluated_by": "Evaluated at home and in the clinic by the physical therapist, with the parents.",
    "history": "Born early; in early intervention since the first year.",
    "tone": "Low in the trunk, raised in both legs.",
    "range_of_motion": "Hips and knees full; ankles to neutral with the knees straight.",
    "strength": "Holds the head for two minutes; does not sit alone.",
    "posture": "Rounded back, pelvis tipped back, head to the left when tired.",
    "function": "Reaches with both hands when the trunk is held.",
    "cognition": "Knows the people around her and looks for a hidden toy.",
    "senses": "Hearing within limits; wears glasses.",
    "present_equipment": "A stroller that gives no support at the sides.",
    "home": "One floor, doors of 32 inches, no steps at the entrance.",
    "transport": "The family car; it folds and fits the trunk.",
    "school": "Child care three mornings a week, in one room.",
    "benefit": "Plays and eats with the others, with both hands free.",
    "harm": "Without it the spine bends further, and feeding is not safe.",
    "training_plan": "Two visits with the parents, one at the child care.",
    "follow_up_plan": "A look at the fit every three months.",
}  # fmt: skip
SIGNATURE = {"method": "paper", "identity_shown": "known_in_person"}
STEP: TypeAdapter[AnyStep] = TypeAdapter(AnyStep)


async def play_equipment(
    connection: AsyncConnection, county: County, seed: int, today: date
) -> None:
    """Forty requests in every stage, and a loan closet, as the program's supervisor would have recorded them."""
    async with playing(connection, county, "supervisor") as (db, actor, me):
        assessed = {x.student_id: x for x in papers(county) if isinstance(x, Assessment)}
        player = _Player(db, actor, await _directory(db, actor, me, today), assessed)
        for planned in plan_equipment(Dice(f"equipment {seed} {today}"), county.files, today):
            await player.play(planned)
        await _closet(db, actor, county, today)


async def _directory(db: AsyncSession, actor: Actor, me: UUID, today: date) -> dict[str, UUID]:
    """The program's funders and vendors, and the licence of who signs; ids by name."""
    licence = {
        "discipline": "physical_therapy", "level": "licensed", "title": "PT, DPT", "number": "PT-20418",
        "issuer": "Physical Therapy Board of California", "valid_from": str(date(today.year - 9, 1, 1)),
    }  # fmt: skip
    await credential.add(db, actor, me, CredentialCreate.model_validate(licence))
    found: dict[str, UUID] = {}
    for n, (kind, name, days) in enumerate(FUNDERS):
        body = {"kind": kind, "name": name, "rank": (n + 1) * 10, "appeal_days": days}
        found[kind] = (await directory.add_funder(db, actor, FunderCreate.model_validate(body))).id
    for name in VENDORS:
        found[name] = (await directory.add_vendor(db, actor, VendorCreate(name=name))).id
    return found


class _Player:
    """Takes one request's steps, each on its day, with plausible evidence."""

    def __init__(
        self,
        db: AsyncSession,
        actor: Actor,
        ids: dict[str, UUID],
        assessed: Mapping[UUID, Assessment],
    ) -> None:
        self.db, self.actor, self.ids, self.assessed = db, actor, ids, assessed

    async def play(self, planned: PlannedRequest) -> None:
        row = await self._need(planned)
        for act, on in zip(planned.acts, planned.days, strict=True):
            if act == "sign":
                await self._write(row)
            said = {"act": act, "on": str(on), **await self._evidence(row, planned, act, on)}
            body = STEP.validate_python(said)
            row = await step.take(self.db, self.actor, row.id, body, f'"{row.version}"')

    async def _need(self, planned: PlannedRequest) -> EquipmentRequest:
        thing, on = planned.thing, str(planned.identified_on)
        covered = [{"funder_id": str(self.ids["medicaid_epsdt"]), "member_id": "9" + str(planned.student_id.int)[-8:]}]  # fmt: skip
        body = {
            "student_id": str(planned.student_id), "kind": planned.kind.value, "need": thing.need,
            "source": "assessment", "identified_on": on, **self._rests_on(planned),
            "diagnoses": [{"system": "icd-10-cm", "code": "F82", "text": "Delay of motor function"}],
            "coverage": covered,
        }  # fmt: skip
        row = await request.record_need(
            self.db, self.actor, EquipmentRequestCreate.model_validate(body)
        )
        if planned.state is not EquipmentState.IDENTIFIED:
            await self._things(row, planned)
        return row

    def _rests_on(self, planned: PlannedRequest) -> dict[str, Any]:
        """The outcome and the assessment by their ids; the outcome in words where no plan was agreed on yet."""
        said: dict[str, Any] = {"outcome": "Takes part in family routines"}
        if planned.plan is not None:
            number = planned.plan.outcomes[0]["number"]
            said = {"plan_id": str(planned.plan.id), "outcome_number": number}
        found = self.assessed.get(planned.student_id)
        if found and found.completed_on and found.completed_on <= planned.identified_on:
            said["assessment_id"] = str(found.id)
        return said

    async def _things(self, row: EquipmentRequest, planned: PlannedRequest) -> None:
        thing, on = planned.thing, str(planned.identified_on)
        vendor = str(self.ids[VENDORS[0]])
        said: dict[str, Any] = {
            "kind": planned.kind.value, "name": thing.name, "manufacturer": thing.maker, "model": thing.model,
            "size": thing.size, "reason": thing.reason,
            "hcpcs": thing.hcpcs, "cheaper": "A plainer one was tried; it did not hold the position.",
            "growth": "It adjusts in length and width for about two years.", **_fits(thing),
            "quotes": [_quote(vendor, thing.price, on)],
        }  # fmt: skip
        main = await item.add_item(self.db, self.actor, row.id, ItemCreate.model_validate(said))
        await self.db.flush()  # the accessory, the trial and the measurement point at it
        if thing.accessory is not None:
            accessory = said | {
                "part_of_id": str(main.id), "name": thing.accessory, "model": f"{thing.model} {thing.accessory}",
                "reason": thing.why, "hcpcs": None,
                "quotes": [_quote(vendor, "180.00", on)], **NO_SIZE,
            }  # fmt: skip
            await item.add_item(self.db, self.actor, row.id, ItemCreate.model_validate(accessory))
        trial = {
            "item_id": str(main.id), "tried": f"{thing.name} on loan", "from_on": on, "place": "home",
            "present": ["parent", "physical therapist"], "result": "worked",
            "notes": "Kept the position for a whole meal and reached for the spoon.",
        }  # fmt: skip
        await trying.add(self.db, self.actor, row.id, TrialCreate.model_validate(trial))
        _, value, _ = SIZES.get(thing.measured, ("", "21", ""))
        measured = {"part": thing.measured.value, "value": value, "taken_on": on}
        await item.add_measurement(
            self.db, self.actor, row.id, MeasurementCreate.model_validate(measured)
        )

    async def _write(self, row: EquipmentRequest) -> None:
        """The first letter; of one that was denied, the appeal."""
        if row.state != EquipmentState.DENIED:
            await self._sections(row, SECTIONS)
            return
        await letter.derive(self.db, self.actor, row.id, LetterCreate(kind=LetterKind.APPEAL))
        answer = {"answer_to_funder": "The trial shows that a stroller does not do."}
        await self._sections(row, answer)

    async def _sections(self, row: EquipmentRequest, sections: dict[str, str]) -> None:
        draft = (await file.gather(self.db, self.actor, row)).draft
        assert draft is not None  # noqa: S101 - begun by the step before
        body = LetterUpdate.model_validate({"sections": sections})
        await letter.change(self.db, self.actor, row.id, draft.id, body, f'"{draft.version}"')

    async def _evidence(
        self, row: EquipmentRequest, planned: PlannedRequest, act: str, on: date
    ) -> dict[str, Any]:
        items = await queries.parts(self.db, self.actor, EquipmentItem, row.id)
        answer = {
            "dated_on": str(on),
            "reference": f"Letter of {on}",
            "why_no_scan": "Read on the funder's portal",
        }
        asked = [{"item_id": i.id, "is_approved": True} for i in items if i.funding != "approved"]
        approved = [i.id for i in items if i.funding == "approved"]
        letters = await self._letters(row, on) if act in {"sign", "appeal"} else {}
        return _evidence(act, planned, approved, self.ids, on, answer, asked, letters)

    async def _letters(self, row: EquipmentRequest, on: date) -> dict[str, Any]:
        """Of the draft, what a signature names; of the letter signed last, its id."""
        here = await file.gather(self.db, self.actor, row)
        if here.draft is None:
            assert here.signed is not None  # noqa: S101 - an appeal is signed before it is sent
            return {"letter_id": here.signed.id}
        sha256 = digest(letter.content_of(here, here.draft))
        signature = SIGNATURE | {"signed_on": str(on)}
        return {
            "letter": {"letter_id": here.draft.id, "text_sha256": sha256, "signature": signature}
        }


NO_SIZE = dict.fromkeys(("fits_part", "fits_from", "fits_until"))


def _fits(thing: Thing) -> dict[str, str | None]:
    """A switch fits whatever the child's size."""
    if thing.measured not in SIZES:
        return NO_SIZE
    first, _, last = SIZES[thing.measured]
    return {"fits_part": thing.measured.value, "fits_from": first, "fits_until": last}


def _quote(vendor: str, price: str, on: str) -> dict[str, Any]:
    return {
        "vendor_id": vendor, "number": "Q-" + on.replace("-", ""), "price": {"amount": price, "currency": "USD"},
        "quoted_on": on,
    }  # fmt: skip


def _evidence(
    act: str,
    planned: PlannedRequest,
    approved: list[UUID],
    ids: dict[str, UUID],
    on: date,
    answer: dict[str, Any],
    asked: list[dict[str, Any]],
    letters: dict[str, Any],
) -> dict[str, Any]:
    contact, later = str(planned.contact_id), str(on + timedelta(days=30))
    refused = {
        "reason_code": "not_medically_necessary",
        "reason": "A less costly choice was not tried.",
    }
    family = {"contact_id": contact, "shown_on": str(on), "topics": "Straps, brakes, cleaning", "has_demonstrated": True}  # fmt: skip
    known: dict[str, dict[str, Any]] = {
        "sign": letters,
        "appeal": letters | {"reference": "Appeal 1"},
        "send_to_prescriber": {"contact_id": contact, "agreed_on": str(on)},
        "prescribe": {
            "signer": {"name": "Dr. M. Alvarado", "licence_number": "A-77120"},
            "signature": SIGNATURE | {"signed_on": str(on)}, "prescribed_on": str(on),
            "prescription": f"{planned.thing.name}, as the letter describes",
        },
        "submit": {
            "funder_id": ids["medicaid_epsdt"], "reference": "TAR-" + str(planned.student_id.int)[-6:],
            "passed_over": [{"funder_id": ids["private_insurance"], "why": "The family has none."}],
        },
        "request_info": {"what": "Which seat width was measured, and when?", "answer_by": later},
        "approve": {"decisions": asked, "answer": answer},
        "approve_part": {
            "decisions": [*asked[:1], *({**d, "is_approved": False} for d in asked[1:])], "answer": answer, **refused,
        },
        "deny": {"answer": answer, **refused},
        "order": {"vendor_id": ids[VENDORS[0]], "expected_on": later, "number": "PO-" + str(on.toordinal())},
        "slip": {"expected_on": str(on + timedelta(days=45)), "reason_code": "parts_missing"},
        "deliver": {"items": [{"item_id": i, "owner": "family"} for i in approved]},
        "fit": {"checks": [{"point": "pelvis level", "is_good": True}, {"point": "feet supported", "is_good": True}]},
        "train": {"people": [family, {**family, "contact_id": None, "name": "Teacher at child care"}]},
        "start_use": {"follow_up_on": later},
        "break": {"problem": "A strap is torn."},
        "return": {"reason_code": "does_not_fit"},
        "retire": {"reason_code": "worn_out"},
        "drop": {"reason_code": "family_decided"},
        "close": {"reason_code": "family_decided"},
    }  # fmt: skip
    return known.get(act, {})


CLOSET = (
    ("Toddler wheelchair", "gait_mobility", "Rollwell", "Cub 2"),
    ("Corner chair", "seating", "Sitwell", "Nook"),
)
LOANS = (
    (0, LoanState.OUT, -40, 20), (1, LoanState.OUT, -60, -5), (4, LoanState.OUT, -20, 40),
    (2, LoanState.RESERVED, 90, 150),
)  # fmt: skip
"""Place on the shelf, state, first and last day counted from today: one is overdue."""
IN_CLEANING = 6


async def _closet(db: AsyncSession, actor: Actor, county: County, today: date) -> None:
    """Eight things: on the shelf, promised, out, overdue, being cleaned; the chairs are recalled."""
    shelf = []
    for n in range(8):
        name, kind, maker, model = CLOSET[n // 4]
        said = {
            "kind": kind, "name": name, "manufacturer": maker, "model": model, "serial_number": f"{maker[:2]}-{1040 + n}",
            "condition": "good", "fits_part": "seat_width", "fits_from": "18", "fits_until": "24",
            "place": "Main office",
        }  # fmt: skip
        shelf.append(await closet.add(db, actor, LoanItemCreate.model_validate(said)))
    files = [f for f in county.files if f.enrolment.state == "active"]
    for place, state, first, last in LOANS:
        is_out = state is LoanState.OUT
        loan = Loan(
            tenant_id=actor.tenant_id, item_id=shelf[place].id, student_id=files[place].student.id, state=state.value,
            from_on=today + timedelta(days=first), until_on=today + timedelta(days=last),
            out_on=today + timedelta(days=first) if is_out else None, condition_out="good" if is_out else None,
        )  # fmt: skip
        record.add(db, actor, lend.LOAN, loan)
        if is_out:
            record.change(
                db, actor, closet.LOAN_ITEM, shelf[place], {"state": "out"}, act="loan.out"
            )
    cleaned = shelf[IN_CLEANING]
    record.change(db, actor, closet.LOAN_ITEM, cleaned, {"state": "cleaning"}, act="clean")
    notice = {
        "manufacturer": "Sitwell", "model": "Nook", "notice": "The strap may tear. Stop use and call the maker.",
        "published_on": str(today - timedelta(days=3)),
    }  # fmt: skip
    await recall.publish(db, actor, RecallCreate.model_validate(notice))
