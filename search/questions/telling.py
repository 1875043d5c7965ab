"""Which words of a question a fact leaves untold: what narrows a question must be told where the number stands.

成都有多少家公办托育机构 is not answered with the number of all of them. A noun, a name or a grade of the question
(`must`) is told by the fact itself, by what stands before the number in its sentence, by a clause behind it that has no number
of its own, or by its headings; a name also by what its section says before it. Not by one item of a list that the number
is of as a whole (惠及姑苏区、虎丘区约62万居民), nor by what a bracket or 其中 tells apart behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import ceil

from graph.facts import Fact
from graph.units import written
from ingest.document import Document
from ingest.fold import fold, squeeze
from ingest.words import cut, part_of_speech
from search.evidence import Evidence
from search.questions.heads import head_of, noun_behind
from search.questions.limits import same_rate
from search.questions.required import (
    GRADE,
    LONG,
    LOOSE,
    NAMES,
    SHORTEST,
    TOWN,
    WORDLIKE,
    beside,
    initials,
    is_name,
    must_words,
    overlap,
    pairs_in,
    plain_words,
)
from search.roll import names_of
from search.understand import Question

_NAMED = (*NAMES, "nr")
_ENOUGH = 2 / 3
_COUNT = re.compile(r"(?<=..)[数量额]$")
_BRACKETS = str.maketrans("", "", '（）()“”"')
# Behind the number: what ends what is said of it.
_ENDS = re.compile(r"[；;（(]|其中|包括|此外|另有|另外|，含")
# What is counted may stand before the number before, where this one is a part of it.
_SHARED = re.compile(r"其中|分别|包括|含|、|占|同比|比上年|较上年")
_DIGIT = re.compile(r"\d|[一二三四五六七八九十]成")
# A number of something, not a date and not in a name.
_NUMBER = re.compile(r"\d[\d,，.]*\d*\s*(?:万|亿)?[余多]?(?![\d年月日号.,])(?!热线)")
# What places with a name of one character end in: 东站, 西湖.
_PLACES = tuple("站港桥湖路园馆厂院校楼门")
_FAR = 700
_END = 4
_THINGS = frozenset({"PLATFORM", "PROJECT", "INITIATIVE", "ORG", "EVENT"})
_ITEM = 10


@dataclass(frozen=True, slots=True)
class Near:
    """What is told about a number: by itself (subject, metric, clause), since the number before it, in its sentence, over it,
    and before it; all folded."""

    own: str
    tail: str
    around: str
    headings: str
    before: str

    @property
    def all(self) -> str:
        """All but what is only said before."""
        return f"{self.own} {self.around} {self.headings}"


def near(fact: Fact, sentence: str, document: Document | None) -> Near:
    """What tells a fact, `sentence` being the one it stands in."""
    quote = fact.citation.quote
    at = max(0, sentence.find(quote))
    end = at + len(quote)
    clause = _clause_behind(sentence, end)
    numbers = [m.end() for m in _NUMBER.finditer(quote)]
    own = f"{fact.subject} {fact.metric} {quote[numbers[-2] if len(numbers) > 1 else 0 :]}{clause}"
    behind = sentence[end + len(clause) :]
    stop = _ENDS.search(behind)
    pieces = re.split(r"[，,：:]", behind[: stop.start() if stop else len(behind)])
    told = []
    for piece in pieces:
        if _DIGIT.search(piece):
            break
        told.append(piece)
    before = ""
    if document is not None:
        begins = document.text.rfind(sentence[:at], 0, fact.citation.start + 1) if at else fact.citation.start
        start = max(document.section_at(fact.citation.start).start, fact.citation.start - _FAR)
        before = document.text[start : max(start, begins)]
    around = f"{sentence[:end]} {' '.join(told)}"
    said = [m.end() for m in _NUMBER.finditer(sentence, 0, end)]
    tail = f"{sentence[said[-2] if len(said) > 1 else 0 : end]} {' '.join(told)}"
    return Near(
        *(fold(text).translate(_BRACKETS) for text in (own, tail, around, fact.citation.section, before))
    )


def _clause_behind(sentence: str, end: int) -> str:
    """The rest of the clause that the quote ends in."""
    match = re.match(r"[^，,。；;：:（(\n\t、]*", sentence[end:])
    return match.group() if match and not _DIGIT.search(match.group()) else ""


@dataclass(frozen=True, slots=True)
class Lacking:
    """Words of a question that a fact leaves untold.

    Attributes:
        narrowing: without them the fact is of another or a wider thing.
        plain: nouns that the report may word otherwise.
        strict: those of `narrowing` that have no other wording: names, places, grades, and kinds beside each other.
    """

    narrowing: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    strict: tuple[str, ...] = ()

    @property
    def loose(self) -> tuple[str, ...]:
        """Those that the report may call by another word."""
        return tuple(word for word in self.narrowing if word not in self.strict)


class Telling:
    """One question against facts."""

    def __init__(self, question: Question, evidence: Evidence) -> None:
        self._question, self._evidence = question, evidence

    def lacking(self, fact: Fact, told: Near, *, of_another: bool = False) -> Lacking:
        """What the question narrows itself by and the fact does not tell.

        Args:
            of_another: the fact is of a thing that the question does not name, so that what is said before the number
                before it is of something else.
        """
        untold = [word for word in self.must if not self._told(word, fact, told, wide=not of_another)]
        free = [word for word in self.must if not TOWN.fullmatch(word)]
        if len(untold) >= SHORTEST and set(free) <= set(untold):
            return Lacking(
                tuple(untold), strict=self._strict(untold, fact, told)
            )  # no more than the place is told
        plain = {
            word
            for word in untold
            if self._may_be_worded_otherwise(word, untold)
            and not _has(told.around, word)
            and not self._has_sibling(told.own, word)
        }
        narrowing = tuple(word for word in untold if word not in plain)
        return Lacking(narrowing, tuple(plain), self._strict(narrowing, fact, told))

    def _strict(self, words: Sequence[str], fact: Fact, told: Near) -> tuple[str, ...]:
        """Those of the words that a report calls by no other name, or tells one beside of."""
        return tuple(
            word
            for word in words
            if word in self._forms
            or GRADE.fullmatch(word)
            or TOWN.fullmatch(word)
            or part_of_speech(word)[:2] in _NAMED
            or word in beside()
            or self._has_sibling(told.own, word)
            or any(self._one_of(text, word, fact) for text in (told.own, told.around))
        )

    def told_by(self, near: Near) -> int:
        """Which of the question's words, verbs too, a number tells by itself: a set of bits."""
        said = f"{near.own} {near.tail}"
        return sum(
            1 << n for n, word in enumerate(self._words) if _has(said, word) or self._means(said, word)
        )

    def counts(self, word: str) -> bool:
        """Whether a word is the noun that the question counts."""
        return word in self._heads

    def words_in(self, mask: int) -> tuple[str, ...]:
        """The words of a set of bits."""
        return tuple(word for n, word in enumerate(self._words) if mask >> n & 1)

    def _means(self, text: str, word: str) -> bool:
        return any(
            mean in text
            for said in self._question.added
            if word in said.word or said.word in word or overlap(word, said.word)
            for mean in said.means
        )

    @cached_property
    def _words(self) -> tuple[str, ...]:
        words = (p[a:b] for p in self._question.about.split() for a, b in cut(p))
        return tuple(
            word
            for word in dict.fromkeys(words)
            if len(word) >= SHORTEST
            and word not in plain_words()
            and word not in written()
            and WORDLIKE.fullmatch(word)
            and not LOOSE.search(word)
        )

    def lacking_in(self, document: Document, start: int, end: int) -> tuple[str, ...]:
        """The names and towns of the question that are told neither by a sentence, nor over it, nor before it."""
        section = document.section_at(start)
        said = document.text[max(section.start, start - _FAR) : end]
        said = fold(f"{said} {' '.join(section.path)}").translate(_BRACKETS)
        return tuple(
            word
            for word in self.must
            if (
                word in self._forms
                or TOWN.fullmatch(word)
                or any(kind in document.text[start:end] for kind in beside().get(word, ()))
            )
            and not _has(said, word)
            and not any(fold(form).translate(_BRACKETS) in said for form in self._forms.get(word, ()))
        )

    def tells_some(self, document: Document, start: int, end: int) -> bool:
        """Whether a sentence with its headings has one of the words that narrow the question, or a word that means one."""
        path = " ".join(document.section_at(start).path)
        said = fold(f"{document.text[start:end]} {path}").translate(_BRACKETS)
        told = [word for word in self.must if _has(said, word) or self._means(said, word)]
        return bool(told) or not self.must

    def _may_be_worded_otherwise(self, word: str, untold: Sequence[str]) -> bool:
        """Whether a noun stands free in the question; one right before a told noun is a kind of that (儿科互联网医院)."""
        if word in beside() or GRADE.fullmatch(word) or TOWN.fullmatch(word) or word in self._heads:
            return False
        if word in self._forms or not part_of_speech(word) or part_of_speech(word)[:2] in _NAMED:
            return False
        behind = self._behind.get(word, "")
        return behind not in self.must or behind in untold

    @cached_property
    def _heads(self) -> tuple[str, ...]:
        """The noun that is counted: 多少座污水处理厂 is not answered with places of another sort."""
        if self._counted:
            return self._counted
        head = head_of(self._question.text)
        return tuple(word for word in self.must if head and head.endswith(word))

    @cached_property
    def _counted(self) -> tuple[str, ...]:
        """The last noun of those that stand right behind the measure word, before any verb: 药店 in 多少家药店接入系统."""
        head = noun_behind(self._question.text)
        nouns: list[str] = []
        for a, b in cut(head):
            if nouns and part_of_speech(head[a:b])[:1] in ("v", "u", "p", "d"):
                break
            nouns += [head[a:b]] if head[a:b] in self.must else []
        return tuple(nouns[-1:])

    @cached_property
    def _behind(self) -> dict[str, str]:
        """The word right behind each word of the question."""
        pieces = [[p[a:b] for a, b in cut(p)] for p in self._question.about.split()]
        return {one: other for words in pieces for one, other in pairwise(words)}

    def unknown_in(self, source: str) -> tuple[str, ...]:
        """The names in quotation marks that a report has nowhere, but for everyday words set off by them (“好空气”)."""
        document = self._evidence.documents.get(source)
        if document is None:
            return ()
        everyday = {said.word for said in self._question.added}
        quoted = re.findall('"([^"]{2,20})"', self._question.about)
        said = squeeze(fold(document.text)) if quoted else ""
        return tuple(name for name in quoted if name not in everyday and squeeze(name) not in said)

    @cached_property
    def must(self) -> tuple[str, ...]:
        """The words that have to be told, in order; names that the reports have are one word."""
        texts = [document.text for document in self._evidence.documents.values()]
        return must_words(self._question.about, texts, self._forms)

    @cached_property
    def _forms(self) -> dict[str, tuple[str, ...]]:
        """Of each name in the question all that the reports call it."""
        about = self._question.about
        found: dict[str, tuple[str, ...]] = {}
        for entity in self._evidence.entities:
            forms = (entity.name, *entity.aliases)
            for form in forms if entity.type in _THINGS else ():
                if len(form) >= LONG and form in about and not self._own & set(forms):
                    found[form] = (*found.get(form, ()), *forms)
        return found

    @cached_property
    def _own(self) -> frozenset[str]:
        """What the departments in scope are called; asked for only where a name might be one of them."""
        return frozenset(name for report in self._evidence.scope.reports for name in names_of(report))

    def _told(self, word: str, fact: Fact, near: Near, *, wide: bool) -> bool:
        kinds = beside().get(word, frozenset())
        other = any(kind in near.own for kind in kinds) or self._has_sibling(near.own, word)
        if other and not _has(near.own, word):
            return False
        wide = wide and (word not in self._counted or bool(_SHARED.search(near.tail)))
        if any(self._stands(text, word, fact) for text in (near.own, near.around if wide else near.tail)):
            return True
        forms = self._forms.get(word, ())
        if any(
            fold(form).translate(_BRACKETS)
            in (f"{near.all} {near.before}" if wide else f"{near.own} {near.headings}")
            for form in forms
        ):
            return True
        if _has(near.headings, word) and not (kinds and self._one_of(near.headings, word, fact)):
            return True
        if word in initials(near.all) or _is_total(word, fact.metric):
            return True
        if word.endswith("率") and same_rate(word, fact.metric) and not same_rate(word, ""):
            return True
        if is_name(word) and not kinds and not TOWN.fullmatch(word) and _has(near.before, word):
            return True
        if word in self._heads:  # a name in quotation marks counts nothing
            said = fold(re.sub("“[^”]*”", "", f"{fact.metric} {fact.citation.quote}")) + near.headings
            return not kinds and self._means(said, word)
        if TOWN.fullmatch(word) or GRADE.fullmatch(word):
            return False
        return not kinds and any(
            mean in near.all
            for said in self._question.added
            if word in said.word or said.word in word or overlap(word, said.word)
            for mean in said.means
        )

    def _has_sibling(self, text: str, word: str) -> bool:
        """Whether a text has a name like this one but for its first character, before the same noun: 西站 for 东站."""
        name = is_name(word) and word.endswith(_PLACES)
        if len(word) != SHORTEST or not (name or part_of_speech(word)[:1] in ("", "f")):
            return False
        behind = "" if name else re.escape(self._behind.get(word, "")[:SHORTEST])
        return word not in text and bool(re.search(f"[一-鿿]{re.escape(word[1:])}{behind}", text))

    def _stands(self, text: str, word: str, fact: Fact) -> bool:
        if not _has(text, word) or self._one_of(text, word, fact):
            return False
        if GRADE.fullmatch(word) and word in text:
            return bool(re.search(rf"{word}(?!及?以[上下])", text)) or "以" in self._question.text
        return True

    def _one_of(self, text: str, word: str, fact: Fact) -> bool:
        """Whether a word stands in the text only as one item of a list, and the question names no other of the list."""
        if fact.quantity.unit in ("%", "‰") or word not in text:
            return False
        asked = squeeze(self._question.about)
        for match in re.finditer(re.escape(word), text):
            item, listed = item_at(text, match.start(), match.end())
            others = [(n, other) for n, other in enumerate(listed) if other and other != item]
            # The first item has the verb before it, the last what is said of all behind it.
            ends = [other[-_END:] if n == 0 else other[:_END] for n, other in others]
            own = pairs_in(item)
            if not others or any(pair in asked for end in ends for pair in pairs_in(end) - own):
                return False
        return True


