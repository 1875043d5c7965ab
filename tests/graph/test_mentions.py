"""Names in text: where they begin, where they end, of what kind, and never beside the characters."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.mentions import find_names
from graph.reaching import reach
from graph.wording import Words
from ingest.words import cut

BEGINNINGS = [
    ("打造全国领先的城市运行管理中枢", "城市运行管理中枢", "的 ends its attributes"),
    ("依托市数据共享平台开展分析", "市数据共享平台", "依托 governs it, the level belongs to it"),
    ("，建设热线智能坐席系统", "热线智能坐席系统", "建设 at the start of the clause is the verb"),
    ("成立区重点项目建设服务中心", "区重点项目建设服务中心", "建设 inside the name belongs to it"),
    ("与杭州市数据资源管理局合作", "杭州市数据资源管理局", "与 governs, the place belongs to it"),
    ("上线147位政务服务AI巡查员", "政务服务AI巡查员", "the number counts the things"),
    ("积极推广24小时自助服务终端", "24小时自助服务终端", "the number is part of the name"),
    ("全市首个数据要素流通平台", "数据要素流通平台", "首个 praises it"),
    ("配合市住房和城乡建设局处理", "市住房和城乡建设局", "和 inside the name of an authority"),
    ("武汉市大数据平台和市政务服务中心", "市政务服务中心", "和 between two names"),
    ("筹建数字成都创新实验室", "数字成都创新实验室", "数字 and a place make a name"),
    ("打造市“一网统管”指挥平台", "市“一网统管”指挥平台", "a quotation inside the name"),
    ("赴和平镇、在联合村走访", "联合村", "behind a preposition a verb is the stem of a name"),
    ("完善热线支撑平台，", "热线支撑平台", "支撑 right before the noun belongs to it"),
    ("建立健全满意度定期通报机制", "满意度定期通报机制", "an adverb inside the name"),
    ("支持市第三人民医院创建", "市第三人民医院", "an ordinal inside the name of an authority"),
    ("县委党建引领乡村振兴工作领导小组会议", "县委党建引领乡村振兴工作领导小组", "named by its task"),
    ("配合做好市政府门户网站运维", "市政府门户网站", "a site is named by whose it is"),
    ("省、市数字经济发展大会召开", "省、市数字经济发展大会", "a series of meetings, level by level"),
    ("参加2024年成都市网络安全攻防演练", "2024年成都市网络安全攻防演练", "the year is part of it"),
    ("通过“蓉盾-2024”四川省网络安全演练", "“蓉盾-2024”四川省网络安全演练", "a quotation before the place"),
    ("设置了企业服务专区，", "企业服务专区", "set up, and so one thing"),
    ("搭建智慧教育云平台，", "智慧教育云平台", "built, and so one thing"),
    ("形成农村集体资产“一张图”", "农村集体资产“一张图”", "a quoted noun with what it shows"),
    ("覆盖长安镇、厚街镇", "厚街镇", "a town that the segmenter cuts in the middle"),
    ("在滨海湾新区试点", "滨海湾新区", "a new zone of several words"),
    ("与江苏银行苏州分行签约", "江苏银行苏州分行", "the firm stands before the place of its branch"),
    ("与中国工商银行签约", "中国工商银行", "a known name inside a longer word is the longer one"),
    ("完成视频云平台升级改造项目验收", "视频云平台升级改造项目", "called by the system that it works on"),
    (
        "数字政府一体化运维项目年初预算90万元",
        "数字政府一体化运维项目",
        "the shorter noun leaves it words of its own",
    ),
    ("建设非道路移动机械登记系统", "非道路移动机械登记系统", "非 is part of a name"),
    ("“阳光办”协同审批机制覆盖产业项目", "“阳光办”协同审批机制", "a verb ends it"),
    ("在全国营商环境评价中进步", "全国营商环境评价", "what somebody was measured in is an event"),
    ("设有供水调度、防汛指挥、河长巡查3个子系统", "防汛指挥", "as many as are counted are named"),
    ("货船由运河直入钱塘江", "钱塘江", "the river is a name by itself"),
    ("位于锦江区三圣街道", "锦江区三圣街道", "the level belongs to the district"),
    ("在青羊区草市街街道开展", "青羊区草市街街道", "two words before the ending"),
    ("推进中国地质大学（武汉）共建", "中国地质大学（武汉）", "which of two universities"),
    ("“云梦湖”数据平台上线。依托“云梦湖”开展分析", "云梦湖", "a name in one place is one everywhere"),
    ("在巩义市伊洛河畔举办", "伊洛河", "a river is of no one place"),
    ("双洎河新郑青石断面总磷浓度0.21毫克/升", "双洎河新郑青石断面", "a gauging section is told by its river"),
    ("联合区经济促进局编制", "区经济促进局", "a task right before the noun of an office"),
    ("市信用中心征信科获表彰", "市信用中心征信科", "a part is named behind its body"),
    ("320国道富阳段完成大修，杭州市富阳区", "320国道富阳段", "a part of a way"),
    ("参加第38届湖北省青少年科技创新大赛", "第38届湖北省青少年科技创新大赛", "the edition before the place"),
    ("10月，全省义务教育优质均衡推进会召开", "全省义务教育优质均衡推进会", "from its scope on"),
    ("供水热线96968接听", "供水热线96968", "by which number"),
    ("由共青团洪山区委主办", "共青团洪山区委", "whose committee"),
    ("由东湖高新区政务服务局承办", "东湖高新区政务服务局", "an office of a zone"),
    ("由江北新区行政审批局承办", "江北新区行政审批局", "an office of a new area"),
    ("在武汉市经开区试点", "武汉市经开区", "the zone of a city"),
    ("在锦江区、温江区试点", "温江区", "where it is tried"),
    ("覆盖云南昆明、四川成都", "云南昆明", "the province tells which city"),
]

KINDS = [
    ("“环小鹿”智能咨询答问33万次", "“环小鹿”智能咨询", "PLATFORM", "a machine that answers"),
    ("获批减污降碳协同创新试点，", "减污降碳协同创新试点", "INITIATIVE", "what was granted"),
    ("台风“山竹”“海葵”防御期间", "台风“山竹”", "EVENT", "the noun before a list"),
    ("台风“山竹”“海葵”防御期间", "海葵", "EVENT", "the noun before a list tells of them all"),
    ("机关党委下设党支部6个", "机关党委", "ORG", "of the department"),
    ("打造“书香江汉”，居民参与", "书香江汉", "INITIATIVE", "what is called like a place is none"),
    ("由房屋库、事件库两个基础库组成", "事件库", "PLATFORM", "as many as are counted, behind a verb"),
    ("建成房屋、事件2个基础库和医保等13个主题库", "房屋", "PLATFORM", "the first of two lists"),
    (
        "推行“每周调度、每月通报”",
        "每周调度、每月通报",
        "INITIATIVE",
        "one way of working in parallel phrases",
    ),
    ("“看苏城”数据门户新增数据集", "“看苏城”数据门户", "PLATFORM", "门户 behind a quotation"),
    ("智能客服“小荔”引入大模型", "小荔", "PLATFORM", "the noun of its kind stands before it"),
    ("组织“护江2023”三防桌面推演1次", "“护江2023”三防桌面推演", "EVENT", "推演 is held"),
    ("推出“轻松办”主题套餐36个", "“轻松办”主题套餐", "INITIATIVE", "套餐 behind a quotation"),
    ("申报“城市内涝防治关键技术研究”课题", "“城市内涝防治关键技术研究”课题", "PROJECT", "课题"),
    ("共建政务安全联合实验室，", "政务安全联合实验室", "ORG", "set up, and so one thing"),
    ("荣获“全国巾帼文明岗”称号", "“全国巾帼文明岗”称号", "AWARD", "荣获 tells"),
    ("推出“码上查”、“码上办事”和“码上评”小程序", "码上查", "PLATFORM", "the noun behind the list tells"),
    ("推出“云上帮”、“云上审”等一系列数字化工具", "云上帮", "PLATFORM", "the noun behind 等 tells"),
    ("推行“首席审批官”，成效明显", "首席审批官", "INITIATIVE", "nothing tells: a practice"),
    ("依据省人民政府令第270号办理", "省人民政府令第270号", "POLICY", "a numbered order"),
    ("按照《杭州市数据条例》执行", "杭州市数据条例", "POLICY", "a title"),
    ("在2023第三届中国数字政府大会上发言", "2023第三届中国数字政府大会", "EVENT", "在…大会上"),
    ("举办“书香”读书活动", "“书香”读书活动", "EVENT", "what is held is an event"),
    ("上线“某某通”", "某某通", "PLATFORM", "what is brought online is a platform"),
    ("推出的“开饭店一件事”获得市公安局肯定", "开饭店一件事", "INITIATIVE", "a verb behind tells no kind"),
    ("落实亲商助企二十六条，", "亲商助企二十六条", "POLICY", "called by how many articles it has"),
    ("其中通过智能柜台受理业务13宗", "智能柜台", "PLATFORM", "by which so many cases were handled"),
    ("贯彻二十届二中、三中全会精神", "二十届二中、三中全会", "EVENT", "two sessions of one congress"),
    ("经验被《政务简报》采纳", "政务简报", "POLICY", "a bulletin of the government"),
    ("推进玄武湖治理", "玄武湖", "REGION", "water: a lake"),
    ("石井净水厂通水", "石井净水厂", "REGION", "water: a works"),
    ("牛路水库除险加固工程完工", "牛路水库除险加固工程", "PROJECT", "water: what is done at a reservoir"),
    ("湘江堤防提升工程开工", "湘江堤防提升工程", "PROJECT", "water: no campaign, it is built"),
    ("沥滘污水处理厂三期通水", "沥滘污水处理厂三期", "PROJECT", "water: a stage"),
    ("成功应对台风“苏拉”", "台风“苏拉”", "EVENT", "emergency: the noun before the quotation"),
    ("开展“世界水日”宣传", "世界水日", "EVENT", "a day of the year"),
    ("棠溪保障房项目封顶", "棠溪保障房项目", "PROJECT", "housing: a place that no list has"),
    ("康宁养老院评星", "康宁养老院", "ORG", "civil affairs: its own word"),
    ("市第二福利院迁建", "市第二福利院", "ORG", "civil affairs: its number"),
    ("江南果菜批发市场整治", "江南果菜批发市场", "REGION", "markets"),
    ("举办2023年全省消防大比武", "2023年全省消防大比武", "EVENT", "fire brigade"),
    ("推广智能接送平台“小送通”", "小送通", "PLATFORM", "the noun before the quotation"),
    ("开通“医易付”等42项服务", "医易付", "PLATFORM", "one pays with it"),
    ("新增“排课”、“选课”两个模块", "排课", "PLATFORM", "the noun behind the list"),
    ("新增一体化治超、危运电子运单两个模块", "危运电子运单", "PLATFORM", "as many as were counted"),
    ("通过国家卫生城市复审", "国家卫生城市", "AWARD", "what must be passed again"),
    ("入选国家区域医疗中心协作单位", "国家区域医疗中心协作单位", "AWARD", "the whole object"),
    ("局党委抓党建", "局党委", "ORG", "of the department"),
    ("与滴滴出行、美团签约", "美团", "ORG", "a company that everybody knows"),
    ("我局牵头", "我局", "ORG", "the reporting department"),
    ("覆盖全市", "全市", "REGION", "the reporting city"),
    ("3.智慧法院一期。年度预算数35.2万元", "智慧法院一期", "PROJECT", "a line of the budget"),
    ("下属单位2个：市网格中心、市档案馆。", "市档案馆", "ORG", "a list of units"),
]

NOTHING = [
    ("未完成的是“黑臭水体动态清零率”，实际96.2%", "an indicator"),
    ("注销“僵尸账号”29个", "what is done away with"),
    ("部门申报“宽打窄用”的倾向", "what is wrong"),
    ("坚持“花钱问效、无效问责”", "a maxim"),
    ("落实“统一命名、统一认证”的要求", "what is asked for"),
    ("优先投向偏远村", "投向 governs, and 偏远村 is of a sort"),
    ("建立会商机制，", "what every office has"),
    ("开展数据质量普查", "a check of no name"),
    ("业务系统运行正常，各类平台稳定", "common nouns"),
    ("推动形成协同推进格局，完善规章制度", "words that end like names"),
    ("坚定“四个自信”，严控“三公”支出", "doctrine and figures of speech"),
    ("通过“人工+智能”方式办理", "what is described is not named"),
    ("经验被《学习日报》报道", "a newspaper rules nothing"),
    ("各镇街、村居积极参与", "places that are not named"),
    ("实现“进一扇门、办所有事”", "a slogan"),
    ("提供“一站式”申请、“掌上”办理", "how it is done"),
    ("跑出“加速度”，打好“组合拳”", "figures of speech"),
    ("以“少填少报”为导向", "a direction"),
    ("从“人找政策”到“政策找人”，变“群众跑”为“数据跑”", "what was and what is now"),
    ("建成区域医疗中心3个，新建5所乡镇卫生院", "what is counted is not named"),
    ("提升“智能”应用能力", "what is done well"),
    ("收集意见建议二十条", "articles that are only counted"),
    ("所有镇（街）便民服务中心完成对接", "each of them, none by name"),
    ("围绕三大引擎发力", "a group"),
    ("发展互联网医院，帮助受援医院", "sorts of hospitals"),
    ("开设皮肤科，培养助理全科", "sorts of wards"),
    ("改造农村水厂、污水处理厂", "sorts of works"),
    ("建成口袋公园，整治老旧片区", "sorts of places"),
    ("国家5A级景区接待游客", "of a class"),
    ("外来人口转投沿海城市", "沿海|城市"),
    ("新建健康社区，创建文明村", "what is to become of places"),
    ("跨街道交流、下乡义诊", "no street, no town"),
    ("排水系统、供水系统检修", "what is laid in the ground"),
    ("“新辟公交线路150条”列入目标", "a task with its figure"),
    ("解决“最后500米”，实现“大病不出县”", "how far nobody must go"),
    ("组织消防、防震等演练", "sorts of drills"),
    ("“双一流”高校毕业生、“白名单”企业", "what is said of others"),
    ("到位科研经费1.08亿元", "money"),
    ("机场和车站两处枢纽", "several at once"),
    ("省长作政府工作报告", "a report"),
]


@pytest.mark.parametrize(("text", "name", "reason"), BEGINNINGS)
def test_a_name_begins_behind_what_governs_it(text: str, name: str, reason: str) -> None:
    assert name in [m.text for m in find_names(text)], reason


@pytest.mark.parametrize(("text", "name", "kind", "reason"), KINDS)
def test_a_name_has_the_kind_that_its_words_tell(text: str, name: str, kind: str, reason: str) -> None:
    assert (name, kind) in [(m.text, m.type) for m in find_names(text)], reason


@pytest.mark.parametrize(("text", "reason"), NOTHING)
def test_what_names_nothing_is_no_name(text: str, reason: str) -> None:
    assert not find_names(text), reason


def test_the_longest_name_at_a_place_wins() -> None:
    found = [m.text for m in find_names("建设市“一网通办”审批服务平台升级改造项目，推进一网通办")]
    assert found == ["市“一网通办”审批服务平台升级改造项目", "一网通办"]


def test_the_department_is_found_by_the_names_that_the_report_gives_it() -> None:
    # 县史志编纂组 ends in no noun of authorities; the report's own metadata tell that it is one.
    assert [m.text for m in find_names("县史志编纂组印发通知", {"县史志编纂组"})] == ["县史志编纂组"]
    assert not find_names("县史志编纂组印发通知")


PIECES = [
    "建设", "市", "区", "花都区", "广州市", "平台", "“", "”", "、", "和", "的", "政务服务", "12345热线", "局", "《",
    "》", "号", "〔2021〕", "（", "）", "，", "。", "\n", "我局", "项目", "3.", "年度预算数12万元", "荣获", "一网通办",
    "狮岭镇", "A+", "\U0001f600", "内设机构：办公室、综合科",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_mentions_stand_in_the_text_in_order_and_do_not_overlap(pieces: list[str]) -> None:
    text = "".join(pieces)
    position = 0
    for mention in find_names(text):
        assert position <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert mention.text.strip() == mention.text
        position = mention.end


def test_an_empty_text_names_nothing() -> None:
    assert find_names("") == ()
    assert find_names("\n \n") == ()


def test_spacy_is_not_imported_before_a_report_is_read() -> None:
    code = "import sys, graph.mentions, graph.resolve, graph.relations; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_text_without_marks_is_not_read_to_its_beginning_for_each_noun() -> None:
    text = "数据建设管理" * 500 + "平台"
    words = Words.of(text, cut(text))
    head = len(text) - len("平台")
    assert head - reach(words, head, len(text), "PLATFORM") < len(text) / 10
    assert all(len(m.text) < len(text) / 10 for m in find_names(text))
