"""Which number says what of whom, when: clauses of many kinds, in reports of departments that are not in the corpus."""

from __future__ import annotations

import pytest
from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

import ingest
from graph.measures import Reading, Statement
from graph.mentions import find_mentions
from graph.quantity import plain
from ingest.document import Document, IngestError

TITLE = "2023年度成都市武侯区教育局部门整体支出绩效自评报告"


def report(body: str, heading: str = "一、履职情况") -> Document:
    return ingest.read(f"{TITLE}\n\n{heading}\n\n{body}\n".encode(), "report.txt")


def statements(document: Document) -> tuple[Statement, ...]:
    return Reading(document, find_mentions(document)).statements


def told(body: str) -> list[str]:
    """Each statement as "metric value unit"."""
    return [f"{s.metric} {plain(s.quantity.low)}{s.quantity.unit}" for s in statements(report(body))]


METRICS = [
    (
        "意向公开2分、合同备案1分，均得满分。",
        ["意向公开分值 2分", "合同备案分值 1分", "意向公开自评得分 2分", "合同备案自评得分 1分"],
        "all that the marks before are worth was got",
    ),
    (
        "结果应用3分，得3分；制度执行7分，因填报迟了11天，得6.5分。",
        [
            "结果应用分值 3分",
            "结果应用自评得分 3分",
            "制度执行分值 7分",
            "因填报迟 11天",
            "制度执行自评得分 6.5分",
        ],
        "why marks were lost stands between",
    ),
    (
        "联合佛山市、珠海市开展远程异地评标164场。",
        ["远程异地评标数 164场"],
        "with whom is not what is counted",
    ),
    (
        "家长对课后服务的满意度，目标95%，实际91.3%，分值4分，得3.84分。",
        [
            "家长对课后服务的满意度目标 95%",
            "家长对课后服务的满意度实际 91.3%",
            "家长对课后服务的满意度分值 4分",
            "家长对课后服务的满意度自评得分 3.84分",
        ],
        "an indicator that a clause of its own names",
    ),
    (
        "互认项目目标180项以上，实际204项。",
        ["互认项目目标数 180项", "互认项目实际 204项"],
        "what was reached is of what was aimed at",
    ),
    (
        "资产管理4分，得3.5分；完成率82%，扣0.5分。",
        ["资产管理分值 4分", "资产管理自评得分 3.5分", "完成率 82%", "资产管理扣分 0.5分"],
        "what an indicator is worth, got and lost",
    ),
    ("面商率、办结率均达100%。", ["面商率 100%", "办结率 100%"], "one number for each of two rates"),
    (
        "热线诉求量三年来持续走高，2021年为4.12万件，2023年达到9.84万件。",
        ["热线诉求量 41200件", "热线诉求量 98400件"],
        "what a clause says that moved",
    ),
    ("入园人数由1,200人扩至1,560人。", ["原入园人数 1200人", "入园人数 1560人"], "扩至 links"),
    ("课后服务覆盖等12个场景。", ["覆盖场景数 12个"], "场 of 场景 is no showing"),
    ("兴趣类课程重复，占38.2%。", ["兴趣类课程重复占比例 38.2%"], "a share of what the clause before states"),
    (
        "咨询、投诉、建议三类工单分别占71.3%、24.6%和4.1%。",
        ["咨询工单占 71.3%", "投诉工单占 24.6%", "建议工单占 4.1%"],
        "the count of a list is no fact of its own",
    ),
    (
        "遴选领军人才20名、青年骨干120名，人均资助分别为50万元和10万元。",
        [
            "遴选领军人才数 20名",
            "青年骨干数 120名",
            "遴选领军人才人均资助 500000元",
            "青年骨干人均资助 100000元",
        ],
        "one measure of the things counted right before",
    ),
    ("500万元以上的重点项目10个。", ["500万元以上的重点项目数 10个"], "a condition says which are counted"),
    (
        "全年客运量5亿人次，日均263.6万人次。",
        ["客运量 500000000人次", "客运量日均数 2636000人次"],
        "均 of 日均 is no link",
    ),
    ("设办公室、人事科、财务科8个科室。", ["科室数 8个"], "a list of names is not what is counted"),
    (
        "全年共办理住房公积金提取业务3.2万笔，同比增长12.5%，群众满意率达99.2%。",
        ["办理住房公积金提取业务数 32000笔", "住房公积金提取业务同比增长 12.5%", "群众满意率 99.2%"],
        "a change belongs to what was counted before it",
    ),
    (
        "受理信访件512件，按时办结率100%，满意率94.2%。",
        ["受理信访件数 512件", "信访件按时办结率 100%", "信访件满意率 94.2%"],
        "rates belong to what the sentence counted",
    ),
    (
        "为33所学校的1,250间教室安装了3,800台护眼灯。",
        ["学校数 33所", "教室数 1250间", "安装护眼灯数 3800台"],
        "three counts in one clause, each with the noun behind it",
    ),
    ("收获表扬信134封，锦旗14面。", ["收获表扬信数 134封", "锦旗数 14面"], "a list with a shared verb"),
    (
        "配备聘用人员20人（其中：雇员4人，聘员16人）。",
        ["配备聘用人员数 20人", "雇员数 4人", "聘员数 16人"],
        "parts in brackets",
    ),
    (
        "2022年受理信访件2,100件，2023年受理2,310件。",
        ["受理信访件数 2100件", "受理数 2310件"],
        "two years in one sentence",
    ),
    (
        "审批时限由20个工作日压缩至5个工作日。",
        ["原审批时限 20个工作日", "审批时限 5个工作日"],
        "what was before the change is told from what is",
    ),
    (
        "基本支出：3,210.5万元，项目支出：5,909.83万元。",
        ["基本支出 32105000元", "项目支出 59098300元"],
        "the name stands before a colon",
    ),
    (
        "“三公”经费支出12.3万元，较上年减少2.1万元，下降14.6%。",
        ["“三公”经费支出 123000元", "“三公”经费支出较上年减少 21000元", "“三公”经费支出下降 14.6%"],
        "two changes of one thing, not a change of a change",
    ),
    (
        "污水处理率达97.3%，较上年提升1.7个百分点。",
        ["污水处理率 97.3%", "污水处理率较上年提升 1.7个百分点"],
        "without its time a comparison says nothing",
    ),
    (
        "入学率为99.98%，高于全省平均水平0.3个百分点。",
        ["入学率 99.98%", "入学率高于全省平均水平 0.3个百分点"],
        "above an average: of what stands before",
    ),
    (
        "居民签约率45.6%、重点人群签约率92.1%，分别比上年提高3.2个和1.5个百分点。",
        [
            "居民签约率 45.6%",
            "重点人群签约率 92.1%",
            "居民签约率比上年提高 3.2个百分点",
            "重点人群签约率比上年提高 1.5个百分点",
        ],
        "分别 goes back to what was just told",
    ),
    (
        "完成公路投资45.6亿元，占年度计划的102.3%，同比增长15.8%。",
        ["完成公路投资 4560000000元", "完成公路投资占年度计划比例 102.3%", "完成公路投资同比增长 15.8%"],
        "a share is of what stands before it, and what follows is not of the share",
    ),
    (
        "满意度从95%提升至98.5%，提高3.5个百分点。",
        ["原满意度 95%", "满意度 98.5%", "满意度提高 3.5个百分点"],
        "a bare change is of what stands before it",
    ),
    (
        "新增20个学位，增加30名教师。",
        ["新增学位数 20个", "增加教师数 30名"],
        "what is more stands behind the number",
    ),
    ("比预算节约6.7万元。", ["比预算节约 67000元"], "节约 stays whole"),
    ("每千人口床位数达7.2张。", ["每千人口床位数 7.2张"], "每千人 counts nobody"),
    ("节约采购费200万以上。", ["节约采购费 2000000元"], "the noun tells the unit that is not printed"),
    ("推出学前教育、义务教育等5项惠民措施。", ["推出惠民措施数 5项"], "the list before 等 is of examples"),
    (
        "区属医院12家，卫生院8所。",
        ["区属医院数 12家", "卫生院数 8所"],
        "a name right before its number is what is counted",
    ),
    (
        "累计改造面积达85.6万平方米，处理污水1.25亿立方米。",
        ["改造面积 856000平方米", "处理污水 125000000立方米"],
        "what is measured keeps its name",
    ),
    (
        "水质综合合格率在全市45个部门中排名第6位。",
        ["水质综合合格率排名 6名"],
        "among how many a rank was reached is no result",
    ),
    (
        "合格率1至4月排名分别为第四、第五、第七。",
        ["合格率排名 4名", "合格率排名 5名", "合格率排名 7名"],
        "ranks of several months",
    ),
    (
        "预算编制指标分值10分，自评得分9.5分。",
        ["预算编制分值 10分", "预算编制自评得分 9.5分"],
        "a pair of marks",
    ),
    (
        "办理12345热线工单2,310件，印发川教〔2023〕15号文件。",
        ["办理12345热线工单数 2310件"],
        "numbers of names are none",
    ),
    (
        "印发《武侯区教育发展规划（2021—2025年）》《“1530”安全教育方案》，培训教师120人。",
        ["培训教师数 120人"],
        "digits in titles are none",
    ),
]


