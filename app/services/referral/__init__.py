"""Referrals in: a receipt at once, a decision by intake, a status for the sender and nothing else."""

from app.services.referral.batch import BATCH_PROBLEMS, receive_batch
from app.services.referral.decide import accept, decide
from app.services.referral.duplicates import possible_duplicates
from app.services.referral.problems import (
    ACCEPT_PROBLEMS,
    DECIDE_PROBLEMS,
    RECEIVE_PROBLEMS,
    ReferralNotFound,
)
from app.services.referral.read import get, list_for
from app.services.referral.receive import first_plan_due, receive
from app.services.referral.told import told_outcome

__all__ = [
    "ACCEPT_PROBLEMS",
    "BATCH_PROBLEMS",
    "DECIDE_PROBLEMS",
    "RECEIVE_PROBLEMS",
    "ReferralNotFound",
    "accept",
    "decide",
    "first_plan_due",
    "get",
    "list_for",
    "possible_duplicates",
    "receive",
    "receive_batch",
    "told_outcome",
]
