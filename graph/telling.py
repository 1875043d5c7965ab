"""Whether a noun names one thing: what before it, or in its clause, tells that thing from others of its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.facts import EntityType
from graph.home import ORDINARY
from graph.ontology.vocabulary import Kind, boundaries, kinds
from graph.wording import EDITION, LEVELS, Words
from ingest.words import part_of_speech

# “护苗”|联合|督导: at most a word between.
_BEHIND_QUOTE = re.compile("”[一-鿿]{0,4}$")
# Verbs of making; what is built and set up by them is one thing, however common its words.
_BUILDING = ("建设", "打造", "建成", "启用", "开通", "搭建", "上线", "部署", "开发", "研发", "建立", "构建")
_LAUNCHING = (
    *_BUILDING,
    *("共建", "成立", "组建", "设置", "设立", "增设", "开设", "推出", "探索", "新增", "打通", "开辟", "创建"),
)
_CARRYING_OUT = ("实施", "推进", "启动", "实施了", "启动了", "完成了", "开工", "做好", "抓好")
_MONEY = re.compile(r"[^，。；]{0,8}[，]?[^，。；]{0,12}?\d[\d,.]*[万亿]?元")
_COUNTED_BEHIND = re.compile(
    r"(?:共|达|超|近)?(?:\d[\d,.]*|[二两三四五六七八九十]+)余?[个家所座处支条套项间台]"
)
_COUNTED_BEFORE = re.compile(r"(?:\d|[二两三四五六七八九十百])余?[个家所座处支条间]$")
# Several of a series of meetings or services may share one name (举办5期…活动).
_COUNTED: frozenset[EntityType] = frozenset({"ORG", "REGION", "PROJECT"})
# Of these a sort is no name; what is practised is mostly called by its sort.
_SORTED: frozenset[EntityType] = frozenset({"PLATFORM", "EVENT", "ORG", "REGION"})
_HOLDING = re.compile(r"(?:举办|承办|主办|协办)了?(?:\d+[场次期届个])?$")
# 市第二人民医院迁建|项目, but not 区政府|项目.
_PROJECT_OF_LEVEL = 4
# 三大|引擎
_GROUP = re.compile("[一二两三四五六七八九十]+[大项个类种级家处座条省市区县镇村校]?")
# A sum, and several at once: 机场和车站两处|枢纽, 收到后20日内.
_SEVERAL = re.compile(r"\+|[两二三四五六七八九十][处家所座条个]|\d[处家所座条个日天年月]")
_LATIN_OR_DIGIT = re.compile(r"[A-Za-z0-9+@]")
# 国家5A级|景区, 劣五类|断面: of a class, not one of it.
_OF_CLASS = re.compile("[级类型]")
# A works, a water or a way, of which a project is (…水库|除险加固工程).
_WORKS = re.compile(
    r"[厂站库闸堤坝桥路渠河江湖涌溪港馆院园场楼校所局镇街村]|隧道|中心|基地|房|小区|片区|灌区|断面|高速|地铁|管网|码头|大道|号线|航道"
)
# jieba's tags of places, persons, organisations, other names; then nouns, and words that it does not know.
NAMES = frozenset({"ns", "nr", "nrt", "nrfg", "nt", "nz"})
_OF_NAMES = NAMES | {"n", ""}
# A practice without quotation marks is named only where the clause says that it was set up or goes on.
_GOING_ON = re.compile(
    r"[^，。；]{0,4}(?:通过|获批|验收|不断|持续|加快|全面|进一步|深入|落地|上线|建成|成效|推进|完善|拓展|深化|优化)"
)


def names_one(words: Words, start: int, head: int, end: int, kind: Kind) -> bool:
    """Whether the words `start:end` with the last noun `head:end` name one thing of this kind."""
    noun = words.text[head:end]
    if noun in kind.launched and _is_set_up(words, start, head, _LAUNCHING):
        return True
    if noun in kind.quoted and noun not in kind.common | kind.anchored:
        return _BEHIND_QUOTE.search(words.text, start, head) is not None
    if kind.type == "INITIATIVE" and words.text[head - 1] == "”" and noun in kinds()["PLATFORM"].quoted:
        return False  # “政策兑付”专区 is a part of a platform
    if kind.type == "PROJECT" and words.text[head - 1] == "”" and noun in kinds()["INITIATIVE"].quoted:
        return False  # “放心午餐”工程 is a campaign
    if kind.type == "REGION" and words.text[head - 1] == "”" and noun in kinds()["INITIATIVE"].quoted:
        return False  # “家庭医生”示范区 is what is tried in some places
    if kind.type in _COUNTED and _SEVERAL.search(words.text, start, head):
        return False
    if kind.type == "REGION" and _OF_CLASS.search(words.text, start, head):
        return False
    if _is_anchored(words, start, head, kind) or _is_of_authority(words, start, head, kind):
        return True
    if _is_class(words.text, start, end, kind.type):
        return False
    if kind.type == "REGION" and noun in kind.anchored:
        return is_of_works(words, start, head)
    if noun in kind.proper:
        return (kind.type == "REGION" and _is_named(words, start, end)) or any(
            _is_proper(p) for p in _own_words(words, start, head)
        )
    if kind.type == "PROJECT" and noun in kind.anchored:
        if is_of_works(words, start, head):
            return True
        if noun.endswith(_UNDERTAKING) and _is_of_system(words, start, head):
            return True
    if kind.type == "PLATFORM" and _is_set_up(words, start, head, _BUILDING):
        return True
    tells = noun not in kind.anchored or (kind.type == "PROJECT" and _is_funded(words.text, start, end))
    if not (tells and _is_own(words, start, head, noun, kind)):
        return False
    return kind.type != "INITIATIVE" or _is_launched(words.text, start, end)


def _is_proper(word: str) -> bool:
    """石井, 长江, 协和 tell a works or an institution from others; 农村, 皮肤 and what is done there do not.

    A word that the dictionary does not know is a name, if no verb begins or ends it.
    """
    if len(word) < 2 or word in boundaries().sorts or word in boundaries().generic:
        return False
    if _GROUP.fullmatch(word) or not word.isalpha():
        return False
    return part_of_speech(word) in _OF_NAMES


def _is_named(words: Words, start: int, end: int) -> bool:
    """钱塘江, 玄武湖: one word that the dictionary has as a name."""
    index = words.at(start)
    if index is None or words.ends[index] != end or words.word(index)[:-1] in boundaries().sorts:
        return False
    return part_of_speech(words.word(index)) in NAMES


def is_of_works(words: Words, start: int, head: int) -> bool:
    """玄武湖清淤|工程, 沥滘污水处理厂|三期: a name of its own and what is built or done there."""
    own = list(_own_words(words, start, head))
    known = any(part_of_speech(part) in NAMES for part in own if _is_proper(part))
    return known or (any(_is_proper(p) for p in own) and _WORKS.search(words.text, start, head) is not None)


_UNDERTAKING = ("项目", "工程")
# What is built or kept of a system, as projects are called by it.
_OF_SYSTEM = re.compile(
    r"(?:平台|系统|[外专内]网|云|库|大脑|中枢|大厅|热线|小程序|网站|机房|终端|驾驶舱|底座|门户|公众号|APP)(?:[一二三四]期)?"
    r"(?:升级|扩容|改造|建设|运维|运行|维护|运营|开发|更新|加固|迁移|优化|完善|提升|采购|服务|租赁|外包|安全|集成|监理|测评|[一二三四]期)+"
)


def _is_of_system(words: Words, start: int, head: int) -> bool:
    """视频云平台升级改造|项目: the system is named, 信息系统升级|项目 names none."""
    works = _OF_SYSTEM.search(words.text, start, head)
    if works is None or works.end() != head:
        return False
    own = [p for p in _parts(words, start, works.start()) if p not in boundaries().generic]
    own = [p for p in own if p not in boundaries().sorts and p not in LEVELS]
    return len("".join(own)) > 1 or start in words.known.values()


def _own_words(words: Words, start: int, head: int) -> Iterator[str]:
    """The words of a modifier; neighbours of one character are one that the segmenter did not know (沥|滘)."""
    single = ""
    for part in _parts(words, start, head):
        if len(part) == 1 and part not in LEVELS:
            single += part
            continue
        if single:
            yield single
        single = ""
        yield part
    if single:
        yield single


def _is_class(text: str, start: int, end: int, type_: EntityType) -> bool:
    """建成区域医疗中心3个, 新建5所乡镇卫生院: things that are counted are not named."""
    if _COUNTED_BEHIND.match(text, end):
        return True
    return type_ in _COUNTED and _COUNTED_BEFORE.search(text, max(start - 6, 0), start) is not None


def held(text: str, start: int, end: int) -> EntityType | None:
    """举办|…读书活动, 第三届…活动: what is held or has an edition is an event."""
    if not text.endswith("活动", start, end):
        return None
    held = _HOLDING.search(text, max(start - 8, 0), start) or EDITION.match(text, start)
    return "EVENT" if held else None


def _is_anchored(words: Words, start: int, head: int, kind: Kind) -> bool:
    modifier = words.text[start:head]
    if "”" in modifier or _LATIN_OR_DIGIT.search(modifier) or EDITION.match(modifier):
        return True
    if start in words.begins:
        return True
    if modifier[0] not in LEVELS or ORDINARY.match(modifier):
        return False
    return kind.type == "ORG" or (kind.type == "PROJECT" and len(modifier) >= _PROJECT_OF_LEVEL)


def _is_own(words: Words, start: int, head: int, noun: str, kind: Kind) -> bool:
    """Whether something before the head tells this thing from others of its kind."""
    modifier = words.text[start:head]
    if noun not in kind.common:
        return len(modifier) >= 2 or kind.type == "ORG"
    parts = list(_parts(words, start, head))
    if len(parts) == 1 and parts[0] in boundaries().sorts:
        return False  # 排水|系统
    own = [p for p in parts if p not in boundaries().generic and p not in LEVELS]
    own = [p for p in own if not _GROUP.fullmatch(p)]
    if kind.type in _SORTED:
        own = [p for p in own if p not in boundaries().sorts]
    if kind.type == "INITIATIVE":  # 公共数据|开发|利用|模式: what all offices do
        own = [p for p in own if p not in boundaries().opens]
    if kind.type == "REGION":
        return bool(own) and len("".join(own)) >= 2
    if modifier[0] in LEVELS and len(parts) >= 2:
        return True
    return (bool(own) and len(modifier) >= 2) or (len(parts) >= 3 and kind.type != "INITIATIVE")


def _parts(words: Words, start: int, end: int) -> Iterator[str]:
    while start < end:
        index = words.at(start)
        stop = min(words.ends[index], end) if index is not None else end
        yield words.text[start:stop]
        start = stop


def _is_funded(text: str, start: int, end: int) -> bool:
    """Whether the clause gives the project's money or says that it was carried out."""
    return _MONEY.match(text, end) is not None or text.endswith(_CARRYING_OUT, 0, start)


def _is_set_up(words: Words, start: int, head: int, verbs: tuple[str, ...]) -> bool:
    """设置了|企业服务专区, 搭建|智慧教育云平台: the verb right before it tells that there is one."""
    before = words.text[max(start - 6, 0) : start].removesuffix("了")
    return before.endswith(verbs) and len(list(_parts(words, start, head))) > 1


def _is_of_authority(words: Words, start: int, head: int, kind: Kind) -> bool:
    """市政府|网站: whose it is tells it."""
    if kind.type != "PLATFORM" or words.text[start] not in LEVELS:
        return False
    return words.known.get(head) == start or (head - start == 1 and words.text.startswith("政府", head))


def _is_launched(text: str, start: int, end: int) -> bool:
    """Whether the clause sets the practice up (推行首席数据官制度) or lets it go on (…机制不断完善)."""
    clause = max(text.rfind(mark, 0, start) for mark in "，。；、：\n") + 1
    before = text[clause:start]
    return any(verb in before for verb in boundaries().launches) or _GOING_ON.match(text, end) is not None
