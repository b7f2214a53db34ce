"""What a packet of the demo holds of a child's plans."""

from typing import Any

from app.demo.county import StudentFile
from app.demo.county import shape as shapes
from app.models.fields import PacketItem
from app.models.plan import Plan, PlanMeeting
from app.models.service_line import ServiceLine
from app.services.queries.plan import Given


def gathered(file: StudentFile) -> dict[PacketItem, Any]:
    """As the packet's own queries would find it, the latest version first."""
    plans = [p for p in file.plans if isinstance(p, shapes.Plan) and p.signed_on]
    lines = [x for x in file.plans if isinstance(x, shapes.ServiceLine)]
    meetings = [m for m in file.plans if isinstance(m, shapes.PlanMeeting)]
    versions = [
        (
            Plan(**shapes.columns(p)),
            [ServiceLine(**shapes.columns(x)) for x in lines if x.plan_id == p.id],
            [PlanMeeting(**shapes.columns(m)) for m in meetings if m.plan_id == p.id],
        )
        for p in reversed(plans)
    ]
    given = [_given(file, x) for x in lines if x.consented_on]
    return {PacketItem.PLAN: versions, PacketItem.SERVICES: given}


def _given(file: StudentFile, line: shapes.ServiceLine) -> Given:
    found = [
        d for d in file.plans if isinstance(d, shapes.ServiceDelivery) and d.line_id == line.id
    ]
    given = [d for d in found if d.missed_for is None]
    return Given(
        line.service, line.state, line.intensity, line.sessions, line.per, line.minutes, line.starts_on, line.ends_on,
        line.ended_on, len(given), sum(d.minutes for d in given), len(found) - len(given),
    )  # fmt: skip
