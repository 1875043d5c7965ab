"""A telling clause: the shortest stretch of the best sentence that says what was asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.clauses import clauses
from ingest.document import Citation, Document
from ingest.fold import squeeze
from ingest.markers import match_lead
from ingest.split import sentences
from search.answer import Answer
from search.evidence import Evidence
from search.matching import Matcher
from search.questions.leaning import Lean, house_in, kind_of_house
from search.questions.metric import refuse
from search.questions.names import asks_named, quoted_name
from search.questions.person import answer_person
from search.questions.reason import asks_why, reason_in, with_reasons
from search.questions.relation import answer_relation
from search.questions.runs import marked
from search.questions.telling import Telling
from search.understand import Question, asking
from search.wording import shorten

_COVERAGE, _MEANING = 0.6, 0.4
_IN_SENTENCE, _IN_HEADINGS = 1.0, 0.4
# A sentence with a name of the kind that was asked for, and not in the question itself.
_ASKED_FOR = 0.08
# A sentence that has a name in quotation marks before the kind of thing asked for (“…”系统).
_QUOTED_NAME = 0.22
# Of the clauses of one sentence, those with such a name.
_NAMED = 0.3
# The search's own order, best passage first, breaks near ties.
_RANK = 0.04
# The question names a thing (“穗盾”, 12345) that stands neither in the sentence nor in its headings.
_MISSING_KEY = 0.12
# A clause that tells nothing costs a glance, a refusal of what is there costs more; numbers are stricter.
ENOUGH = 0.25
# What an answer of kind "text" may hold, and one that should be a name.
_LONGEST, _LONGEST_NAMED = 80, 60
_PASSAGES = 10
_LONGEST_SENTENCE = 200  # longer ones are cited by their telling clauses
_REPEATS = 3
# A numbered reason that has so much of the question is of it.
_ITEM_TOLD = 0.4
# Sentences, and items or reasons cut out of them: nothing proves that these are what was asked.
_SUREST, LESS_SURE = 0.9, 0.85
# Nothing but the question's own words: a heading that is asked about.
_ECHO, _ECHOED = 0.15, 0.95
_LABEL = re.compile(r"^(?:存在|主要|发现)[^，。：:]{0,10}[：:]")
# What ends the name of a body that no list has, and people who are named by what they are.
_BODY = re.compile(
    r"[一-鿿]{1,8}(?:局|委员会|办公室|厅|中心|公司|集团|银行|医院|大学|学院|研究院|协会|学会|联盟|事务所|政府|法院|检察院|支队|大队|街道)"
    r"|[省市区县镇][一-鿿]{1,6}[委办处站所队]|[一-鿿]{2,4}(?:院士|教授|博士|研究员|局长|主任|书记|同志)|我[局委办厅部校院]"
)
_TITLE = re.compile(r"《[^《》]{2,80}》")
_DATE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|[初中底末]|[上中下]旬)?|\d{4}年(?:[初底末]|[上下]半年|第?[一二三四]季度)?"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence at `start:end` of a report, with how well it answers."""

    document: Document
    start: int
    end: int
    score: float

    @property
    def text(self) -> str:
        """Its characters."""
        return self.document.text[self.start : self.end]


def answer_text(question: Question, evidence: Evidence) -> Answer:
    """The clause that tells what `question` asks, with its quote."""
    unknown = unknown_works(question, evidence)
    if unknown:
        return replace(refuse(question, evidence, ()), failed=unknown)
    if question.asked == "PERSON":
        return answer_person(question, evidence)
    related = answer_relation(question, evidence) if question.asked else None
    if related:
        return related
    why = asks_why(question.text)
    ranked = rank_sentences(question, evidence)
    ranked = with_reasons([s for s in ranked if s.score >= ENOUGH]) if why else ranked
    if not why:
        ranked = who_told(question, ranked, evidence)
    if not ranked or ranked[0].score < ENOUGH:
        return refuse(question, evidence, ())
    return told(question, ranked[0], evidence)


def who_told(question: Question, ranked: Sequence[Sentence], evidence: Evidence) -> list[Sentence]:
    """The sentences that can name whom or when the question asks for; all, where it asks for neither."""
    if question.asked not in ("ORG", "DATE"):
        return list(ranked)
    names, house = _names_asked_for(question, evidence), kind_of_house(question)
    body = re.compile(f"[一-鿿（）]{{2,12}}(?:{house.pattern})") if house else _BODY
    maker = next((row["maker"] for row in asking()["relation"] if "maker" in row), None)
    maker = maker if maker and question.asked == "ORG" and re.search(maker, question.text) else None
    asked, telling = squeeze(question.text), Telling(question, evidence)

    def names_one(text: str) -> bool:
        if not house and _has_asked(question, text, names):
            return True
        return question.asked == "ORG" and any(m.group() not in asked for m in body.finditer(squeeze(text)))

    return [
        s
        for s in ranked
        if names_one(s.text)
        and (not maker or re.search(maker, s.text))
        and (not house or telling.tells_some(s.document, s.start, s.end))
    ]


