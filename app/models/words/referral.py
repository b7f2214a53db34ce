"""Referrals in: why a step was taken, what a sender is asked, what a sender may be told."""

from enum import StrEnum


class ReferralReason(StrEnum):
    """Why a referral took a step. Senders are told outcomes, never these."""

    ALREADY_ENROLLED = "already_enrolled"
    DECEASED = "deceased"
    ENROLLED = "enrolled"
    MISDIRECTED = "misdirected"
    MORE_INFORMATION = "more_information"
    MOVED = "moved"
    NEW_INFORMATION = "new_information"
    NOT_ELIGIBLE = "not_eligible"
    NO_ANSWER = "no_answer"
    NO_CONTACT = "no_contact"
    OTHER = "other"
    OTHER_AREA = "other_area"
    OVER_AGE = "over_age"
    PARENT_ASKED = "parent_asked"
    PARENT_DECLINED = "parent_declined"
    SENT_IN_ERROR = "sent_in_error"


class ReferralOutcome(StrEnum):
    """What the sender is told once it is over: never clinical, and nothing of what was known before."""

    ENROLLED = "enrolled"
    NOT_ELIGIBLE = "not_eligible"
    PARENT_DECLINED = "parent_declined"
    NO_CONTACT = "no_contact"
    OVER_AGE = "over_age"
    OTHER_AREA = "other_area"
    DECEASED = "deceased"
    OTHER = "other"
    NOT_SHARED = "not_shared"
    """No consent to report back is live: the same word whatever happened."""


class Milestone(StrEnum):
    """How far the child has come, for a sender to whom a live consent allows to say so."""

    CONTACTED = "contacted"
    EVALUATION_SET = "evaluation_set"
    EVALUATION_DONE = "evaluation_done"
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    PLAN_IN_PLACE = "plan_in_place"


class Wanted(StrEnum):
    """What a referral lacks."""

    ADDRESS = "address"
    BIRTH_DATE = "birth_date"
    CONTACT = "contact"
    DIAGNOSIS = "diagnosis"
    INSURANCE = "insurance"
    LANGUAGE = "language"
    OTHER = "other"
    PARENT_INFORMED = "parent_informed"
    REASON = "reason"
    SCREENING = "screening"


class AttemptChannel(StrEnum):
    """How somebody tried to reach the family."""

    PHONE = "phone"
    TEXT_MESSAGE = "text_message"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"
    VIA_REFERRER = "via_referrer"


class AttemptResult(StrEnum):
    """What came of it. Only `reached` is a contact."""

    REACHED = "reached"
    MESSAGE_LEFT = "message_left"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    RETURNED = "returned"
    """A letter or message came back."""
    SENT = "sent"
