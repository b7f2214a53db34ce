"""Which school a postal code belongs to, as the district keeps it: arrivals are counted by it."""

from app.errors import NotFound, Problem
from app.models.school_area import SchoolArea
from app.services import record
from app.services.postal_area import PostalMap


class SchoolAreaNotFound(NotFound):
    code, title = "school-area-not-found", "There is no such postal code on the map"


class SchoolAreaTaken(Problem):
    status, code, title = 409, "school-area-taken", "This postal code has a school already"
    detail = "Change the entry that there is: GET /v1/school-areas."


SCHOOLS = PostalMap(record.Kind("school-area", SchoolArea, SchoolAreaNotFound), SchoolAreaTaken)