@pytest.mark.parametrize(("body", "expected", "reason"), METRICS, ids=[row[2] for row in METRICS])
def test_a_clause_says_what_each_number_counts(body: str, expected: list[str], reason: str) -> None:
    assert told(body) == expected, reason


NO_RESULTS = [
    ("校园安全案例入选全市首批16项优秀案例。", [], "chosen from 16"),
    ("入选国家示范学校12所。", ["入选国家示范学校数 12所"], "chosen: 12"),
    ("被列为全国5个试点之一。", [], "one of five"),
    (
        "无预算金额超过3000万元（含）的新增项目。",
        ["无预算金额新增项目门槛 30000000元"],
        "what there is none of",
    ),
    ("未发生5人以上的食品安全事故。", ["未发生食品安全事故数门槛 5人"], "what there is none of"),
    (
        "预算金额超过500万元的项目均开展评估。",
        ["预算金额项目均开展评估门槛 5000000元"],
        "which projects are meant",
    ),
    ("审批时间由原来的30天，压减至10天。", ["原审批时间 30天", "审批时间 10天"], "what was before"),
]


@pytest.mark.parametrize(("body", "expected", "reason"), NO_RESULTS, ids=[row[0] for row in NO_RESULTS])
def test_thresholds_and_wholes_are_told_from_results(body: str, expected: list[str], reason: str) -> None:
    assert told(body) == expected, reason


