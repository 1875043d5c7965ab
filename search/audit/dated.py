"""A value of this year under last year's date: 截至2023年底入住率48.6% in the report on 2024, which has 入住率48.6% itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.audit.paper import Amount, Finding, Paper, Span

# The date of a clause, before its number.
_DATED = re.compile(r"(?:^|[,;:(])\s*(?:截[至止到])?(20\d\d)年")
_SAME_AS = re.compile(
    r"持平|不变|保持|一致|相同|上年|去年|同期|[较比](?:20|年初)|由20|从20|目标|计划|预算|规划"
)
_HANZI = re.compile(r"[一-鿿]+$")
_BARE = re.compile(
    r"^(?:全[市区县省]|我[市区县省局]|本[市区县局]|当年|年末|年底|全年|累计|共)+|(?:达到?|为|是|至|到|约|共|已)+$"
)
# Digits that two years hardly share by chance, and characters of a label that tell what is counted.
_DIGITS, _LABEL = 3, 3
_EVALUATION = re.compile(r"绩效|自评")
# A year's last day tells of that year, but where its state is what this year's is held against.
_AS_OF = re.compile(r"截[至止到](20\d\d)年(?:年?[底末]|12月(?:31日|[底末]))")
_SINCE = re.compile(r"[较比与]|增|减|上年|去年|年初|结转|本年|当年|今年|整改|尚未|到期|规划|余额|累计欠|已于")
_NEXT_BEGINS = 12


def read_dated(paper: Paper) -> Iterator[Finding]:
    """One label and one value, once with the date of the year before and once without or with the report's own."""
    year = paper.document.about.year
    if year is None or not _EVALUATION.search(paper.document.about.kind or ""):
        return
    told = list(_again(paper, year))
    yield from told
    places = [(cited.start, cited.end) for finding in told for cited in finding.citations]
    for start, end in _as_of(paper, year):
        if not any(start < last and first < end for first, last in places):
            message = f"本报告自评的是{year}年度，此处写“{year - 1}年”，疑应为{year}年"
            yield paper.finding("year_slip", "warning", message, (start, end))


def _again(paper: Paper, year: int) -> Iterator[Finding]:
    """A value that the report has under its own year too."""
    stated = [(a, _label(paper, a), _date(paper, a)) for a in paper.amounts if _telling(a)]
    for amount, label, date in stated:
        if date != year - 1 or len(label) < _LABEL or _SAME_AS.search(_statement(paper, amount)):
            continue
        for other, twin, when in stated:
            same = (other.digits, other.unit) == (amount.digits, amount.unit) and other is not amount
            alike = len(twin) >= _LABEL and (twin.endswith(label) or label.endswith(twin))
            if same and alike and when in (None, year) and not _SAME_AS.search(_statement(paper, other)):
                printed = paper.text[amount.number : amount.end]
                name = min(label, twin, key=len)
                message = f"“{name}{printed}”他处是{year}年度的数，此处写“{date}年”，疑应为{year}年"
                start = paper.sentence(amount.start)[0]
                yield paper.finding(
                    "year_slip", "warning", message, (start, amount.end), paper.clause(other.start, other.end)
                )
                break


def _as_of(paper: Paper, year: int) -> Iterator[Span]:
    """截至2022年12月31日 in the report on 2023, where nothing is compared with that day."""
    for match in _AS_OF.finditer(paper.text):
        start, end = paper.sentence(match.start())
        after = paper.text[match.end() : end + _NEXT_BEGINS]
        compared = _SINCE.search(after) or str(year) in paper.text[start:end] + after
        if int(match[1]) != year - 1 or compared or not re.match(r"[^。;]*\d", after):
            continue
        if not any(_is_told_otherwise(paper, amount) for amount in paper.within(match.end(), end)):
            yield match.start(), paper.clause(match.end() + 1, match.end() + 2)[1]


def _is_told_otherwise(paper: Paper, amount: Amount) -> bool:
    """Whether what is counted has another value elsewhere: then each is of a year of its own."""
    label = _label(paper, amount)
    return len(label) >= _LABEL and any(
        other.unit == amount.unit and other.value != amount.value and _label(paper, other) == label
        for other in paper.amounts
    )


def _telling(amount: Amount) -> bool:
    return amount.exact and len(amount.digits.replace(".", "").strip("0")) >= _DIGITS


def _label(paper: Paper, amount: Amount) -> str:
    """What is counted: the words of the clause right before the number."""
    start = paper.clause(amount.start, amount.end)[0]
    words = _HANZI.search(paper.text[start : amount.number].rstrip())
    return _BARE.sub("", words.group()) if words else ""


def _statement(paper: Paper, amount: Amount) -> str:
    """The words of the sentence from the one before the number's clause to the number, and a few behind it."""
    start = paper.clause(amount.start, amount.end)[0]
    return paper.text[start : amount.end + 8]


def _date(paper: Paper, amount: Amount) -> int | None:
    """The last year that the sentence names before the number."""
    years = _DATED.findall(paper.text[paper.sentence(amount.start)[0] : amount.start])
    return int(years[-1]) if years else None