def told(question: Question, best: Sentence, evidence: Evidence) -> Answer:
    """The answer that a sentence gives: its telling clause, or the reason in it; numbered reasons each as an item."""
    longest = _LONGEST_NAMED if question.asked or asks_named(question.text) else _LONGEST
    why = asks_why(question.text)
    reasons = marked(best.text) if why else []
    meant = reason_meant(question, marked(best.text, whole=True)) if reasons else None
    if meant:
        whole = best.document.cite(best.start, best.end)
        return Answer(
            question=question.text,
            kind="text",
            short=meant[:_LONGEST],
            text=f"报告写道：“{meant}”",
            confidence=sureness(best.score, LESS_SURE),
            citations=repeated(best.document, whole),
        )
    if reasons:
        return Answer(
            question=question.text,
            kind="list",
            short=shorten("；".join(reasons), _LONGEST_NAMED),
            text=f"{'；'.join(reasons)}。",
            confidence=sureness(best.score, LESS_SURE),
            citations=(best.document.cite(best.start, best.end),),
            items=tuple(reason[:_LONGEST_NAMED] for reason in reasons),
        )
    start, end = reason_in(best, longest) if why else telling(question, best, evidence, longest)
    citation = best.document.cite(start, end)
    said = (
        name_in(question, best, (start, end), evidence)
        or house_in(question, citation.quote)
        or quoted_name(question, best.text)
        or _LABEL.sub("", unnumbered(citation.quote))[:longest]
    )
    whole = best.document.cite(best.start, best.end)
    return Answer(
        question=question.text,
        kind="text",
        short=said,
        text=f"报告写道：“{whole.quote if len(whole.quote) <= _LONGEST_SENTENCE else citation.quote}”",
        confidence=sureness(best.score, LESS_SURE if why else _SUREST),
        citations=repeated(best.document, citation if len(whole.quote) > _LONGEST_SENTENCE else whole),
    )


def reason_meant(question: Question, items: Sequence[str]) -> str | None:
    """The one numbered reason that is of what the question names; None where none or several are.

    Why the contracts lost marks is told by the item on contracts, not by all five.
    """
    matcher = Matcher.over(items)
    told = [matcher.coverage(question.about, question.added, ((1.0, item),)) for item in items]
    best = max(range(len(items)), key=lambda i: told[i])
    others = max((t for i, t in enumerate(told) if i != best), default=0.0)
    return items[best] if told[best] >= _ITEM_TOLD and others <= told[best] / 2 else None


def repeated(document: Document, citation: Citation) -> tuple[Citation, ...]:
    """A citation and the other places of the report that say the same in the same words."""
    places = [m.start() for m in re.finditer(re.escape(citation.quote), document.text)]
    others = [p for p in places if p != citation.start][:_REPEATS]
    return (citation, *(document.cite(p, p + len(citation.quote)) for p in others))


def unknown_works(question: Question, evidence: Evidence) -> tuple[str, ...]:
    """Titles in 《》 that the question names and none of the reports in scope does."""
    text = squeeze("".join(document.text for document in evidence.documents.values()))
    titles = re.findall(r"《([^《》]{4,80})》", question.text)
    return tuple(f"文件：报告没有提到《{title}》" for title in titles if squeeze(title) not in text)


def unnumbered(quote: str) -> str:
    """A quote on one line, without the number of the list item that it begins with.

    >>> unnumbered("9.负责区12345政府服务热线建设管理工作"), unnumbered("二是推进数据共享")
    ('负责区12345政府服务热线建设管理工作', '推进数据共享')
    """
    line = "".join(quote.split())
    lead = match_lead(line)
    return line[lead[1].end() :] if lead else line


def sureness(score: float, most: float = _SUREST) -> float:
    """Confidence of a sentence's score, 0 to `most`; on bench/gold right answers grow about so with it."""
    return round(min(most, 0.32 + 0.7 * score), 3)


def name_in(question: Question, best: Sentence, window: tuple[int, int], evidence: Evidence) -> str | None:
    """The one name of the asked type in the telling clauses that the question does not have; None if several."""
    if question.asked not in ("ORG", "PLATFORM", "POLICY", "AWARD", "DATE"):
        return None
    text = best.document.text[window[0] : window[1]]
    if question.asked == "DATE":
        dates = [m.group() for m in _DATE.finditer(text)]
        return max(dates, key=len) if len({*dates}) == 1 or len(dates) == 1 else None
    names = [name for name in _names_asked_for(question, evidence) if name in text]
    names += _titles(question, text)
    longest = [n for n in names if not any(n != other and n in other for other in names)]
    return longest[0] if len(set(longest)) == 1 else None


