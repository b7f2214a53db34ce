"""Referrals in: a receipt at once, a decision by intake, a status for the sender and nothing else."""

from app.services.referral.batch import BATCH_PROBLEMS, receive_batch
from app.services.referral.duplicates import possible_duplicates
from app.services.referral.problems import (
    MOVE_PROBLEMS,
    READ_PROBLEMS,
    RECEIVE_PROBLEMS,
    ReferralNotFound,
)
from app.services.referral.read import get, list_for
from app.services.referral.receive import first_plan_due, receive
from app.services.referral.warning import as_row, with_warnings
from app.services.referral.whose import actions, history, move

__all__ = [
    "BATCH_PROBLEMS",
    "MOVE_PROBLEMS",
    "READ_PROBLEMS",
    "RECEIVE_PROBLEMS",
    "ReferralNotFound",
    "actions",
    "as_row",
    "first_plan_due",
    "get",
    "history",
    "list_for",
    "move",
    "possible_duplicates",
    "receive",
    "receive_batch",
    "with_warnings",
]
