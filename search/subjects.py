"""Whom a number is about: the department that reports, by whatever name, or something else."""

from __future__ import annotations

from difflib import SequenceMatcher

from graph.facts import Fact
from ingest.document import About
from ingest.fold import squeeze
from search.matching import terms

# Names of a department that are so alike are one name; those of two departments differ in more than this.
_RENAMED = 0.85


def whose(fact: Fact, about: About) -> str:
    """The subject of a fact without the place; "" for the department that reports and for its region."""
    subject = squeeze(fact.subject)
    places = [squeeze(name) for name in (about.province, about.city, about.district) if name]
    names = [squeeze(name) for name in (about.department, *about.names) if name]
    # 政务服务数据管理局 was renamed 政务服务和数据管理局: a report has both.
    if subject in places or any(SequenceMatcher(None, subject, n).ratio() >= _RENAMED for n in names):
        return ""
    for name in places:
        subject = subject.removeprefix(name)
    return subject


def is_about(fact: Fact, subject: str) -> bool:
    """Whether all words of `subject` stand in the subject or the metric of a fact."""
    return terms(subject).keys() <= terms(f"{fact.subject} {fact.metric}").keys()


def same_subject(one: str, other: str) -> float:
    """The share of the shorter name's character pairs that the longer one has; 1 for equal names."""
    if one == other:
        return 1.0
    left, right = pairs_of(one), pairs_of(other)
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def pairs_of(text: str) -> set[str]:
    """The character pairs, numbers and Latin words of a text.

    >>> sorted(pairs_of("12345热线"))
    ['12345', '热线']
    """
    return {term for term in terms(text) if len(term) > 1}
