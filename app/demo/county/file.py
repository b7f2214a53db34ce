"""A student's file put together from a family and a life."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.demo.county.birth import Birth
from app.demo.county.dice import Dice
from app.demo.county.family import Family, contacts
from app.demo.county.intake import ASKED, EVIDENCE, NO_CONSENT
from app.demo.county.life import Life
from app.demo.county.office import office_day
from app.demo.county.referral import Sender, write_referral
from app.demo.county.shape import (
    CaseEvent,
    CasePause,
    Consent,
    Contact,
    Enrolment,
    Organisation,
    Student,
    StudentFile,
)

STATES = (
    ("exited", {"partc.exited", "case.closed"}),
    (
        "transitioning",
        {
            "transition.plan.established",
            "transition.notified.lea",
            "transition.optout.recorded",
            "transition.conference.held",
            "transition.conference.declined",
        },
    ),
    ("active", {"ifsp.consent.signed"}),
    ("plan_pending", {"ifsp.initial.held"}),
    ("eligible", {"eligibility.partc.decided"}),
    ("evaluating", {"consent.evaluation.signed"}),
    ("intake", {"service_coordinator.assigned"}),
    ("referred", {"referral.received"}),
)
"""Furthest first: the first that an event has reached says where the enrolment stands."""
TEAM_DECIDES = 400
"""Days before the third birthday from which the team's view of preschool eligibility is recorded."""
WINDOW = 280
"""Days before the third birthday from which a child served here is one who comes from Part C."""
LATE = 90
CONSENT_HOLDS = timedelta(days=365)
LATE_FACTS = ("child.maybe_partb", "child.potentially_eligible_partb")
"""Asked at once of a child who comes with so few days left."""
AUTHORITY = {"foster_parent": "foster_parent", "surrogate_parent": "surrogate"}
"""By what right somebody decides who is no mother or father."""
COVERS = (
    "profile", "household", "health", "eligibility", "reports", "plan", "services", "strategies", "equipment", "referrals",
    "transition_plan", "transition", "team", "papers", "timeline",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the enrolment is. Closed without a plan: a date, but none of the ten reasons."""

    state: str
    exited_on: date | None = None
    exit_reason: str | None = None


def open_file(
    dice: Dice,
    program: Organisation,
    district: Organisation,
    family: Family,
    birth: Birth,
    life: Life,
    sender: Sender,
) -> StudentFile:
    """Everything but the caseload it is on."""
    student = _student(dice, program, district, family, birth, life)
    people = contacts(dice, family, program.id, student.id)
    standing = _standing(life)
    referral = write_referral(
        dice,
        student,
        people,
        life.needs,
        life.basis,
        sender=sender,
        received_on=office_day(life.dates.received_on),
        state="closed" if standing.exited_on else "accepted",
        reason_code="not_eligible" if standing.exited_on and not standing.exit_reason else None,
        student_id=student.id,
    )
    consents = _consents(dice, student, people, life)
    records = {
        "referral.received": {"referral_id": str(referral.id)},
        "transition.notified.lea": {"district_id": str(district.id)},
        "transition.packet.sent": {"district_id": str(district.id)},
    }
    for consent in consents:
        to = {"consent_id": str(consent.id), "recipient_id": str(consent.recipient_id)}
        records["release.signed"] = to
    return StudentFile(
        student=student,
        referral=referral,
        enrolment=Enrolment(
            tenant_id=program.id,
            id=dice.id(),
            student_id=student.id,
            referral_id=referral.id,
            referred_on=referral.received_on,
            state=standing.state,
            exited_on=standing.exited_on,
            exit_reason=standing.exit_reason,
        ),
        contacts=people,
        assignments=(),
        events=_events(dice, student, life, records),
        pauses=_pauses(dice, student, life),
        consents=consents,
    )


def _standing(life: Life) -> Standing:
    happened = {h.type for h in life.happenings}
    state = next(state for state, types in STATES if not types.isdisjoint(happened))
    decided = life.last("eligibility.partc.decided")
    if state == "eligible" and decided is not None and not decided["eligible"]:
        return Standing("not_eligible")
    exited = life.last("partc.exited")
    return Standing(
        state,
        exited_on=life.first_on("partc.exited") or life.first_on("case.closed"),
        exit_reason=str(exited["reason"]) if exited is not None else None,
    )


def _student(
    dice: Dice,
    program: Organisation,
    district: Organisation,
    family: Family,
    birth: Birth,
    life: Life,
) -> Student:
    return Student(
        tenant_id=program.id,
        id=dice.id(),
        first_name=birth.first_name,
        last_name=family.last_name or birth.first_name,
        preferred_name=birth.first_name.split()[0] if " " in birth.first_name else None,
        born_on=life.dates.born_on,
        sex=birth.sex,
        gestation_weeks=birth.gestation_weeks,
        birth_weight_grams=birth.weight_grams,
        birth_order=birth.order,
        languages=family.languages,
        interpreter_needed=family.interpreter_needed,
        race_ethnicity=family.tradition.race_ethnicity,
        address=family.address,
        external_ids=({"system": "uci", "value": f"{dice.between(10**6, 10**7 - 1)}"},),
        district_id=district.id,
        facts=_facts(dice, life),
    )


def _facts(dice: Dice, life: Life) -> dict[str, bool]:
    """What the rulebook asks of a child beyond events; absent while nobody has said."""
    if life.last("ifsp.initial.held") is None:
        is_late = life.days_to_third_birthday <= LATE
        return dict.fromkeys(LATE_FACTS, True) if is_late else {}
    facts: dict[str, bool] = {}
    if life.days_to_third_birthday <= TEAM_DECIDES:
        in_transition = life.last("transition.planning_notice.sent") is not None
        facts["child.potentially_eligible_partb"] = in_transition or dice.chance(90)
    if life.days_to_third_birthday <= WINDOW:
        facts["child.from_partc"] = True
    if (decided := life.last("partb.eligibility.decided")) is not None:
        facts["child.partb_eligible"] = bool(decided["eligible"])
    if life.last("partb.iep.notice.sent") is not None:
        invited = life.last("partb.partc_sc.invited") is not None
        facts["parent.requested_sc_invite"] = invited
    return facts


def _events(
    dice: Dice, student: Student, life: Life, records: Mapping[str, Mapping[str, str]]
) -> tuple[CaseEvent, ...]:
    """`records` is what an event names of the record that made it, by the event's type."""
    return tuple(
        CaseEvent(
            tenant_id=student.tenant_id,
            id=dice.id(),
            student_id=student.id,
            type=happening.type,
            on_date=happening.office_on,
            data={**happening.data, **records.get(happening.type, {})},
        )
        for happening in life.happenings
    )


def _pauses(dice: Dice, student: Student, life: Life) -> tuple[CasePause, ...]:
    return tuple(
        CasePause(
            tenant_id=student.tenant_id,
            id=dice.id(),
            student_id=student.id,
            reason=pause.reason,
            from_on=pause.from_on,
            to_on=pause.to_on,
            evidence=EVIDENCE[pause.reason],
            attempts=_attempts(life) if pause.reason == NO_CONSENT else (),
        )
        for pause in life.pauses
    )


def _attempts(life: Life) -> tuple[Mapping[str, str], ...]:
    asked = (h.office_on for h in life.happenings if h.type == ASKED)
    return tuple({"on": day.isoformat(), "how": "Home visit"} for day in asked)


def _consents(
    dice: Dice, student: Student, people: tuple[Contact, ...], life: Life
) -> tuple[Consent, ...]:
    """Release to the district, signed when the events say so; a few are taken back unused."""
    signed_on = life.first_on("release.signed")
    if signed_on is None or student.district_id is None:
        return ()
    unused = life.last("transition.packet.sent") is None
    revoked = unused and dice.chance(10)
    giver = next(person for person in people if person.may_sign)
    return (
        Consent(
            tenant_id=student.tenant_id,
            id=dice.id(),
            student_id=student.id,
            contact_id=giver.id,
            authority=AUTHORITY.get(giver.relationship, "parent"),
            recipient_id=student.district_id,
            covers=COVERS,
            language=people[0].language or "en",
            method=dice.one_of(("paper", "electronic")),
            signed_on=signed_on,
            expires_on=signed_on + CONSENT_HOLDS,
            is_expired=not revoked and signed_on + CONSENT_HOLDS < life.today,
            revoked_on=life.today if revoked else None,
            revoked_reason="Family moves to another district." if revoked else None,
        ),
    )
