"""Similar initiatives: of the first five hits, the share of the wanted other reports that they reach."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bench.annotation import Member, Theme
from bench.figures import Figure, Line, Score, Verdict
from bench.places import LONGEST, Texts
from bench.wording import plain, report_of

DEPTH = 5
# One name within the other is the same initiative ("数字政府攻防演练" in a longer title), but not by a word
# of two or three characters ("平台").
_TELLING = 4


def score(
    themes: Sequence[Theme], similar: Callable[[str, str, int], Sequence[Line]] | None, texts: Texts
) -> Score:
    """The mean share at 5, each member of each group asking once; no figure where it is not offered."""
    if similar is None or not themes:
        return Score((), ())
    shares: list[float] = []
    verdicts: list[Verdict] = []
    for theme in themes:
        for member in theme.members:
            wanted = {other.report for other in theme.members} - {member.report}
            if not wanted:
                continue
            source = texts.source_of(member.report)
            hits = similar(member.name, source, DEPTH)[:DEPTH] if source is not None else ()
            reached = {r for r in wanted if any(_is_one_of(hit, r, theme) for hit in hits)}
            shares.append(len(reached) / len(wanted))
            name = f"{theme.name} {member.report} {member.name}"
            lacking = ", ".join(sorted(wanted - reached))
            why = f"not reached: {lacking}" if lacking else ""
            verdicts.append(Verdict("similar", name, reached == wanted, why))
    mean = sum(shares) / len(shares) if shares else 0.0
    return Score((Figure("similar", "recall@5", mean, len(shares)),), tuple(verdicts))


def _is_one_of(hit: Line, report: str, theme: Theme) -> bool:
    return report_of(str(hit.get("source"))) == report and any(
        _same(hit, member) for member in theme.members if member.report == report
    )


def _same(hit: Line, member: Member) -> bool:
    """Whether the hit is the member by name, or by its quote (in at most 400 characters)."""
    name, wanted = plain(str(hit.get("name") or "")), plain(member.name)
    short, long = sorted((name, wanted), key=len)
    if name == wanted or (len(short) >= _TELLING and short in long):
        return True
    said = [str(hit.get(part) or "") for part in ("text", "quote")]
    return any(plain(member.quote) in plain(text) for text in said if len(text) <= LONGEST)
