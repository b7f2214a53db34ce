"""The letters and notices that a program writes."""

from enum import StrEnum


class LetterKind(StrEnum):
    LEA_NOTIFICATION = "lea_notification"
    CONFERENCE_INVITATION = "conference_invitation"
    DISTRICT_CONFERENCE_INVITATION = "district_conference_invitation"
    PRIOR_WRITTEN_NOTICE = "prior_written_notice"
    REFERRAL_ACKNOWLEDGEMENT = "referral_acknowledgement"
