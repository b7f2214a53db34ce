"""The machine of referrals out: random walks never leave its table."""

from hypothesis import given
from hypothesis import strategies as st

from app.models.words.agency import OutboundState
from app.services.outbound_referral import MACHINE, OutboundFacts
from tests.factories.walk import actor, reachable, walk

ENDS = {"declined", "completed", "cancelled"}
LEADS = {
    "draft": {"consent_pending", "sent", "cancelled"},
    "consent_pending": {"sent", "cancelled"},
    "sent": {"acknowledged", "accepted", "waitlisted", "declined", "no_response", "cancelled"},
    "acknowledged": {"accepted", "waitlisted", "declined", "no_response", "cancelled"},
    "no_response": {"sent", "acknowledged", "accepted", "waitlisted", "declined", "cancelled"},
    "waitlisted": {"accepted", "declined", "cancelled"},
    "accepted": {"scheduled", "in_service", "cancelled"},
    "scheduled": {"no_show", "in_service", "cancelled"},
    "no_show": {"scheduled", "cancelled"},
    "in_service": {"completed", "cancelled"},
} | {end: set[str]() for end in ENDS}
ACTS = sorted({step.act for step in MACHINE.steps} | {"vanish"})
MOVES = st.tuples(
    st.sampled_from(ACTS), st.builds(OutboundFacts, st.booleans()), st.sampled_from([None, "other"])
)


@given(st.lists(MOVES, max_size=20))
def test_random_walks_stay_on_the_table(
    moves: list[tuple[str, OutboundFacts, str | None]],
) -> None:
    assert walk(MACHINE, actor("outbound:write"), "draft", moves, LEADS) in set(OutboundState)


@given(st.lists(MOVES, max_size=20))
def test_nothing_leaves_for_an_agency_that_is_gone(
    moves: list[tuple[str, OutboundFacts, str | None]],
) -> None:
    gone = [(act, OutboundFacts(is_agency_active=False), reason) for act, _, reason in moves]
    end = walk(MACHINE, actor("outbound:write"), "draft", gone, LEADS)
    assert end in {"draft", "consent_pending", "cancelled"}


def test_every_state_is_reached_and_the_ends_are_ends() -> None:
    assert reachable(MACHINE, "draft") == set(OutboundState)
    for end in ENDS:
        assert list(MACHINE.from_state(end)) == []
