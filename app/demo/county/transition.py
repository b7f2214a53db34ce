"""From the window at two years three months to the end of Part C.

Days count back from the third birthday. The pace keeps the federal 90 days,
California's three and six months, and the district's 15 and 60 days, unless
`late`. Source: 34 CFR 303.209; 17 CCR 52112; Ed. Code 56321, 56344.
"""

from dataclasses import dataclass, field

from app.demo.county.dice import Dice
from app.demo.county.step import Step

UNTESTED = "PARTB_UNDETERMINED"
NOT_PARTB = {"NOT_PARTB_REFERRED", "NOT_PARTB_NO_REFERRAL"}


@dataclass(slots=True)
class Transition:
    steps: list[Step] = field(default_factory=list)

    def add(self, day: int, *types: str, **data: object) -> None:
        self.steps.extend(Step(day, type_, data) for type_ in types)


def hand_over(
    dice: Dice,
    *,
    late: bool = False,
    opts_out: bool = False,
    declines_conference: bool = False,
    exit_reason: str = "PARTB_EXITING",
) -> list[Step]:
    """Every step to the third birthday and the exit with `exit_reason`."""
    way = Transition()
    way.add(-dice.between(245, 266), "transition.info.given")
    asked = -dice.between(192, 214)
    way.add(asked - dice.between(1, 5), "transition.conference.approved")
    way.add(asked, "transition.planning_notice.sent", "transition.conference.invited")
    way.add(-dice.between(160, 188), "transition.plan.established")
    _confer(dice, way, late=late, declines=declines_conference)
    if opts_out:
        way.add(-190, "transition.optout.notice_sent")
        way.add(-dice.between(165, 178), "transition.optout.recorded")
    else:
        _district(dice, way, late=late, exit_reason=exit_reason)
    way.add(-dice.between(96, 118), "rc.eligibility.decided", eligible=dice.chance(40))
    way.add(-dice.between(6, 10), "transition.final_review.held")
    way.add(-5, "pwn.sent", action="end")
    way.steps.append(Step(-1, "partc.exited", {"reason": exit_reason}, by_law=True))
    return way.steps


def _confer(dice: Dice, way: Transition, *, late: bool, declines: bool) -> None:
    if declines:
        way.add(-dice.between(140, 160), "transition.conference.declined")
        return
    held = -dice.between(62, 84) if late else -dice.between(98, 125)
    way.add(held - 12, "ifsp.notice.sent")
    way.add(held, "transition.conference.held")
    released = held + dice.between(0, 5)
    way.add(released, "release.signed", purpose="transition")
    way.add(released + dice.between(3, 8), "transition.packet.sent")


def _district(dice: Dice, way: Transition, *, late: bool, exit_reason: str) -> None:
    notified = -dice.between(80, 86) if late else -dice.between(122, 150)
    way.add(
        notified, "transition.notified.sea", "transition.notified.lea", "partb.referral.received"
    )
    planned = notified + dice.between(6, 10)
    way.add(planned, "partb.assessment_plan.given")
    if exit_reason == UNTESTED:
        return
    signed = planned + dice.between(8, 12)
    way.add(signed, "partb.consent.evaluation.signed")
    evaluated = signed + dice.between(24, 30)
    way.add(evaluated, "pwn.sent", action="evaluate")
    way.add(evaluated, "partb.evaluation.completed")
    decided = evaluated + dice.between(1, 3)
    way.add(decided, "partb.eligibility.decided", eligible=exit_reason not in NOT_PARTB)
    if exit_reason in NOT_PARTB:
        return
    way.add(decided, "partb.iep.notice.sent")
    if dice.chance(40):
        way.add(decided, "partb.partc_sc.invited")
    held = decided + dice.between(6, 11)
    way.add(held, "partb.iep.held")
    way.add(held + dice.between(0, 4), "partb.consent.services.signed")
    way.add(-dice.between(1, 3), "partb.iep.in_effect")
    way.add(dice.between(0, 9), "partb.services.started")
