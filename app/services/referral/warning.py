"""What to look at in a referral."""

from app.auth import Actor
from app.models.referral import Referral, ReferralStatus
from app.models.schemas.record import warned
from app.models.schemas.referral import ReferralRead, ReferralWarned
from app.services import age


def with_warnings(actor: Actor, row: Referral | ReferralStatus) -> ReferralWarned | ReferralStatus:
    """A referral as the program reads it; a sender's status as it is."""
    if isinstance(row, ReferralStatus):
        return row
    found = age.at_referral(actor.home.jurisdiction, row.born_on, row.received_on)
    return warned(ReferralWarned, ReferralRead, row, found)
