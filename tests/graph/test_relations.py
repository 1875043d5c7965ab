"""Relations: who stands at which end, and the words that say so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.mentions import find_mentions
from graph.relations import find_relations
from graph.resolve import resolve
from ingest import read as read_file
from ingest.document import About, Document, Run, Section

US = "武汉市数据局"
ABOUT = About(province="湖北省", city="武汉市", department=US, names=(US, "市数据局"))


def report(text: str) -> Document:
    section = Section(0, 0, "", "", 0, 0, len(text), None, ())
    runs = (Run(0, len(text), "", 0),)
    return Document("甲.txt", "", "", "txt", "utf-8", text, runs, (), (section,), (), ABOUT)


def read(text: str) -> list[tuple[str, str, str, str]]:
    document = report(f"{US}自评报告。\n{text}")
    resolution = resolve(document, find_mentions(document))
    names = {e.id: e.name for e in resolution.entities}
    found = find_relations(document, resolution)
    return [(names[r.head], r.rel, names[r.tail], r.citation.quote) for r in found]


STATED = [
    (
        "打造市城市大脑。",
        US,
        "建设",
        "武汉市城市大脑",
        "打造市城市大脑",
        "the left-out head is the department",
    ),
    (
        "市信息中心建成数据安全监测平台。",
        "武汉市信息中心",
        "建设",
        "数据安全监测平台",
        "市信息中心建成数据安全监测平台",
        "a named subject",
    ),
    (
        "《武汉市数据条例》已经市政府审议通过。",
        "武汉市政府",
        "印发",
        "武汉市数据条例",
        "《武汉市数据条例》已经市政府审议通过",
        "who passed it stands behind",
    ),
    (
        "根据市委办公厅《关于数据工作的意见》要求，",
        "武汉市委办公厅",
        "印发",
        "关于数据工作的意见",
        "市委办公厅《关于数据工作的意见》",
        "who issued it stands before its title",
    ),
    (
        "《市财政局关于绩效评价的通知》下发后，",
        "武汉市财政局",
        "印发",
        "市财政局关于绩效评价的通知",
        "《市财政局关于绩效评价的通知》",
        "the title begins with who issued it",
    ),
    (
        "印发《推广“一码通城”服务实施方案》，做好“一码通城”服务。",
        "“一码通城”服务",
        "依据",
        "推广“一码通城”服务实施方案",
        "《推广“一码通城”服务实施方案》",
        "a plan for a practice is its ground",
    ),
    (
        "以市政府名义印发《数据管理办法》。",
        "武汉市政府",
        "印发",
        "数据管理办法",
        "市政府名义印发《数据管理办法》",
        "in whose name",
    ),
    (
        "与市财政局建立沟通机制。",
        US,
        "合作",
        "武汉市财政局",
        "与市财政局建立",
        "与 and a word of working together",
    ),
    (
        "在全市推广“信用就医”服务模式。",
        "“信用就医”服务模式",
        "覆盖",
        "武汉市",
        "在全市推广“信用就医”服务模式",
        "在…推广",
    ),
]

READ = [
    ("机关设办公室、人事科、财务审计科等3个科室。", ("财务审计科", "隶属", US), "an office of a list"),
    (
        "下设直属单位2家，分别为武汉市数据中心（以下简称“市数据中心”）、武汉市信用中心。",
        ("武汉市信用中心", "隶属", US),
        "a bracket does not end the list",
    ),
    (
        "市数据局是主管数据工作的市政府工作部门。",
        (US, "隶属", "武汉市政府"),
        "what it is in charge of stands between",
    ),
    ("在狮子山街道、洪山街道推行“错时办”服务模式。", ("“错时办”服务模式", "覆盖", "洪山街道"), "在…推行"),
    (
        "江夏区、黄陂区两地共打造“共富驿站”服务品牌。",
        ("“共富驿站”服务品牌", "覆盖", "江夏区"),
        "places that do it",
    ),
    (
        "在市政务服务中心设置“人才服务”专窗。",
        ("“人才服务”专窗", "覆盖", "武汉市政务服务中心"),
        "an office where people are served",
    ),
    ("市数据局、市财政局、市公安局组成联合督导组。", (US, "合作", "武汉市公安局"), "several act as one"),
    ("由市数据局、市财政局共同推出“惠企通”服务品牌。", (US, "合作", "武汉市财政局"), "共同"),
    (
        "城市大脑平台新增“精准治理”“智能排班”两个模块。",
        ("武汉市城市大脑", "包含", "精准治理"),
        "the parts by the noun behind them",
    ),
    ("“数字汉口”论坛在我市召开。", (US, "举办", "“数字汉口”论坛"), "an event that the sentence tells of"),
    (
        "由市公安局牵头、市财政局协同推进。",
        ("武汉市公安局", "合作", "武汉市财政局"),
        "who is led works with who leads",
    ),
    (
        "江夏区的“邻里食堂”被评为“全国老年助餐示范点”。",
        ("邻里食堂", "获得", "全国老年助餐示范点"),
        "what the place has",
    ),
    (
        "建设“云驿站”服务站52所，其中江夏区18所、黄陂区15所。",
        ("“云驿站”服务站", "覆盖", "黄陂区"),
        "how many in each place",
    ),
    ("与市公安局、市财政局等12个部门按月比对。", (US, "合作", "武汉市财政局"), "with many at once"),
    ("局机关党委开展学习。", ("武汉市数据局机关党委", "隶属", US), "the party committee of the department"),
    ("市血液中心、市急救中心均为局属事业单位。", ("武汉市急救中心", "隶属", US), "units of the department"),
    ("承担市节约用水办公室的日常工作。", ("武汉市节约用水办公室", "隶属", US), "whose work it does"),
    (
        "江夏区先行，在江夏区纸坊街道、郑店街道试点。",
        ("郑店街道", "隶属", "江夏区"),
        "the second lies in the same district",
    ),
    ("同武汉农商银行推出“数据贷”。", ("武汉农商银行", "推出", "数据贷"), "the one beside does it as well"),
    ("全市布设“云窗口”自助终端。", ("“云窗口”自助终端", "覆盖", "武汉市"), "all over the reporting place"),
    ("江夏区获评“全国数字化示范区”。", ("江夏区", "获得", "全国数字化示范区"), "a place wins"),
    (
        "市政务服务中心被国家数据局授予“全国青年文明号”。",
        ("武汉市政务服务中心", "获得", "全国青年文明号"),
        "the one who gives is no winner",
    ),
    ("联合长沙市、南昌市开展远程异地评标。", (US, "合作", "南昌市"), "an office that works with a place"),
    ("与长沙市、南昌市实现跨省通办。", ("武汉市", "合作", "南昌市"), "what two places do for each other"),
    ("与长沙市、南昌市的同业部门组成联盟。", (US, "合作", "长沙市"), "the offices of places"),
    ("与市中级人民法院开通绿色通道。", (US, "合作", "武汉市中级人民法院"), "with whom it is done"),
    (
        "与长沙市、南昌市建立“三城会商”机制。",
        ("“三城会商”机制", "覆盖", "南昌市"),
        "what places set up is in force in each",
    ),
    (
        "江夏区先行。江夏区智慧泵站建设工程开工。",
        ("江夏区智慧泵站建设工程", "覆盖", "江夏区"),
        "where it is built",
    ),
    (
        "归口管理事业单位2家：武汉市数据中心、武汉市信用中心。",
        ("武汉市信用中心", "隶属", US),
        "归口管理",
    ),
    (
        "市数据安全领导小组办公室（即“市数安办”）设在我局。",
        ("武汉市数据安全领导小组办公室", "隶属", US),
        "whose work another office does",
    ),
    (
        "湖北省信用监测中心由省发展改革委垂直管理。",
        ("湖北省信用监测中心", "隶属", "湖北省发展改革委"),
        "由…管理",
    ),
    (
        "市政务服务中心获表彰，所属“汉雅”服务班组获评“省巾帼文明岗”。",
        ("“汉雅”服务班组", "隶属", "武汉市政务服务中心"),
        "所属 is said of the body that the sentence is about",
    ),
    (
        "“汉事通”平台上线。该平台由武汉某某科技有限公司开发。",
        ("武汉某某科技有限公司", "建设", "“汉事通”平台"),
        "该平台 is the one named last",
    ),
    (
        "推动“汉格通”应用减表，合并系统12个，该做法获评“全国优秀案例”。",
        ("“汉格通”应用", "获得", "全国优秀案例"),
        "该做法 is told of the thing in its sentence",
    ),
    (
        "“云梦湖”数据平台由人口库、房屋库两个基础库和11个主题库组成。",
        ("“云梦湖”数据平台", "包含", "房屋库"),
        "the counted parts of what the sentence begins with",
    ),
    (
        "“云梦湖”数据平台归集数据3亿条。建成房屋、事件2个基础库。",
        ("“云梦湖”数据平台", "包含", "房屋基础库"),
        "the counted parts of the platform named last",
    ),
    (
        "推出“一件事”主题服务，“出生一件事”最受欢迎。",
        ("“一件事”主题服务", "包含", "出生一件事"),
        "its name ends in that of all of them",
    ),
    ("依托“汉事通”平台开展“上门办”服务。", ("“汉事通”平台", "包含", "“上门办”服务"), "依托…开展"),
    ("依托“绿眼巡护”机制，核查点位93个。", (US, "推出", "“绿眼巡护”机制"), "a brand that is worked with"),
    ("“看得懂”栏目获评“省精品栏目”。", ("看得懂", "获得", "省精品栏目"), "栏目 is what the winner is"),
    (
        "江夏区、黄陂区获批“减污降碳”创新试点。",
        ("“减污降碳”创新试点", "覆盖", "黄陂区"),
        "what a place was granted is tried there",
    ),
    ("在江夏区纸坊街道试点。", ("江夏区纸坊街道", "隶属", "江夏区"), "the district is told with its town"),
    ("江夏分局列第一。", ("江夏分局", "隶属", US), "a branch by its place alone"),
    (
        "江夏区民政局负责登记。江夏区民政局婚姻登记处获表彰。",
        ("江夏区民政局婚姻登记处", "隶属", "江夏区民政局"),
        "a part begins with the name of the body",
    ),
    ("“汉事通”平台由市信息中心建设运营。", ("武汉市信息中心", "建设", "“汉事通”平台"), "由…建设"),
    (
        "《武汉市数据局采购管理办法》已执行。",
        (US, "印发", "武汉市数据局采购管理办法"),
        "the title begins with our name",
    ),
]

NOT_STATED = [
    ("在全市率先推出“一码通”服务模式。", "覆盖", "率先 tells among whom it was first"),
    ("与市数据中心协调工作。", "隶属", "nothing says whose it is"),
    ("依托省政务服务网办理业务。", "建设", "what is used is not built"),
    ("推进“放管服”改革。", "推出", "a framework of the state is not launched by a department"),
    ("落实下发的《数据管理办法》。", "印发", "issued by somebody who is not named"),
    ("根据《关于印发数据标准的通知》办理。", "印发", "印发 stands inside the title"),
    ("1.物业管理经费。年度预算数12.5万元。", "建设", "running costs build nothing"),
    ("市数据局（市数据局）自评。", "隶属", "nothing is part of itself"),
]


NOT_READ = [
    (
        "市政务服务中心获表彰，所属“汉雅”服务班组获评“省巾帼文明岗”。",
        ("“汉雅”服务班组", "隶属", US),
        "所属 is said of the body that the sentence is about",
    ),
    (
        "推出“一件事”主题服务，深化“高效办成一件事”。",
        ("“一件事”主题服务", "包含", "高效办成一件事"),
        "to do the thing is no case of it",
    ),
    ("依托“鄂汇办”平台办理。", (US, "建设", "“鄂汇办”平台"), "the province's own"),
    ("配合长江流域保护，", (US, "合作", "长江流域"), "a water is no partner"),
    (
        "由市信用中心和市数据中心共同使用。",
        ("武汉市信用中心", "合作", "武汉市数据中心"),
        "to have a thing is not to work together",
    ),
    ("区公安分局列第一。", ("武汉市公安分局", "隶属", US), "a branch of another bureau"),
    (
        "江夏区纸坊街道和黄陂区前川街道试点。江夏区先行。",
        ("黄陂区前川街道", "隶属", "江夏区"),
        "the second names a district of its own",
    ),
]


def test_a_self_evaluation_is_a_document_of_its_department_and_rests_on_the_notice() -> None:
    text = f"{US}\n2024年度部门整体支出绩效自评报告\n按照《市财政局关于开展绩效自评工作的通知》，我局开展自评。\n"
    document = replace(
        report(text),
        about=replace(ABOUT, title=text[: text.index("报告") + 2].replace("\n", ""), kind="绩效自评报告"),
    )
    resolution = resolve(document, find_mentions(document))
    names = {e.id: e.name for e in resolution.entities}
    found = {(names[r.head], r.rel, names[r.tail]) for r in find_relations(document, resolution)}
    title = f"{US}2024年度部门整体支出绩效自评报告"
    assert (US, "印发", title) in found
    assert (title, "依据", "市财政局关于开展绩效自评工作的通知") in found


def test_a_section_whose_heading_is_a_name_tells_of_its_parts() -> None:
    title = f"{US}2024年度部门整体支出绩效自评报告\n一、主要绩效\n"
    text = f"{title}1.“无废城市”。培育“无废细胞”56个。\n2.审批提速。推出“马上批”服务。\n"
    document = read_file(text.encode(), "甲.txt")
    resolution = resolve(document, find_mentions(document))
    names = {e.id: e.name for e in resolution.entities}
    found = {(names[r.head], r.rel, names[r.tail]) for r in find_relations(document, resolution)}
    assert {triple for triple in found if triple[1] == "包含"} == {("无废城市", "包含", "无废细胞")}


@pytest.mark.parametrize(("text", "triple", "reason"), NOT_READ)
def test_what_a_sentence_does_not_say_is_not_read(
    text: str, triple: tuple[str, str, str], reason: str
) -> None:
    assert triple not in [(head, rel, tail) for head, rel, tail, _ in read(text)], reason


@pytest.mark.parametrize(("text", "head", "rel", "tail", "quote", "reason"), STATED)
def test_a_statement_is_read_with_its_ends_and_its_clause(
    text: str, head: str, rel: str, tail: str, quote: str, reason: str
) -> None:
    assert (head, rel, tail, quote) in read(text), reason


@pytest.mark.parametrize(("text", "triple", "reason"), READ)
def test_places_offices_parts_and_winners_are_read(
    text: str, triple: tuple[str, str, str], reason: str
) -> None:
    assert triple in [(head, rel, tail) for head, rel, tail, _ in read(text)], reason


@pytest.mark.parametrize(("text", "rel", "reason"), NOT_STATED)
def test_what_is_not_stated_is_not_read(text: str, rel: str, reason: str) -> None:
    assert rel not in [r for _, r, _, _ in read(text)], reason


def test_every_name_of_a_list_is_a_tail() -> None:
    tails = [t for _, rel, t, _ in read("开发推出“汉办”、“汉查”和“汉评”小程序。") if rel == "建设"]
    assert tails == ["汉办", "汉查", "“汉评”小程序"]


def test_the_subject_of_a_sentence_holds_in_its_later_clauses() -> None:
    found = read("市政务服务中心优化流程，推出“周末不打烊”服务模式。随后推出“云帮办”服务模式。")
    heads = {tail: head for head, rel, tail, _ in found if rel == "推出"}
    assert heads == {"“周末不打烊”服务模式": "武汉市政务服务中心", "“云帮办”服务模式": US}


def test_a_relation_is_kept_once_where_it_is_first_said() -> None:
    found = [r for r in read("打造市城市大脑。持续打造市城市大脑。") if r[1] == "建设"]
    assert len(found) == 1


def test_a_report_that_names_nothing_states_nothing() -> None:
    document = report("全年工作顺利。")
    assert find_relations(document, resolve(document, find_mentions(document))) == ()


PIECES = [
    "打造", "印发", "《数据条例》", "市城市大脑", "，", "。", "与", "市财政局", "、", "“一码通”服务模式", "在全市推广",
    "我局", "获评", "“先进集体”", "\n",
]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_a_quote_is_verbatim_and_holds_its_tail(pieces: list[str]) -> None:
    document = report(f"{US}自评报告。\n" + "".join(pieces))
    resolution = resolve(document, find_mentions(document))
    entities = {e.id: e for e in resolution.entities}
    for relation in find_relations(document, resolution):
        citation = relation.citation
        assert document.text[citation.start : citation.end] == citation.quote
        assert relation.head != relation.tail
        ends = (entities[relation.tail], entities[relation.head])
        assert any(form in citation.quote for e in ends for form in (e.name, *e.aliases))
