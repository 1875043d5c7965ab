"""Names by their place on the page: titles, numbered documents, meetings, budget lines, lists of offices."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.names import Candidate, reach
from graph.wording import Words

# What a document is told by besides its title: 穗府〔2021〕64号.
_NUMBERED = re.compile(r"[一-鿿]{2,8}[〔\[（(](?:19|20)\d\d[〕\]）)]\d+号")
_TITLE = re.compile(r"《([^《》\n]{2,80}(?:《[^《》]*》[^《》]*)?)》")
# A newspaper that reports is no document that rules: 被《…》采纳, 获《…》报道.
_PRESS = re.compile(r"》[^，。；《]{0,8}(?:采纳|报道|刊登|刊发|宣传|转载)")
# Documents without 《》: 市人民政府令第188号; 省财政厅关于…的通知.
_ORDER = re.compile(r"令第\d+号")
_ABOUT = re.compile(r"关于[^，。；《》\n]{4,60}的(?:通知|通报|意见|决定|批复|公告|函)(?![一-鿿]{0,4}》)")

# 在2023第二届中国云计算和大数据技术大会上: what stands between 在 and 上 is whole.
_GATHERING = re.compile(
    r"在(?:近日|近期)?((?:(?!在)[^，。；：、《》“”\n]){4,34}?"
    r"(?:大会|峰会|论坛|博览会|交易会|年会|大赛|竞赛|展览会))(?:[上中]|期间)"
)

# A line of a list of budget items: 1.办公场租。年度预算数…
BUDGET_LINE = re.compile(
    r"(?:^|(?<=[。；\n]))\s*(?:\d{1,2}[.．、]|（\d{1,2}）|\(\d{1,2}\))\s*([^。；，：\n]{3,60}?)[。，：\s]*"
    r"(?:全?年度?)?(?:年初)?(?:预算(?:数|金额|安排|资金|经费)?|安排(?:预算|资金|经费))[为：]?\s*[\d,，.]+",
    re.MULTILINE,
)

# Who belongs to whom: 内设机构9个，分别是办公室、综合科…; 下属单位2个：….
OFFICES = re.compile(
    r"(?:内设(?:机构|科室|处室|部门)(?!情况|设置)|下设|下属(?:事业)?单位|直属(?:事业)?单位|所属(?:事业)?单位)(?:共?有?\s*[\d一二三四五六七八九十两]+\s*[个家])?"
    r"[，,：:（(]?\s*(?:分别)?(?:是|为|有|包括|包含|即)?[：:]?\s*([^。；;\n]{2,300})"
)
_OFFICE = re.compile(
    r"[^、，,和及（）()：:]{0,28}?(?:办公室|科|处|室|股|中心|局|队|站|所|部|院)(?=[、，,。；;和及（）()\n]|$)"
)


def find_documents(words: Words) -> Iterator[Candidate]:
    """Titles in 《》, document numbers, numbered orders, and notices on something."""
    text = words.text
    for match in _TITLE.finditer(text):
        if not _PRESS.match(text, match.end() - 1):
            yield Candidate(match.start(1), match.end(1), "POLICY", rank=0)
    for match in _NUMBERED.finditer(text):
        yield Candidate(match.start(), match.end(), "POLICY", rank=1)
    for match in _ORDER.finditer(text):
        if match.start() in words.ending:
            start = reach(words, match.start() - 1, match.start(), "ORG")
            yield Candidate(start, match.end(), "POLICY", rank=1)
    for match in _ABOUT.finditer(text):
        if match.start() in words.ending:
            start = reach(words, match.start() - 1, match.start(), "ORG")
            yield Candidate(start, match.end(), "POLICY", rank=1)


def find_budget_lines(text: str) -> Iterator[Candidate]:
    """The items of a list of funded projects, whatever noun they end in."""
    for match in BUDGET_LINE.finditer(text):
        yield Candidate(match.start(1), match.end(1), "PROJECT", rank=0)


def find_gatherings(text: str) -> Iterator[Candidate]:
    """The meetings and fairs at which something happened (在…大会上)."""
    for match in _GATHERING.finditer(text):
        yield Candidate(match.start(1), match.end(1), "EVENT", rank=1)


def find_offices(words: Words) -> Iterator[Candidate]:
    """The offices and units of a list that begins with 内设机构 or 下属单位; at least two of them."""
    for match in OFFICES.finditer(words.text):
        found = list(_OFFICE.finditer(words.text, match.start(1), match.end(1)))
        if len(found) > 1:
            for office in found:
                if office.end() - office.start() > 1:
                    yield Candidate(office.start(), office.end(), "ORG", rank=2)
