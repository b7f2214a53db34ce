"""The plan kept alive: a review each half year, a meeting each year, a notice each year."""

from app.demo.county.dice import Dice
from app.demo.county.intake import Intake, start_services

LONGEST_STAY = 1096
YEAR = 365


def keep_reviewing(
    dice: Dice,
    intake: Intake,
    services: tuple[str, ...],
    spare_services: tuple[str, ...],
    *,
    late: bool,
    missed: bool,
) -> None:
    """Add reviews and annual meetings as far as a stay may last.

    `late` delays the first review past its half year; `missed` leaves out all of them.
    An annual meeting agrees on `services` again, and may add one of `spare_services`.
    """
    for day in range(YEAR - 10, LONGEST_STAY, YEAR - 10):
        intake.add(day, "privacy_notice.given")
    if missed:
        return
    annual = intake.held
    while annual < LONGEST_STAY:
        review = annual + (dice.between(192, 210) if late else dice.between(160, 177))
        late = False
        intake.add(review, "ifsp.review.held")
        annual = min(review + dice.between(160, 177), annual + YEAR - 4)
        intake.add(annual - 12, "ifsp.notice.sent")
        intake.add(annual, "ifsp.annual.held")
        if spare_services and dice.chance(30):
            added, *rest = spare_services
            spare_services = tuple(rest)
            intake.add(annual, "pwn.sent", action="start")
            start_services(dice, intake, annual, (added,), continuing=services)
            services = (*services, added)
        else:
            start_services(dice, intake, annual, (), continuing=services)
