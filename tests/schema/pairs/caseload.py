"""Leave of the staff."""

from app.models.schemas.caseload import LeaveRead
from app.models.staff import StaffLeave

PAIRS = [(LeaveRead, StaffLeave)]
