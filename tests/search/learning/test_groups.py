"""Groups of what belongs together, directly or by way of others."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from search.learning.groups import Groups

pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12)


@settings(derandomize=True, deadline=None, database=None)
@given(joined=pairs)
def test_two_things_share_a_group_when_a_chain_of_pairs_leads_from_one_to_the_other(
    joined: list[tuple[int, int]],
) -> None:
    groups = Groups[int]()
    reached = {one: {one} for one in range(10)}
    for one, other in joined:
        groups.join(one, other)
        together = reached[one] | reached[other]
        for each in together:
            reached[each] = together
    for one, other in combinations(range(10), 2):
        assert (groups.of(one) == groups.of(other)) is (other in reached[one])
    assert all(groups.of(one) in reached[one] for one in range(10))


def test_a_group_keeps_the_name_of_the_first() -> None:
    groups = Groups[str]()
    groups.join("a", "b")
    groups.join("b", "c")
    groups.join("z", "a")
    assert {groups.of(name) for name in "abcz"} == {"z"}
    assert groups.of("alone") == "alone"


def test_a_long_chain_is_followed_without_running_out_of_frames() -> None:
    groups = Groups[int]()
    for number in range(5_000):
        groups.join(number + 1, number)
    assert groups.of(0) == 5_000
