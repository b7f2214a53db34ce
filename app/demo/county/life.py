"""One child's life in the program up to today: two dates, and all that happened between them."""

from calendar import isleap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.demo.county.dice import Dice
from app.demo.county.intake import LIMIT, Intake, Pause, decide, plan, take_in
from app.demo.county.need import NEEDS, Need, draw_basis, draw_needs
from app.demo.county.review import keep_reviewing
from app.demo.county.stage import AT_THREE, Arriving, LeapDay, Leaving, Left, Place, Served
from app.demo.county.step import Happening, Step, dated, in_order, through
from app.demo.county.transition import hand_over

STAY = 480
"""Days from the referral to the third birthday that leave room for a plan before the transition."""
LATE_PERCENT = 12
LATENESSES = ("plan", "plan", "service", "review", "transition")


@dataclass(frozen=True, slots=True)
class Dates:
    born_on: date
    received_on: date


@dataclass(frozen=True, slots=True)
class Standstill:
    """A pause on the calendar, both ends inside; `to_on` None while it lasts today."""

    reason: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class Life:
    dates: Dates
    needs: tuple[Need, ...]
    basis: str
    happenings: tuple[Happening, ...]
    """In order, none after today."""
    pauses: tuple[Standstill, ...]
    today: date

    def last(self, type_: str) -> Mapping[str, object] | None:
        """Payload of the latest such event, None when there was none."""
        return next((h.data for h in reversed(self.happenings) if h.type == type_), None)

    def first_on(self, type_: str) -> date | None:
        return next((h.office_on for h in self.happenings if h.type == type_), None)

    @property
    def days_to_third_birthday(self) -> int:
        return (third_birthday(self.dates.born_on) - self.today).days


def third_birthday(born_on: date) -> date:
    """29 February becomes 28 February: what is owed by the birthday is owed that day."""
    leap_day = (born_on.month, born_on.day) == (2, 29)
    return born_on.replace(year=born_on.year + 3, day=28 if leap_day else born_on.day)


def live(
    dice: Dice, place: Place, today: date, *, surrogate: bool = False, dates: Dates | None = None
) -> Life:
    """Live up to `today` so as to stand at `place`. `dates` are given for the second of twins."""
    needs, basis = draw_needs(dice), draw_basis(dice)
    lateness = dice.one_of(LATENESSES) if dice.chance(LATE_PERCENT) else None
    intake = _intake(dice, place, needs, basis, lateness, surrogate=surrogate)
    steps, ending = in_order(intake.steps), _ending(dice, place, lateness)
    if isinstance(place, Arriving):
        steps, ending = through(steps, place.last), []
    elif isinstance(place, Leaving):
        ending = through(ending, place.last)
    end = today
    if isinstance(place, Left) and place.reason not in AT_THREE:
        end -= timedelta(days=dice.between(*place.ago))
    dates = dates or _dates(dice, place, end, steps, ending)
    return Life(
        dates=dates,
        needs=needs,
        basis=basis,
        happenings=tuple(_happenings(dates, steps, ending, end) + _early_exit(place, end)),
        pauses=tuple(_standstills(dates, intake.pauses, today)),
        today=today,
    )


def _intake(
    dice: Dice,
    place: Place,
    needs: tuple[Need, ...],
    basis: str,
    lateness: str | None,
    *,
    surrogate: bool,
) -> Intake:
    """Everything from the referral on, as if the child stayed for three years."""
    arriving = place if isinstance(place, Arriving) else None
    intake = take_in(dice, pause=arriving.pause if arriving else None, surrogate=surrogate)
    if arriving and not arriving.eligible:
        decide(dice, intake, None)
        return intake
    late_plan = lateness == "plan" and not arriving
    in_hospital = isinstance(place, Served) and place.was_in_hospital
    hospital_days = dice.between(12, 25) if in_hospital or (late_plan and dice.chance(50)) else 0
    decide(dice, intake, basis, hospital_days=hospital_days)
    held = None
    if hospital_days:
        held = LIMIT + hospital_days - 2
    elif late_plan:
        held = LIMIT + dice.between(3, 16)
    services = tuple(need.service for need in needs)
    plan(dice, intake, services, held=held, slow_start=lateness == "service")
    keep_reviewing(
        dice,
        intake,
        services,
        tuple(need.service for need in NEEDS if need not in needs),
        late=lateness == "review",
        missed=isinstance(place, Served) and place.misses_review,
    )
    return intake


