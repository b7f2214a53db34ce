"""Assessments and decisions."""

from app.models import assessment
from app.models.schemas.assessment import AddendumRead, AssessmentRead, EligibilityDecisionRead

PAIRS = [
    (AssessmentRead, assessment.Assessment),
    (AddendumRead, assessment.Addendum),
    (EligibilityDecisionRead, assessment.EligibilityDecision),
]