SHARED = [
    (
        "新增示范学校15所、优质园8所、累计达40所。",
        ["新增示范学校数 15所", "新增优质园数 8所", "累计优质园数 40所"],
        "新增 is said once, 累计 is of all",
    ),
    (
        "新增示范学校15所、总数达36所。",
        ["新增示范学校数 15所", "示范学校总数 36所"],
        "the total is of what was new",
    ),
    (
        "公用经费年初预算为96万元，实际支出88万元。",
        ["公用经费年初预算 960000元", "公用经费实际支出 880000元"],
        "two accounts of one item",
    ),
    (
        "1、教育支出（类）普通教育（款）小学教育（项）。主要用于：教师工资。年初预算为135.90万元，支出决算为135.25万元。",
        ["小学教育（项）年初预算 1359000元", "小学教育（项）支出决算 1352500元"],
        "under the heading of a budget line",
    ),
    (
        "产出指标得分19分，教师培训率为99.96%，得分10分。",
        ["产出指标自评得分 19分", "教师培训率 99.96%", "教师培训率自评得分 10分"],
        "in a list of marks each is of what stands before it",
    ),
]


@pytest.mark.parametrize(("body", "expected", "reason"), SHARED, ids=[row[2] for row in SHARED])
def test_what_is_said_once_belongs_to_each_number(body: str, expected: list[str], reason: str) -> None:
    assert told(body) == expected, reason


