import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.pairing import pair

EDGES = st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)))


def most_pairs(wanted: list[int], edges: set[tuple[int, int]]) -> int:
    """The size of a largest pairing, by trying everything: the plain twin."""
    if not wanted:
        return 0
    first, rest = wanted[0], wanted[1:]
    without = most_pairs(rest, edges)
    mine = [f for w, f in edges if w == first]
    return max([without, *(1 + most_pairs(rest, {e for e in edges if e[1] != f}) for f in mine)])


@given(EDGES)
def test_a_pairing_is_as_large_as_can_be_and_uses_each_line_once(edges: set[tuple[int, int]]) -> None:
    pairs, candidates = pair(range(6), range(6), lambda w, f: float((w, f) in edges))
    assert len(pairs) == most_pairs(list(range(6)), edges)
    assert len(set(pairs.values())) == len(pairs)
    assert set(pairs.items()) <= edges
    assert {(w, f) for w, fs in candidates.items() for f in fs} == edges


@pytest.mark.parametrize("found", [["按时办结率", "办结率"], ["办结率", "按时办结率"]])
def test_the_closest_wording_is_taken_whatever_the_order(found: list[str]) -> None:
    pairs, _ = pair(["按时办结率"], found, lambda w, f: len(set(w) & set(f)) / len(set(w) | set(f)))
    assert found[pairs[0]] == "按时办结率"


def test_hundreds_of_lines_that_all_match_are_paired_one_to_one() -> None:
    pairs, _ = pair(range(400), range(300), lambda _w, _f: 1.0)
    assert len(pairs) == 300
