"""Where the text breaks off or its numbering does: empty items, numbers printed twice, counts without a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.document import Section
from ingest.markers import match_lead, number
from ingest.words import cut
from search.audit.paper import Finding, Paper

_EMPTY_ITEM = re.compile(r"(?<=[。;])\s*(\d{1,2}[.、])\s*(?=\n|$)")
_NO_BRACKET = re.compile(r"(?:(?<=\n)|^)\((\d{1,2})\s?(?=[一-鿿]{2})(?![年月日个项条次宗件万亿号])")
# "共受理…转办工单按时完成率100%": what was counted is told, and how many is not.
_NO_COUNT = re.compile(
    r"(?:共|累计)(?:受理|办理|处理|接听|收到|接收|完成|处置|承办|接待|办结)(?P<what>[^,。;:、\n\d一二三四五六七八九十百千万亿数多]{2,24}?)(?P<rate>[按及准依]?[时期]?[一-鿿]{2}率)(?:达到?|为)?\s*\d"
)
# 新增志愿者达到人，: the number before the measure word is gone.
_NO_NUMBER = re.compile(
    r"(?:达到|共计|合计|累计达|增长到?|提高到?|提升到?|下降到?|降低到?|增加到?|减少到?|同比增长|同比下降)(?P<unit>万元|元|场次|批次|个百分点|%|人次|宗|件|项|家|人|张|户)(?=[,。;、])"
)
# What is counted by a verb of doing, up to the end of its clause.
_MEASURED = re.compile(
    r"(?:完成|建成|新建|新增|改造|培训|受理|办理|整改|举办|组织|开展|新设|配备|更换|发放)[一-鿿]{4,16}[家件宗场辆台户所](?=[,。;、])"
)
_COUNTED_OTHERWISE = re.compile(
    r"[一二两三四五六七八九十百千万亿几多数各每全第半余首个]|到家|大家|上户|到户|入户|现场|市场|登场|进场|住所|厕所|场所|事件|文件|案件|[^新]出台|平台|电话|商户|用户|账户|管家|专家|国家|居家|企业家|处所|后台|舞台|车辆"
)
_ANNOUNCED = re.compile(r"(?:以下|如下|下列|下面|几个?方面|几点|几项)[^。;\n]{0,16}:$")
_NUMBERED_NAME = re.compile(r"12345|110|120|119|5G|4G|3D")
_PUNCTUATION = re.compile(r"[,;、]{2,}|。{2}(?!。)|[,;、]。|。[,;、]|:。")
_TEMPLATE = re.compile(
    r"(?:(?<=[。;\n])|^)[概简]?述(?:本?单位|本?部门)[^,。;\n]{4,30}[。;]|[X×x]{2,}(?=年|月|日|万元|元|个|项|局|%)|此处(?:简要)?(?:填写|说明|描述)[^,。;\n]{0,20}"
)
_MARKUP = re.compile(r"\\(?:leq?|geq?|times|approx|neq)(?![A-Za-z])|\$[^$\n]{1,20}\$")


def read_breaks(paper: Paper) -> Iterator[Finding]:
    """5. with nothing behind it; （2 without its bracket; 述单位工作开展情况。 left over from the form."""
    for match in _EMPTY_ITEM.finditer(paper.text):
        message = f"“{match[1]}”后面没有内容，疑缺漏"
        yield paper.finding(
            "truncated", "warning", message, paper.clause(match.start(1) - 2, match.end(1) - 1), match.span(1)
        )
    for match in _NO_BRACKET.finditer(paper.text):
        end = paper.clause(match.end(), match.end())[1]
        yield paper.finding("numbering", "note", f"“（{match[1]}”缺右括号", (match.start(), end))
    for match in _NO_COUNT.finditer(_hide_names(paper.text)):
        message = f"“{paper.text[match.start() : match.end('rate')]}”只有比率，没有写数量，疑有缺漏"
        yield paper.finding("truncated", "warning", message, paper.clause(*match.span()))
    for match in _NO_NUMBER.finditer(paper.text):
        message = f"“{match.group()}”：“{match['unit']}”前面没有数字，疑有缺漏"
        yield paper.finding("truncated", "warning", message, paper.clause(*match.span()))
    for match in _PUNCTUATION.finditer(paper.text):
        message = f"标点重复或相冲：“{paper.document.text[match.start() : match.end()]}”"
        yield paper.finding(
            "punctuation", "note", message, paper.clause(match.start() - 1, match.end()), match.span()
        )
    for match in _TEMPLATE.finditer(paper.text):
        message = f"疑为填报模板的说明文字：“{match.group()}”"
        yield paper.finding("template_residue", "warning", message, match.span())
    for match in _MARKUP.finditer(paper.text):
        message = f"排版代码没有转换成文字：“{match.group()}”"
        yield paper.finding("garbled", "note", message, paper.clause(*match.span()))
    yield from _no_count(paper)
    yield from _announced(paper)
    yield from _numbering(paper)
    yield from _loose_ends(paper)


def _no_count(paper: Paper) -> Iterator[Finding]:
    """完成养老机构消防改造家: a verb that counts, what is counted, and a measure word that has no number before it."""
    for match in _MEASURED.finditer(paper.text):
        words = paper.text[match.start() : match.end()]
        *_, (first, last) = cut(words)
        if last - first == 1 and not _COUNTED_OTHERWISE.search(words):
            message = f"“{words}”：“{words[-1]}”前面没有数字，疑有缺漏"
            yield paper.finding("truncated", "warning", message, paper.clause(*match.span()))


def _announced(paper: Paper) -> Iterator[Finding]:
    """主要成效有以下几点： with the next chapter behind it."""
    sections = paper.document.sections
    for before, after in pairwise(sections[1:]):
        words = paper.text[before.body : before.end].rstrip()
        announced = _ANNOUNCED.search(words)
        # The heading behind has to go on with the numbers of the one before: 一、 and 二、.
        follows = after.level == before.level and _number_of(after) == _number_of(before) + 1
        if announced and follows and _number_of(before) and not paper.children.get(before.index):
            message = "冒号后面没有内容，所说的几点没有列出"
            end = before.body + len(words)
            yield paper.finding("truncated", "warning", message, paper.clause(end - 2, end - 1))


def _hide_names(text: str) -> str:
    """Digits that belong to names are no counts (12345热线)."""
    return _NUMBERED_NAME.sub(lambda m: "某" * len(m.group()), text)


def _loose_ends(paper: Paper) -> Iterator[Finding]:
    """A paragraph that ends with a comma, before a heading: the sentence was not finished."""
    for (start, end), (after, last) in zip(paper.lines, paper.lines[1:], strict=False):
        line = paper.text[start:end].rstrip()
        if line[-1:] in (",", "、") and "\t" not in line and match_lead(paper.text[after:last]):
            message = "本段以逗号、顿号结束，句子没有写完"
            yield paper.finding(
                "truncated", "note", message, paper.clause(start + len(line) - 2, start + len(line) - 1)
            )


def _numbering(paper: Paper) -> Iterator[Finding]:
    """3. twice among the items of one heading."""
    for items in paper.children.values():
        runs: dict[str, list[Section]] = {}
        for item in items:
            lead = match_lead(item.label) if item.label else None
            if lead:
                runs.setdefault(lead[0].name, []).append(item)
        for run in runs.values():
            yield from _twice(paper, run)


def _twice(paper: Paper, run: Sequence[Section]) -> Iterator[Finding]:
    numbers = [_number_of(item) for item in run]
    for at in range(1, len(run)):
        before, here = numbers[at - 1], numbers[at]
        # A list may begin anew at 1, and a number too many is the outline's to judge, not ours.
        titles = {run[at - 1].title, run[at].title}
        if before == here and here != 1 and len(titles) == 2 and "" not in titles:
            message = f"编号“{run[at].label}”出现两次"
            yield paper.finding(
                "numbering",
                "warning",
                message,
                *((s.start, max(s.body, s.start + 1)) for s in run[at - 1 : at + 1]),
            )


def _number_of(item: Section) -> int:
    lead = match_lead(item.label)
    return number(lead[1].group(1)) if lead else 0