def test_a_part_of_a_whole_thing_is_doubted_and_an_average_is_not() -> None:
    doubted, mean, scaled = statements(
        report("发布信息2.26条。人均借阅图书2.5册次。培训1.5万人。".replace("册次", "次"))
    )
    assert doubted.confidence < 0.5 < min(mean.confidence, scaled.confidence)


def test_what_was_set_as_an_aim_is_told_from_what_was_reached() -> None:
    body = "本部门所设立的数量指标：服务学生50万人次，全年服务学生已达100万人次。"
    assert [s.kind for s in statements(report(body))] == ["target", "actual"]


def test_a_government_tells_its_congress_of_this_year_what_is_planned() -> None:
    text = (
        "2025年四川省政府工作报告\n\n一、2024年工作回顾\n\n2024年新建学校30所。\n\n"
        "二、2025年重点工作\n\n2025年新建学校20所，学生增长5%。\n"
    )
    document = ingest.read(text.encode(), "a.txt")
    assert [s.kind for s in statements(document)] == ["actual", "target", "target"]


RESPECTIVELY = [
    (
        "货物和集装箱吞吐量分别增长4%、11.3%。",
        ["货物吞吐量增长 4%", "集装箱吞吐量增长 11.3%"],
        "the last noun belongs to each",
    ),
    (
        "城乡居民收入分别增长4.3%、6.1%。",
        ["城镇居民收入增长 4.3%", "农村居民收入增长 6.1%"],
        "one word for two things",
    ),
    (
        "学位补贴、困难学生补助标准分别从每人每月202元、270元提高到209元、280元。",
        [
            "原学位补贴每人每月 202元",
            "原困难学生补助标准每人每月 270元",
            "学位补贴每人每月 209元",
            "困难学生补助标准每人每月 280元",
        ],
        "from two to two",
    ),
    (
        "小学、初中学位数量分别比上年增加3%、5%。",
        ["小学学位数量比上年增加 3%", "初中学位数量比上年增加 5%"],
        "the comparison goes with each",
    ),
    (
        "学校面积环比、同比分别增长51.3%、15.3%。",
        ["学校面积环比增长 51.3%", "学校面积同比增长 15.3%"],
        "two comparisons of one thing",
    ),
    (
        "民办学校、公办学校学生分别占全区的40.6%、59.4%。",
        ["民办学校占全区 40.6%", "公办学校学生占全区 59.4%"],
        "shares of one whole",
    ),
    ("小学、初中、高中等学校分别增长3%、5%。", [], "three things and two numbers: nobody can tell"),
    ("学校经费分别增长3%、5%。", [], "one thing and two numbers"),
    (
        "分别完成道路改造3公里、管网铺设5公里。",
        ["完成道路改造 3公里", "管网铺设 5公里"],
        "each number has words of its own",
    ),
]


@pytest.mark.parametrize(("body", "expected", "reason"), RESPECTIVELY, ids=[row[2] for row in RESPECTIVELY])
def test_respectively_gives_each_thing_its_number_or_none(
    body: str, expected: list[str], reason: str
) -> None:
    assert told(body) == expected, reason


SCORES = [
    (
        "3.信息公开（4分）。预算公开2分，得2分。",
        ["信息公开分值 4分", "预算公开分值 2分", "预算公开自评得分 2分"],
        "a bracket tells what it is worth",
    ),
    (
        "（一）预算编制\n\n该指标分值10分，自评得分9.5分。",
        ["预算编制分值 10分", "预算编制自评得分 9.5分"],
        "the heading names the indicator",
    ),
    (
        "（一）校车管理\n\n指标分值5分，该指标未能得分。",
        ["校车管理分值 5分", "校车管理自评得分 0分"],
        "未能得分 is a score of nought",
    ),
    (
        "（一）自评结论\n\n综合得分96.8分。",
        ["部门整体支出绩效自评得分 96.8分"],
        "under the conclusion it is the whole department's",
    ),
]


