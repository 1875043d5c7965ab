"""Metrics: what a number counts, named from the words around it and from what the sentence has told before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.facts import Mention, Quantity
from graph.period import FoundPeriod
from graph.phrasing import (
    before_verb,
    is_change,
    is_dependent,
    joined,
    strip_front,
    strip_link,
    strip_tail,
    strip_verb,
)
from graph.units import dimension
from ingest.document import Section
from ingest.words import cut

# Longer than this the words around a number are a sentence, not the name of what is counted.
LONGEST_PART = 26
_LONGEST_METRIC = 40
# Counts of these have rates of their own ("受理工单846宗，…满意率93.18%"); banners and letters have none.
_OWNED = frozenset({"cases", "items", "records", "occurrences"})
_CONCLUSION = re.compile(r"结论|综述|总体评价|综合评价")
_SEPARATORS = ("、", "和", "及", "，", "以", "；", "（", "(", "并", "且")
_SCORE_LEFT = re.compile(r"^(?P<name>.*?)(?:完成情况|情况)?(?:指标)?(?:分值|满分|权重)$")
_SCORED = re.compile(r"(?:自评|综合|评价)?(?:得分)+$|(?:自评|得)$")
# 结转资金374.34万元，扣0.5分: what was lost for it.
_TAKEN_OFF = re.compile(r"(?:酌情|酌|被|各|分别|相应)?(?:扣减|扣除|扣去|扣掉|扣了|扣|失|丢)$")
_MARK = re.compile(r"(?:自评得分|得分|分值|扣分)$")
_INDICATOR = re.compile(
    r"^(?:计算|核算|评价)?(?:[该本此]项?|评分|(?:产出|效益|成本|满意度|过程|管理)评价(?=指标))?(?:指标)?(?:综合)?$"
)
# What is measured keeps its own name ("改造面积"); what is counted becomes a number of it ("加装电梯数").
MEASURED = frozenset(
    {
        "ratio",
        "points",
        "money",
        "score",
        "times",
        "duration",
        "area",
        "length",
        "volume",
        "weight",
        "power",
        "energy",
        "concentration",
        "age",
        None,
    }
)
_RANK_WORDS = re.compile(
    r"(?:排名|位列|位居|名列|排在|居)(?:保持|稳居|继续|始终)?在?[全各]?(?:国|省|市|区|县|副省级城市)?[省市区县]{0,2}(?:第|前)?(?:保持)?$|(?:分别|均|都)?(?:在[^，。；]{0,8}?(?=[全各]))?(?:在)?[全本各省市区县国]{0,6}(?:各[区市县省]|\d+[个家][^，。]{1,8}(?=中))?(?:中)?(?:排名|位列|位居|名列|排|居|列)?(?:全[国省市区])?(?:前)?$"
)


# 新增企业711家、累计达2215家: the total is of the same thing, without what was new.
SUM = "累计"
_TOTAL = re.compile(rf"{SUM}|总数|总量")
_NEW = re.compile(r"^新(?:增|入选|获批|认定|培育|建成|签约|设)|新增(?=数?$)")
# The last part of the heading of a budget line: 财政事务（款）信息化建设（项）.
_LINE = re.compile(r"[^（）()]+[（(][类款项][）)]$")
# 公用经费年初预算96万元，实际支出88万元: of the same item as the account before it.
_ACCOUNT = re.compile(
    r"(?:年[初出]预算|全年预算|调整预算|预算安排|实际支出|年度支出|支出决算|收入决算|预算|决算|全年执行|预算执行|执行)(?:金额|数|额)?$"
)
_OF_A_RATE = re.compile(r"[率度]$")


# 满意度，目标95%，实际91.3%，分值4分，得3.84分: what was aimed at and reached of an indicator, and its marks.
_OF_ITEM = re.compile(
    r"(?:年度|全年|年初|预期)?(?:目标|指标|计划|预期)值?|(?:全年|年末|当年)?(?:实际|实绩)?(?:完成|达成|达到|实现)?值?"
)
_MARK_OF_ITEM = re.compile(r"(?P<worth>(?:指标)?(?:分值|满分|权重))|(?:自评|实际)?(?:得分|得|评分|扣分)")
_BEFORE_ITEM = re.compile(r"(?:年度|全年|年初)?(?:目标值?|指标值|计划值)|分值")


def names_item(clause: str, following: str) -> str:
    """The indicator that a clause without a number names for the ones that follow; "" if it names none.

    >>> names_item("家长满意度", "目标95%"), names_item("三是加强管理", "目标明确")
    ('家长满意度', '')
    """
    name = strip_front(re.sub(r"^[（(]?\d+[)）.、]\s*", "", clause.strip()))
    named = _BEFORE_ITEM.match(following.strip()) and any(c.isdigit() for c in following)
    return name if named and 2 <= len(name) <= LONGEST_PART else ""


_AIM = re.compile(r"(?:的)?(?:年度|全年)?(?:目标值?|指标值|计划值?)?(?:控制)?数?$")
_REACHED = re.compile(r"实际|完成值|实绩")


def item_of_aim(metric: str, following: str) -> str:
    """The indicator of an aim whose result follows: 互认项目目标180项，实际204项; "" if none follows.

    >>> item_of_aim("接种率目标", "实际92.6%"), item_of_aim("接种率目标", "同比提高")
    ('接种率', '')
    """
    return _AIM.sub("", metric) if _REACHED.match(following.strip()) else ""


@dataclass(slots=True)
class Topic:
    """What the reader already knows at a point of the text."""

    subject: Mention | None = None
    metric: str = ""  # of the number before, in this sentence
    counted: str = ""  # the noun that the sentence counted first ("涉整改工单")
    indicator: str = ""  # the indicator whose worth was told, for the score that follows
    first_head: str = ""  # the words before the first number of the clause: a list shares them
    lead: str = ""  # the clause before, if it ended in a colon
    lead_start: int = 0
    opening: int = 0  # how many of the periods stand in the first clause: a semicolon goes back to them
    periods: list[FoundPeriod] = field(default_factory=list)
    fresh: str = ""  # 新增, which the first number of a list has and the others share
    scored: bool = False  # the sentence has given marks already: it lists several indicators
    item: str = ""  # an indicator named by a clause of its own: 满意度，目标95%，实际91.3%
    stated: str = ""  # the clause right before, if it has no number: 课程重复，占38.2%
    heading: str = ""  # of the section, until its first number is told
    venue: str = ""  # the last clause of the sentence that names a contest: 在…大赛中
    aims: bool = False  # behind 设定的数量指标：, until what was reached is told
    # Start of the clause and metric of each number so far that is no change: 分别增长 goes back to them.
    told: list[tuple[int, str]] = field(default_factory=list)


def plain_metric(head: str, noun: str, quantity: Quantity, topic: Topic) -> str:
    """What a number counts, from the words before and behind it; "" if they say nothing."""
    if is_share(head) and quantity.unit == "%":
        return f"{topic.stated or topic.metric}{head.removesuffix('的')}比例"
    if topic.item and not noun and _OF_ITEM.fullmatch(head):
        return f"{topic.item}{head}"
    adds = bool(noun) and is_change(head)  # 增加20个学位: what is more stands behind the number
    # 满意率94.6%，接通率91.2%: one rate is none of another, a change of it may be.
    told = topic.metric if is_change(head) or not _OF_A_RATE.search(topic.metric) else ""
    told = "" if _MARK.search(told) else told
    if total := _total(head, noun, topic) or _account(head, topic):
        return total
    if is_dependent(head) and not adds and (topic.counted or told):
        head = joined(topic.counted or told, head)
    if not head and not noun:
        return topic.metric or _told_of(topic.stated) or _of_heading(topic.heading, quantity)
    metric = joined(_tail_of(head), noun) if noun else _tail_of(head)
    if dimension(quantity.unit) not in MEASURED and (noun or not is_change(head)):
        metric = counted(metric)
    return metric


_ACCOUNT_OF_HEADING = re.compile(r"(?:支出|收入|经费|预算|费用|资金|费)$")


def _of_heading(title: str, quantity: Quantity) -> str:
    """（一）基本支出。全年14,728.36万元: the heading says what the first amount under it is; else ""."""
    told = quantity.unit == "元" and _ACCOUNT_OF_HEADING.search(title) and len(title) <= LONGEST_PART
    return title if told else ""


# 受理的诉求量三年来|持续走高，2021年为4.12万件.
_MOVES = re.compile(
    r"(?:[近这]?[一二两三四五六七八九十\d]+年来?|近年来|历年)?(?:持续|逐年|稳步|不断|连年|明显|大幅|连续|呈|有所|总体|保持).*$"
)
_SHORTEST_TOLD = 3


def _told_of(stated: str) -> str:
    """What a clause without a number says that something moved of: 诉求量持续走高; "" if it does not."""
    moved = _MOVES.search(stated)
    name = _tail_of(strip_front(stated[: moved.start()])) if moved else ""
    return name if len(name) >= _SHORTEST_TOLD else ""


def _total(head: str, noun: str, topic: Topic) -> str:
    """新增企业711家、累计达2215家: how many there are in all of what was new; else ""."""
    known = _NEW.sub("", topic.metric, count=1)
    if noun or not topic.metric or not _TOTAL.fullmatch(head) or (head == SUM and known == topic.metric):
        return ""
    return f"{SUM}{known}" if head == SUM else f"{known.removesuffix('数')}{head}"


def _account(head: str, topic: Topic) -> str:
    """公用经费年初预算96万元，实际支出88万元: of the same item as the account before it; else ""."""
    item = _ACCOUNT.sub("", topic.metric)
    return joined(item, head) if _ACCOUNT.fullmatch(head) and item not in ("", topic.metric) else ""


def of_item(metric: str, title: str) -> str:
    """Under the heading of a budget line an account is of that line.

    >>> of_item("年初预算", "财政事务（款）信息化建设（项）"), of_item("年初预算", "总体情况")
    ('信息化建设（项）年初预算', '年初预算')
    """
    line = _LINE.search(title)
    return f"{line.group()}{metric}" if line and _ACCOUNT.fullmatch(metric) else metric


def score_metric(head: str, indicator: str, topic: Topic) -> str:
    """Scores name their indicator in the same clause, the clause before ("X分值15分，自评得分15分") or the heading.

    Args:
        indicator: what a score in this section marks (`indicator_of`).
    """
    if topic.item and (marked := _MARK_OF_ITEM.fullmatch(head)):
        return f"{topic.item}{'分值' if marked['worth'] else '自评得分'}"
    if taken_off := _TAKEN_OFF.search(head):
        name = strip_link(strip_front(head[: taken_off.start()]))
        name = name or topic.indicator or _MARK.sub("", topic.metric) or indicator
        return f"{name}扣分"
    worth = _SCORE_LEFT.match(head)
    if worth:
        name = strip_front(worth["name"])
        name = name if not _INDICATOR.match(name) else indicator
        topic.indicator, topic.item = name, ""  # remembered for the score that follows
        return f"{name}分值"
    if not head and topic.metric:
        return topic.metric  # "从6月103.37分提升至7月104.01分": the same marks in another month
    if _SCORED.search(head) or not head:
        name = _SCORED.sub("", head)
        name = strip_link(name)
        if _INDICATOR.match(name):
            # 产出指标19分，…，资金支出率99.96%，得分10分: in a list each mark is of the rate right before it.
            listed = topic.metric if topic.scored and _OF_A_RATE.search(topic.metric) else ""
            name = topic.indicator or listed or indicator
        return f"{name}自评得分"
    return head


# 3.信息公开（4分）: what the indicator is worth.
_WORTH = re.compile(r"[（(](?:分值|满分|共)?\d+(?:\.\d+)?分[）)]$")


def indicator_of(text: str, section: Section) -> str:
    """What a score in `section` marks: its heading, or the first words of an item without one."""
    if _CONCLUSION.search(section.title):
        return "部门整体支出绩效"
    if section.title:
        title = _WORTH.sub("", section.title)
        return re.sub(r"(?:完成)?(?:情况)?(?:分析|评价)?$", "", title)
    words = re.match(r"[^，。：；\n]{2,24}", text[section.body : section.end])
    return words.group() if words else " ".join(section.path[-1:])


def rank_metric(head: str, topic: Topic) -> str:
    """What a rank is of; without words of its own, of the metric told before."""
    name = strip_link(_RANK_WORDS.sub("", head))
    ranked = head[len(name) :] if head.startswith(name) else head
    name = name or topic.metric or topic.counted or venue_of(topic.stated)
    return f"{name}{'' if '排名' in name else '排名'}" if name else strip_link(ranked)


_VENUE = re.compile(r"(?:全年)?在(?P<what>[^，。；]{4,40}?)(?:中|上|里|期间)$")
_WON = re.compile(r"(?:特|一|二|三)等奖|[金银铜]奖|[金银铜]牌|奖牌|总分")


def venue_of(stated: str) -> str:
    """The contest or survey that the clause before names: 在全省教育数字化评估中，位列第4名; "" if it names none.

    >>> venue_of("在全省教育数字化评估中"), venue_of("成绩突出")
    ('全省教育数字化评估', '')
    """
    found = _VENUE.search(stated)
    return found["what"] if found else ""


def won_at(metric: str, topic: Topic) -> str:
    """Prizes and total marks with the contest that they were won in."""
    venue = venue_of(topic.venue)
    return f"{venue}{metric}" if venue and _WON.search(metric) and venue not in metric else metric


def owner(head: str, noun: str, quantity: Quantity) -> str:
    """What later rates of the sentence are rates of."""
    if dimension(quantity.unit) in _OWNED:
        return strip_verb(noun or head)
    suffix = next((i for i in range(1, len(head)) if is_dependent(head[i:])), None)
    return strip_verb(head[:suffix]) if suffix else ""


def is_share(head: str) -> bool:
    """占总支出的: a share of something, and what has it stands before."""
    return head.startswith("占") and head not in ("占比", "占用")


def newly(words: str) -> str:
    """What says that something is new, at the front of `words`: 新增, 新获批; else "".

    >>> newly("新增智慧养老院"), newly("新建学校")
    ('新增', '')
    """
    found = _NEW.match(words)
    return found.group() if found and len(found.group()) < len(words) else ""


def own_noun(behind: str) -> str:
    """The part of the words behind a number that belongs to it, where another number follows."""
    if behind[:1] in _SEPARATORS:
        return ""
    noun = strip_tail(before_verb(behind))
    return behind[: behind.find(noun) + len(noun)] if noun else ""


def noun_behind(behind: str) -> str:
    """The words right behind a number; none where a list goes on or a bracket opens."""
    if behind[:1] in _SEPARATORS:
        return ""
    piece = re.split(r"[（(](?=[^（）()]{4,})|、(?=\d)", behind)[0].strip("的 ")
    piece = re.sub(r"^(?:[万亿]?元)+", "", piece)  # "9,395.61万元万元": a slip of the pen
    return piece if len(piece) <= LONGEST_PART else piece[:LONGEST_PART]


def balanced(metric: str) -> str:
    """Without formula signs, and without quotation marks or brackets where one of a pair was cut off."""
    metric = metric.replace("$", "").lstrip("）")
    if metric.count("（") != metric.count("）"):
        metric = re.sub("[（）]", "", metric)
    return metric if metric.count("“") == metric.count("”") else re.sub("[“”]", "", metric)


def tells(metric: str) -> bool:
    """Whether a metric is long enough to tell something, and no sentence."""
    return len(re.sub(r"[^一-鿿A-Za-z0-9]", "", metric)) >= 2 and len(metric) <= _LONGEST_METRIC + 30


def _tail_of(head: str) -> str:
    """The end of a long stretch of words: what is counted stands next to its number."""
    if len(head) <= LONGEST_PART:
        return head
    start = next(first for first, _ in cut(head) if len(head) - first <= LONGEST_PART)
    piece = head[start:]
    mark = max(piece.find(sign) for sign in "、的和“")
    return piece[mark + 1 :] if 0 <= mark < len(piece) - 4 else piece


def counted(metric: str) -> str:
    """A counted noun as the name of a number: 收到群众表扬 -> 收到群众表扬数."""
    return metric if re.search(r"(?:[数量率额值]|人次|次数|人数|排名)$", metric) else f"{metric}数"
