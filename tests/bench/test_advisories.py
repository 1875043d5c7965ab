"""What is said of known faults: nothing found is not the same as nothing looked at."""

from bench.advisories import CLEAN, FOUND, PARTLY, UNCHECKED, judged

GOOD = {"name": "jieba", "version": "0.42.1", "vulns": []}
BAD = {"name": "lxml", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
UNKNOWN = {"name": "rjieba", "skip_reason": "Dependency not found"}
OURS = {"name": "suizhi", "skip_reason": "Dependency not found"}


def test_each_case_has_a_status_of_its_own():
    assert judged([GOOD, OURS])[0] == CLEAN
    assert judged([GOOD, BAD, UNKNOWN])[0] == FOUND
    assert judged([GOOD, UNKNOWN])[0] == PARTLY
    assert judged([UNKNOWN, OURS])[0] == judged([])[0] == UNCHECKED


def test_a_fault_is_named_with_what_mends_it():
    assert judged([GOOD, BAD])[1] == ["lxml 1.0: PYSEC-1, mended in 1.1"]