@pytest.mark.parametrize(("body", "expected", "reason"), SCORES, ids=[row[2] for row in SCORES])
def test_marks_take_their_indicator_from_clause_or_heading(
    body: str, expected: list[str], reason: str
) -> None:
    assert told(body) == expected, reason


PERIODS = [
    (
        "受理诉求8,726件，上年为10,242件，减少14.8%；按期办结率99.7%，群众满意率96.3%。",
        ["2023", "2022", "2023", "2023", "2023"],
        "what it is held against dates nothing else",
    ),
    ("满意率2021年、2022年依次为88.4%、91.2%。", ["2021", "2022"], "a time for each"),
    ("办理时间由9天压减到5天。", ["None", "2023"], "when it was so before is not told"),
    ("调用1,220万次，为2022年的2.3倍。", ["2023", "2023"], "the base of a multiple is no time of it"),
    ("全年培训126场次。", ["2023"], "the report's year"),
    ("2022年受理2,100件，2023年受理2,310件。", ["2022", "2023"], "each clause its own"),
    (
        "1-10月，处理信访件300件，答复率100%。",
        ["2023-01/2023-10", "2023-01/2023-10"],
        "the sentence's months go on",
    ),
    ("2022年和2023年分别支出120万元、150万元。", ["2022", "2023"], "分别 gives each number its own"),
    ("含上年结转资金123.4万元。", ["2023"], "what was carried over is this year's money"),
    ("上半年完成采购60次。全年完成采购130次。", ["2023-H1", "2023"], "a new sentence begins anew"),
    ("投诉较2022年减少30%。", ["2023"], "a year that is compared with dates nothing"),
    ("（一）2022年工作回顾\n\n新建学校3所。", ["2022"], "the heading dates what stands under it"),
    ("实施“教育2035”行动，新建学校3所。", ["2023"], "a year in a name is no period"),
]


@pytest.mark.parametrize(("body", "expected", "reason"), PERIODS, ids=[row[2] for row in PERIODS])
def test_the_nearest_time_dates_a_number(body: str, expected: list[str], reason: str) -> None:
    assert [str(s.period) for s in statements(report(body))] == expected, reason


def test_a_report_without_a_year_leaves_the_period_unknown() -> None:
    document = ingest.read("某市教育局工作情况\n\n一、履职情况\n\n新建学校3所。\n".encode(), "a.txt")
    assert document.about.year is None
    assert [s.period for s in statements(document)] == [None]


SUBJECTS = [
    (
        "成都智慧教育云平台注册用户1200万，日均访问量3.5万人次。",
        ["成都智慧教育云平台"] * 2,
        "it begins the clause, the next goes on",
    ),
    ("（一）成都智慧教育云平台\n\n注册用户1200万。", ["成都智慧教育云平台"], "it stands in the heading"),
    ("其中，武侯区教育局开展检查12次。", ["武侯区教育局"], "behind an adverb"),
    ("新建学校3所。", [None], "nobody is named"),
]


@pytest.mark.parametrize(("body", "names", "reason"), SUBJECTS, ids=[row[2] for row in SUBJECTS])
def test_the_subject_is_named_at_the_front_or_above(body: str, names: list[str | None], reason: str) -> None:
    assert [s.subject.text if s.subject else None for s in statements(report(body))] == names, reason


def test_money_under_the_name_of_a_project_is_the_projects() -> None:
    (stated,) = statements(report("1.校园安防设备采购\n\n预算执行120.5万元。", "一、项目情况"))
    assert (stated.subject_text, stated.metric) == ("校园安防设备采购", "预算执行")


KINDS = [
    ("计划新增学位不少于2000个。", "target", None),
    ("年初预算数为45,210.66万元。", "budget", None),
    ("信访件同比下降8.3%。", "change", "down"),
    ("满意率比上年提高2个百分点。", "change", "up"),
    ("部门整体绩效自评得分为96.8分。", "score", None),
    ("中考成绩位列全市第二。", "rank", None),
    ("新建学校3所。", "actual", None),
]


