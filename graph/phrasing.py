"""How clauses say what a number counts: word lists of the language, read from `ontology/phrasing.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from graph.facts import Direction, Kind
from ingest.words import cut

# 较 and 比 compare only with a time or a whole before them: 占比提高 is the share's own rise.
_COMPARISON = r"同比|环比|[较比](?:上|去|前|往|同|年初|历史|全[国省市]|(?:19|20)\d\d)"
_ABOVE = r"高于|低于|高出|优于"
# A budget is told by the word right before it: 政府采购预算18,720万元.
_ACCOUNT_OF_PLAN = ("预算", "追加", "追加资金", "年初安排", "调减")
# 较上年增加至200人: where it came to.
_REACHED = re.compile(r"(?:至|到|为|达|达到)(?:了|约|近|超)?$")
_MORE_OR_LESS = frozenset({"多", "少", "多出", "少了", "多了", "高", "低", "高出"})
# Headings come again with every number below them, and from report to report.
_TITLES = 4096
_LONGEST_MOVE = 6
_DATA = Path(__file__).with_name("ontology") / "phrasing.toml"


@cache
def tables() -> dict[str, dict[str, Any]]:
    """The data file."""
    return tomllib.loads(_DATA.read_text("utf-8"))


def strip_front(text: str) -> str:
    """`text` without the words that only frame a number.

    >>> strip_front("其中通过智能柜台受理业务")
    '通过智能柜台受理业务'
    """
    pattern = _alternatives("front", "^(?:{})")
    while (match := pattern.match(text)) and _is_word(text, match.end()):
        text = text[match.end() :].lstrip()
    return text


# With whom it is done is not what is counted.
_COMPANIONS = re.compile(
    r"(?:联合|会同|委托|携手|邀请)[^，。；]{2,40}?(?:组织开展|开展|组织|举办|召开|举行)(?=[^，。；]{3})"
)


def strip_companions(text: str) -> str:
    """What is counted, without those with whom it was done.

    >>> strip_companions("联合佛山市、珠海市开展远程异地评标"), strip_companions("联合检查")
    ('远程异地评标', '联合检查')
    """
    match = _COMPANIONS.match(text)
    return text[match.end() :] if match else text


def strip_verb(text: str) -> str:
    """What is counted, without the verb that governs it.

    >>> strip_verb("受理涉整改工单"), strip_verb("满意率")
    ('涉整改工单', '满意率')
    """
    match = _alternatives("verbs", "^(?:{})了?").match(text)
    return text[match.end() :] if match and len(text) > match.end() + 1 else text


def verb_of(text: str) -> str:
    """The verb that `text` begins with, or "".

    >>> verb_of("实现户口迁出、不动产登记"), verb_of("满意率")
    ('实现', '')
    """
    match = _alternatives("verbs", "^(?:{})").match(text)
    return match.group() if match else ""


def _is_word(text: str, end: int) -> bool:
    """Whether the single character before `end` stands alone: 在 in 在全市, not in 在线率."""
    if end != 1 or not text[0].isalpha():
        return True
    spans = cut(text[:6])
    return spans[0] == (0, 1)


def strip_link(text: str) -> str:
    """The words before a number without what links them to it.

    >>> strip_link("接入数据表增至"), strip_link("占比")
    ('接入数据表', '占比')
    """
    pattern = _alternatives("link", "(?:{})$")
    kept = tuple(tables()["link"]["keep"])
    while (match := pattern.search(text)) and not text.endswith(kept):
        text = text[: match.start()].rstrip()
    return text


def ends_in_link(text: str) -> bool:
    """Whether words lead to a number: 提高到 in "从202元、270元提高到209元、280元".

    >>> ends_in_link("提高到"), ends_in_link("管网")
    (True, False)
    """
    return bool(_alternatives("link", "(?:{})$").search(text))


def strip_tail(text: str) -> str:
    """The words behind a number without the verb of the next one.

    >>> strip_tail("政务外网接入点提供了")
    '政务外网接入点'
    """
    pattern = _alternatives("tail", "(?:{})$")
    while match := pattern.search(text):
        text = text[: match.start()].rstrip()
    return text


def before_verb(text: str) -> str:
    """What stands before the verb of the next number, in the words between two numbers.

    >>> before_verb("幼儿园开办托班"), before_verb("开办托班")
    ('幼儿园', '开办托班')
    """
    match = _alternatives("between", "(?<=[一-鿿]{{2}})(?:{})").search(text)
    return text[: match.start()] if match else text


def is_dependent(metric: str) -> bool:
    """Whether a metric says nothing without what was counted before it.

    >>> is_dependent("满意率"), is_dependent("企业工单满意率"), is_dependent("较上年提升")
    (True, False, True)
    """
    return metric in _words("dependent") or _against(metric)


def is_change(metric: str) -> bool:
    """Whether a metric only says that something moved; what moved stands before it.

    >>> is_change("比上年增加"), is_change("增长"), is_change("占比提高"), is_change("满意率")
    (True, True, False, False)
    """
    return _against(metric) or (metric in _words("dependent") and direction_of(metric) is not None)


def _against(metric: str) -> bool:
    """Whether a metric is nothing but a comparison: 较上年提升, 比去年同期减少了, 高于全省平均水平."""
    return _comparison().fullmatch(metric) is not None


@cache
def _comparison() -> re.Pattern[str]:
    moves = "|".join(map(re.escape, (*_words("up"), *_words("down"), *_words("same"))))
    return re.compile(rf"(?:{_COMPARISON})[^，。；]{{0,8}}?(?:{moves})了?|(?:{_ABOVE})[^，。；]{{2,12}}")


def direction_of(text: str) -> Direction | None:
    """Which way the words say that something moved; the last word decides.

    >>> direction_of("同比减少"), direction_of("满意率")
    ('down', None)
    """
    found: list[tuple[int, Direction]] = []
    directions: tuple[Direction, ...] = ("up", "down", "same")
    for direction in directions:
        found += [(text.rfind(word), direction) for word in _words(direction) if word in text]
    return max(found)[1] if found else None


def kind_of(before: str, title: str, unit: str) -> Kind:
    """What sort of statement the words `before` a number with `unit` make, under headings `title` (one a line).

    >>> kind_of("同比增长", "", "%"), kind_of("年度预算数", "", "元"), kind_of("自评得分", "", "分")
    ('change', 'budget', 'score')
    """
    if _moved(before, unit):
        return "change"
    if unit == "分":
        return "score"
    end = strip_link(before)
    aimed = end.endswith("目标") or _has(before, "target")
    if aimed and not any(w in before for w in tables()["target"]["not"]):
        return "target"
    planned = end.endswith(_ACCOUNT_OF_PLAN) or _has(before, "budget")
    if unit == "元" and planned and not any(w in before for w in tables()["budget"]["not"]):
        return "budget"
    if unit in ("%", "倍", "元") and direction_of(before) and _has(before, "against"):
        return "change"
    return "target" if states_aims(title) else "actual"


@lru_cache(maxsize=_TITLES)
def states_aims(title: str) -> bool:
    """Whether numbers under these headings (one a line, the innermost last) are aims.

    >>> states_aims("部门整体支出绩效目标"), states_aims("绩效目标\\n具体目标值与完成情况")
    (True, False)
    """
    aims = tables()["aims"]
    for heading in reversed(title.split("\n")):
        if any(w in heading for w in aims["not"]):
            return False
        if any(w in heading for w in aims["words"]):
            return True
    return False


@lru_cache(maxsize=_TITLES)
def lies_ahead(title: str) -> bool:
    """Whether the section under these headings tells what will be done after the report's year.

    >>> lies_ahead("六、下一步改进措施\\n（一）强化绩效管理"), lies_ahead("绩效目标")
    (True, False)
    """
    return _has(title, "ahead")


def _moved(before: str, unit: str) -> bool:
    """Whether a number says by how much something moved, and not where it came to."""
    if before.strip() in _MORE_OR_LESS:
        return True  # 比2022年的9,870个|多|4,710个
    if direction_of(before) is None or _REACHED.search(before):
        return False
    if unit == "个百分点":
        return True  # points are always the distance of two rates
    if unit in ("%", "‰"):
        return direction_of(before[-_LONGEST_MOVE:]) is not None and not before.endswith(("率", "比", "比例"))
    return re.search(rf"{_COMPARISON}|[比较][^，。；]{{1,12}}(?:多|少|高|低)出?$", before) is not None


def implied_unit(before: str) -> str | None:
    """The unit that the noun at the end of `before` implies, None if it implies none.

    >>> implied_unit("每年节省网络租赁费"), implied_unit("各类")
    ('元', None)
    """
    for unit, nouns in tables()["implied"].items():
        if unit != "examples" and any(before.endswith(noun) for noun in nouns):
            return str(unit)
    return None


def joined(front: str, back: str) -> str:
    """Two parts of a metric as one, without what both have.

    >>> joined("财政拨款收入", "收入决算数"), joined("办件", "数")
    ('财政拨款收入决算数', '办件数')
    """
    for size in range(min(len(front), len(back)), 1, -1):
        if front.endswith(back[:size]):
            return front + back[size:]
    return front + back


@lru_cache(maxsize=_TITLES)
def states_duties(title: str) -> bool:
    """Whether a section of that title lists duties, whose numbers are no results.

    >>> states_duties("部门职能"), states_duties("履职效能分析")
    (True, False)
    """
    return _has(title, "duties")


def _has(text: str, table: str) -> bool:
    return any(word in text for word in _words(table))


@cache
def _words(table: str) -> tuple[str, ...]:
    return tuple(tables()[table]["words"])


@cache
def _alternatives(table: str, frame: str) -> re.Pattern[str]:
    longest_first = sorted(set(_words(table)), key=lambda word: (-len(word), word))
    return re.compile(frame.format("|".join(map(re.escape, longest_first))))
