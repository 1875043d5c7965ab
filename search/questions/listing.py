"""A list: the names or phrases that the best sentence enumerates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.numerals import chinese_number
from ingest.document import Citation
from search.answer import Answer
from search.evidence import Evidence
from search.matching import Matcher
from search.questions.leaning import asks_trouble, asks_ways
from search.questions.metric import refuse
from search.questions.runs import marked, part_of, part_said, wanting_in
from search.questions.text import ENOUGH, LESS_SURE, Sentence, rank_sentences, sureness, told
from search.understand import Question
from search.wording import shorten

_LONGEST_ITEM = 60
_END = 2
_DONE = re.compile(r"^.{0,6}?[了过](?=.{4})")  # 参加了…
_QUOTED = re.compile(r"(?:“[^“”]{1,40}”(?:[、，和及与以]|以及)?){2,}")
_WORKS = re.compile(r"(?:《[^《》]{2,60}》[^《》，。；]{0,14}[、，；和及与]?){2,}")
_ENUMERATED = re.compile(r"[^，。；：\n、]{1,30}(?:、[^，。；：\n、]{1,30})+")
# One pair of quotation marks around several names: “甲、乙、丙”.
_QUOTED_RUN = re.compile(r"“[^“”，。；：\n、]{1,30}(?:、[^“”，。；：\n、]{1,30})+”")
_LAST = re.compile(r"(.+?)(?:以及|和|及|与)(?!谐|平)(.+)")
_FRONT = re.compile(
    r"^(?:.*(?:分别是|包括|分别为|分别|是|为|与|对|将|在|向|同|从|派|赴|到|以及|由|给|授牌|涉及|围绕|针对|通过|依托"
    r"|联合|完成|实现|开展|推出|建设|获得|荣获|获评|选取|选择|选定|印发|出台|布设|组织|邀请|被评为))(?=.{2,})"
)
_COUNT = r"(?:\d+|[两二三四五六七八九十几多]+)(?:个|项|家|类|种|份|条|位|名|大|处|所|座|镇|村|区|市|省|部门)"
# Behind the last item: 等10个省…, 4个试点项目…, or what is done with all of them.
_BACK = re.compile(
    rf"等.*$|(?<=.{{2}}){_COUNT}.*$"
    r"|(?<=.{3})(?:开展|进行|完成|提供|达成|实施|落实|推进|参与|举办|方面进行|以及.*开展).*$"
)
# What stands behind 等 and its count sums the items up.
_AND_MORE = re.compile(rf"(?<=.{{2}})等{_COUNT}.*$")
# Items like these are measured, not named.
_MEASURED = re.compile(
    r"\d[\d,.]*[千万亿]*[余多]?(?:个|次|条|宗|件|项|人次|人|元|万元|%|家|份|场|台|套|户|名)$"
)
_NOT_COUNTED = re.compile(
    r"(?:不算|不包括|不含|不包含|除了?|除去)(?:各个?|其他|下属的?)?(?P<word>[一-鿿]{2,6}?)(?:以外|之外|外)?(?:[)）,，。?？]|$)"
)
_HEAD = re.compile(
    r"哪(?:些|[一二两三四五六七八九十几]+(?:个|家|项|类|种|份|条|位|名|大|方面|处|所|座)?)(?P<head>[^，。？?,的了]{1,8})"
)
# What is wanted stands beside its items: “…三个热点专题”.
_BESIDE = 14
_HEAD_FITS = 0.3
_HOW_MANY = re.compile(r"哪([二两三四五六七八九十]{1,2})(?:个|家|项|类|种|份|条|方面|大)")
# Words this far around an enumeration say what it enumerates.
_AROUND = 24
_COUNT_FITS = 0.3
# A sentence without an enumeration cannot answer; one may stand a little below the best.
_CLOSE = 0.15
# A sentence told in place of a list must fit better than one that enumerates.
_TOLD = 0.35
# What has to be chosen by its number is in no one sentence.
_CHOOSES = re.compile(
    r"不到|超过|高于|低于|大于|小于|不足\d|以上|以下|以内|最[多少高低大小长短]|满分|前[二三四五]"
)
# Papers that a sentence names one by one, with words between them.
_PAPERS = re.compile(r"文件|办法|方案|制度|政策|规划|意见|规定|通知")
_PAPER = re.compile(r"《([^《》]{2,60})》")
# Parts of a report are what their headings say.
_OF_A_PART = 0.7
_PART_SAID = 0.5


def answer_list(question: Question, evidence: Evidence) -> Answer:
    """The items that `question` asks for: those of a part of the report, or of one enumeration of one sentence.

    Where nothing is enumerated and a sentence tells what is asked, the answer is that sentence.
    """
    part = part_of(question, evidence)
    if part:
        citations = tuple(part.document.cite(start, end) for start, end in part.spans)
        return _listed(question, part.items, citations, _OF_A_PART)
    said = part_said(question, evidence)
    if said:
        return told(question, Sentence(*said, _PART_SAID), evidence)
    ranked = rank_sentences(question, evidence)
    if not ranked or ranked[0].score < ENOUGH:
        return refuse(question, evidence, ())
    for sentence in ranked:
        if ranked[0].score - sentence.score > _CLOSE:
            break
        items, start, end = enumeration(question, sentence)
        if items:
            citation = sentence.document.cite(start, end)
            return _listed(question, items, (citation,), sureness(sentence.score, LESS_SURE))
    if ranked[0].score < _TOLD or _CHOOSES.search(question.text):
        return refuse(question, evidence, ())
    return told(question, ranked[0], evidence)


def _listed(
    question: Question, items: Sequence[str], citations: tuple[Citation, ...], confidence: float
) -> Answer:
    quote = "".join(citation.quote for citation in citations)
    counted = re.search(rf"(?<!\d){len(items)}(?!\d)", quote)
    return Answer(
        question=question.text,
        kind="list",
        short=shorten("、".join(items), _LONGEST_ITEM),
        text=f"共{len(items)}项：{'、'.join(items)}。" if counted else f"{'、'.join(items)}。",
        confidence=confidence,
        citations=citations,
        items=tuple(items),
    )


def enumeration(question: Question, sentence: Sentence) -> tuple[list[str], int, int]:
    """The items of the enumeration that fits the question best and where it stands; none if there is none.

    One fits by the words around it and, where the question says how many, by its number of items.
    """
    text = sentence.document.text
    matcher = Matcher.over([sentence.text])
    wanted = _HOW_MANY.search(question.text)
    number = chinese_number(wanted.group(1)) if wanted else None
    numbered = marked(sentence.text)
    if numbered:
        return numbered, sentence.start, sentence.end
    wanting, first, last = wanting_in(sentence.text) if asks_trouble(question.text) else ([], 0, 0)
    if wanting:
        return wanting, sentence.start + first, sentence.start + last
    if asks_ways(question) or asks_trouble(question.text):
        return [], sentence.start, sentence.end  # names in a row are no ways and no troubles
    papers = [*_PAPER.finditer(text, sentence.start, sentence.end)]
    if len(papers) > 1 and (named := _HEAD.search(question.text)) and _PAPERS.search(named["head"]):
        return [p[1] for p in papers], papers[0].start(), papers[-1].end()
    head, unwanted = _HEAD.search(question.text), _NOT_COUNTED.search(question.text)
    found = []
    for order, pattern in enumerate((_WORKS, _QUOTED, _QUOTED_RUN, _ENUMERATED)):
        for match in pattern.finditer(text, sentence.start, sentence.end):
            items = (
                _items(match.group(), pattern)
                if pattern is not _ENUMERATED or _is_whole(match.group())
                else []
            )
            if unwanted:
                items = [item for item in items if unwanted["word"] not in item]
            if len(items) > 1 and not all(map(_MEASURED.search, items)):
                begin, end = _around(sentence, match, _AROUND)
                fit = matcher.coverage(question.about, question.added, ((1.0, text[begin:end]),))
                fit += _COUNT_FITS if len(items) == number else 0.0
                fit -= _COUNT_FITS * sum(bool(_MEASURED.search(item)) for item in items) / len(items)
                if head:
                    begin, end = _around(sentence, match, _BESIDE)
                    fit += _HEAD_FITS * matcher.coverage(
                        head["head"], question.added, ((1.0, text[begin:end]),)
                    )
                found.append((round(fit, 3), len(items), -order, items, match.start(), match.end()))
    if not found and head:
        return _two(sentence, head["head"])
    if not found:
        return [], sentence.start, sentence.end
    *_, items, start, end = max(found, key=lambda f: f[:3])
    return items, start, end


def _two(sentence: Sentence, head: str) -> tuple[list[str], int, int]:
    """Two names joined by 和 that both end as what is asked for does: 通过甲演练和乙演练."""
    for clause in re.finditer(r"[^，。；：\n]+", sentence.text):
        for joint in re.finditer(r"和|与|及|以及", clause.group()):
            one, other = clause.group()[: joint.start()], clause.group()[joint.end() :]
            end = head.strip("的")[-2:]
            if len(end) == _END and one.endswith(end) and end in other:
                last = other[: other.index(end) + len(end)]
                first = _DONE.sub("", _FRONT.sub("", one))
                if len(first) <= _LONGEST_ITEM and len(last) <= _LONGEST_ITEM:
                    start = sentence.start + clause.start() + len(one) - len(first)
                    return [first, last], start, sentence.start + clause.start() + joint.end() + len(last)
    return [], sentence.start, sentence.end


def _is_whole(run: str) -> bool:
    """Whether no title or quotation goes on from one item to the next (《…堵点、痛点…》)."""
    parts = run.split("、")
    return all(part.count("《") == part.count("》") and part.count("“") == part.count("”") for part in parts)


def _around(sentence: Sentence, match: re.Match[str], far: int) -> tuple[int, int]:
    return max(sentence.start, match.start() - far), min(sentence.end, match.end() + far)


def _items(run: str, pattern: re.Pattern[str]) -> list[str]:
    if pattern is _WORKS:
        return re.findall(r"《([^《》]{2,60})》", run)
    if pattern is _QUOTED:
        return re.findall(r"“([^“”]{1,40})”", run)
    parts = [part for piece in run.strip("“”").split("、") for part in re.split("以及", piece) if part]
    last = _LAST.fullmatch(parts[-1])
    if last:
        parts[-1:] = [last.group(1), last.group(2)]
    for last_named, part in enumerate(parts):
        if _AND_MORE.search(part):
            parts = [*parts[:last_named], _AND_MORE.sub("", part)]
            break
    parts[0] = _FRONT.sub("", parts[0])
    parts[-1] = _alike(parts[:-1], _BACK.sub("", parts[-1]))
    items = [part.strip("“”《》的 ") for part in parts]
    return [item for item in items if 0 < len(item) <= _LONGEST_ITEM]


def _alike(others: Sequence[str], last: str) -> str:
    """The last item up to the character that all the others end with: what stands behind is said of all.

    >>> _alike(["石南村", "五华村"], "杨二村开展指导"), _alike(["佛山", "湛江"], "拉萨服务基地")
    ('杨二村', '拉萨服务基地')
    """
    ends = {other.strip("“”")[-1:] for other in others}
    end = next(iter(ends)) if len(ends) == 1 else ""
    at = last.rfind(end) if end and len(others) > 1 else -1
    return last[: at + 1] if at > 0 else last
