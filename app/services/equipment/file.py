"""Everything of one request, read at once: what steps decide by and letters are made from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.equipment import (
    EquipmentItem,
    EquipmentLetter,
    EquipmentMeasurement,
    EquipmentPhoto,
    EquipmentRequest,
    EquipmentTrial,
)
from app.models.funding import (
    EquipmentFunder,
    EquipmentOrder,
    EquipmentSubmission,
    EquipmentTraining,
)
from app.models.student import Student
from app.models.words.consent import ConsentKind
from app.models.words.equipment import Funding, LetterKind, LetterState, SubmissionState
from app.services import case, consent
from app.services.equipment import link
from app.services.equipment.policy import Policy
from app.services.equipment.policy import of as policy_of
from app.services.equipment.request import lineage
from app.services.queries import case as cases
from app.services.queries import equipment as queries

WITH_FUNDER = {SubmissionState.OPEN, SubmissionState.INFO_REQUESTED}


@dataclass(frozen=True, slots=True)
class File:
    """One request with all its parts; funders are all there ever were, in payer order, photos those for the letter.

    What it carries on of another rests on that one's trials, measurements, letters and answers; `kin` are its items.
    """

    request: EquipmentRequest
    student: Student
    links: link.Links
    policy: Policy
    items: list[EquipmentItem]
    kin: list[EquipmentItem]
    trials: list[EquipmentTrial]
    measurements: list[EquipmentMeasurement]
    photos: list[EquipmentPhoto]
    letters: list[EquipmentLetter]
    submissions: list[EquipmentSubmission]
    orders: list[EquipmentOrder]
    training: list[EquipmentTraining]
    funders: list[EquipmentFunder] = field(default_factory=list)

    @property
    def wanted(self) -> list[EquipmentItem]:
        """Items that are still asked for."""
        return [i for i in self.items if not i.is_dropped]

    @property
    def unpaid(self) -> list[EquipmentItem]:
        """Items that the next question to a funder is about."""
        return [i for i in self.wanted if i.funding != Funding.APPROVED]

    @property
    def approved(self) -> list[EquipmentItem]:
        return [i for i in self.wanted if i.funding == Funding.APPROVED]

    @property
    def draft(self) -> EquipmentLetter | None:
        return next((x for x in self.letters if x.state == LetterState.DRAFT), None)

    @property
    def signed(self) -> EquipmentLetter | None:
        """The signed letter in force: the latest."""
        return next((x for x in reversed(self.letters) if x.state == LetterState.SIGNED), None)

    @property
    def asked_with(self) -> EquipmentLetter | None:
        """The first letter in force: the latest that therapist and prescriber signed."""
        firsts = [x for x in self.letters if x.kind == LetterKind.JUSTIFICATION]
        return next((x for x in reversed(firsts) if x.is_co_signed), None)

    @property
    def answered(self) -> EquipmentSubmission | None:
        """What a letter derived now answers: an open question, else the latest decision."""
        return self.with_funder or self.decided

    def is_ready(self, letter: EquipmentLetter, answered: EquipmentSubmission | None) -> bool:
        """Whether a derived letter may be sent: signed by both, an answer to this, and not sent before."""
        is_answer = answered is not None and letter.answers_id == answered.id
        return letter.is_co_signed and is_answer and letter.id not in self.sent

    @property
    def sent(self) -> set[UUID | None]:
        """Letters that a source has had."""
        return {s.letter_id for s in self.submissions}

    @property
    def active_funders(self) -> list[EquipmentFunder]:
        """Those that may be asked."""
        return [f for f in self.funders if f.is_active]

    def drafted(self, *kinds: LetterKind) -> bool:
        return self.draft is not None and self.draft.kind in kinds

    @property
    def with_funder(self) -> EquipmentSubmission | None:
        """The question that a funder has not decided yet."""
        return next((s for s in reversed(self.submissions) if s.state in WITH_FUNDER), None)

    @property
    def decided(self) -> EquipmentSubmission | None:
        """The latest decision."""
        return next((s for s in reversed(self.submissions) if s.decided_on), None)


async def gather(db: AsyncSession, actor: Actor, request: EquipmentRequest) -> File:
    """Read a request that the caller has opened."""
    student = await cases.student(db, actor, request.student_id)
    assert student is not None  # noqa: S101 - the request points at it
    line = await lineage(db, actor, request)
    kin = await queries.parts_of(db, actor, EquipmentItem, line)
    return File(
        request=request,
        student=student,
        links=await link.follow(db, actor, request),
        policy=await policy_of(db, actor),
        items=[i for i in kin if i.request_id == request.id],
        kin=kin,
        trials=_sound(await queries.parts_of(db, actor, EquipmentTrial, line)),
        measurements=_sound(await queries.parts_of(db, actor, EquipmentMeasurement, line)),
        photos=await _for_the_letter(db, actor, request, line),
        letters=await queries.letters(db, actor, request.id, line),
        submissions=await queries.parts_of(db, actor, EquipmentSubmission, line),
        orders=await queries.parts(db, actor, EquipmentOrder, request.id),
        training=await queries.parts(db, actor, EquipmentTraining, request.id),
        funders=await queries.funders(db, actor, only_active=False),
    )


async def _for_the_letter(
    db: AsyncSession, actor: Actor, request: EquipmentRequest, line: list[UUID]
) -> list[EquipmentPhoto]:
    """Photographs that the letter is to show: none once the parent agrees no more."""
    rows = _sound(await queries.parts_of(db, actor, EquipmentPhoto, line))
    chosen = [row for row in rows if row.is_in_letter]
    holder = await case.holder(db, actor, request.student_id)
    if chosen and await consent.has_live(db, actor, holder, ConsentKind.PHOTO_VIDEO):
        return chosen
    return []


def _sound(rows: Iterable) -> list:  # type: ignore[type-arg]
    """Those not entered in error."""
    return [row for row in rows if not row.entered_in_error]


def latest(measurements: Iterable[EquipmentMeasurement]) -> dict[str, EquipmentMeasurement]:
    """Of each part of the body, what was measured last."""
    found: dict[str, EquipmentMeasurement] = {}
    for one in sorted(measurements, key=_by_day):
        found[one.part] = one
    return found


def _by_day(one: EquipmentMeasurement) -> tuple[date, str]:
    return one.taken_on, str(one.id)
