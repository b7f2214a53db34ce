"""Plans and services."""

from app.models import plan, service_line
from app.models.schemas.plan import DecisionRead, MeetingRead, PlanRead
from app.models.schemas.service_line import ServiceLineRead

PAIRS = [
    (PlanRead, plan.Plan),
    (MeetingRead, plan.PlanMeeting),
    (DecisionRead, plan.PlanDecision),
    (ServiceLineRead, service_line.ServiceLine),
]
