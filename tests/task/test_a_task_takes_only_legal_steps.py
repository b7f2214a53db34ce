"""The machine of tasks: random walks never leave its table."""

from hypothesis import given
from hypothesis import strategies as st

from app.models.words.task import TaskState
from app.services.task import MACHINE, TaskFacts
from tests.factories.walk import actor, reachable, walk

LEADS = {
    "open": {"snoozed", "done", "dismissed"},
    "snoozed": {"open", "done", "dismissed"},
    "done": {"open"},
    "dismissed": {"open"},
}
ACTS = ["snooze", "wake", "finish", "dismiss", "reassign", "reopen", "vanish"]
MOVES = st.tuples(
    st.sampled_from(ACTS), st.builds(TaskFacts, st.booleans()), st.sampled_from([None, "other"])
)


@given(st.lists(MOVES, max_size=12), st.booleans())
def test_random_walks_stay_on_the_table(
    moves: list[tuple[str, TaskFacts, str | None]], may_write: bool
) -> None:
    who = actor(*(["task:write"] if may_write else []))
    end = walk(MACHINE, who, "open", moves, LEADS)
    assert end in set(TaskState)
    assert may_write or end == "open"


def test_every_state_can_be_reached() -> None:
    assert reachable(MACHINE, "open") == set(TaskState)


@given(st.lists(MOVES, max_size=8))
def test_a_duty_that_is_owed_is_never_called_done(
    moves: list[tuple[str, TaskFacts, str | None]],
) -> None:
    owed = [(act, TaskFacts(is_owed=True), reason) for act, _, reason in moves]
    assert walk(MACHINE, actor("task:write"), "open", owed, LEADS) != "done"
