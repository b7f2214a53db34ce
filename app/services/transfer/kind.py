"""The two sides of a transfer and the steps each may take."""

from app.errors import NotFound, Problem
from app.models.fields import PacketItem
from app.models.transfer import IncomingTransfer, Transfer
from app.models.words.transfer import TransferState
from app.services import record
from app.services.workflow import Machine, Step, states


class TransferNotFound(NotFound):
    code, title = "transfer-not-found", "There is no such transfer of this student"


class IncomingTransferNotFound(NotFound):
    code, title = "incoming-transfer-not-found", "There is no such transfer to this program"


class NotEnrolledNow(Problem):
    status, code, title = 409, "not-enrolled", "This student is not enrolled now"
    detail = "Only a child in the program is transferred; another program takes in a child who left by a referral."


class OfferedAlready(Problem):
    status, code, title = (
        409,
        "transfer-offered-already",
        "This child is offered to a program already",
    )
    detail = "Withdraw that offer first, or wait for its answer."


class TransferTooNarrow(Problem):
    status, code, title = 409, "transfer-too-narrow", "Too little goes along to open a file"
    detail = "Profile, household and timeline go with every transfer; let the consent cover them."


class StayOverlaps(Problem):
    status, code, title = (
        409,
        "stay-overlaps",
        "The stay that is carried over overlaps one of this file",
    )
    detail = "Accept without `existing_student_id`, then link the two files: POST /v1/students/{id}/links."


NEEDED = frozenset({PacketItem.PROFILE, PacketItem.HOUSEHOLD, PacketItem.TIMELINE})
TRANSFER = record.Kind("transfer", Transfer, TransferNotFound)
INCOMING = record.Kind("incoming-transfer", IncomingTransfer, IncomingTransferNotFound)
T = TransferState
OFFER, ANSWER = "transition:write", "referral:decide"
WITHDRAW: Step[None] = Step(
    "withdraw", "Take the offer back", states(T.OFFERED), T.WITHDRAWN, OFFER, is_reasoned=True
)
ACCEPT: Step[None] = Step("accept", "Take the child", states(T.OFFERED), T.ACCEPTED, ANSWER)
DECLINE: Step[None] = Step(
    "decline", "Decline, with the reason", states(T.OFFERED), T.DECLINED, ANSWER, is_reasoned=True
)
SENDING: Machine[None] = Machine.of(WITHDRAW)
RECEIVING: Machine[None] = Machine.of(ACCEPT, DECLINE)
