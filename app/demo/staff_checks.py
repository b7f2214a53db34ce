"""What the demo's people hold beside their licences: who visits homes must be checked, and know first aid for infants."""

from collections.abc import Iterator
from datetime import date, timedelta

from app.demo.county import County
from app.demo.county.dice import Dice
from app.models.staff import StaffCredential
from app.models.task import ProgramSetting
from app.models.words.staff import CredentialKind

VISITS = {"coordinator", "therapist"}
CPR_HOLDS = timedelta(days=730)
FIRST_ENDS = timedelta(days=25)
"""The first of them has to renew soon; the others by and by."""
APART = timedelta(days=90)
ENDED = timedelta(days=12)


def required(county: County) -> ProgramSetting:
    """What the program asks of who visits."""
    asked = {k.value: sorted(VISITS) for k in (CredentialKind.CPR, CredentialKind.BACKGROUND_CHECK)}
    id_ = Dice(f"{county.program.id} required credentials").id()
    return ProgramSetting(
        tenant_id=county.program.id, id=id_, settled={"required_credentials": asked}
    )


def checks(county: County, today: date) -> Iterator[StaffCredential]:
    """One background check and one CPR certificate of each; the certificate of the last has ended. The same day gives the same."""
    dice = Dice(f"{county.program.id} checks of staff")
    visitors = [
        p
        for p in county.principals
        if p.tenant_id == county.program.id and not VISITS.isdisjoint(p.roles)
    ]
    for n, person in enumerate(visitors):
        is_last = n == len(visitors) - 1
        ends = today - ENDED if is_last else today + FIRST_ENDS + n % 7 * APART
        yield StaffCredential(
            tenant_id=person.tenant_id, id=dice.id(), principal_id=person.id, kind=CredentialKind.CPR,
            title="Pediatric CPR and first aid", issuer="American Red Cross", valid_from=ends - CPR_HOLDS, expires_on=ends,
        )  # fmt: skip
        yield StaffCredential(
            tenant_id=person.tenant_id, id=dice.id(), principal_id=person.id, kind=CredentialKind.BACKGROUND_CHECK,
            title="Live Scan clearance", issuer="California Department of Justice",
            valid_from=date(today.year - 3, dice.between(1, 12), 1),
        )  # fmt: skip