def item_at(text: str, start: int, end: int) -> tuple[str, list[str]]:
    """The item of a list (甲、乙、丙等) that `start:end` stands in, and all items; none, where it stands in no list."""
    first = max(text.rfind(mark, 0, start) for mark in "，,。；;：:（(）)“” \n\t") + 1
    stops = [p for mark in "，,。；;：:（(）)”“\n\t" if (p := text.find(mark, end)) >= 0]
    run = text[first : min(stops, default=len(text))]
    if "、" not in run or "分别" in run:
        return "", []
    items = re.split("、|以及|等", run)
    at = start - first
    place = 0
    for item in items:
        if place <= at < place + len(item) + 1:
            short = len(item) <= _ITEM
            return (item, items) if short else ("", [])
        place += len(item) + 1
    return "", []


def _has(text: str, word: str) -> bool:
    """Whether a text has a word, or most of its pairs of characters close together (编外聘用人员 for 编外人员)."""
    if word in text:
        return True
    stem = _COUNT.sub("", word)
    if stem != word and len(stem) >= SHORTEST and stem in text:
        return True
    if len(word) < LONG:
        return bool(re.search(f"{re.escape(word[0])}[一-鿿]{re.escape(word[1:])}", text))  # 市本级 for 市级
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    places = sorted((m.start(), pair) for pair in set(pairs) for m in re.finditer(re.escape(pair), text))
    least = ceil(_ENOUGH * len(pairs))
    return any(
        len({pair for at, pair in places if start <= at <= start + len(word) + LONG}) >= least
        for start, _ in places
    )


def _is_total(word: str, metric: str) -> bool:
    """Whether a metric is the total that a word asks for: 支出 and 全年支出 are 总支出.

    >>> _is_total("总支出", "全年支出"), _is_total("总支出", "项目支出")
    (True, False)
    """
    rest = re.escape(word[1:])
    return word[0] == "总" and bool(re.fullmatch(f"(?:全年|本年|年度)?{rest}(?:合计|总计)?", metric))
