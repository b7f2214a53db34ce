"""Meetings: set with notice, moved with every earlier hour kept, held on the file, called off by somebody."""

from app.services.meeting.calendar import change, history, list_of, propose, read
from app.services.meeting.invite import answer, history_of_invitee, invite, read_invitee
from app.services.meeting.kind import (
    INVITE_PROBLEMS,
    INVITEE_PROBLEMS,
    MOVE_PROBLEMS,
    READ_PROBLEMS,
    SET_PROBLEMS,
    begins,
    day_of,
)
from app.services.meeting.machine import MACHINE, MeetingFacts
from app.services.meeting.step import actions, move

__all__ = [
    "INVITEE_PROBLEMS",
    "INVITE_PROBLEMS",
    "MACHINE",
    "MOVE_PROBLEMS",
    "READ_PROBLEMS",
    "SET_PROBLEMS",
    "MeetingFacts",
    "actions",
    "answer",
    "begins",
    "change",
    "day_of",
    "history",
    "history_of_invitee",
    "invite",
    "list_of",
    "move",
    "propose",
    "read",
    "read_invitee",
]
