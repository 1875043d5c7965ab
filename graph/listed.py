"""Names by their place on the page: titles, numbered documents, meetings, budget lines, lists of offices."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.names import Candidate
from graph.reaching import reach
from graph.wording import Words

# What a document is told by besides its title: 穗府〔2021〕64号.
_NUMBERED = re.compile(r"[一-鿿]{2,8}[〔\[（(](?:19|20)\d\d[〕\]）)]\d+号")
_TITLE = re.compile(r"《([^《》\n]{2,80}(?:《[^《》]*》[^《》]*)?)》")
# A newspaper that reports is no document: 获《…日报》报道; a bulletin of the government is one (被《…简报》采纳).
_PRESS = re.compile(
    r"(?<!简)(?:报|网|新闻|周刊|杂志|在线|强国)》[^，。；《]{0,8}(?:采纳|报道|刊登|刊发|宣传|转载)"
)
# Documents without 《》: 市人民政府令第188号; 省财政厅关于…的通知.
_ORDER = re.compile(r"令第\d+号")
_ABOUT = re.compile(r"关于[^，。；《》\n]{4,60}的(?:通知|通报|意见|决定|批复|公告|函)(?![一-鿿]{0,4}》)")

# 在2023第二届中国云计算和大数据技术大会上: what stands between 在 and 上 is whole.
_GATHERING = re.compile(
    r"在(?:近日|近期)?((?:(?!在)[^，。；：、《》“”\n]){4,34}?"
    r"(?:大会|峰会|论坛|博览会|交易会|年会|大赛|竞赛|展览会|运动会|推进会|现场会|艺术节|大比武|马拉松))(?:[上中]|期间)"
)

# 在省水利厅组织的水利高质量发展综合评价中, 在全国营商环境评价中: where somebody was measured.
_MEASURED = re.compile(
    r"在[“《]?(?:[^，。；：、《》“”\n]{2,24}?(?:组织|开展|发布|公布|举行|委托)的)?"
    r"((?:(?!在|\d+月)[^，。；：《》“”的\n]){5,28}?(?:评价|评估|考评|测评|调查|考核|评比))[”》]?(?:[中里上]|期间)(?![心级型等])"
)
# 7月考核, 本次评估: one of a series that goes on, and none by name.
_NO_MEASURING = re.compile(r"\d月|本次|此次|历次|各项|日常|自评|年终考核|每")

# 全省义务教育优质均衡推进会, 第十二届某地学子艺术节: from its scope, edition or year, whatever words are in it.
_SCOPED = re.compile(
    r"(?:^|(?<![一-鿿])|(?<=[在于从由经了过开办加会的]))"
    r"((?:(?:19|20)\d\d年?)?(?:全国|全省|全市|全区|全县|首届|第[一二三四五六七八九十百\d]{1,4}[届次])[一-鿿\d（）—-]{3,28}?"
    r"(?:大会|峰会|论坛|博览会|交易会|推进会|现场会|交流会|运动会|艺术节|文化节|科技节|读书节|旅游节|音乐节|电影节|美食节|农民丰收节|丰收节|大赛|竞赛|比赛|锦标赛|联赛|"
    r"大比武|比武|大练兵|展览会|[一-鿿]博会|展会|年会|研讨会|洽谈会|观摩会|演练|普查|马拉松))(?![一-鿿]{0,2}(?:纪要|方案|通知|精神))"
)

# 二十届二中、三中全会.
_PLENUM = re.compile(
    r"(?:党的)?[一二三四五六七八九十]{2,3}届[一二三四五六七]中(?:[、和][一二三四五六七]中)*全会"
)

# Measures called by how many they are: 出台稳企惠企二十条; what was merely counted is not (收集意见二十条).
_ARTICLES = re.compile(
    r"(?:贯彻落实落细|落实落细|贯彻落实|落实|出台|印发|实施|执行|推出|发布|制定)了?"
    r"([一-鿿]{2,12}?(?<!措施)(?<!意见)(?<!建议)(?<!信息)(?<!线索)(?<!任务)(?<!标准)[一二三四五六七八九十]{1,3}条)"
    r"(?=[，。；、和等）]|政策|措施|$)"
)

# 通过A受理业务3宗，通过B受理业务5宗: by which machine or page.
_CHANNEL = re.compile(
    r"(?:通过|经由)([^，。；：、“”的\n]{3,12}?)(?:受理|办理|办结|申办)(?:业务|事项|各类业务)?\d"
)
_NO_CHANNEL = re.compile(r"[网线掌]上|线下|现场|电话|窗口|人工|全程|审核|调解|诉讼")

# A line of a list of budget items: 1.办公场租。年度预算数…
BUDGET_LINE = re.compile(
    r"(?:^|(?<=[。；\n]))\s*(?:\d{1,2}[.．、]|（\d{1,2}）|\(\d{1,2}\))\s*([^。；，：\n]{3,60}?)[。，：\s]*"
    r"(?:全?年度?)?(?:年初)?(?:预算(?:数|金额|安排|资金|经费)?|安排(?:预算|资金|经费))[为：]?\s*[\d,，.]+",
    re.MULTILINE,
)

# 内设|办公室、…处, 下属|市某某中心、…: the list itself begins right behind the word.
_FIRST = r"[^、，。；：\n]{0,24}(?:办公室|[科处室局站队所院馆]|中心)、"
# Who belongs to whom: 内设机构9个，分别是办公室、综合科…; 下属单位2个：….
OFFICES = re.compile(
    r"(?:内设(?:职能)?(?:机构|科室|处室|股室|部门)(?!情况|设置|和人员)|(?:机关|局机关|委机关|本部门|本单位)(?:现|共|内|下)?设(?:有)?(?!(?:机构|科室|处室|部门)(?:情况|设置))(?:职能|内部)?(?:机构|科室|处室|股室|部门)?|"
    rf"(?:内设|下属|下辖|直属|所属)(?={_FIRST})|"
    r"[委局厅办]属(?:事业单位|单位|医院|学校|院校|企业)(?:主要)?(?=有|包括|[：:])|下设(?:直属)?(?:事业)?(?:单位|机构)?|(?:下属|直属|所属|下辖|归口管理)的?(?:公益[一二三]类|参公|[正副][处科]级|预算|事业|二级)*(?:单位|机构)?(?=[有包共\d一二两三四五六七八九十：:，,（(]))"
    r"(?:共?有?\s*[\d一二三四五六七八九十两]+\s*[个家])?"
    r"[，,：:（(]?\s*(?:分别)?(?:是|为|有|包括|包含|即)?[：:]?\s*((?:(?!下设|下属|直属|所属|机关设|本部门设)[^。；;\n]){2,300})"
)
# （以下简称供排中心）: a short form, read elsewhere.
_CALLED = re.compile("简称|下称|又称")
_ROOMS = frozenset({"处室", "科室", "股室", "职能处室", "职能科室", "中心", "部门", "机关"})
_OFFICE = re.compile(
    r"(?![个家称名]|简称|下称|以下|又[名称])[^、，,和及（）()：:\d]{0,28}?(?:办公室|科|处|室|股|中心|局|队|站|所|部|院|校|馆|宫|公司)(?=[、，,。；;和及（）()\n]|$|等|共?\d+[个家]|[一二三四五六七八九十]+[个家])"
)


def find_documents(words: Words) -> Iterator[Candidate]:
    """Titles in 《》, document numbers, numbered orders, and notices on something."""
    text = words.text
    for match in _TITLE.finditer(text):
        if not _PRESS.search(text, match.end() - 3, match.end() + 10):
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
    for match in _ARTICLES.finditer(text):
        yield Candidate(match.start(1), match.end(1), "POLICY", rank=1)


def find_channels(words: Words) -> Iterator[Candidate]:
    """The machines and pages by which so many cases were handled."""
    for match in _CHANNEL.finditer(words.text):
        own = match.end(1) in words.ending and words.at(match.start(1)) is not None
        if own and not _NO_CHANNEL.search(match[1]):
            yield Candidate(match.start(1), match.end(1), "PLATFORM", rank=2)


def find_budget_lines(text: str) -> Iterator[Candidate]:
    """The items of a list of funded projects, whatever noun they end in."""
    for match in BUDGET_LINE.finditer(text):
        yield Candidate(match.start(1), match.end(1), "PROJECT", rank=0)


def find_gatherings(text: str) -> Iterator[Candidate]:
    """The meetings and fairs at which something happened (在…大会上)."""
    for match in _GATHERING.finditer(text):
        yield Candidate(match.start(1), match.end(1), "EVENT", rank=1)
    for match in _MEASURED.finditer(text):
        if not _NO_MEASURING.search(match[1]):
            yield Candidate(match.start(1), match.end(1), "EVENT", rank=1)
    for match in _SCOPED.finditer(text):
        yield Candidate(match.start(1), match.end(1), "EVENT", rank=2)
    for match in _PLENUM.finditer(text):
        yield Candidate(match.start(), match.end(), "EVENT", rank=1)


def find_offices(words: Words) -> Iterator[Candidate]:
    """The offices and units of a list that begins with 内设机构 or 下属单位; at least two of them."""
    for match in OFFICES.finditer(words.text):
        found = list(_OFFICE.finditer(words.text, match.start(1), match.end(1)))
        if len(found) > 1:
            for office in found:
                called = _CALLED.search(words.text, max(office.start() - len("以下简称为"), 0), office.end())
                if office.end() - office.start() > 1 and office.group() not in _ROOMS and not called:
                    # A list of offices is surer than the longest name: 机关设|办公室.
                    yield Candidate(office.start(), office.end(), "ORG", rank=-1)
