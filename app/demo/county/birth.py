"""A child is born: name, sex, weeks of gestation, place among twins."""

from dataclasses import dataclass

from app.demo.county.dice import Dice
from app.demo.county.family import Family


@dataclass(frozen=True, slots=True)
class Birth:
    first_name: str
    sex: str
    gestation_weeks: int | None
    order: int | None = None
    """Among twins; None for a single child."""

    @property
    def weight_grams(self) -> int | None:
        """About what a child of these weeks weighs; no throw of the dice. None where the weeks are not known."""
        if self.gestation_weeks is None:
            return None
        return (
            3400 - 165 * (40 - self.gestation_weeks) + 40 * (sum(map(ord, self.first_name)) % 9 - 4)
        )


def draw_birth(dice: Dice, family: Family) -> Birth:
    sex = dice.one_of(("female", "male"), (40, 60))
    return Birth(family.given_name(dice, sex), sex, draw_gestation(dice))


def draw_twins(dice: Dice, family: Family) -> tuple[Birth, Birth]:
    weeks = dice.between(29, 36)
    sexes = [dice.one_of(("female", "male")) for _ in range(2)]
    first = family.given_name(dice, sexes[0])
    second = family.given_name(dice, sexes[1], other_than=[first])
    return Birth(first, sexes[0], weeks, 1), Birth(second, sexes[1], weeks, 2)


def draw_gestation(dice: Dice) -> int | None:
    """None where nobody wrote it down."""
    if dice.chance(11):
        return dice.between(25, 36)
    return dice.between(37, 41) if dice.chance(70) else None
