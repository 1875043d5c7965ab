"""Inconsistencies inside a report: a finding matches an annotated line by overlapping quotes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from bench.annotation import Finding
from bench.figures import Figure, Line, Score, Verdict, share
from bench.places import Texts
from bench.wording import report_of


def score(
    gold: Mapping[str, Sequence[Finding]], audit: Callable[[], Iterable[Line]] | None, texts: Texts
) -> Score:
    """Recall of the annotated inconsistencies, and how many findings match none (to look at, not wrong)."""
    if audit is None or not gold:
        return Score((), ())
    given = [finding for finding in audit() if report_of(str(finding.get("source"))) in gold]
    wanted = [finding for findings in gold.values() for finding in findings]
    met = [[_overlap(line, finding, texts) for line in given] for finding in wanted]
    verdicts = tuple(
        Verdict("audit", f.id, any(row), "" if any(row) else f"{f.kind}: {f.quotes[0] if f.quotes else ''}")
        for f, row in zip(wanted, met, strict=True)
    )
    extras = [line for i, line in enumerate(given) if not any(row[i] for row in met)]
    figures = (
        Figure("audit", "recall", share(sum(v.right for v in verdicts), len(verdicts)), len(verdicts)),
        Figure("audit", "unlisted_count", float(len(extras)), len(given)),
    )
    shown = tuple(f"{e.get('source')} {e.get('rule')} {e.get('message')}" for e in extras)
    return Score(figures, verdicts, shown)


def _overlap(line: Line, finding: Finding, texts: Texts) -> bool:
    spans = [span for span in _spans(line) if texts.verbatim(span, "quote")]
    return any(texts.overlaps(span, finding.report, quote) for span in spans for quote in finding.quotes)


def _spans(line: Line) -> Iterator[Line]:
    """The finding's quotes as lines of their own; lists of unequal length end with the shortest."""
    lists = [line.get(part) or () for part in ("quotes", "starts", "ends")]
    for quote, start, end in zip(*lists, strict=False):
        yield {"source": line.get("source"), "quote": quote, "start": start, "end": end}
