"""Referral, file, deadlines, hand-over."""

from app.models import deadline, referral, student, transition
from app.models.schemas.deadline import DeadlineChangeRead
from app.models.schemas.event import PauseRead
from app.models.schemas.referral import ReferralRead, ReferralRow, ReferralStatusRead
from app.models.schemas.student import AssignmentRead
from app.models.schemas.transition import LeaNoticeRead, PacketRead, PacketRow

PAIRS = [
    (ReferralRead, referral.Referral),
    (ReferralRow, referral.Referral),
    (ReferralStatusRead, referral.ReferralStatus),
    (AssignmentRead, student.Assignment),
    (PauseRead, deadline.CasePause),
    (DeadlineChangeRead, deadline.DeadlineChange),
    (LeaNoticeRead, transition.LeaNotice),
    (PacketRead, transition.Packet),
    (PacketRow, transition.TransitionPacket),
]
