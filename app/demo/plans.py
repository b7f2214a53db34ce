"""What a packet of the demo holds of a child's plans, health and reports."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from app.demo.county import StudentFile, plan_shape
from app.demo.county import shape as shapes
from app.models.assessment import Addendum, Assessment, EligibilityDecision
from app.models.fields import PacketItem
from app.models.plan import Plan, PlanMeeting
from app.models.profile import HealthEntry
from app.models.service_line import ServiceLine
from app.models.transition import TransitionPlan
from app.services.packet.sections import reports
from app.services.queries.service_line import Given


def transition_plan(file: StudentFile) -> TransitionPlan | None:
    """The plan that the file's event says was established."""
    told = next((e for e in file.events if e.type == "transition.plan.established"), None)
    if told is None:
        return None
    return TransitionPlan(
        tenant_id=file.student.tenant_id, id=told.id, student_id=file.student.id, state="established",
        is_potentially_eligible=file.student.facts.get("child.potentially_eligible_partb"), established_on=told.on_date,
        options_reviewed="The district's preschool classes, Head Start, and staying at home with services; to the end of the school year after the third birthday.",
        family_part="The parents took part at home and said what they hope for.",
        future_placement="They learned what changes at three, and visited a classroom with the coordinator.",
        preparation="Plays beside other children twice a week, and gets to know the way to the school.",
        services="Services of the family's plan go on until the third birthday.",
        steps=[
            {"text": "Visit the classroom", "who": "the family, with the coordinator"},
            {"text": "Send the papers that the parents agreed to", "who": "the coordinator"},
        ],
    )  # fmt: skip


def gathered(
    file: StudentFile,
    known: Iterable[HealthEntry | Assessment | EligibilityDecision],
    on: date,
) -> dict[PacketItem, Any]:
    """As the packet's own queries would find it on that day, the latest version first."""
    health = [e for e in known if isinstance(e, HealthEntry) and e.on_date <= on]
    signed: list[tuple[Assessment, list[Addendum]]] = [
        (a, []) for a in known if isinstance(a, Assessment) and a.shared_on and a.shared_on <= on
    ]
    decided = [d for d in known if isinstance(d, EligibilityDecision) and d.decided_on <= on]
    plans = [p for p in file.plans if isinstance(p, plan_shape.Plan) and p.signed_on]
    lines = [x for x in file.plans if isinstance(x, plan_shape.ServiceLine)]
    meetings = [m for m in file.plans if isinstance(m, plan_shape.PlanMeeting)]
    versions = [
        (
            Plan(**shapes.columns(p)),
            [ServiceLine(**shapes.columns(x)) for x in lines if x.plan_id == p.id],
            [PlanMeeting(**shapes.columns(m)) for m in meetings if m.plan_id == p.id],
        )
        for p in reversed(plans)
    ]
    given = [_given(file, x) for x in lines if x.consented_on]
    return {
        PacketItem.PLAN: versions,
        PacketItem.SERVICES: given,
        PacketItem.HEALTH: health,
        PacketItem.REPORTS: reports.Gathered(signed, decided),
        PacketItem.TRANSITION_PLAN: transition_plan(file),
    }


def _given(file: StudentFile, line: plan_shape.ServiceLine) -> Given:
    found = [
        d for d in file.plans if isinstance(d, plan_shape.ServiceDelivery) and d.line_id == line.id
    ]
    given = [d for d in found if d.missed_for is None]
    return Given(
        line.service, line.state, line.intensity, line.sessions, line.per, line.minutes, line.starts_on, line.ends_on,
        line.ended_on, len(given), sum(d.minutes for d in given), len(found) - len(given),
    )  # fmt: skip
