"""Whether a fact is narrower or wider than what a question asks for, or of another thing: signals of `candidates`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from graph.facts import Fact
from ingest.fold import fold, squeeze
from ingest.words import cut, part_of_speech
from search.evidence import Evidence
from search.places import short
from search.questions.heads import head_of
from search.understand import Question

# What a table calls its columns, behind what the row is of; and the count of a thing is the thing.
_COLUMN = re.compile(r"(?:指标值|完成值|实际值|目标值?|实际完成|完成情况|完成|自评得分|得分|分值|总?数量?)+$")
# Words that tell no kinds apart: 全市, 全年, 累计 ….
_WHOLE = re.compile(
    r"^(?:全[市区县省国年系局委]统?|[本当今]年|年[度终末底]|总|合计|整体|累计|平均|部门|单位|共|一共|各|完成|实现|达到?|已|新|"
    r"实际|设|实有|有)+$"
)
_SHORTEST = 2
_HALF = 0.5
# Names shorter than these are words of every report.
_NAME = 3
_AIM = re.compile(r"(?:目标|指标值|目标值|分值)$")
# All of an office is meant, not one of its projects.
_ALL = re.compile(r"整体(?:支出|绩效|预算|执行|自评)|全局|部门整体|本部门|整个部门")
# The sums of an office, not of one of its projects.
_TOTAL = re.compile(r"总支出|总收入|[收支]入?总计|全年支出|全年收入|年度支出|年度收入")
_EARLIER = re.compile(r"原来|原先|以前|此前|去年|上一?年|前年|过去|历年|最早|当初|比")
_NOUNS = ("n", "j", "l", "vn", "b", "s", "")
_ASKING = re.compile("[多少几哪什么怎]")
_PLAIN = re.compile(r"[一-鿿]+")
# Behind such a noun begins another part of the question.
_STOPS = frozenset("的了在和与及、，,。？?是为有把被对向从里中内")


def bare_metric(metric: str) -> str:
    """A metric without the name of its column: 新增学位数完成 is of 新增学位.

    >>> bare_metric("新增学位数完成"), bare_metric("采购合同签订及时率得分"), bare_metric("人数")
    ('新增学位', '采购合同签订及时率', '人')
    """
    return _COLUMN.sub("", metric) or metric


class Narrowness:
    """One question against the facts of its evidence."""

    def __init__(self, question: Question, evidence: Evidence) -> None:
        self._question, self._evidence = question, evidence
        self._text = fold(question.text)
        self._everyday = [said.word for said in question.added]
        self._own: dict[str, tuple[str, ...]] = {}
        self._lacking: dict[str, bool] = {}

    def without_parts(self, facts: Sequence[tuple[Fact, str]]) -> list[tuple[Fact, str]]:
        """Without numbers of parts where the whole that the question names is told in the same unit."""
        told = fold(self._question.text)
        wholes = {
            (fact.citation.source, fact.quantity.unit, noun)
            for fact, _ in facts
            if fact.kind == "actual" and not _AIM.search(fact.metric)
            for noun in (_WHOLE.sub("", fold(bare_metric(fact.metric))) or fold(bare_metric(fact.metric)),)
            if len(noun) > _SHORTEST and noun in told
        }
        return [
            (fact, sentence)
            for fact, sentence in facts
            if (fact.citation.source, fact.quantity.unit, self._whole_of(fact)) not in wholes
        ]

    def _whole_of(self, fact: Fact) -> str:
        """The noun of the question that the metric has behind a kind of its own (小学新增学位), "" for no part."""
        metric = fold(bare_metric(fact.metric))
        for size in range(len(metric) - 1, _SHORTEST - 1, -1):
            if metric[-size:] in self._text:
                kind = metric[:-size]
                plain = len(kind) < _SHORTEST or bool(_WHOLE.fullmatch(kind))
                part = not plain and kind not in self._text and kind[-2:] not in self._text
                return metric[-size:] if part else ""
        return ""

    def is_of_another(self, fact: Fact) -> bool:
        """Whether the subject is a thing that the question does not name."""
        subject = fold(fact.subject)
        own = self._own.get(fact.citation.source)
        if own is None:
            about = self._evidence.report(fact.citation.source).about
            names = (about.region, about.department, about.city, about.district, about.province, *about.names)
            own = self._own[fact.citation.source] = tuple(name for name in names if name)
        if not subject or any(subject in name or name in subject for name in own):
            return False
        pairs = [subject[i : i + 2] for i in range(len(subject) - 1)]
        return sum(pair in self._text for pair in pairs) < _HALF * len(pairs)

    def excludes(self, fact: Fact) -> bool:
        """Whether another report has a name of the question, in no dictionary, that the fact's report has not.

        Also a rate or sum of one project, where all of the office is asked for, and a number of years before the report's.
        """
        if _ALL.search(self._text) and fact.quantity.unit == "%" and self.is_of_another(fact):
            return True
        if _TOTAL.search(self._text) and fact.quantity.unit == "元" and self.is_of_another(fact):
            return True
        if self._is_of_before(fact):
            return True
        source = fact.citation.source
        if source not in self._lacking:
            texts = {s: d.text for s, d in self._evidence.documents.items()}
            self._lacking[source] = any(
                name not in texts.get(source, "") and any(name in text for text in texts.values())
                for name in self._unknown
            )
        return self._lacking[source]

    def _is_of_before(self, fact: Fact) -> bool:
        """Whether a number is of a year before the report's (由上年的82.5%提高到), and the question asks for no time."""
        year = self._evidence.report(fact.citation.source).about.year
        if self._question.years or year is None or fact.period is None or fact.kind == "change":
            return False
        return fact.period.last.year < year and not _EARLIER.search(self._text)

    @cached_property
    def _unknown(self) -> tuple[str, ...]:
        return tuple(name for name in self._names if not part_of_speech(name))

    @cached_property
    def _names(self) -> tuple[str, ...]:
        runs = [self._text[a:b] for a, b in cut(self._text)]
        places = [short(region) for region in self._question.regions]
        long = [
            word
            for word in runs
            if len(word) >= _NAME and _PLAIN.fullmatch(word) and not _ASKING.search(word)
        ]
        said = [piece for piece in re.split(r"[\s在的]+", self._question.about) if len(piece) == _NAME]
        return tuple(
            name
            for name in dict.fromkeys([*long, *said, *self._question.keys])
            if not any(place in name for place in places)
        )

    def untold(self, near: str) -> float:
        """1 where `near` (fact, sentence and headings) has all words of the question but one noun that narrows another.

        Who says all else as the report does means that noun; who says all in other words may mean anything.
        """
        missing = [word for word in self._words if word not in near]
        return float(len(missing) == 1 and missing[0] in self._narrowing and len(self._words) > _SHORTEST)

    @cached_property
    def _words(self) -> tuple[str, ...]:
        words = (
            word for piece in self._question.about.split() for a, b in cut(piece) for word in (piece[a:b],)
        )
        return tuple(word for word in dict.fromkeys(words) if len(word) >= _SHORTEST)

    @cached_property
    def _narrowing(self) -> tuple[str, ...]:
        """The nouns that stand right before the noun that is counted, with nothing between them."""
        asked = squeeze(self._question.about)
        words = [asked[a:b] for a, b in cut(asked)]
        head = head_of(self._question.text)
        found = []
        for word, behind in pairwise(words):
            noun = (
                len(word) >= _SHORTEST and part_of_speech(word)[:1] in _NOUNS and bool(_PLAIN.fullmatch(word))
            )
            if noun and behind not in _STOPS and len(behind) >= _SHORTEST and word not in head[-_NAME:]:
                found.append(word)
        return tuple(
            w for w in dict.fromkeys(found) if not any(w in said or said in w for said in self._everyday)
        )
