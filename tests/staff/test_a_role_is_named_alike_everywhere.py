"""The roles of a program's people are those that they are let in with, and each may do something."""

from app.auth import PROGRAM_WIDE, PURPOSES, ROLE_SCOPES
from app.models.words.staff import StaffRole
from app.services.admission import PROGRAM_ROLES, SYSTEM_ROLES

SYSTEMS = set[str]().union(*SYSTEM_ROLES.values())


def test_who_works_for_a_program_has_one_of_its_roles() -> None:
    assert {role.value for role in StaffRole} == PROGRAM_ROLES


def test_every_role_that_is_named_has_its_scopes() -> None:
    assert ROLE_SCOPES.keys() == PROGRAM_ROLES | SYSTEMS
    assert PROGRAM_ROLES >= PROGRAM_WIDE
    assert ROLE_SCOPES.keys() >= PURPOSES.keys()