def _ending(dice: Dice, place: Place, lateness: str | None) -> list[Step]:
    return in_order(
        hand_over(
            dice,
            late=lateness == "transition" and not isinstance(place, Leaving),
            opts_out=isinstance(place, Leaving) and place.opts_out,
            declines_conference=isinstance(place, Leaving) and place.declines_conference,
            exit_reason=place.reason if isinstance(place, Left) else "PARTB_EXITING",
        )
    )


def _dates(dice: Dice, place: Place, end: date, steps: list[Step], ending: list[Step]) -> Dates:
    """Birth and referral that put the child at `place` on the day `end`."""
    match place:
        case Arriving():
            return _arrival(dice, place, end, steps[-1].day)
        case Served(since=since, birthday_in=birthday_in):
            received_on = end - timedelta(days=dice.between(*since))
            return Dates(born_before(end + timedelta(days=dice.between(*birthday_in))), received_on)
        case Leaving(ago=ago):
            birthday = end - timedelta(days=ending[-1].day + dice.between(*ago))
            return _early_referral(dice, birthday)
        case Left(reason=reason, ago=ago) if reason in AT_THREE:
            return _early_referral(dice, end - timedelta(days=dice.between(*ago)))
        case Left():
            born_on = born_before(end + timedelta(days=dice.between(290, 600)))
            return Dates(born_on, end - timedelta(days=dice.between(200, 400)))
        case LeapDay():
            born_on = last_leap_day(end - timedelta(days=60))
            latest = min((end - born_on).days, 400)
            return Dates(born_on, born_on + timedelta(days=dice.between(40, latest)))


def _arrival(dice: Dice, place: Arriving, end: date, last_day: int) -> Dates:
    """`last_day` is that of the last step taken, counted from the referral."""
    received_on = end - timedelta(days=last_day + dice.between(*place.ago))
    if place.birthday_in is None:
        return Dates(received_on - timedelta(days=dice.between(40, 760)), received_on)
    birthday = end + timedelta(days=dice.between(*place.birthday_in))
    return Dates(born_before(birthday), received_on)


def _early_referral(dice: Dice, birthday: date) -> Dates:
    """Referred early enough to be served for a while before the transition."""
    born_on = born_before(birthday)
    received_on = third_birthday(born_on) - timedelta(days=dice.between(STAY, 950))
    return Dates(born_on, received_on)


def _happenings(dates: Dates, steps: list[Step], ending: list[Step], end: date) -> list[Happening]:
    """Both halves on the calendar, in order, up to `end`; only the district acts past the exit."""
    birthday = third_birthday(dates.born_on)
    served = [h for h in dated(steps, dates.received_on) if h.on < birthday - timedelta(days=1)]
    both = sorted(served + dated(ending, birthday), key=lambda h: (h.office_on, h.on))
    return [h for h in both if h.on <= end]


def _standstills(dates: Dates, pauses: Iterable[Pause], today: date) -> Iterator[Standstill]:
    for pause in pauses:
        from_on = dates.received_on + timedelta(days=pause.first)
        if from_on > today:
            continue
        to_on = None if pause.last is None else dates.received_on + timedelta(days=pause.last)
        yield Standstill(pause.reason, from_on, None if to_on and to_on > today else to_on)


def _early_exit(place: Place, end: date) -> list[Happening]:
    if not isinstance(place, Left) or place.reason in AT_THREE:
        return []
    notice = [] if place.reason == "DECEASED" else [Happening(end, "pwn.sent", {"action": "end"})]
    return [*notice, Happening(end, "partc.exited", {"reason": place.reason})]


def born_before(birthday: date) -> date:
    """Birth date of who turns three on `birthday`; nobody does on 29 February."""
    if (birthday.month, birthday.day) == (2, 29):
        birthday += timedelta(days=1)
    return birthday.replace(year=birthday.year - 3)


def last_leap_day(on: date) -> date:
    """29 February on or before `on`."""
    year = on.year
    while not isleap(year) or date(year, 2, 29) > on:
        year -= 1
    return date(year, 2, 29)
