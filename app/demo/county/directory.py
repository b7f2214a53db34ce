"""Who is in the county: the program, its partners, the accounts, the calendars they keep."""

from dataclasses import dataclass
from datetime import date

from app.demo.county.dice import Dice
from app.demo.county.latin import subject
from app.demo.county.office import closures
from app.demo.county.school import HABITS, school_year
from app.demo.county.shape import (
    Closure,
    Organisation,
    Partnership,
    Principal,
    SchoolCalendar,
)

SCHOOL_YEARS = range(-2, 3)
"""School years kept, counted from the one that opens in the present year."""


@dataclass(frozen=True, slots=True)
class Staff:
    name: str
    role: str
    discipline: str | None = None
    key: str | None = None
    """Under which the demo finds the account."""
    speaks: tuple[str, ...] = ()
    """Beside English."""
    towns: tuple[str, ...] = ()
    """In which they work; who has none works wherever needed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Names of one county: the program's, its agencies', its districts', its staff's."""

    program: str
    agencies: tuple[str, ...]
    districts: tuple[str, ...]
    staff: tuple[Staff, ...]
    towns: tuple[tuple[str, str], ...]
    """Each with its postal code. The first district serves the first, and so on around."""

    @property
    def letterhead(self) -> tuple[str, ...]:
        """Offices in the first town, with a number that nobody has."""
        town, code = self.towns[0]
        return (f"100 Main Street, {town}, CA {code}", "Telephone 707-555-0100")


LUPINE = Plan(
    program="Lupine County Early Start",
    agencies=("Valle Dorado Children's Clinic", "Lupine County Child Welfare"),
    districts=("Poppy Flat Unified", "Live Oak Union", "Manzanita Joint Unified"),
    staff=(
        Staff(
            "Maria Delgado",
            "coordinator",
            key="coordinator",
            speaks=("es",),
            towns=("Poppy Flat", "Manzanita"),
        ),
        Staff("Thanh Phạm", "coordinator", speaks=("vi",), towns=("Live Oak Crossing",)),
        Staff("Shanice Whitfield", "coordinator"),
        Staff("Lorna O'Keefe", "coordinator"),
        Staff(
            "Anahit Petrosyan",
            "therapist",
            "occupational_therapy",
            key="therapist",
            speaks=("hy",),
            towns=("Poppy Flat", "Arroyo Verde"),
        ),
        Staff(
            "Beto Quiñones",
            "therapist",
            "speech_language_pathology",
            speaks=("es",),
            towns=("Manzanita", "San Gabino"),
        ),
        Staff("Grace Kim", "therapist", "special_instruction", speaks=("ko",)),
        Staff("Ruth Abernathy", "supervisor", key="supervisor"),
        Staff("Harpreet Sandhu", "supervisor"),
        Staff("Leticia Ramos", "intake", key="intake"),
        Staff("Owen Castellanos", "administrator"),
        Staff("Naomi Feld", "auditor"),
    ),
    towns=(
        ("Poppy Flat", "93981"),
        ("Live Oak Crossing", "93982"),
        ("Manzanita", "93983"),
        ("Arroyo Verde", "93984"),
        ("Tamarack", "93985"),
        ("San Gabino", "93986"),
    ),
)
TULE = Plan(
    program="Tule County Early Start",
    agencies=("Tule Lake Pediatrics",),
    districts=("Tule River Elementary",),
    staff=(
        Staff(
            "Joaquin Barragán",
            "coordinator",
            key="coordinator",
            speaks=("es",),
            towns=("Tule Landing",),
        ),
        Staff("Mei Castro", "therapist", "speech_language_pathology", key="therapist"),
        Staff("Patricia Lindqvist", "supervisor", key="supervisor"),
        Staff("Samuel Adeyemi", "intake", key="intake"),
    ),
    towns=(("Tule Landing", "93991"), ("Cormorant", "93992")),
)


@dataclass(frozen=True, slots=True)
class Directory:
    program: Organisation
    agencies: tuple[Organisation, ...]
    districts: tuple[Organisation, ...]
    partnerships: tuple[Partnership, ...]
    principals: tuple[Principal, ...]
    people: dict[str, Principal]
    school_calendars: tuple[SchoolCalendar, ...]
    closures: tuple[Closure, ...]

    def staff(self, role: str) -> tuple[Principal, ...]:
        return tuple(p for p in self.principals if p.roles == (role,))


def make_directory(dice: Dice, plan: Plan, today: date) -> Directory:
    program = Organisation(dice.id(), "program", plan.program, letterhead=plan.letterhead)
    agencies = tuple(Organisation(dice.id(), "agency", name) for name in plan.agencies)
    districts = tuple(
        Organisation(dice.id(), "district", name, f"{dice.between(1_000_000, 9_999_999)}")
        for name in plan.districts
    )
    staff = tuple(_person(dice, program, person) for person in plan.staff)
    systems = tuple(_system(dice, partner) for partner in (*agencies, *districts))
    people = {s.key: p for s, p in zip(plan.staff, staff, strict=True) if s.key}
    people |= {"agency": systems[0], "district": systems[len(agencies)]}
    return Directory(
        program=program,
        agencies=agencies,
        districts=districts,
        partnerships=tuple(
            Partnership(tenant_id=program.id, id=dice.id(), partner_id=partner.id)
            for partner in (*agencies, *districts)
        ),
        principals=(*staff, *systems),
        people=people,
        school_calendars=_school_calendars(dice, program, districts, today),
        closures=tuple(
            Closure(tenant_id=program.id, id=dice.id(), on_date=on, name=name)
            for year in range(today.year - 3, today.year + 4)
            for on, name in closures(year).items()
        ),
    )


def _person(dice: Dice, program: Organisation, staff: Staff) -> Principal:
    return Principal(
        tenant_id=program.id,
        id=dice.id(),
        kind="person",
        subject=subject(staff.name),
        name=staff.name,
        roles=(staff.role,),
        discipline=staff.discipline,
        languages=("en", *staff.speaks),
        areas=staff.towns,
    )


def _system(dice: Dice, partner: Organisation) -> Principal:
    return Principal(
        tenant_id=partner.id,
        id=dice.id(),
        kind="system",
        subject=f"{subject(partner.name)}.system",
        name=f"{partner.name}, records system",
        roles=(f"{partner.kind}-system",),
    )


def _school_calendars(
    dice: Dice, program: Organisation, districts: tuple[Organisation, ...], today: date
) -> tuple[SchoolCalendar, ...]:
    rows = []
    for district, habit in zip(districts, HABITS, strict=False):
        for year in SCHOOL_YEARS:
            laid_out = school_year(habit, today.year + year)
            rows.append(
                SchoolCalendar(
                    tenant_id=program.id,
                    id=dice.id(),
                    district_id=district.id,
                    starts_on=laid_out.starts_on,
                    ends_on=laid_out.ends_on,
                    breaks=tuple(
                        {"from_on": first.isoformat(), "to_on": last.isoformat()}
                        for first, last in laid_out.breaks
                    ),
                )
            )
    return tuple(rows)