@pytest.mark.parametrize(("body", "kind", "direction"), KINDS, ids=[row[0] for row in KINDS])
def test_each_statement_has_its_kind_and_direction(body: str, kind: str, direction: str | None) -> None:
    (stated,) = statements(report(body))
    assert (stated.kind, stated.direction) == (kind, direction)


def test_duties_and_aims_are_no_results() -> None:
    assert statements(report("指导全区3个中心、42所学校开展工作。", "一、主要职责")) == ()
    assert {s.kind for s in statements(report("新增学位3000个，满意率98%。", "二、年度绩效目标"))} == {
        "target"
    }


def test_the_number_of_a_heading_is_not_counted() -> None:
    assert told("（3）学校建设\n\n新建学校3所。") == ["新建学校数 3所"]


def test_what_is_inferred_is_less_certain_than_what_is_printed() -> None:
    printed, inferred = statements(report("培训教师120人。实名注册用户1200万。"))
    assert 0 < inferred.confidence < printed.confidence <= 1


PIECES = st.sampled_from(
    [
        "新建学校",
        "3所",
        "，",
        "。",
        "；",
        "（",
        "）",
        "同比",
        "增长",
        "12.5%",
        "2022年",
        "第2名",
        "：",
        "“",
        "”",
        "其中",
        "满意率",
        "10分",
        "\n\n（一）",
        "得分",
        "万",
        "未得分",
        "较上年",
    ]
)

PRINTABLE = st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"])


@settings(deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join) | st.text(PRINTABLE, max_size=40))
@example("（10分）得分")
@example("较上年增长12.5%，")
def test_any_text_is_read_and_every_number_stands_in_its_clause(body: str) -> None:
    try:
        document = report(body)
    except IngestError:
        reject()  # what does not look like text is refused before anybody reads numbers in it
    for stated in statements(document):
        assert 0 <= stated.start < stated.end <= len(document.text)
        assert document.text[stated.start : stated.end].strip()
        assert stated.metric


def test_the_time_of_one_number_is_not_that_of_the_next() -> None:
    found = statements(
        report("培训机构由2021年的213家压减至7家，压减率96.71%。高考上线312人，比2022年的263人增长18.63%。")
    )
    assert [(plain(s.quantity.low), str(s.period)) for s in found] == [
        ("213", "2021"), ("7", "2023"), ("96.71", "2023"), ("312", "2023"), ("263", "2022"), ("18.63", "2023"),
    ]  # fmt: skip


def test_a_companion_owns_no_number() -> None:
    (found,) = statements(report("与成都大学共建实训基地，首批收录指标120条。"))
    assert found.subject is None or found.subject.text != "成都大学"


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        ("政府采购预算187.2万元。", "budget", "预算 right before the amount"),
        ("专任教师比上年多出11人。", "change", "how many more"),
        ("在职人员较上年增加至200人。", "actual", "where it came to"),
        ("线路长度平均缩短2.4%。", "change", "a percentage of a movement"),
        ("压减率96.71%。", "actual", "a rate with a movement in its name"),
        ("得分较上年度提高1.85分。", "change", "marks that moved"),
        ("达到目标值的指标39项。", "actual", "what reached its aim"),
    ],
)
def test_what_sort_of_statement_a_number_makes(body: str, kind: str, reason: str) -> None:
    assert [s.kind for s in statements(report(body))] == [kind], reason


def test_times_of_a_plan_are_those_of_the_next_year() -> None:
    found = statements(report("年内完成整治89个，要求一季度支出进度不低于20%。", "六、下步打算"))
    assert [str(s.period) for s in found] == ["2024", "2024-01/2024-03"]


def test_plans_without_a_time_are_of_the_next_year() -> None:
    (found,) = statements(report("组织业务培训不少于4场。", "六、下一步改进措施"))
    assert (str(found.period), found.kind) == ("2024", "target")
