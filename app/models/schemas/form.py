"""The referral form that families and child care fill in without an account."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.models.fields import Line, Read, Write
from app.models.schemas.referral import ReferralCreate, ReferralSender


class FormAttachment(Write):
    token: Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9a-f]{64}$")]
    title: Line


class ReferralSubmission(ReferralCreate):
    """A referral by nobody we know: the sender says who they are, the day is the day it arrives."""

    channel: Literal["public_form"] = "public_form"
    sender: ReferralSender
    sender_ref: None = None
    received_on: None = None
    attachments: Annotated[list[FormAttachment], Field(max_length=3)] = Field(default_factory=list)


class AttachmentToken(Read):
    """All that is answered to a file."""

    token: str = Field(
        description="Name it in the form's `attachments` within a day; it is used once."
    )


class SubmissionReceipt(Read):
    """All that is answered: whether the child is known is nobody's to learn here."""

    receipt_number: str = Field(description="Name it when you call the program.")
