"""Audit, at "/audit": what does not agree inside a report, by report and severity, with the quotes side by side.

/audit?source=REPORT&severity=error&rule=parts&settled=yes
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from search.audit.paper import finding_id
from web.address import Address
from web.desk import Desk
from web.drawing import Drawn, render
from web.texts import say

if TYPE_CHECKING:
    from search.audit import Finding

SEVERITIES = ("error", "warning", "note")
SHOWN = 200


def draw_audit(desk: Desk, here: Address) -> Drawn:
    """The findings of the reports in the address, or of all."""
    chosen = set(here.all("source"))
    settled = desk.settled()
    wants_settled = here.one("settled") == "yes"
    audited = {report.source: desk.audit(report.source) for report in desk.reports}
    every = {
        source: [finding for finding in found if (finding_id(finding) in settled) == wants_settled]
        for source, found in audited.items()
    }
    counts = {source: Counter(finding.severity for finding in found) for source, found in every.items()}
    of_reports = [f for source, found in every.items() if not chosen or source in chosen for f in found]
    severities = set(here.all("severity"))
    findings = [f for f in of_reports if not severities or f.severity in severities]
    rules = Counter(finding.rule for finding in findings)
    wanted = set(here.all("rule"))
    findings = [f for f in findings if not wanted or f.rule in wanted]
    findings.sort(key=_order)
    page = render(
        "audit.html",
        here,
        desk,
        counts=counts,
        severities=[(name, sum(f.severity == name for f in of_reports)) for name in SEVERITIES],
        rules=rules.most_common(),
        findings=[(f, finding_id(f), settled.get(finding_id(f))) for f in findings[:SHOWN]],
        settled=sum(finding_id(f) in settled for found in audited.values() for f in found),
        wants_settled=wants_settled,
        more=max(0, len(findings) - SHOWN),
        total=len(findings),
    )
    return Drawn(say("audit.title", here.lang), (page,))


def _order(finding: Finding) -> tuple[int, str, int]:
    return (SEVERITIES.index(finding.severity), finding.source, finding.citations[0].start)
