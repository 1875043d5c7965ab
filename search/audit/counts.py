"""A count that is not the length of its own list: 7个指标，分别从 …8 things… 方面; 三个方面：一是…四是…."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.numerals import chinese_number
from ingest.markers import match_lead, number
from search.audit.paper import Finding, Paper, Span

_N = r"(?P<n>\d{1,2}|[两二三四五六七八九十]{1,3})"
# What lists of names are counted by; 场, 次, 宗 count events, of which a list names the kinds.
_COUNTED = r"个(?!百分点|工作日|小时|月)|家|大(?=[一-鿿])|方面|项(?!目)|类|级(?=[一-鿿])"
_AHEAD = re.compile(
    rf"{_N}\s*(?:{_COUNTED})(?P<noun>[^,。;:、\d\n()]{{0,14}}),?(?:分别(?:从|是|为|包括)|(?<=,)即[:]?|依次[为是]|(?P<bare>(?<=[个家所类])(?=:)))[:]?(?P<list>[^。;\n]{{4,300}})"
)
_BEHIND = re.compile(
    rf"(?:从|包括|涵盖|围绕|涉及|聚焦|[为是即:在对])(?P<list>[^,。;:\n\d]{{0,30}}?(?:、[^,。;:、\n]{{1,16}}?){{2,}})(?P<and>等)?(?:这|共|共计)?(?<!\d){_N}\s*(?:个方面|个领域|个维度|个环节|方面|个指标)"
)
# 下设事业单位9个，包括…: who counts the units of an office lists them all.
_UNITS = re.compile(
    rf"(?:[下直]属|下设|下辖|所属|内设)[^,。;:、\d]{{0,12}}{_N}\s*[个家][,:(]?(?:包括|包含|其中|有|为|即|分别[为是]|:)+(?P<list>[^,。;:\n]{{4,400}})(?=[。;\n])"
)
# 推行清单管理、分级包联、定期通报、现场督办等五项措施: who names four of five names the fifth.
_ALL_BUT_ONE = re.compile(
    rf"(?:推行|采取|实施|落实|建立|制定|出台|推出|围绕|聚焦|包括|从|通过|开展|完成|开发|建成|设立|设置|打造|形成|健全|完善|抓好|印发)(?:了)?(?P<list>[^,。;:\n\d、]{{2,16}}(?:、[^,。;:、\n\d]{{2,16}}){{2,}})等{_N}\s*(?:大|项|个|类|种|条)(?P<noun>措施|举措|制度|机制|任务|方面|环节|领域|办法|方案|行动|工程|模块|子系统|清单|指标|文件|工作法)"
)
_FEWEST_OF_ALL_BUT_ONE = 4
_SHORT_LEAD = 6
_FEW_OFF = 2
_FOLLOWING = re.compile(
    rf"(?:以下|下列|如下)?{_N}\s*(?:个|项|点|方面|条){{1,2}}的?(?:主要|突出|具体)?(?:问题|不足|困难|方面|原因|措施|建议|任务|工作|做法|短板|项目|指标|事项|工程|亮点|特点|经验)?(?:如下)?:\s*$"
)
# 《…条例》《…办法》《…标准》等2项制度: titles show where they end.
_TITLES = re.compile(
    rf"(?P<list>(?:《[^》\n]{{2,40}}》(?:\([^()\n]{{1,30}}\))?[、和与及]?){{2,}})(?P<and>等)?(?:共|共计)?{_N}\s*(?:个|项|部|份|件|篇|本)(?P<noun>[一-鿿]{{0,10}})"
)
_INLINE = re.compile(
    rf"(?:以下|下列|如下)?{_N}\s*(?:个方面|方面|项|点|个|条)(?:[一-鿿]{{0,10}})(?:如下)?: *(?P<one>\(1\)|①|1[.、)])"
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
# 在锦江区、青羊区、武侯区7个区: the last character of every name is what is counted.
_ALIKE = re.compile(
    rf"(?P<list>(?:[一-鿿]{{1,12}}(?P<kind>[区县市镇乡村州旗省]|街道|社区|小区|中学|小学|医院)、)(?:[一-鿿]{{1,8}}(?P=kind)[、和及与])*[一-鿿]{{1,8}}(?P=kind))"
    rf"(?P<and>等)?(?:这|共|共计|合计)?(?<![\d.]){_N}\s*(?:个|家|所)?(?P=kind)(?!级|域|内|外|长|民|[县市区])"
)
# 办公室、养老服务科、社会救助科等3个科室: what is counted, and how such names end.
_KINDS: dict[str, tuple[str, ...]] = {
    "科室": ("科", "室", "办"), "处室": ("处", "室", "办"), "股室": ("股", "室", "办"),
    "镇街": ("镇", "街道", "街", "乡"), "镇(街道)": ("镇", "街道", "街", "乡"), "街镇": ("镇", "街道", "街", "乡"),
    "内设机构": ("处", "室", "科", "股", "办", "局", "部"), "职能处室": ("处", "室", "办"),
    "街道": ("街道",), "村(社区)": ("村", "社区"), "村居": ("村", "社区", "居"), "区县": ("区", "县", "市"),
    "区(县)": ("区", "县", "市"), "县(市、区)": ("区", "县", "市"), "乡镇": ("乡", "镇"),
}  # fmt: skip
_BY_KIND = re.compile(
    rf"(?P<list>[一-鿿]{{2,12}}(?:、[一-鿿]{{2,12}}?)+?)(?P<and>等)?(?:这|共|共计)?(?<![\d.]){_N}\s*(?:个|家)?"
    rf"(?P<kind>{'|'.join(map(re.escape, _KINDS))})(?!级|域|[办局站])"
)
_FEWEST_NAMES = 3
# “领导包案、专班推进、定期会商”三项机制: nothing stands in the quotation marks but the list.
_IN_QUOTES = re.compile(
    rf"[“\"「](?P<list>[一-鿿]{{2,8}}(?:、[一-鿿]{{2,8}})+)[”\"」](?P<and>等)?(?:这)?(?<![\d.]){_N}\s*(?:大|项|个|类|种)(?:机制|制度|举措|措施|工作法|环节|方面|行动|工程|任务|指标|维度|领域|模式|步骤|体系|板块|清单|能力|平台)"
)
# Longer stretches between the signs of a list are clauses, no names.
_LONGEST_ITEM = 22
# "六个部分：一、三年来…": the signs part a number from its words, not names.
_NUMBERED = re.compile(r"\s*\(?[一二三四五六七八九十\d]{1,3}[、.)是]")
_ENUMERATED = re.compile(
    rf"{_N}\s*(?:个方面|方面|点|项措施|个问题|个环节|大举措)(?P<between>[^。;\n\d]{{0,20}})[:]\s*一是"
)
_ORDINAL = re.compile(r"(?<=[。;:,])\s*([一二三四五六七八九十]{1,3})是(?!否)")
_ORDINALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
_MORE = re.compile(r"等(?!级|候|待|式|同|值|效|额|价|量)")
_LAST_AND = re.compile(r"(?:以及|和|及|与)")
_OFFICE = re.compile(r"[局处科室队站院所中心馆校厅园司办]$")
_OFFICE_AND = re.compile(r"[局处科室队站院所心馆校厅园司办](?:以及|和|及|与)")
_TAIL = re.compile(
    r"(?:等)?(?:\d+个)?(?:几?个)?(?:方面|领域|环节|维度)?(?:进行|开展|展开|构建|设置|入手|予以|加以).*$|(?:等)?(?:方面|领域).*$"
)


def read_counts(paper: Paper) -> Iterator[Finding]:
    """The count and the list stand in one sentence, so that the reader can see that they disagree."""
    for match in _AHEAD.finditer(paper.text):
        words = match["list"]
        if _NUMBERED.match(words):
            continue
        if words.count(",") > ("、" in words):
            continue  # nobody can say which of the signs parts the list
        if words.count("、") < 2 and match["bare"] is not None:
            continue
        stated = _number(match["n"])
        counts = {count for part in _readings(words) for count in items_of(part)}
        more = bool(_MORE.search(words))
        if counts and stated not in counts and (min(counts) > stated or not more) and min(counts) > 1:
            yield _finding(paper, stated, counts, match.span())
    for match in _BEHIND.finditer(paper.text):
        stated = _number(match["n"])
        counts = items_of(match["list"])
        # 等7个方面 behind six names leaves one out; behind eight it is wrong.
        if counts and stated not in counts and (min(counts) > stated or not match["and"]):
            yield _finding(paper, stated, counts, match.span())
    for match in _ALIKE.finditer(paper.text):
        stated = _number(match["n"])
        listed = len(re.split(r"[、和及与]", match["list"]))
        if stated != listed and (listed > stated or not match["and"]):
            yield _finding(paper, stated, {listed}, match.span())
    for match in _ALL_BUT_ONE.finditer(paper.text):
        stated = _number(match["n"])
        counts = items_of(match["list"])
        if counts == {stated - 1} and stated > _FEWEST_OF_ALL_BUT_ONE:
            message = f"称有{stated}项{match['noun']}，“等”字之前列出{stated - 1}项，请核对是否漏列"
            yield paper.finding("count_mismatch", "note", message, paper.clause(*match.span()))
    for match in _UNITS.finditer(paper.text):
        stated, counts = _number(match["n"]), items_of(match["list"])
        whole = counts and not _MORE.search(match["list"]) and stated not in counts
        if whole and len(counts) == 1 and min(counts) > 1 and abs(min(counts) - stated) <= _FEW_OFF:
            yield _finding(paper, stated, counts, match.span())
    for match in _TITLES.finditer(paper.text):
        stated, listed = _number(match["n"]), match["list"].count("》")
        if match["and"] and stated == listed + 1 >= _FEWEST_OF_ALL_BUT_ONE + 1:
            message = f"称有{stated}项，“等”字之前列出{listed}项，请核对是否漏列"
            yield paper.finding("count_mismatch", "note", message, paper.clause(*match.span()))
        if stated != listed and (listed > stated or not match["and"]):
            yield _finding(paper, stated, {listed}, match.span())
    for match in _BY_KIND.finditer(paper.text):
        yield from _by_kind(paper, match)
    for match in _IN_QUOTES.finditer(paper.text):
        stated, listed = _number(match["n"]), match["list"].count("、") + 1
        if listed > 2 and stated != listed and (listed > stated or not match["and"]):
            yield _finding(paper, stated, {listed}, match.span())
    yield from _enumerations(paper)
    yield from _inline(paper)
    yield from _following(paper)


def _by_kind(paper: Paper, match: re.Match[str]) -> Iterator[Finding]:
    """办公室、养老服务科、社会救助科等2个科室: the last characters say where each name ends, and what is counted."""
    names = re.split(r"、|(?:以及|和|及|与)(?=[^、]{2,12}$)", match["list"])
    ends = _KINDS[match["kind"]]
    if not all(name.endswith(ends) for name in names[1:]) or len(names) < _FEWEST_NAMES:
        return
    stated, listed = _number(match["n"]), len(names)
    if stated != listed and (listed > stated or not match["and"]):
        yield _finding(paper, stated, {listed}, match.span())


def _inline(paper: Paper) -> Iterator[Finding]:
    """完成了以下5项重点任务：（1）…；（2）…；（3）…；（4）…。 in one paragraph."""
    for match in _INLINE.finditer(paper.text):
        end = paper.text.find("\n", match.end())
        words = paper.text[match.start("one") : end if end > 0 else len(paper.text)]
        last = 0
        while _lead(match["one"], last + 1) in words:
            last += 1
            words = words[words.index(_lead(match["one"], last)) :]
        stated = _number(match["n"])
        following = paper.text[end : end + _SHORT_LEAD] if end > 0 else ""
        if last > 1 and last != stated and _lead(match["one"], last + 1) not in following:
            message = f"称有{stated}个方面，随后列出的是{last}个"
            yield paper.finding("count_mismatch", "warning", message, paper.clause(*match.span()))


def _lead(first: str, number_: int) -> str:
    """The sign of an item in the style of the first.

    >>> _lead("(1)", 3), _lead("①", 3), _lead("1.", 3)
    ('(3)', '③', '3.')
    """
    if first == _CIRCLED[0]:
        return _CIRCLED[number_ - 1] if number_ <= len(_CIRCLED) else "\n"
    return first.replace("1", str(number_))


def _following(paper: Paper) -> Iterator[Finding]:
    """还存在以下四个问题：, and three numbered paragraphs below."""
    for parent, items in paper.children.items():
        section = paper.document.sections[parent]
        lead = paper.text[section.start : items[0].start]
        match = _FOLLOWING.search(lead.rstrip("\n"))
        leads = [match_lead(item.label) if item.label else None for item in items]
        if match is None or None in leads or len({found[0].name for found in leads if found}) != 1:
            continue
        numbers = [number(found[1].group(1)) for found in leads if found]
        stated = _number(match["n"])
        # A run from 1 without a gap is the list that was announced.
        if numbers == list(range(1, len(items) + 1)) and 1 < len(items) != stated:
            message = f"称有{stated}个方面，随后列出的是{len(items)}个"
            start = section.start + match.start()
            yield paper.finding(
                "count_mismatch",
                "warning",
                message,
                paper.clause(start, section.start + len(lead.rstrip("\n"))),
                (items[-1].start, max(items[-1].body, items[-1].start + 1)),
            )


def _enumerations(paper: Paper) -> Iterator[Finding]:
    """主要有三个方面的问题：一是…；二是…；三是…；四是…"""
    for match in _ENUMERATED.finditer(paper.text):
        stated = _number(match["n"])
        line_end = paper.text.find("\n", match.end())
        end = line_end if line_end > 0 else len(paper.text)
        last = 1
        for ordinal in _ORDINAL.finditer(paper.text, match.end(), end):
            if number(ordinal[1]) != last + 1:
                break
            last += 1
        further = f"{_ORDINALS[last]}是" if last < len(_ORDINALS) else ""
        if stated > last and further and further in paper.text[match.end() :]:
            continue  # the list goes on in the paragraphs below
        if last > 1 and last != stated:
            message = f"称有{stated}个方面，随后列出的是{last}个"
            yield paper.finding("count_mismatch", "warning", message, paper.clause(*match.span()))


def _readings(words: str) -> list[str]:
    """The list up to the first comma, and up to the end: a comma may stand inside a list."""
    whole = _TAIL.sub("", words)
    return [whole, whole.split(",")[0]] if "," in whole else [whole]


def items_of(words: str) -> set[int]:
    """How many names a list can be held to have; empty where it is no plain list.

    A last 和 joins two names where both look like the others, and is part of a name otherwise.

    >>> items_of("整体效能、预算编制、资产管理和运行成本"), items_of("办公室、规划建设和综合管理科")
    ({4}, {2, 3})
    >>> items_of("公路与港航中心、培训学校、信息中心和监督站")
    {4}
    >>> items_of("省、市、区"), items_of("持续推进")
    ({3}, set())
    """
    bare = re.sub(r"\([^()]*\)", "", words)
    bare = re.split(r"等(?!级|候|待|式|同|值|效|额|价|量)", bare)[0]
    items = [
        item.strip(" \"“”'") for item in re.split(r"[、,]|(?<=[\"”])(?=[\"“])", bare) if item.strip(' "')
    ]
    if any(len(part) > _LONGEST_ITEM for item in items for part in _OFFICE_AND.split(item)):
        return set()
    if len(items) < 2 and not _LAST_AND.search(bare):
        return set()
    if len(items) > 2 and all(_OFFICE.search(item) for item in items):
        # 公路与港航中心 is one office, 信息中心和监督站 are two: names of offices show where they end.
        return {sum(1 + len(_OFFICE_AND.findall(item)) for item in items)}
    joined = _LAST_AND.split(items[-1])
    if any(_LAST_AND.search(item) for item in items[:-1]):
        return {len(items), len(items) + 1}  # 和 stands inside names here
    if len(joined) == 1:
        return {len(items)}
    if len(joined) > 2 or not all(joined):
        return {len(items) + extra for extra in range(len(joined))}
    first = {item[:2] for item in {*items[:-1], joined[0]}}
    if len(first) == 1 < len({*items[:-1], joined[0]}) and joined[1][:2] not in first:
        return {len(items)}  # 坚持…、坚持…、坚持有效市场和有为政府相结合
    others = [len(item) for item in items[:-1]]
    alike = others and all(min(others) <= len(side) <= max(others) for side in joined)
    return {len(items) + 1} if alike else {len(items), len(items) + 1}


def _number(printed: str) -> int:
    return int(printed) if printed.isdigit() else chinese_number(printed)


def _finding(paper: Paper, stated: int, counts: set[int], span: Span) -> Finding:
    listed = "或".join(str(count) for count in sorted(counts))
    start, _ = paper.clause(span[0], span[1])
    message = f"称有{stated}个，列出的却是{listed}个"
    return paper.finding("count_mismatch", "warning", message, (start, span[1]))
