"""The referral form that families and child care fill in without an account."""

from typing import Literal

from pydantic import Field

from app.models.fields import Read
from app.models.schemas.referral import ReferralCreate, ReferralSender


class ReferralSubmission(ReferralCreate):
    """A referral by nobody we know: the sender says who they are, the day is the day it arrives."""

    channel: Literal["public_form"] = "public_form"
    sender: ReferralSender
    sender_ref: None = None
    received_on: None = None


class SubmissionReceipt(Read):
    """All that is answered: whether the child is known is nobody's to learn here."""

    receipt_number: str = Field(description="Name it when you call the program.")
