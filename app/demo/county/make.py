"""The two counties of the demo."""

from datetime import date

from app.demo.county.birth import draw_birth, draw_twins
from app.demo.county.caseload import assign
from app.demo.county.dice import Dice
from app.demo.county.directory import LUPINE, TULE, Directory, Plan, make_directory
from app.demo.county.family import draw_family
from app.demo.county.file import open_file
from app.demo.county.life import live
from app.demo.county.plan import write_plans
from app.demo.county.profile import profile
from app.demo.county.referral import draw_sender
from app.demo.county.shape import County, Referral, Row, StudentFile
from app.demo.county.stage import COUNTY_STAGES, NEIGHBOUR_STAGES, Stage
from app.demo.county.worklist import open_worklist

FOSTER_PERCENT = 4


def make_county(seed: int, today: date) -> County:
    """Lupine County as it stands on `today`: 300 students, 25 referrals in the worklist.

    Same seed and day, same county, ids included; organisations and accounts keep theirs
    on every day. Nothing is dated after `today`.
    """
    dice = Dice(f"lupine {seed} {today}")
    directory = make_directory(Dice(f"lupine {seed}"), LUPINE, today)
    files = _files(dice, directory, LUPINE, COUNTY_STAGES, today)
    assigned = assign(dice, files, directory.staff("coordinator"), directory.staff("therapist"))
    planned = write_plans(
        Dice(f"lupine plans {seed} {today}"), assigned, directory.principals, today
    )
    worklist = open_worklist(dice, directory, LUPINE, files, today)
    about = profile(Dice(f"lupine profile {seed} {today}"), assigned, today)
    return _county(directory, planned, worklist, tuple(about))


def make_neighbour(seed: int, today: date) -> County:
    """Tule County: twelve students and a staff of four, to show that counties do not mix."""
    dice = Dice(f"tule {seed} {today}")
    directory = make_directory(Dice(f"tule {seed}"), TULE, today)
    files = _files(dice, directory, TULE, NEIGHBOUR_STAGES, today)
    staff = (directory.staff("coordinator"), directory.staff("therapist"))
    assigned = assign(dice, files, *staff)
    planned = write_plans(Dice(f"tule plans {seed} {today}"), assigned, directory.principals, today)
    about = profile(Dice(f"tule profile {seed} {today}"), assigned, today)
    return _county(directory, planned, (), tuple(about))


def _county(
    directory: Directory,
    files: tuple[StudentFile, ...],
    worklist: tuple[Referral, ...],
    about: tuple[Row, ...],
) -> County:
    return County(
        program=directory.program,
        partners=(*directory.agencies, *directory.districts),
        partnerships=directory.partnerships,
        principals=directory.principals,
        people=directory.people,
        school_calendars=directory.school_calendars,
        closures=directory.closures,
        files=files,
        worklist=worklist,
        profile=about,
    )


def _files(
    dice: Dice, directory: Directory, plan: Plan, stages: tuple[Stage, ...], today: date
) -> list[StudentFile]:
    files: list[StudentFile] = []
    for stage in stages:
        pairs = stage.twins
        left = stage.count
        while left:
            household = _twins if pairs else _single
            opened = household(dice, directory, plan, stage, today, len(files))
            files.extend(opened)
            pairs, left = max(pairs - 1, 0), left - len(opened)
    return files


def _single(
    dice: Dice, directory: Directory, plan: Plan, stage: Stage, today: date, number: int
) -> list[StudentFile]:
    place = dice.between(0, len(plan.towns) - 1)
    family = draw_family(dice, plan.towns[place], foster=dice.chance(FOSTER_PERCENT))
    life = live(dice, stage.place, today, surrogate=family.needs_surrogate)
    district = directory.districts[place % len(directory.districts)]
    sender = draw_sender(dice, directory.agencies, number)
    birth = draw_birth(dice, family)
    return [open_file(dice, directory.program, district, family, birth, life, sender)]


def _twins(
    dice: Dice, directory: Directory, plan: Plan, stage: Stage, today: date, number: int
) -> list[StudentFile]:
    """Two files of one family, referred on one day; each child goes its own way from there."""
    place = dice.between(0, len(plan.towns) - 1)
    family = draw_family(dice, plan.towns[place])
    district = directory.districts[place % len(directory.districts)]
    files: list[StudentFile] = []
    dates = None
    for n, birth in enumerate(draw_twins(dice, family)):
        life = live(dice, stage.place, today, dates=dates)
        dates = life.dates
        sender = draw_sender(dice, directory.agencies, number + n)
        files.append(open_file(dice, directory.program, district, family, birth, life, sender))
    return files
