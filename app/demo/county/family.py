"""Invented families: names of many traditions, who lives with whom, what they speak."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.demo.county.dice import Dice
from app.demo.county.latin import latin
from app.demo.county.shape import Address, Contact
from app.demo.county.tradition import TRADITIONS, Tradition

STREETS = ("Lupine Lane", "Mariposa Street", "Calle Roble", "Tamarack Way", "Old Mill Road")
AREA_CODES = (
    209, 213, 310, 323, 341, 408, 415, 424, 442, 510, 530, 559, 562, 619, 626, 628, 650, 657,
    661, 669, 707, 714, 747, 760, 805, 818, 831, 858, 909, 916, 925, 949, 951,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parent:
    """`last_name` None: a person of one name."""

    first_name: str
    last_name: str | None
    relationship: str
    lives_with: bool | None
    may_sign: bool | None
    phone: str


@dataclass(frozen=True, slots=True)
class Family:
    tradition: Tradition
    last_name: str | None
    """The children's. None where people have one name."""
    parents: tuple[Parent, ...]
    language: str
    interpreter_needed: bool
    address: Address
    needs_surrogate: bool = False

    def given_name(self, dice: Dice, sex: str, other_than: Sequence[str] = ()) -> str:
        names = self.tradition.girls if sex == "female" else self.tradition.boys
        return dice.one_of([name for name in names if name not in other_than])

    @property
    def languages(self) -> tuple[str, ...]:
        return (self.language,) if self.language == "en" else (self.language, "en")


def draw_family(dice: Dice, town: tuple[str, str], *, foster: bool = False) -> Family:
    tradition = dice.one_of(TRADITIONS, [t.share for t in TRADITIONS])
    father, mother = _surnames(dice, tradition)
    other = dice.chance(tradition.other_language)
    city, postal_code = town
    if foster:
        needs_surrogate = dice.chance(40)
        parents = _foster_parents(dice, needs_surrogate=needs_surrogate)
    else:
        needs_surrogate = False
        parents = _parents(dice, tradition, father, mother)
    return Family(
        tradition=tradition,
        last_name=_childs_surname(dice, tradition, father, mother),
        parents=parents,
        language=tradition.language if other else "en",
        interpreter_needed=other and dice.chance(60),
        address=Address(
            lines=(f"{dice.between(100, 4900)} {dice.one_of(STREETS)}",),
            city=city,
            state="CA",
            postal_code=postal_code,
            confidential=foster or dice.chance(2),
        ),
        needs_surrogate=needs_surrogate,
    )


def contacts(dice: Dice, family: Family, program_id: UUID, student_id: UUID) -> tuple[Contact, ...]:
    """One row a parent; twins get rows of their own."""
    return tuple(
        Contact(
            tenant_id=program_id,
            id=dice.id(),
            student_id=student_id,
            first_name=parent.first_name,
            last_name=parent.last_name,
            relationship=parent.relationship,
            lives_with=parent.lives_with,
            holds_educational_rights=parent.may_sign,
            may_sign=parent.may_sign,
            may_receive_information=parent.may_sign or None,
            language=family.language,
            interpreter_needed=family.interpreter_needed,
            phone=parent.phone,
            email=_email(parent),
            address=family.address if parent.lives_with else None,
        )
        for parent in family.parents
    )


def _surnames(dice: Dice, tradition: Tradition) -> tuple[str | None, str | None]:
    """Father's and mother's."""
    if tradition.surnames == "none":
        return None, None
    father, mother = dice.some_of(tradition.families, 2)
    shared = tradition.surnames == "one" and dice.chance(65)
    return father, father if shared else mother


def _childs_surname(
    dice: Dice, tradition: Tradition, father: str | None, mother: str | None
) -> str | None:
    if tradition.surnames == "both" and dice.chance(60):
        return f"{father} {mother}"
    if father != mother and tradition.surnames == "one" and dice.chance(30):
        return f"{mother}-{father}"
    return father


def _parents(
    dice: Dice, tradition: Tradition, father: str | None, mother: str | None
) -> tuple[Parent, ...]:
    both = dice.chance(62)
    people = [Parent(dice.one_of(tradition.girls), mother, "mother", True, True, _phone(dice))]
    if both:
        home = dice.chance(80)
        name = dice.one_of(tradition.boys)
        people.append(Parent(name, father, "father", home, True if home else None, _phone(dice)))
    if dice.chance(12):
        name = dice.one_of(tradition.girls)
        people.append(Parent(name, mother, "grandparent", dice.chance(50), False, _phone(dice)))
    return tuple(people)


def _foster_parents(dice: Dice, *, needs_surrogate: bool) -> tuple[Parent, ...]:
    tradition = dice.one_of([t for t in TRADITIONS if t.families])
    first_name, last_name = dice.one_of(tradition.girls), dice.one_of(tradition.families)
    may_sign = not needs_surrogate
    foster = Parent(first_name, last_name, "foster_parent", True, may_sign, _phone(dice))
    if not needs_surrogate:
        return (foster,)
    return foster, Parent("Dolores", "Whitcomb", "surrogate_parent", False, True, _phone(dice))


def _phone(dice: Dice) -> str:
    return f"{dice.one_of(AREA_CODES)}-555-01{dice.between(0, 99):02}"


def _email(parent: Parent) -> str:
    letters = "".join(
        c for c in latin(f"{parent.first_name}{parent.last_name or ''}") if c.isalpha()
    )
    return f"{letters.lower()}@example.org"
