"""An invented county, made from a seed and a day: people, files and referrals as plain data.

No database and no clock. The names of the fields are those of the tables'
columns, so that a loader writes `Model(**columns(row))`.
"""

from app.demo.county.make import make_county, make_neighbour
from app.demo.county.shape import (
    Address,
    Assignment,
    CaseEvent,
    CasePause,
    Closure,
    Consent,
    Contact,
    County,
    Enrolment,
    Organisation,
    Partnership,
    Principal,
    Referral,
    SchoolCalendar,
    Student,
    StudentFile,
)

__all__ = [
    "Address",
    "Assignment",
    "CaseEvent",
    "CasePause",
    "Closure",
    "Consent",
    "Contact",
    "County",
    "Enrolment",
    "Organisation",
    "Partnership",
    "Principal",
    "Referral",
    "SchoolCalendar",
    "Student",
    "StudentFile",
    "make_county",
    "make_neighbour",
]
