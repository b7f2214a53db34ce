"""The machine of meetings: random walks never leave its table."""

from hypothesis import given
from hypothesis import strategies as st

from app.models.words.meeting import MeetingState
from app.services.meeting import MACHINE, MeetingFacts
from tests.factories.walk import actor, reachable, walk

LEADS = {
    "proposed": {"confirmed", "held", "not_held", "cancelled"},
    "confirmed": {"proposed", "held", "not_held", "cancelled"},
    "held": {"confirmed"},
    "not_held": {"proposed", "cancelled"},
    "cancelled": set[str](),
}
ACTS = sorted({step.act for step in MACHINE.steps} | {"vanish"})
MOVES = st.tuples(
    st.sampled_from(ACTS),
    st.builds(MeetingFacts, st.booleans(), st.booleans()),
    st.sampled_from([None, "other"]),
)


@given(st.lists(MOVES, max_size=15))
def test_random_walks_stay_on_the_table(
    moves: list[tuple[str, MeetingFacts, str | None]],
) -> None:
    assert walk(MACHINE, actor("meeting:write"), "proposed", moves, LEADS) in set(MeetingState)


@given(st.lists(MOVES, max_size=15))
def test_nothing_is_held_before_its_hour(
    moves: list[tuple[str, MeetingFacts, str | None]],
) -> None:
    early = [(act, MeetingFacts(facts.is_anybody_asked, False), why) for act, facts, why in moves]
    end = walk(MACHINE, actor("meeting:write"), "proposed", early, LEADS)
    assert end in {"proposed", "confirmed", "cancelled"}


def test_every_state_can_be_reached() -> None:
    assert reachable(MACHINE, "proposed") == set(MeetingState)
