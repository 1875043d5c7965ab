"""Plain ways to do a part of the work, on the same text in the same run: what our speed is held against."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice, product

import ingest
from bench.made import made
from graph.mentions import automaton, find_names, occurrences
from ingest.divisions import divisions
from ingest.words import cut, reference

NAMES = 50_000
"""What a matcher of known names has to hold: a department's directory of offices, platforms and projects."""

_ENDINGS = (
    *("财政局", "教育局", "民政局", "司法局", "水务局", "统计局", "审计局", "卫生健康局", "农业农村局"),
    *("政务服务中心", "政府网", "综合指挥平台", "数据资源平台", "便民服务热线", "智慧城市项目"),
    *("一网通办系统", "档案馆", "图书馆"),
)
_UNIT = 10_000


@dataclass(frozen=True, slots=True)
class Compared:
    """CPU milliseconds for 10,000 characters of ours and of a plain way to do it."""

    what: str
    ours: float
    plain: str
    theirs: float

    @property
    def times(self) -> float:
        """How many times faster ours is."""
        return self.theirs / self.ours


def compare(reports: int, *, seed: int = 0, names: int = NAMES) -> list[Compared]:
    """Segmentation against jieba, and finding names against spaCy's matcher of known names."""
    texts = [ingest.read(data, source).text for source, data in made(reports, seed=seed)]
    known = _names(names)
    machine = automaton(known)
    spacy = f"spaCy PhraseMatcher, {len(known):,} names"
    matched = _time(_matcher(known), texts)
    return [
        Compared("words", _time(cut, texts), "jieba.cut", _time(lambda t: list(reference()(t)), texts)),
        Compared("known names", _time(lambda t: list(occurrences(machine, t)), texts), spacy, matched),
        Compared("words and names of eight kinds, new ones too", _time(find_names, texts), spacy, matched),
    ]


def _names(count: int) -> tuple[str, ...]:
    pairs = product(_ENDINGS, (division.name for division in divisions()))
    names = dict.fromkeys(f"{place}{ending}" for ending, place in pairs)  # several places share a name
    return tuple(islice(names, count))


def _time(work: Callable[[str], object], texts: Sequence[str]) -> float:
    work(texts[0])  # dictionaries are loaded
    begun = time.process_time()
    for text in texts:
        work(text)
    return 1000 * (time.process_time() - begun) * _UNIT / sum(map(len, texts))


def _matcher(names: Sequence[str]) -> Callable[[str], object]:
    import spacy
    from spacy.matcher import PhraseMatcher

    chinese = spacy.blank("zh")  # a token a character: names need no segmentation to be found
    matcher = PhraseMatcher(chinese.vocab)
    matcher.add("NAME", [chinese.make_doc(name) for name in names])
    return lambda text: matcher(chinese.make_doc(text))
