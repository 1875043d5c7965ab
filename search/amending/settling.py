"""Findings of the audit that are settled, and corrections that are taken back."""

from __future__ import annotations

from search.audit.paper import Finding, finding_id
from search.library import Library, LibraryError
from search.library.corrections import Correction, correction_id


def settle_finding(finding: Finding, *, who: str, note: str) -> Correction:
    """That a finding of the audit is settled, with a note; found again by rule and quotes."""
    key = finding_id(finding)
    first = finding.citations[0]
    return Correction(
        correction_id("finding", key), "finding", key, finding.source,
        {"rule": finding.rule, "message": finding.message, "quotes": [c.quote for c in finding.citations]},
        {"settled": True}, note, who, quote=first.quote, start=first.start, end=first.end,
    )  # fmt: skip


def take_back(library: Library, id_: str) -> Correction:
    """The correction with that id, or of the thing with that id, to be undone.

    Raises:
        LibraryError: there is none.
    """
    for one in library.corrections():
        if id_ in (one.id, one.target) and one.state == "yes":
            return one
    raise LibraryError("没有这项更正", id_, "用 suizhi correct 查看有效的更正")