def rank_sentences(question: Question, evidence: Evidence, *, per_report: bool = False) -> list[Sentence]:
    """The sentences of the best passages, best first; of the best passages of each report if `per_report`."""
    spans: list[tuple[Document, int, int, int]] = []
    orders: Counter[str] = Counter()
    for found in evidence.found:
        order = orders[found.source if per_report else ""]
        orders[found.source if per_report else ""] += 1
        if order >= _PASSAGES:
            continue
        document = evidence.documents.get(found.source)
        if document is None:
            continue
        passage = document.passages[found.number]
        spans += [
            (document, start, end, order)
            for start, end in sentences(document.text, passage.start, passage.end)
            if not _is_mere_heading(document, start, end)
        ]
    telling = Telling(question, evidence)
    spans = [(d, a, b, n) for d, a, b, n in spans if not telling.lacking_in(d, a, b)]
    if not spans:
        return []
    texts = [document.text[start:end] for document, start, end, _ in spans]
    matcher = Matcher.over(texts)
    alike = evidence.likeness(question.wide, texts)
    names = _names_asked_for(question, evidence)
    lean = Lean(question)
    ranked = []
    for (document, start, end, order), text, meaning in zip(spans, texts, alike, strict=True):
        path = " ".join(document.section_at(start).path)
        score = (
            _COVERAGE
            * matcher.coverage(question.about, question.added, ((_IN_SENTENCE, text), (_IN_HEADINGS, path)))
            + _MEANING * max(0.0, float(meaning))
            + _RANK * (1 - order / _PASSAGES)
            + (_QUOTED_NAME if quoted_name(question, text) else 0.0)
            + (_ASKED_FOR if _has_asked(question, text, names) else 0.0)
            + lean.of(text, path, matcher)
            - (_ECHO if matcher.precision(unnumbered(text), question.text, ()) > _ECHOED else 0.0)
            - _MISSING_KEY * sum(squeeze(key) not in squeeze(text + path) for key in question.keys)
        )
        ranked.append(Sentence(document, start, end, score))
    return sorted(ranked, key=lambda s: (-s.score, s.document.source, s.start))


def _titles(question: Question, text: str) -> list[str]:
    """The titles in 《》 that a text has and the question does not, where it asks for a paper."""
    asked = squeeze(question.text)
    titles = _TITLE.findall(text) if question.asked == "POLICY" else []
    return [title[1:-1] for title in titles if squeeze(title[1:-1]) not in asked]


def _is_mere_heading(document: Document, start: int, end: int) -> bool:
    """A heading on a line of its own says what follows, not what was done, unless nothing stands under it."""
    section = document.section_at(start)
    alone = document.text[end : end + 1] in ("\n", "")
    return alone and section.index > 0 and end <= section.body and section.end - section.body > 1


def _names_asked_for(question: Question, evidence: Evidence) -> tuple[str, ...]:
    """The names of the asked type that the question itself does not have."""
    asked = squeeze(question.text)
    return tuple(
        name
        for entity in evidence.entities
        if entity.type == question.asked
        for name in (entity.name, *entity.aliases)
        if squeeze(name) not in asked
    )


def _has_asked(question: Question, text: str, names: Sequence[str]) -> bool:
    if question.asked == "DATE":
        return bool(_DATE.search(text))
    return any(name in text for name in names) or bool(_titles(question, text))


def telling(question: Question, best: Sentence, evidence: Evidence, longest: int) -> tuple[int, int]:
    """The stretch of whole clauses, at most `longest` characters, that tells most of the question."""
    if best.end - best.start <= longest:
        return best.start, best.end
    parts = [(c.start, c.end) for s in clauses(best.document.text, best.start, best.end) for c in s]
    text = best.document.text
    matcher = Matcher.over([text[a:b] for a, b in parts])
    names = _names_asked_for(question, evidence)
    windows = []
    for first in range(len(parts)):
        for last in range(first, len(parts)):
            start, end = parts[first][0], parts[last][1]
            if end - start > longest and last > first:
                break
            piece = text[start:end]
            value = matcher.coverage(question.about, question.added, ((1.0, piece),))
            value += _NAMED if _has_asked(question, piece, names) else 0.0
            windows.append((value, end - start, -start, start, end))
    value, _, _, start, end = max(windows)
    return start, min(end, start + longest)
