"""Honours by the verb that gives them: 被评为2024年全市政务公开工作优秀单位, 获得市公安局的专项通报表扬."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.names import Candidate

_GIVEN = (
    r"(?:荣获|获评为?|喜获|获颁|获得|斩获|摘得|赢得|评选为|评定为|评为|认定为|命名为|列为"
    r"|授予|入选|入围|跻身|成为|荣膺|被列为|获(?![批准]))了?"
)
_KINDS = "单位|集体|个人|县|区|市|镇|村|社区|岗|示范点|校|项目|企业|城市|基地|团队|组织|案例|经验"
# What an honour is called by; a prize of money (奖励, 奖金) is none.
_NOUN = (
    rf"(?:(?:先进|优秀|示范|文明|卫生|标杆|均衡发展|模范|红旗|最佳|十佳|百佳|百强|达标)[一-鿿]{{0,8}}?(?:{_KINDS})"
    r"|(?:典型|创新|实践|成果)案例|最佳[一-鿿]{2,6}|称号|(?:通报)?表扬|表彰|嘉奖|[特一二三]等奖|[一-鿿]奖|奖[章状杯]|百强|成果|标兵|能手|教学点|优秀等次)"
)
# The object of the verb: one clause or a list, each part ending in such a noun.
_OBJECT = re.compile(rf"{_GIVEN}([^，。；：\n]{{4,80}})")
_PART = re.compile(r"(?:“[^“”\n]*”|[^、“”])+")
_HONOUR = re.compile(rf"([^，。；：、\n]{{2,40}}?{_NOUN})(?:和[^、]{{2,8}}|等)?(?:称号)?")
# What begins with its scope and is the whole object: 入选国家区域医疗中心协作单位, 获评浙江省最美自驾公路.
_NAMING = re.compile(
    r"(?:评选为|评定为|评为|认定为|命名为|列为|列入|授予|入选|入围|获评为?|跻身|荣获|荣膺)了?$"
)
_SCOPE = r"(?:全国|国家级?|中国|省级|[一-鿿]{2,3}省|[一-鿿]{2,3}市|(?:19|20)\d\d年度?)"
_WHOLE = re.compile(
    rf"((?:首批|第[一二三四五六七八九十]批)?{_SCOPE}[一-鿿“”·+-]{{4,24}})(?:[（(]第?[一-鿿\d]{{1,4}}批?[）)])?"
)
_NO_HONOUR = re.compile(
    r"(?:资金|补助|奖励|支持|认可|肯定|好评|批复|批准|推广|报道|名单|计划|清单|目录|第[一-鿿\d]+名?|前列|项目库|任务|试点|工作|会议|规划|要点|实事|目标|范围|预算|经费|项目|人数|数量|人次)$"
    r"|[局委厅办部会]的|等[^级]"
)
# What one must pass again and again: 通过国家卫生城市复审.
_PASSED = re.compile(
    rf"通过了?({_SCOPE}[^，。；：、\n]{{3,26}}?)(?:复审|复查|复评|复核|测评|达标验收|认定|认证|评定)"
)
_BY_WHOM = re.compile(r"[局委厅办部]|专家|第三方|组织|部门|机构|资质|信息系统|平台|项目|工程")
# The first honour may be praised or counted (全国首批, 唯一的); what gives it stands before 的.
_FRONT = re.compile(r"^.*(?:的|(?:唯一|首批|首个|第[一二三四五六七八九十]+批)(?:\d+[个项家])?)")


def find_honours(text: str) -> Iterator[Candidate]:
    """What the verbs of honouring give: each part of the list behind one, from the place or year that it begins with."""
    for passed in _PASSED.finditer(text):
        if not _BY_WHOM.search(passed[1]):
            yield Candidate(passed.start(1), passed.end(1), "AWARD", rank=1)
    for given in _OBJECT.finditer(text):
        naming = _NAMING.search(text, given.start(), given.start(1)) is not None
        for part in _PART.finditer(text, *given.span(1)):
            honour = _HONOUR.fullmatch(text, *part.span())
            whole = _WHOLE.fullmatch(text, *part.span()) if naming and honour is None else None
            if whole and not _NO_HONOUR.search(whole[1]):
                yield Candidate(whole.start(1), whole.end(1), "AWARD", rank=1)
            if honour is None or (honour[1][0] == "“" and honour[1][-1] == "”"):
                continue
            front = _FRONT.match(honour[1])
            start = honour.start(1) + (front.end() if front else 0)
            if honour.end(1) - start >= _SHORTEST:
                yield Candidate(start, honour.end(1), "AWARD", rank=1)


# 先进个人 says who, not of what.
_SHORTEST = 5
