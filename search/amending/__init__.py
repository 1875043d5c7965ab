"""What a person types about a reading, as a correction: which fact, relation or entity is meant, and what is right.

changes     what a person may say (FactChange, RelationChange, ReportChange), and how words add up
facts       amend_fact
things      amend_relation, amend_entity
reports     amend_report: which fields a person set, ready for reading the report again
settling    settle_finding, take_back
"""

from __future__ import annotations

from search.amending.changes import FactChange, RelationChange, ReportChange, given
from search.amending.facts import amend_fact, read_amount
from search.amending.reports import amend_report
from search.amending.settling import settle_finding, take_back
from search.amending.things import amend_entity, amend_relation

__all__ = [
    "FactChange",
    "RelationChange",
    "ReportChange",
    "amend_entity",
    "amend_fact",
    "amend_relation",
    "amend_report",
    "given",
    "read_amount",
    "settle_finding",
    "take_back",
]
