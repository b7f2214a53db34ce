"""What brings a child to the program, and the service that answers it."""

from dataclasses import dataclass

from app.demo.county.dice import Dice


@dataclass(frozen=True, slots=True)
class Need:
    service: str
    domain: str
    words: str
    share: int


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A condition with a high probability of delay, as ICD-10-CM codes it."""

    code: str
    text: str


NEEDS = (
    Need(
        "speech_language_pathology", "expressive_communication", "Says few words for the age.", 30
    ),
    Need("special_instruction", "cognitive", "Plays little with toys and loses interest fast.", 24),
    Need("occupational_therapy", "fine_motor", "Does not yet grasp, stack or finger-feed.", 22),
    Need("physical_therapy", "gross_motor", "Not yet sitting or walking as expected.", 16),
    Need("psychological", "social_emotional", "Hard to calm, little eye contact.", 5),
    Need("audiology", "hearing", "Did not pass the newborn hearing rescreen.", 3),
)
DIAGNOSES = (
    Diagnosis("Q90.9", "Down syndrome, unspecified"),
    Diagnosis("G80.1", "Spastic diplegic cerebral palsy"),
    Diagnosis("Q05.9", "Spina bifida, unspecified"),
    Diagnosis("H90.3", "Sensorineural hearing loss, bilateral"),
    Diagnosis("Q86.0", "Fetal alcohol syndrome (dysmorphic)"),
)
BASES = (("developmental_delay", 76), ("established_risk", 17), ("high_risk", 7))


def draw_needs(dice: Dice) -> tuple[Need, ...]:
    """One to three needs, each of another service."""
    drawn = [dice.one_of(NEEDS, [n.share for n in NEEDS]) for _ in range(dice.between(1, 3))]
    return tuple(dict.fromkeys(drawn))


def draw_basis(dice: Dice) -> str:
    """California's ground on which the child is found eligible (Gov. Code 95014(a))."""
    return dice.one_of([basis for basis, _ in BASES], [share for _, share in BASES])
