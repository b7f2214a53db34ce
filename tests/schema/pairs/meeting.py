"""Meetings and who is asked."""

from app.models.meeting import Meeting, MeetingInvitee
from app.models.schemas.meeting import InviteeRead, MeetingRead

PAIRS = [(MeetingRead, Meeting), (InviteeRead, MeetingInvitee)]
