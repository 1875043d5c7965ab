"""What is kept is worked out once for a state of the library, and the oldest goes first."""

import threading

import pytest

from web.keeping import Kept


def test_a_result_is_worked_out_once_and_again_in_another_state():
    kept, made = Kept(), []
    for state in (1, 1, 2, 2):
        assert kept.get("sum", state, lambda: made.append(1) or len(made)) == len(made)
    assert len(made) == 2


def test_what_was_not_asked_for_longest_is_forgotten():
    kept, made = Kept(limit=2), []
    for name in ("a", "b", "a", "c", "a", "b"):
        kept.get(name, 0, lambda name=name: made.append(name))
    assert made == ["a", "b", "c", "b"]


def test_threads_that_ask_at_once_wait_for_one_result():
    kept, made, begun = Kept(), [], threading.Barrier(8)

    def ask() -> None:
        begun.wait()
        kept.get("themes", 0, lambda: made.append(1))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


def test_nothing_is_kept_of_what_failed():
    kept = Kept()

    def fail() -> int:
        raise ValueError("no sum")

    for _ in range(2):
        with pytest.raises(ValueError, match="no sum"):
            kept.get("sum", 0, fail)
    assert kept.get("sum", 0, lambda: 3) == 3
