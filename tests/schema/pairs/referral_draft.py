"""A referral in the making."""

from app.models import referral_draft
from app.models.schemas.referral import ReferralDraftRow

PAIRS = [(ReferralDraftRow, referral_draft.ReferralDraft)]
