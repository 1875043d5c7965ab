"""Departments that a question limits itself to: 花都区教育局2023年…, 普陀区商务委和财政局….

Only a name at the place of a scope counts: right behind the region, at the start, or joined to such a one. One that
does something (由财政局印发, 财政局批复的) is what the question is about, not whose report it means.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ingest.departments import is_short_for, stem_of
from ingest.words import cut

# 局 and 厅 end names of offices; 委 and 办 end other words too (转办, 经办), so they count in known names only.
_SHORT = (
    "(?:卫健|卫生健康|发改|发展改革|商务|住建|交通|农|体|教|科|经信|工信|国资|编|纪|民宗|规自|规划自然资源|城管)委(?!员)"
    "|(?:政府|信访|编|外事|港澳|侨|台|国动|人防|乡村振兴|文明|网信|保密|机关事务|金融|史志|口岸|体改)办(?!公)"
)
# What offices of all kinds do.
_EVERY_OFFICE = frozenset({"管理", "服务", "监督", "事务", "发展", "综合", "行政", "工作", "市级", "区级"})
_WORD = 2
_NO_NAME = r"[^各的给被对与和及跟同比在由是了哪几多个年月日,，。？?\s\d“”《》]"
_NAME = (
    rf"(?P<name>{_SHORT}|(?![全省市区县]){_NO_NAME}{{1,14}}?"
    rf"(?:(?<![格布全大结新开战时])局(?![面限部势域])|(?<![大餐客布])厅(?!门)|委员会|办公室))"
)
_OFFICE = re.compile(rf"(?:[省市区县](?!本级))?{_NAME}")
_JOINED = re.compile(r"(?:和|与|、|跟|同|比|及|以及)(?:[省市区县])?" + _NAME)
_YEAR = re.compile(r"\s*(?:(?:19|20)\d{2}年?(?:度)?)?的?")
# What an office does to others; then the report is another's.
_ACTS = re.compile(r"(?:对|向|给|联合|会同|牵头|印发|发布|审核|批复|委托|组织|入驻|要求|核拨|下达|评价)")


def offices_in(question: str, regions: Sequence[str], known: Collection[str] = ()) -> tuple[str, ...]:
    """The offices that limit a question, as it calls them.

    Args:
        question: folded text.
        regions: what the question calls its regions, full or short.
        known: names of the library's offices without places; with 和 in them, no pattern tells where they end.

    >>> offices_in("花都区教育局2023年总支出多少", ("花都区",)), offices_in("花都区转办多少件", ("花都区",))
    (('教育局',), ())
    >>> offices_in("2024年财政局和商务委员会谁的支出多", ())
    ('财政局', '商务委员会')
    >>> offices_in("广州市花都区教育局总支出多少", ("广州市", "广州", "花都区", "花都"))
    ('教育局',)
    """
    named: dict[int, int] = {}
    for name in regions:
        for match in re.finditer(re.escape(name), question):
            named[match.start()] = max(match.end(), named.get(match.start(), 0))
    # Behind 广州市 in 广州市花都区教育局 stands the next place, not an office.
    starts = [end for end in named.values() if end not in named]
    beginning = _YEAR.match(question)
    if not starts:
        starts.append(beginning.end() if beginning else 0)
    for start in sorted(set(starts)):
        year = _YEAR.match(question, start)
        for begin in {start, year.end() if year else start}:
            name, end = _office_at(question, begin, known)
            if name and not _ACTS.match(question, end):
                names = [name]
                while joined := _JOINED.match(question, end):
                    names.append(joined["name"])
                    end = joined.end()
                return tuple(dict.fromkeys(names))
    return ()


def _office_at(question: str, begin: int, known: Collection[str]) -> tuple[str, int]:
    """The office that the question names at `begin` and where the name ends; "" if none."""
    if question[begin : begin + 1] in ("省", "市", "区", "县"):
        begin += 1
    for name in sorted(known, key=len, reverse=True):
        if question.startswith(name, begin):
            return name, begin + len(name)
    match = _OFFICE.match(question, begin)
    return (match["name"], match.end()) if match and len(match["name"]) > 1 else ("", begin)


def is_of(names: Sequence[str], office: str) -> bool:
    """Whether one of a department's names is what a question calls it.

    >>> is_of(("广州市花都区政务服务数据管理局", "区政数局"), "政数局"), is_of(("苏州市吴中区水务局",), "财政局")
    (True, False)
    """
    return any(is_short_for(office, name) for name in names)


def is_loosely_of(names: Sequence[str], office: str) -> bool:
    """Whether a name has the words of what a question calls it in their order, others between them.

    数据局 leaves words out at the front, 数据管理局 at the front and 政务数据局 in the middle; what every office does
    (管理, 服务) tells none apart.

    >>> is_loosely_of(("广州市荔湾区政务服务数据管理局",), "数据局"), is_loosely_of(("苏州市统计局",), "数据局")
    (True, False)
    >>> is_loosely_of(("杭州市住房和城乡建设局",), "住房建设局"), is_loosely_of(("某市城市管理局",), "管理局")
    (True, False)
    """
    called, end = office[:-1], office[-1:]
    words = [called[a:b] for a, b in cut(called)]
    if not words or all(word in _EVERY_OFFICE for word in words) or any(len(w) < _WORD for w in words):
        return False
    pattern = re.compile(".*".join(map(re.escape, words)))
    return any(name.endswith(end) and pattern.search(stem_of(name)) for name in names)


def same_office(one: str, other: str) -> bool:
    """Whether two full names are one office's, renamed or shortened.

    >>> same_office("广州市花都区政务服务数据管理局", "花都区政务服务和数据管理局")
    True
    """
    return is_short_for(stem_of(one), other)
