"""How many children stand where today. Changing the county means changing these tables."""

from dataclasses import dataclass

from app.demo.county.intake import FAMILY, NO_CONSENT

Days = tuple[int, int]
"""At least and at most, both inside."""


@dataclass(frozen=True, slots=True)
class Arriving:
    """On the way to a plan: the last step taken, and how long ago."""

    last: str
    ago: Days
    pause: str | None = None
    eligible: bool = True
    birthday_in: Days | None = None
    """Days until the third birthday, where that makes the difference; None: any age."""


@dataclass(frozen=True, slots=True)
class Served:
    """With a plan: days since the referral, days until the third birthday."""

    since: Days
    birthday_in: Days
    misses_review: bool = False
    was_in_hospital: bool = False
    """Before the evaluation, so that the clock stood still for a while."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """In transition: the last step of it taken, and how long ago."""

    last: str
    ago: Days
    opts_out: bool = False
    declines_conference: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """Out of the program for one of the ten reasons of IDEA section 618."""

    reason: str
    ago: Days


@dataclass(frozen=True, slots=True)
class LeapDay:
    """Born on the last 29 February, wherever that child stands today."""


Place = Arriving | Served | Leaving | Left | LeapDay


@dataclass(frozen=True, slots=True)
class Stage:
    count: int
    place: Place
    twins: int = 0
    """How many pairs of twins are among them. Only for `Served`."""


AT_THREE = {
    "PARTB_EXITING",
    "NOT_PARTB_REFERRED",
    "NOT_PARTB_NO_REFERRAL",
    "PARTB_UNDETERMINED",
}

COUNTY_STAGES = (
    Stage(10, Arriving("referral.received", ago=(0, 3))),
    Stage(2, Arriving("referral.received", ago=(0, 3), birthday_in=(15, 40))),
    Stage(8, Arriving("service_coordinator.assigned", ago=(0, 6))),
    Stage(4, Arriving("consent.evaluation.requested", ago=(0, 6))),
    Stage(10, Arriving("consent.evaluation.signed", ago=(1, 12))),
    Stage(6, Arriving("assessment.child.completed", ago=(0, 3))),
    Stage(4, Arriving("consent.evaluation.signed", ago=(48, 70))),
    Stage(4, Arriving("consent.evaluation.signed", ago=(10, 30), pause=FAMILY)),
    Stage(3, Arriving("consent.evaluation.requested", ago=(12, 30), pause=NO_CONSENT)),
    Stage(3, Arriving("eligibility.partc.decided", ago=(0, 3))),
    Stage(2, Arriving("eligibility.partc.decided", ago=(0, 3), birthday_in=(50, 82))),
    Stage(2, Arriving("eligibility.partc.decided", ago=(0, 2), eligible=False)),
    Stage(12, Arriving("case.closed", ago=(3, 200), eligible=False)),
    Stage(6, Arriving("ifsp.initial.held", ago=(0, 8))),
    Stage(42, Served(since=(80, 200), birthday_in=(400, 850)), twins=2),
    Stage(3, Served(since=(120, 200), birthday_in=(400, 850), was_in_hospital=True)),
    Stage(38, Served(since=(260, 560), birthday_in=(290, 500)), twins=1),
    Stage(5, Served(since=(250, 290), birthday_in=(300, 700), misses_review=True)),
    Stage(12, Leaving("transition.info.given", ago=(0, 15))),
    Stage(5, Leaving("transition.planning_notice.sent", ago=(0, 3))),
    Stage(13, Leaving("transition.notified.lea", ago=(0, 8))),
    Stage(4, Leaving("transition.planning_notice.sent", ago=(127, 140))),
    Stage(4, Leaving("transition.optout.recorded", ago=(0, 12), opts_out=True)),
    Stage(12, Leaving("transition.conference.held", ago=(0, 4))),
    Stage(4, Leaving("transition.conference.declined", ago=(0, 10), declines_conference=True)),
    Stage(8, Leaving("release.signed", ago=(0, 6))),
    Stage(12, Served(since=(500, 900), birthday_in=(3, 40)), twins=1),
    Stage(20, Left("PARTB_EXITING", ago=(0, 330))),
    Stage(2, Left("PARTB_EXITING", ago=(0, 150))),
    Stage(4, Left("NOT_PARTB_REFERRED", ago=(0, 330))),
    Stage(3, Left("NOT_PARTB_NO_REFERRAL", ago=(0, 330))),
    Stage(3, Left("PARTB_UNDETERMINED", ago=(0, 330))),
    Stage(6, Left("NO_LONGER_ELIGIBLE", ago=(2, 330))),
    Stage(6, Left("MOVED_OUT_OF_STATE", ago=(2, 330))),
    Stage(8, Left("WITHDRAWN", ago=(2, 330))),
    Stage(6, Left("NO_CONTACT", ago=(2, 330))),
    Stage(2, Left("DECEASED", ago=(60, 330))),
    Stage(2, LeapDay()),
)
NEIGHBOUR_STAGES = (
    Stage(1, Arriving("referral.received", ago=(0, 3))),
    Stage(1, Arriving("service_coordinator.assigned", ago=(0, 6))),
    Stage(2, Arriving("consent.evaluation.signed", ago=(1, 12))),
    Stage(4, Served(since=(80, 200), birthday_in=(400, 850))),
    Stage(1, Leaving("transition.notified.lea", ago=(0, 8))),
    Stage(1, Leaving("release.signed", ago=(0, 6))),
    Stage(1, Served(since=(500, 900), birthday_in=(3, 40))),
    Stage(1, Left("PARTB_EXITING", ago=(0, 330))),
)
