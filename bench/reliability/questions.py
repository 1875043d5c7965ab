"""Questions made from annotated facts: in several wordings, and near-misses whose right answer is a refusal.

A near-miss differs from a question with an answer in one thing: year, region, kind of count, or a noun that narrows.
Each is checked against the annotation and the text of the report, so that it surely has no answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

from bench.generated import everyday
from graph.units import dimension
from ingest.document import About
from ingest.fold import fold

_SHORTEST, _LONGEST = 4, 20
_PLAIN = re.compile(r"[一-鿿A-Za-z0-9]+")
_COUNTED = re.compile(r"(?:总)?(?:数量|人数|件数|个数|次数|数|量)$")
# Metrics that say a number or a time of their own are no words that a person asks with.
_ODD = re.compile(r"\d{3,}|其中|上年|同期|分别")
# Metrics of other reports this alike may be the same thing in other words.
_ALIKE = 0.5
_FAR_YEARS = (2009, 2012, 2014, 2036)
_STRANGE = ("漠河市", "德钦县", "三沙市", "噶尔县")
PARTS = (
    "境外",
    "农村",
    "夜间",
    "女性",
    "残疾人",
    "民办",
    "周末",
    "老年人",
    "外籍",
    "少数民族",
    "小微企业",
    "退役军人",
    "孤儿",
    "骑手",
    "渔民",
    "商户",
    # Of these no rule knows anything.
    "厨师",
    "保安",
    "摄影师",
    "双胞胎",
    "左撇子",
    "钢琴",
    "宠物",
    "盲文",
)
_COUNTS = (
    "{place}{year}年{what}有多少{unit}？",
    "{year}年{place}一共{what}多少{unit}？",
    "{place}{year}年{what}是多少？",
    "请问{place}在{year}年{what}达到多少{unit}",
    "{year}年{place}{what}多少{unit}",
)
_RATES = (
    "{place}{year}年{what}是多少？",
    "{year}年{place}的{what}达到百分之几？",
    "{place}{year}年{what}有多高？",
    "{year}年{place}{what}",
)
_MONEY = (
    "{place}{year}年{what}是多少万元？",
    "{year}年{place}{what}花了多少钱？",
    "{year}年{place}{what}是多少？",
)
_SCORES = ("{place}{year}年{what}是多少分？", "{year}年{place}{what}是多少？")
_RANKS = ("{place}{year}年{what}排第几？", "{year}年{place}{what}是第几名？")
# Another kind of count than the fact's: what is asked for in its place.
_OTHER_KINDS = {"ratio": ("人", "元"), "money": ("%", "人"), "people": ("元", "%"), "": ("元", "%")}
_KINDS_ASKED = {
    "元": "{place}{year}年{what}花了多少万元？",
    "%": "{place}{year}年{what}占百分之几？",
    "人": "{place}{year}年{what}有多少人？",
}


@dataclass(frozen=True, slots=True)
class Noted:
    """An annotated fact."""

    report: str
    subject: str
    metric: str
    value: float
    unit: str
    kind: str
    year: int
    quote: str

    @property
    def what(self) -> str:
        """The metric as a question names it."""
        return _COUNTED.sub("", self.metric) or self.metric


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the fact that answers it, None for a near-miss; `way` is how it was made, `report` whose it is."""

    text: str
    fact: Noted | None
    way: str
    report: str


def read_facts(folders: Sequence[Path]) -> list[Noted]:
    """The annotated facts of one value and one year that are told of the report's own year, in the order of the files."""
    found = []
    for folder in folders:
        for path in sorted(folder.glob("*.facts.jsonl")):
            for line in path.read_text("utf-8").splitlines():
                row = json.loads(line)
                year = re.match(r"(\d{4})(?:$|-)", row["period"] or "")
                if (
                    year
                    and isinstance(row["value"], int | float)
                    and row["kind"] in ("actual", "rank", "score")
                ):
                    value, named = float(row["value"]), (row["doc"], row["subject"], row["metric"])
                    found.append(Noted(*named, value, row["unit"], row["kind"], int(year[1]), row["quote"]))
    return found


