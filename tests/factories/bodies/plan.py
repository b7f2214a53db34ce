"""Bodies about plans and services."""

from typing import Any

BODIES: dict[str, dict[str, Any]] = {
    "create_plan": {"program": "partc", "type": "initial"},
    "update_plan": {"reason": "x"},
    "begin_plan_version": {"type": "amendment"},
    "take_plan_step": {"act": "begin_review"},
    "add_service": {
        "number": 7, "service": "nutrition", "delivery_model": "home_visit", "intensity": "individual", "sessions": 1,
        "per": "month", "minutes": 45, "starts_on": "2026-01-05", "ends_on": "2026-06-30", "setting": "home",
    },
    "update_service": {"location": "x"},
    "take_service_step": {"act": "authorise", "authorised_on": "2026-01-05"},
    "record_delivery": {"on": "2026-01-05"},
    "correct_delivery": {"comment": "x"},
}  # fmt: skip
