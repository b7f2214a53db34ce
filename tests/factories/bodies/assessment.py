"""Bodies about assessments and decisions."""

from typing import Any
from uuid import uuid4

EXAMINER = {"principal_id": str(uuid4()), "discipline": "nursing"}
BODIES: dict[str, dict[str, Any]] = {
    "add_to_assessment": {"text": "x"},
    "decide_student_eligibility": {"team": [EXAMINER], "statement": "x"},
    "follow_up_eligibility_decision": {},
    "mark_eligibility_decision_in_error": {"reason": "Of another child."},
    "plan_assessment": {"kind": "screening", "language": "en", "examiners": [EXAMINER]},
    "take_assessment_step": {"act": "begin"},
    "update_assessment": {},
}
