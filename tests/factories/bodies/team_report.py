"""Bodies about team reports and their sections."""

from typing import Any
from uuid import uuid4

BODIES: dict[str, dict[str, Any]] = {
    "open_team_report": {
        "occasion": "review", "title": "Six months of work with the family", "period_from": "2026-01-05",
        "period_to": "2026-06-30",
    },
    "update_team_report": {},
    "take_team_report_step": {"act": "void", "reason_code": "wrong_child"},
    "ask_for_report_section": {"author_id": str(uuid4()), "discipline": "physical_therapy"},
    "update_report_section": {},
    "take_report_section_step": {"act": "withdraw", "reason_code": "left_the_team"},
}  # fmt: skip
