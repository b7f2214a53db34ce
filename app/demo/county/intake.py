"""From the referral to the first services, in days counted from the referral."""

from dataclasses import dataclass, field

from app.demo.county.dice import Dice
from app.demo.county.step import Step

LIMIT = 45
"""Days the pace aims to stay inside, so that most files are on time."""
FAMILY, NO_CONSENT = "partc.family_circumstances", "partc.no_consent"
ASKED = "consent.evaluation.requested"
SETTINGS = (
    "home",
    "home",
    "home",
    "home",
    "home",
    "home",
    "community",
    "home",
    "other",
    "home",
    "community",
)
"""Where a service is given; most of them at home."""
MINUTES = {
    "speech_language_pathology": 60, "special_instruction": 60, "occupational_therapy": 60, "physical_therapy": 45,
    "psychological": 45, "audiology": 30,
}  # fmt: skip
"""A week."""
EVIDENCE = {
    FAMILY: "Child in hospital; parent called the coordinator and asked to wait. Entry in the record.",
    NO_CONSENT: "Consent form explained and left at two visits; family asked for time both times.",
}


@dataclass(frozen=True, slots=True)
class Pause:
    """Days from the referral, both inside; `last` None while it lasts."""

    reason: str
    first: int
    last: int | None


@dataclass(slots=True)
class Intake:
    """Steps as they are added, and the days that later steps hang on."""

    steps: list[Step] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    signed: int = 0
    decided: int = 0
    held: int = 0

    def add(self, day: int, *types: str, **data: object) -> None:
        self.steps.extend(Step(day, type_, data) for type_ in types)


def take_in(dice: Dice, *, pause: str | None = None, surrogate: bool = False) -> Intake:
    """From the referral to the signed consent to evaluate.

    `pause` is one that still lasts; `surrogate`: nobody around the child may sign.
    """
    intake = Intake()
    if dice.chance(60):
        intake.add(-dice.between(0, 6), "referral.identified")
    intake.add(0, "referral.received")
    assigned = dice.between(1, 2)
    intake.add(assigned, "service_coordinator.assigned")
    if surrogate:
        intake.add(assigned, "surrogate.needed")
        intake.add(assigned + 2, "surrogate.assigned")
    asked = assigned + dice.between(2, 5)
    intake.add(asked, "privacy_notice.given", "safeguards.notice.given")
    intake.add(asked, ASKED)
    if pause == NO_CONSENT:
        intake.add(asked + 6, ASKED)
        intake.pauses.append(Pause(NO_CONSENT, asked, None))
    intake.signed = asked + dice.between(1, 6)
    intake.add(intake.signed, "pwn.sent", action="evaluate")
    intake.add(intake.signed, "consent.evaluation.signed")
    if pause == FAMILY:
        intake.pauses.append(Pause(FAMILY, intake.signed + 2, None))
    return intake


def decide(dice: Dice, intake: Intake, basis: str | None, *, hospital_days: int = 0) -> None:
    """Evaluation and eligibility. `basis` None: not eligible, and the file is closed.

    `hospital_days` puts the family off for so long, with a recorded pause.
    """
    start = intake.signed + 1
    if hospital_days:
        end = start + hospital_days - 1
        intake.pauses.append(Pause(FAMILY, start, end))
        intake.add(end, "tolling.ended")
        start = end
    if dice.chance(15):
        intake.add(start, "screening.completed")
    evaluated = start + dice.between(4, 12)
    intake.add(evaluated, "evaluation.completed", "assessment.child.completed")
    family = "completed" if dice.chance(85) else "declined"
    intake.add(evaluated + dice.between(0, 2), f"assessment.family.{family}")
    intake.decided = evaluated + dice.between(2, 5)
    intake.add(intake.decided, "eligibility.partc.decided", eligible=basis is not None, basis=basis)
    if basis is None:
        intake.add(intake.decided + 1, "pwn.sent", action="refuse")
        intake.add(intake.decided + dice.between(3, 9), "case.closed")


def plan(
    dice: Dice, intake: Intake, services: tuple[str, ...], *, held: int | None, slow_start: bool
) -> None:
    """First IFSP meeting, its signature and the first visits.

    `held` None holds the meeting inside the limit; `slow_start` lets the first service wait.
    """
    intake.held = held or min(intake.decided + dice.between(3, 10), LIMIT - 3)
    intake.add(intake.decided, "ifsp.notice.sent")
    intake.add(intake.held, "ifsp.initial.held")
    if dice.chance(80):
        intake.add(intake.held, "benefit_cards.received")
    agreed = intake.held + dice.one_of((0, 0, 0, 2, 5))
    intake.add(agreed, "pwn.sent", action="start")
    start_services(dice, intake, agreed, services, slow_start=slow_start)
    intake.add(intake.held + dice.between(6, 12), "ifsp.copy.given")


def start_services(
    dice: Dice,
    intake: Intake,
    agreed: int,
    services: tuple[str, ...],
    *,
    continuing: tuple[str, ...] = (),
    slow_start: bool = False,
) -> None:
    """Consent to each service on the day `agreed`, and the first visit of each that is new."""
    agreed_to = [*continuing, *services]
    intake.add(agreed, "ifsp.consent.signed", services=agreed_to)
    for n, service in enumerate(agreed_to):
        setting = SETTINGS[(agreed + 3 * n) % len(SETTINGS)]
        intake.add(
            agreed,
            "ifsp.service.planned",
            service=service,
            setting=setting,
            minutes_a_week=MINUTES[service],
        )
    for service in services:
        wait = (
            dice.between(50, 66) if slow_start and service == services[0] else dice.between(6, 28)
        )
        intake.add(agreed + wait, "ifsp.service.delivered", service=service)
