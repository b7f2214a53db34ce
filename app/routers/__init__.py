"""Every router, in one list; the hot ones lead only for the reader, the index finds any of them alike."""

from app.routers import (
    calendar,
    deadline,
    district,
    event,
    indicator,
    operation,
    organisation,
    referral,
    rule,
    staff,
    student,
    timeline,
    token,
    transition,
    worklist,
)

ROUTERS = (
    student.router,
    deadline.router,
    timeline.router,
    referral.router,
    district.router,
    event.router,
    transition.router,
    organisation.router,
    staff.router,
    calendar.router,
    worklist.router,
    indicator.router,
    rule.router,
    token.router,
    operation.router,
)
