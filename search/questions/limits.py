"""What limits a number: unit, rate, kind, months, years and opposites that a question names hold for a fact or do not.

Likeness is scored only among the facts that pass (docs/decisions/0008-limits-before-likeness.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from graph.facts import Fact
from graph.units import comparable, dimension, written
from ingest.fold import fold
from search.places import short
from search.thesaurus import Said
from search.understand import Question, Wanted, asking

_STRICT = frozenset({"money", "rank", "ratio", "score", "duration", "area", "length", "points", "times"})
PEOPLE = frozenset({"people", "visits", "households"})
# Things counted one by one, which kinds of them are not.
_COPIES = frozenset({"documents", "cases", "records", "occurrences"})
_WHOLE_YEAR = 360
# What a clause is about is told at most so many characters before it.
_BESIDE = 40
# The shortest noun that two metrics may share at their end (满意率, 生产总值).
_NOUN = 3
# Words before a noun that tell no kinds apart.
_EVERY_KIND = (
    r"全[市区县省国年]|[本当今]年|年[度终末]|总|合计|整体|累计|平均|部门|单位|[^一-鿿]|[的了为是有在]"
)
# By how much something changed is asked, in numbers or in per cent.
_CHANGE = re.compile(
    r"(?:同比|环比|比上一?年|较上一?年|比去年|增长|下降|提高|上升|降低|提升|压减|缩短|减少|增加|涨|降)(?:了|到)?"
    r"(?:多少(?!天|个?工作日)|百分之几|几个百分点|几成|百分之多少)"
)
# A metric that is a change by its name: 压减煤炭消费.
_CHANGED = re.compile(r"^(?:累计|共)?(?:减少|压减|缩减|压缩|削减|增加|减|增|降低)")
# Metrics of bounds ("…门槛") and of old values ("原…") answer only questions for such.
_BOUND = re.compile(r"门槛|标准|条件|超过|以上|至少|不低于|上限|下限|要求|限额")
_ORDINAL = re.compile(
    r"第[一二三四五六七八九十]{1,2}[一-鿿]{0,4}?(?:医院|学校|小学|中学|幼儿园|大学|水厂|污水|分局|支队|大队|工区|标段|批)"
    r"|(?<![一-鿿][学日周星定分短长近中远过到预前后])[一二三四五]期(?!间|末|初|内|限)"
)
_AIM = re.compile(
    r"目标值?(?:定|设)?(?:是|为|有|在|到|得)*(?:多少|几|百分之|多高|[?？。\s]*$)|(?:指标|目标|计划)值|计划(?:招|新增|新建|完成|建|达到)[^，。？]{0,10}(?:多少|几)"
)
_AIM_SAID = re.compile(r"超|比|完成|实际|达到目标|差|得|多少个目标|几个目标|目标有(?:多少|几)")
# Measure words that count anything, those of happenings, and those of things of one sort.
ANY_THING = frozenset({"个", "项", "种", "类", "件", "宗", "处", "批"})
# Firms are counted by either.
_FIRMS = frozenset({"家", "户"})
# Everyday speech counts people and visits by these too.
ANYONE = ("个", "次")
_HAPPENINGS = frozenset({"次", "场", "场次", "期", "轮", "批次"})
_THINGS = frozenset(
    {"辆", "台", "座", "条", "艘", "架", "张", "套", "面", "封", "本", "棵", "栋", "间", "户", "所", "家"}
)
_HAS = re.compile(
    r"(?P<thing>[一-鿿]{2,8})(?:一共|总共|共|现)?有(?:多少|几)[个家座台所处辆条张支项架艘套面名位]?[?？。\s]*$"
)
_THING = 2
_COUNT_OF = re.compile(r"(?:总?数量?|量)$")
_SEVERAL_YEARS = re.compile(r"[两二三四五六]年(?!级)|十[三四五]五|20\d\d[-—至到]\d+")
_BEFORE = re.compile(r"原来|原先|原本|原需|以前|此前|过去要|先前")
_NOT = re.compile(r"非([一-鿿]{2})")
# Numbers of any kind asked for by a bare 多少 are rates only where a word says so.
_TIME_WORDS = re.compile(r"[时久期天]|年限|多少年|几年|工作日|分钟")
_RATE_WORDS = re.compile(r"率|度|比例|比重|占|增|减|降|升|提高|涨|百分")


def fits(fact: Fact, question: Question, sentence: str) -> bool:
    """Whether a fact may answer at all, `sentence` being the one that it stands in."""
    wanted = question.wanted
    if wanted and not _same_sort(fact, question, wanted):
        return False
    if fact.quantity.unit == "%" and not same_rate(question.about, fact.metric):
        return False
    if (
        question.kind == "metric"
        and _CHANGE.search(question.text)
        and fact.kind != "change"
        and fact.direction is None
        and not _CHANGED.search(fact.metric)
    ):
        return False  # by how much it rose is not how much it is
    if opposed(question.text, f"{fact.subject}{fact.metric}", fact.citation.quote):
        return False
    if negated(f"{question.text}{question.wide}", f"{fact.subject}{fact.metric}"):
        return False
    if narrower(question, f"{fact.subject}{fact.metric}", _beside(fact, sentence)):
        return False
    if question.inner and not _tells_place(fact, question.inner):
        return False
    if _aims(question.text) and fact.kind == "actual" and fact.quantity.op in ("=", "~"):
        return False  # what was reached is not what was aimed at
    if fact.metric.endswith("门槛") and not _BOUND.search(question.text):
        return False
    if fact.metric.startswith("原") != bool(_BEFORE.search(question.text)):
        return False
    if other_kind(
        question, fold(fact.metric), fold(f"{fact.subject}{_beside(fact, sentence)}{fact.citation.section}")
    ):
        return False
    if question.period is not None and not _in_months(fact, question, sentence):
        return False
    if _another_sort(question, fact) or not _is_counted(question, fact):
        return False
    if question.years and fact.period is not None:
        first, last = fact.period.first.year, fact.period.last.year
        if len(question.years) == 1 and (last > first or _SEVERAL_YEARS.match(fact.metric)):
            return bool(_SEVERAL_YEARS.search(question.text))
        return any(first <= year <= last for year in question.years)
    return True


def _another_sort(question: Question, fact: Fact) -> bool:
    """Whether the question names a measure word for things (辆, 座) and the fact has one of happenings (次, 场)."""
    asked = question.wanted.unit if question.wanted else None
    told = fact.quantity.unit
    if asked is None or asked in ANY_THING or comparable(asked, told) or {asked, told} == _FIRMS:
        return False
    return told in _HAPPENINGS or (asked in _THINGS and told in _THINGS)


def _is_counted(question: Question, fact: Fact) -> bool:
    """Whether the fact counts the thing that the question counts: 晓屋有多少个 is not what was done in them.

    Only where the thing stands right before 有多少 and nothing behind it.
    """
    asked = _HAS.search(question.text)
    if not asked or asked["thing"].endswith("数") or dimension(fact.quantity.unit) in _STRICT:
        return True
    thing = asked["thing"][-_THING:]
    if thing not in question.about:
        return True  # a place: 养老床位，成都有多少张
    metric = _COUNT_OF.sub("", fold(fact.metric))
    if thing not in f"{metric}{fold(fact.citation.quote)}":
        return any(said.word[-_THING:] in asked["thing"] for said in question.added)
    return thing in metric[-2 * _THING :] or thing not in metric


def _aims(question: str) -> bool:
    """Whether the number asked for is an aim, and nothing that was done about it.

    >>> _aims("签约率的目标值是多少"), _aims("超出目标多少"), _aims("目标完成率是多少")
    (True, False, False)
    """
    return bool(_AIM.search(question)) and not _AIM_SAID.search(question)


def _tells_place(fact: Fact, places: Sequence[str]) -> bool:
    """Whether a number is of one of the places, and not of several together (上城、拱墅、西湖三区)."""
    if "、" in fact.subject:
        return all(any(part in place for place in places) for part in re.split("[、和]", fact.subject)[:-1])
    return any(short(place) in f"{fact.subject}{fact.metric}{fact.citation.quote}" for place in places)


def _in_months(fact: Fact, question: Question, sentence: str) -> bool:
    """Whether the fact is of the months that the question names, or of no others and told with them."""
    asked, period = question.period, fact.period
    if asked is None:
        return True
    if period is not None:
        ends = [(day.month, day.day) for day in (period.first, period.last)]
        if ends == [(day.month, day.day) for day in (asked.first, asked.last)]:
            return not question.years or period.year in question.years
        if (period.last - period.first).days < _WHOLE_YEAR:
            return False
    months = {f"{asked.first.month}月", f"{asked.last.month}月"}
    return all(re.search(rf"(?<!\d){month}", fold(sentence)) for month in months)


def other_kind(question: Question, metric: str, near: str) -> bool:
    """Whether question and metric end in the same noun but before it each names another kind, and no word near both.

    海洋生产总值 is not 地区生产总值, unless the sentence or a heading speaks of 海洋.
    """
    about = "".join(question.about.split())
    for size in range(min(len(metric), len(about)), _NOUN - 1, -1):
        at = about.find(metric[-size:])
        if at < 0:
            continue
        asked, told = about[max(0, at - 2) : at], metric[:-size][-2:]
        if asked in written():
            return False  # 多少公里农村公路: a unit is no kind
        everyday = any(asked in said.word for said in question.added)  # the report may word it otherwise
        plain = len(asked) < 2 or everyday or asked in near or bool(re.search(_EVERY_KIND, asked))
        return bool(told) and not plain and asked not in metric and not asked.isascii()
    return False


def opposed(question: str, told: str, quote: str) -> bool:
    """Whether what is told is the opposite of a word of the question: 城镇 for 农村, 企业满意率 for 综合满意率.

    >>> opposed("农村居民收入", "城镇居民收入", ""), opposed("居民收入", "城镇居民收入", "")
    (True, False)
    """
    for group in asking()["opposites"]["groups"]:
        asked = {word for word in group if word in question}
        said = {word for word in group if word in told}
        if asked and said and not asked & said and not any(word in quote for word in asked):
            return True
    return False


def negated(question: str, told: str) -> bool:
    """Whether what is told is 非 what is asked, or the other way round.

    >>> negated("咨询类工单多久办完", "非咨询类工单办理时长"), negated("非税收入", "非税收入")
    (True, False)
    """
    return any(
        word in one and f"非{word}" not in one and word not in other.replace(f"非{word}", "")
        for one, other in ((question, told), (told, question))
        for word in _NOT.findall(other)
    )


def narrower(question: Question, told: str, beside: str) -> bool:
    """Whether the question asks for a part that the fact does not tell apart, or for the whole where a part is told.

    Of attacks 境内外, those 从国外 are a part; the rate of 企业工单 is not that of 全部工单.

    Args:
        told: subject and metric of the fact.
        beside: the words at and before the number.
    """
    parts, whole = _narrowed(question.text, question.added)
    near = fold(f"{told}{beside}")
    if any(number not in near for number in _ORDINAL.findall(question.text)):
        return True  # 第三医院 is not 第一医院, nor is 一期 二期
    if any(not tell.search(near) and not any(word in near for word in means) for tell, means in parts):
        return True
    part = _part().search(told) if whole else None
    return bool(whole and whole not in near) or bool(part and part.group() not in question.text)


@lru_cache(64)
def _narrowed(
    question: str, added: tuple[Said, ...]
) -> tuple[tuple[tuple[re.Pattern[str], tuple[str, ...]], ...], str]:
    """How a fact tells each part that the question narrows itself to, and of what it asks for all, "" if of nothing."""
    parts = []
    for say, tell in _parts():
        said = say.search(question)
        if said:
            parts.append((tell, tuple(w for a in added if said.group() in a.word for w in a.means)))
    whole = _whole().search(question)
    return tuple(parts), whole["of"] if whole else ""


@cache
def _parts() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(row["say"]), re.compile(row["tell"])) for row in asking()["narrow"]["parts"])


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(asking()["narrow"]["whole"])


@cache
def _part() -> re.Pattern[str]:
    return re.compile(asking()["narrow"]["part"])


def _same_sort(fact: Fact, question: Question, wanted: Wanted) -> bool:
    sort = dimension(fact.quantity.unit)
    if wanted.dimension == "any":
        rate = sort in ("ratio", "points")
        if fact.kind == "score" or sort == "score":
            return "分" in question.text
        if sort == "duration" and not _TIME_WORDS.search(question.text):
            return False
        return fact.kind != "rank" and (not rate or bool(_RATE_WORDS.search(question.text)))
    if (wanted.dimension == "rank") != (fact.kind == "rank"):
        return False
    if wanted.dimension == "rank":
        return True
    if sort == "points" and wanted.dimension == "ratio" and _CHANGE.search(question.text):
        return True  # a rate rises by points
    if wanted.dimension in _STRICT or sort in _STRICT:
        return sort == wanted.dimension
    if wanted.dimension in PEOPLE:
        return sort in PEOPLE
    if sort == "kinds" and wanted.dimension in _COPIES:
        return False  # 5种证明 are not so many 份
    if {wanted.unit, fact.quantity.unit} == _FIRMS:
        return True
    return sort not in PEOPLE or wanted.unit in (None, *ANYONE)


def same_rate(question: str, metric: str) -> bool:
    """Whether a metric may be the rate that a question names; yes, where it names none.

    >>> same_rate("热线的满意率", "工单按时完成率"), same_rate("热线的满意率", "综合满意率"), same_rate("多大比例", "接通率")
    (False, True, True)
    """
    groups = [group for group in asking()["rates"]["same"] if any(rate in question for rate in group)]
    return not groups or any(rate in metric for group in groups for rate in group)


def _beside(fact: Fact, sentence: str) -> str:
    """The quote with what stands right before it in its sentence."""
    at = max(0, sentence.find(fact.citation.quote))
    return sentence[max(0, at - _BESIDE) : at + len(fact.citation.quote)]
