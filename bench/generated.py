"""Thousands of questions with known answers, made from a library's own facts: can confidence be believed?

    python -m bench.generated HOME [--most 2500] [--seed 0]

A fact asks for itself: in the metric's own words by several templates, and with official words put into everyday ones by
the thesaurus read backwards. The same question for a year or a region that no report is of has no answer, nor has one
whose subject is narrowed to a part that nothing tells (从国外, 平均每天). An answer is right if it is the fact's number,
or if the report tells the same metric with that number too. Prints the table: of the answers of a confidence, how many
were right; and of the unanswerable, how many were refused.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random

import suizhi
from graph.facts import Fact
from search.answer import Answer
from search.library.report import Report
from search.thesaurus import entries

_MOST = 2500
# Words that metrics are made with and no one says: the count of a thing is asked with 多少.
_COUNTED = re.compile(r"(?:总)?(?:数量|数|量|情况)$")
_SHORTEST, _LONGEST = 4, 18
_COUNTS = (
    "{place}{year}年{what}有多少{unit}？",
    "{year}年{place}一共{what}多少{unit}？",
    "{place}{year}年{what}是多少？",
)
_RATES = ("{place}{year}年{what}是多少？", "{year}年{place}的{what}达到百分之几？")
_MONEY = ("{place}{year}年{what}是多少万元？", "{year}年{place}{what}花了多少钱？")
_RANKS = ("{place}{year}年{what}排第几？",)
# Years and regions that a library hardly has; both are checked.
_YEARS, _REGIONS = (2009, 2011, 2037), ("漠河市", "噶尔县", "三沙市", "德钦县")
_PARTS = ("从国外来的", "平均每天", "女性", "农民工")
_PLAIN = re.compile(r"[一-鿿A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Made:
    """A question with the fact that answers it, None for one without an answer, and how it was made."""

    text: str
    fact: Fact | None
    way: str


def questions(reports: Sequence[Report], facts: Sequence[Fact], random: Random) -> Iterator[Made]:
    """The questions that facts ask, in the order of the facts, with their near-misses."""
    by_source = {report.source: report for report in reports}
    years, regions = {r.about.year for r in reports}, {r.about.region for r in reports}
    for fact in facts:
        about = by_source[fact.citation.source].about
        what = _COUNTED.sub("", fact.metric)
        year = fact.period.year if fact.period else about.year
        if not (about.region and year == about.year and _askable(fact, what)):
            continue
        template = random.choice(_templates(fact))
        asked = {"place": about.region, "year": year, "what": what, "unit": fact.quantity.unit}
        yield Made(template.format(**asked), fact, "direct")
        said = everyday(what, random)
        if said != what:
            yield Made(template.format(**{**asked, "what": said}), fact, "everyday")
        other_year = random.choice([y for y in _YEARS if y not in years])
        yield Made(template.format(**{**asked, "year": other_year}), None, "another year")
        other_place = random.choice([r for r in _REGIONS if r not in regions])
        yield Made(template.format(**{**asked, "place": other_place}), None, "another region")
        part = random.choice(_PARTS)
        if not any(word in fact.citation.quote + what for word in ("均", "每", "女", "外", "工")):
            yield Made(template.format(**{**asked, "what": part + what}), None, "a part untold")


def _askable(fact: Fact, what: str) -> bool:
    size = _SHORTEST <= len(what) <= _LONGEST and bool(_PLAIN.fullmatch(what))
    return size and fact.quantity.value is not None and fact.kind in ("actual", "rank", "score")


def _templates(fact: Fact) -> tuple[str, ...]:
    if fact.kind == "rank":
        return _RANKS
    return {"%": _RATES, "元": _MONEY, "分": _RATES[:1]}.get(fact.quantity.unit, _COUNTS)


def everyday(what: str, random: Random) -> str:
    """A metric with one official word put into an everyday one, if the thesaurus has one that is a plain word."""
    found = [
        (official, say)
        for entry in entries()
        for official in entry["mean"]
        if len(official) > 1 and official in what
        for say in entry["say"]
        if _PLAIN.fullmatch(say) and say not in what
    ]
    if not found:
        return what
    official, say = random.choice(found)
    return what.replace(official, say, 1)


def right(made: Made, answer: Answer, facts: Sequence[Fact]) -> bool:
    """Whether the answer is the fact's number, or that of another statement of its metric in the same report."""
    if made.fact is None:
        return not answer.answerable
    given = {answer.value, *(value.value for value in answer.values)} - {None}
    return any(abs(number) in given for number in _numbers(made.fact, facts))


def _numbers(fact: Fact, facts: Sequence[Fact]) -> set[Decimal]:
    return {
        f.quantity.low
        for f in facts
        if f.citation.source == fact.citation.source and f.metric == fact.metric and f.kind == fact.kind
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("home", type=Path)
    parser.add_argument("--most", type=int, default=_MOST)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    room, random = suizhi.open(given.home), Random(given.seed)
    reports = room.library.reports()
    facts = sorted(room.library.facts(sources=[r.source for r in reports]), key=lambda f: f.id)
    # Facts are gone through again, with other templates and words, until there are enough questions.
    made: dict[str, Made] = {}
    for _ in range(len(_COUNTS) * 2):
        made.update((one.text, one) for one in questions(reports, facts, random) if len(made) < given.most)
    told, good, by_way = Counter[int](), Counter[int](), {"asked": Counter[str](), "right": Counter[str]()}
    for one in made.values():
        answer = room.ask(one.text)
        is_right = right(one, answer, facts)
        by_way["asked"][one.way] += 1
        by_way["right"][one.way] += is_right
        if answer.answerable:
            told[int(answer.confidence * 10)] += 1
            good[int(answer.confidence * 10)] += is_right
    lines = [f"{len(made)} questions", ""]
    lines += [f"{way}: {by_way['right'][way]} of {count} right" for way, count in by_way["asked"].items()]
    lines += ["", *(f"confidence {low / 10:.1f}: {good[low]} of {told[low]} right" for low in sorted(told))]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