def questions(
    facts: Sequence[Noted], abouts: Mapping[str, About], texts: Mapping[str, str], random: Random
) -> Iterator[Asked]:
    """One round of questions and near-misses over the facts that can be asked for.

    Args:
        facts: annotated facts.
        abouts: of each report, by its name without suffix, what it is of.
        texts: its text, folded and without white space.
        random: what templates, words and near-misses are drawn from.
    """
    for fact in facts:
        about = abouts.get(fact.report)
        if about is None or not about.region or about.year != fact.year or not askable(fact, facts):
            continue
        asked = {"place": about.region, "year": fact.year, "what": named(fact, facts), "unit": fact.unit}
        template = random.choice(_templates(fact))
        yield Asked(template.format(**asked), fact, "direct", fact.report)
        said = everyday(str(asked["what"]), random)
        if said != asked["what"]:
            yield Asked(template.format(**{**asked, "what": said}), fact, "everyday", fact.report)
        yield from _near_misses(fact, asked, template, facts, abouts, texts, random)


def askable(fact: Noted, facts: Sequence[Noted]) -> bool:
    """Whether a metric is plain words, and no other number of the report bears the same name."""
    size = _SHORTEST <= len(fact.metric) <= _LONGEST and bool(_PLAIN.fullmatch(fact.metric))
    if not size or _ODD.search(fact.metric):
        return False
    same = [f for f in facts if f.report == fact.report and f.metric == fact.metric]
    return len({(f.subject, f.value) for f in same}) == len({f.subject for f in same})


def named(fact: Noted, facts: Sequence[Noted]) -> str:
    """The metric, with the subject before it where another subject has the same."""
    several = any(
        f.report == fact.report and f.metric == fact.metric and f.subject != fact.subject for f in facts
    )
    return f"{fact.subject}{fact.what}" if several else fact.what


def _templates(fact: Noted) -> tuple[str, ...]:
    if fact.kind == "rank":
        return _RANKS
    if fact.kind == "score":
        return _SCORES
    return {"%": _RATES, "元": _MONEY, "分": _SCORES}.get(fact.unit, _COUNTS)


def _near_misses(
    fact: Noted,
    asked: Mapping[str, object],
    template: str,
    facts: Sequence[Noted],
    abouts: Mapping[str, About],
    texts: Mapping[str, str],
    random: Random,
) -> Iterator[Asked]:
    """The question moved by one thing, of those ways in which it surely has no answer."""
    yield Asked(
        template.format(**{**asked, "year": random.choice(_FAR_YEARS)}), None, "another year", fact.report
    )
    other = _silent_region(fact, facts, abouts, random)
    if other and fact.subject not in str(asked["what"]):
        yield Asked(template.format(**{**asked, **other}), None, "another region", fact.report)
    else:
        place = random.choice(_STRANGE)
        yield Asked(template.format(**{**asked, "place": place}), None, "no such region", fact.report)
    parts = [part for part in PARTS if part not in texts[fact.report]]
    if parts and fact.kind == "actual":
        part = f"{random.choice(parts)}{asked['what']}"
        yield Asked(template.format(**{**asked, "what": part}), None, "a narrower noun", fact.report)
    kind = _other_kind(fact, facts, random)
    if kind:
        yield Asked(_KINDS_ASKED[kind].format(**asked), None, "another kind of count", fact.report)


def _silent_region(
    fact: Noted, facts: Sequence[Noted], abouts: Mapping[str, About], random: Random
) -> dict[str, object] | None:
    """The place and year of another report that has nothing like this metric."""
    own = abouts[fact.report]
    others = [
        (name, about)
        for name, about in sorted(abouts.items())
        # A city tells of its districts, and a district of its city.
        if about.region and about.year and about.region != own.region and own.city != about.city
    ]
    for name, about in random.sample(others, len(others)):
        if not any(_alike(f.metric, fact.metric) for f in facts if f.report == name):
            return {"place": about.region, "year": about.year}
    return None


@lru_cache(1 << 20)
def _alike(one: str, other: str) -> bool:
    """Whether two metrics may be of one thing: half of their different characters are shared."""
    a, b = frozenset(one), frozenset(other)
    return 2 * len(a & b) >= _ALIKE * (len(a) + len(b))


def _other_kind(fact: Noted, facts: Sequence[Noted], random: Random) -> str | None:
    """A unit in which the report tells nothing like this metric, None if it does in all."""
    sort = dimension(fact.unit) or ""
    units = [
        unit
        for unit in _OTHER_KINDS.get(sort, _OTHER_KINDS[""])
        if not any(
            f.report == fact.report
            and f.unit == unit
            and (_alike(f.metric, fact.metric) or _shares(f.quote, fact.what))
            for f in facts
        )
    ]
    return random.choice(units) if units and fact.kind == "actual" else None


def _shares(quote: str, what: str) -> bool:
    """Whether a clause has half of the pairs of characters of a name."""
    pairs = {what[at : at + 2] for at in range(len(what) - 1)}
    return bool(pairs) and 2 * sum(pair in fold(quote) for pair in pairs) >= len(pairs)
