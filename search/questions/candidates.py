"""Which facts may say what a question asks, and how well each does: its limits, its words, its meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.facts import Fact
from graph.units import comparable, dimension
from ingest.fold import fold, squeeze
from search.evidence import Evidence
from search.matching import Matcher
from search.questions.heads import head_of
from search.questions.limits import ANY_THING, ANYONE, PEOPLE, fits
from search.questions.narrowness import Narrowness, bare_metric
from search.questions.telling import Lacking, Near, Telling, near
from search.understand import Question

# Weights of the three signals; measured on bench/gold by `suizhi eval`, flat around these values.
_COVERAGE, _PRECISION, _MEANING = 0.45, 0.25, 0.30
# What a term is worth where it stands: in the fact itself, in its sentence, in its headings.
_IN_FACT, _IN_SENTENCE, _IN_HEADINGS = 1.0, 0.6, 0.35
_SAME_UNIT = 0.10
_WHOLE = 0.08  # who asks for the mark of a report means the whole one's, not an item's
_TOTAL_SCORE = re.compile(r"整体支出|总得?分|综合得分")
_BARE_SCORE = re.compile(
    r"(?:部门|整体|支出|绩效|自评|自我评价|评价|综合|最终|总)*(?:得分|评分|总分|分)(?:得|是|为|拿)?"
)
_ONLY_NEW = 0.08  # who asks how many there are does not ask how many were added
_SIDE_KIND = 0.12  # a target or a budget answers only a question that asks for one
# The question names a thing ("12345", “穗智管”) that stands nowhere near the number.
_MISSING_KEY = 0.12
# A metric named by so many characters of the question, and what another one loses then.
_PHRASE, _ANOTHER_NAMED = 4, 0.10
_MEASURES = frozenset({"cases", "items", "kinds", "documents", "records"})
_MEASURED = frozenset({"duration", "length", "area"})
_ALIKE = 0.6
# Passages behind the first so many are all the same.
_PASSAGES = 10
_MOST_UNSAID = 2
# A word this far from all that is told is no other wording of it: 厨师 for 群众.
_TOO_FAR = 0.75
_ALL = 0.95
_SENTENCE_END = re.compile(r"[。\n]")
_ASKED_KINDS = {
    "target": ("目标", "计划", "预计", "预期", "力争"),
    "budget": ("预算", "概算", "年初"),
    "change": ("同比", "环比", "增长", "增幅", "下降", "减少了", "上升", "变化", "幅度"),
    "score": ("分", "得分", "评分"),
    "rank": ("排", "名次", "第几"),
    "actual": (),
}
# Columns of a table of indicators: what it is worth and what it should reach are asked for by name.
_ASKED_COLUMNS = (
    (re.compile(r"(?:分值|满分|权重)$"), ("分值", "满分", "权重", "占多少分", "占几分")),
    (re.compile(r"(?:目标|指标值|目标值)$"), _ASKED_KINDS["target"]),
)


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a fact and what against it, each about 0 to 1.

    Attributes:
        told, told_here: the share of the question's words that the fact with sentence and headings has, or the fact alone.
        asked: the share of the metric's words that the question has.
        metric, clause, sentence: likeness in meaning of the question with these.
        unit: whether the unit is the one asked for or one that counts the same.
        head: the share of what is counted that the fact has.
        side: whether it is a target, a budget, a change … and the question asks for none.
        whole: whether it is the mark of the whole report.
        fresh: whether it counts new ones only, and the question does not.
        nil: whether the number is 0, which is told of what there is none of and hardly asked for.
        missing: how many names of the question stand nowhere near.
        another: whether the question names another fact's metric.
        place: 1 for the best passage, 0 behind the tenth.
        owner: whether it is of a thing that the question does not name, and not of the report's own place or office.
        untold: whether all words of the question are told here but one that narrows what is counted.
        unsaid: how many nouns of the question are not told where the number stands, two at most.
        words, around: how near the question's words come one by one to those of the fact, and of its sentence.
        loose: how many words that narrow the question are told in no known wording where the number stands, two at most.
        gap: how far the farthest of the untold words is from every word that is told there, 0 to 1.
        counted: how far the noun that is counted is, where it is among them.
        outdone: whether another number of the report tells a word more of the question.
        off: whether the question names a measure word for things or happenings and the fact has one of another sort.
        exact: whether the fact by itself has all words of the question, and the question those of the metric.
    """

    told: float = 0.0
    told_here: float = 0.0
    asked: float = 0.0
    metric: float = 0.0
    clause: float = 0.0
    sentence: float = 0.0
    unit: float = 0.0
    head: float = 0.0
    side: float = 0.0
    whole: float = 0.0
    fresh: float = 0.0
    nil: float = 0.0
    missing: float = 0.0
    another: float = 0.0
    place: float = 0.0
    owner: float = 0.0
    untold: float = 0.0
    unsaid: float = 0.0
    words: float = 0.0
    around: float = 0.0
    loose: float = 0.0
    gap: float = 0.0
    counted: float = 0.0
    outdone: float = 0.0
    exact: float = 0.0
    off: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact with how well it answers, 0 to about 1.1.

    Attributes:
        sentence: the text that it stands in.
        lacking: words of the question that make it narrower than what is told (see `telling`); none in an answer.
        barred: those of them that have no other wording, or none that is near.
    """

    fact: Fact
    score: float
    sentence: str = ""
    signals: Signals = Signals()
    lacking: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()


def rank_facts(question: Question, evidence: Evidence, *, wider: bool = False) -> list[Candidate]:
    """The facts that could answer, best first: of the wanted dimension and, if one is named, the year.

    Args:
        wider: also those that leave a word untold by which the question narrows itself.
    """
    told = [(f, sentence_of(f, evidence)) for f in evidence.facts]
    fit = Narrowness(question, evidence)
    told = [(f, sentence) for f, sentence in told if fits(f, question, sentence) and not fit.excludes(f)]
    told = _of_the_whole(question, fit.without_parts(told))
    if not told:
        return []
    telling = Telling(question, evidence)
    nears = [near(f, s, evidence.documents.get(f.citation.source)) for f, s in told]
    lacking = [
        telling.lacking(f, n, of_another=f.subject in f.citation.quote and fit.is_of_another(f))
        for (f, _), n in zip(told, nears, strict=True)
    ]
    outdone = _outdone(question, telling, [f for f, _ in told], nears, lacking)
    unknown = {source: telling.unknown_in(source) for source in evidence.documents}
    gaps = _gaps(telling, evidence, nears, lacking)
    ranked = [
        Candidate(
            fact,
            _score(signals),
            sentence,
            replace(
                signals,
                unsaid=min(_MOST_UNSAID, len(untold.plain)),
                loose=min(_MOST_UNSAID, len(untold.loose)),
                gap=gap,
                counted=counted,
                outdone=float(bool(less)),
            ),
            untold.narrowing or less or unknown.get(fact.citation.source, ()),
            untold.strict + (untold.loose if gap >= _TOO_FAR else ()) + unknown.get(fact.citation.source, ()),
        )
        for (fact, sentence), signals, untold, less, (gap, counted) in zip(
            told, _signals(told, question, evidence, fit), lacking, outdone, gaps, strict=True
        )
        if wider or not (untold.narrowing or less)
    ]
    return sorted(ranked, key=lambda c: (-c.score, c.fact.citation.source, c.fact.citation.start))


def _of_the_whole(question: Question, told: list[tuple[Fact, str]]) -> list[tuple[Fact, str]]:
    """Who asks for a mark and names nothing that got it means that of the whole report, where it is told."""
    if not _BARE_SCORE.fullmatch("".join(question.about.split())):
        return told
    whole = {f.citation.source for f, _ in told if f.kind == "score" and _TOTAL_SCORE.search(f.metric)}
    return [
        (f, s)
        for f, s in told
        if f.citation.source not in whole or (f.kind == "score" and _TOTAL_SCORE.search(f.metric))
    ]


def _outdone(
    question: Question,
    telling: Telling,
    facts: Sequence[Fact],
    nears: Sequence[Near],
    lacking: Sequence[Lacking],
) -> list[tuple[str, ...]]:
    """For each fact the words that another one of its report tells beside all that it tells itself; mostly none.

    Where 新辟公交线路 are asked, the number that tells 公交线路 is outdone by the one that tells 新辟 as well.
    """
    unit = question.wanted.unit if question.wanted else None
    masks = [telling.told_by(n) for n in nears]
    best: dict[str, set[tuple[int, bool]]] = {}
    for fact, mask, untold in zip(facts, masks, lacking, strict=True):
        if not untold.narrowing and not _is_aside(fact, question):
            best.setdefault(fact.citation.source, set()).add((mask, _fits_unit(unit, fact)))
    return [
        next(
            (
                telling.words_in(other & ~mask)
                for other, fitting in best.get(fact.citation.source, ())
                if other != mask and other & mask == mask and fitting >= _fits_unit(unit, fact)
            ),
            (),
        )
        for fact, mask in zip(facts, masks, strict=True)
    ]


def _gaps(
    telling: Telling, evidence: Evidence, nears: Sequence[Near], lacking: Sequence[Lacking]
) -> list[tuple[float, float]]:
    """For each fact how far the farthest of the question's untold words is from all words of the fact and its headings, 0 to 1.

    And the same for the noun that is counted.
    """
    of_word: dict[str, list[int]] = {}
    for place, untold in enumerate(lacking):
        for word in () if untold.strict else (*untold.loose, *untold.plain):
            of_word.setdefault(word, []).append(place)
    gaps, counted = [0.0] * len(nears), [0.0] * len(nears)
    for word, places in of_word.items():
        near_by = evidence.closeness(
            word, [f"{nears[place].own} {nears[place].headings}" for place in places]
        )
        for place, close in zip(places, near_by, strict=True):
            far = 1 - max(0.0, float(close))
            gaps[place] = max(gaps[place], far)
            if telling.counts(word):
                counted[place] = max(counted[place], far)
    return list(zip(gaps, counted, strict=True))


def _fits_unit(unit: str | None, fact: Fact) -> bool:
    return unit is None or comparable(unit, fact.quantity.unit)


def _score(signals: Signals) -> float:
    return (
        _COVERAGE * signals.told
        + _PRECISION * signals.asked
        + _MEANING * signals.metric
        + _SAME_UNIT * (signals.unit == 1)
        + _WHOLE * signals.whole
        - _ONLY_NEW * signals.fresh
        - _SIDE_KIND * signals.side
        - _MISSING_KEY * signals.missing
        - _ANOTHER_NAMED * signals.another
    )


def _signals(
    told: Sequence[tuple[Fact, str]], question: Question, evidence: Evidence, fit: Narrowness
) -> list[Signals]:
    texts = [_text(fact) for fact, _ in told]
    # Rarity over all facts: over the few of a rare kind every word would look alike.
    matcher = Matcher.over([_text(fact) for fact in evidence.facts])
    metrics = evidence.likeness(question.wide, [f"{f.subject}{f.metric}" for f, _ in told])
    clauses = evidence.likeness(question.about, [f.citation.quote for f, _ in told])
    different = list(dict.fromkeys(sentence for _, sentence in told))
    sentences = dict(zip(different, evidence.likeness(question.wide, different), strict=True))
    words = evidence.closeness(question.about, texts)
    around = dict(zip(different, evidence.closeness(question.about, different), strict=True))
    phrase = named_metric(question.about, [f for f, _ in told])
    places = _places(evidence)
    head = head_of(question.text)
    found = []
    for (fact, sentence), text, metric, clause, near_words in zip(
        told, texts, metrics, clauses, words, strict=True
    ):
        section, unit = fact.citation.section, question.wanted.unit if question.wanted else None
        same_unit = _unit(unit, fact.quantity.unit)
        fields = ((_IN_FACT, text), (_IN_SENTENCE, sentence), (_IN_HEADINGS, section))
        around_it = squeeze(f"{text}{sentence}{section}")
        told_here = matcher.coverage(question.about, question.added, fields[:1])
        asked = matcher.precision(bare_metric(fact.metric), question.about, question.added)
        of_another = fit.is_of_another(fact)
        found.append(
            Signals(
                told=matcher.coverage(question.about, question.added, fields),
                told_here=told_here,
                asked=asked,
                metric=max(0.0, float(metric)),
                clause=max(0.0, float(clause)),
                sentence=max(0.0, float(sentences[sentence])),
                unit=same_unit,
                off=float(not same_unit and unit is not None and unit not in ANY_THING),
                head=matcher.coverage(head, question.added, ((1.0, text), (_IN_SENTENCE, sentence))),
                side=float(_is_aside(fact, question)),
                whole=float(fact.kind == "score" and bool(_TOTAL_SCORE.search(fact.metric))),
                fresh=float("新增" in fact.metric and "新" not in question.text),
                nil=float(not fact.quantity.high),
                missing=float(sum(squeeze(key) not in around_it for key in question.keys)),
                another=float(bool(phrase) and phrase not in fold(f"{text}{section}")),
                place=_place(fact, places),
                owner=float(of_another),
                exact=float(min(told_here, asked) >= _ALL and not of_another),
                untold=fit.untold(fold(around_it)),
                words=float(near_words),
                around=float(around[sentence]),
            )
        )
    return found


def _unit(asked: str | None, told: str) -> float:
    """How well a unit is the one asked for: measure words stand for each other in everyday speech (多少份 for 1700项).

    Where a time, a length or an area is asked (多久, 多长, 多大面积), minutes are as good as days.
    """
    if asked is None:
        return 0.0
    sorts = {dimension(asked), dimension(told)}
    if comparable(asked, told) or (len(sorts) == 1 and sorts <= _MEASURED):
        return 1.0
    return _ALIKE if sorts <= _MEASURES or (asked in ANYONE and dimension(told) in PEOPLE) else 0.0


def _text(fact: Fact) -> str:
    return f"{fact.subject} {fact.metric} {fact.citation.quote}"


def _places(evidence: Evidence) -> list[tuple[str, int, int]]:
    """Source, start and end of the best passages, best first."""
    return [
        (found.source, passage.start, passage.end)
        for found in evidence.found[:_PASSAGES]
        if (document := evidence.documents.get(found.source))
        for passage in (document.passages[found.number],)
    ]


def _place(fact: Fact, places: Sequence[tuple[str, int, int]]) -> float:
    at = fact.citation
    for order, (source, start, end) in enumerate(places):
        if source == at.source and start <= at.start < end:
            return 1 - order / _PASSAGES
    return 0.0


def named_metric(about: str, facts: Sequence[Fact]) -> str:
    """The longest stretch of the question that a metric consists of or ends in, "" if none is long enough.

    Where 公务接待费 is asked and there is a 公务接待费, the 三公经费 beside it is no answer.
    """
    asked = "".join(fold(about).split())
    ends = {
        metric[-size:]
        for metric in (fold(fact.metric) for fact in facts)
        for size in range(_PHRASE, len(metric) + 1)
        if metric[-size:] in asked
    }
    return max(ends, key=lambda end: (len(end), end), default="")


def _is_aside(fact: Fact, question: Question) -> bool:
    """Whether a fact is of a kind that is answered only where it is asked for, and it is not."""
    for end, words in _ASKED_COLUMNS:
        if end.search(fact.metric):
            return not any(word in question.text for word in words)
    return fact.kind != "actual" and not any(word in question.text for word in _ASKED_KINDS[fact.kind])


def sentence_of(fact: Fact, evidence: Evidence) -> str:
    """The sentence that a fact stands in."""
    document = evidence.documents.get(fact.citation.source)
    if document is None:
        return fact.citation.quote
    text, start, end = document.text, fact.citation.start, fact.citation.end
    before = max(
        (m.end() for m in _SENTENCE_END.finditer(text, max(0, start - 400), start)),
        default=max(0, start - 400),
    )
    after = _SENTENCE_END.search(text, end)
    return text[before : after.start() if after else end]
