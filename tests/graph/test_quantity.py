"""Numbers in prose: exact values, bounds, ranges, and the many digits that are no quantity."""

from __future__ import annotations

import doctest
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph import quantity
from graph.facts import Operator, Quantity
from graph.numerals import chinese_number
from graph.quantity import find_quantities, plain, print_quantity
from graph.units import entries


def read(text: str) -> list[tuple[str, str, Operator]]:
    """(value or low..high, unit, operator) of each quantity in `text`."""
    return [
        (
            plain(f.quantity.low)
            if f.quantity.value is not None
            else f"{plain(f.quantity.low)}..{plain(f.quantity.high)}",
            f.quantity.unit,
            f.quantity.op,
        )
        for f in find_quantities(text)
    ]


ONE = [
    # plain numbers and scales
    ("1,012,724人", "1012724", "人", "=", "thousands separators"),
    ("１，０１２，７２４人", "1012724", "人", "=", "full width"),
    ("302.53万元", "3025300", "元", "=", "a float would give 3025299.9999999995"),
    ("67,420.75万元", "674207500", "元", "=", "separator and scale"),
    ("59.36万件", "593600", "件", "=", "scale before the measure word"),
    ("27亿条", "2700000000", "条", "=", "亿"),
    ("1.3万亿元", "1300000000000", "元", "=", "万亿"),
    ("5百万元", "5000000", "元", "=", "百万"),
    ("5 种", "5", "种", "=", "a blank before the unit"),
    ("1.2 万余条", "12000", "条", "~", "a blank before the scale"),
    ("9.13 亿余条", "913000000", "条", "~", "a blank before the scale, 余 behind it"),
    ("1.25亿立方米", "125000000", "立方米", "=", "water"),
    ("3.2万笔", "32000", "笔", "=", "business of a provident fund"),
    ("120.5万剂次", "1205000", "剂次", "=", "vaccinations"),
    # in words
    ("增加一成半", "15", "%", "=", "half a tenth more"),
    ("千分之三以内", "3", "‰", "<=", "per mille in words"),
    ("近四成", "40", "%", "~", "a tenth is ten per cent"),
    ("七成二", "72", "%", "=", "tenths and hundredths"),
    ("六成以上", "60", "%", ">", "tenths with a bound"),
    ("3分12秒", "192", "秒", "=", "a duration in two units is told in the smaller"),
    ("2小时30分钟", "150", "分钟", "=", "hours and minutes"),
    ("三条渠道", "3", "条", "=", "a spelled count before its noun"),
    ("举办两期培训班", "2", "期", "=", "courses that were held"),
    # units as they are written
    ("72条（段）", "72", "条（段）", "=", "two measure words for two kinds of things"),
    ("26.8万辆（艘）次", "268000", "辆（艘）次", "=", "the same with 次"),
    ("1,874场次", "1874", "场次", "=", "场次 is what was written"),
    ("为期6周", "6", "周", "=", "weeks"),
    # operators
    ("超2亿人次", "200000000", "人次", ">", "超"),
    ("逾30万户", "300000", "户", ">", "逾"),
    ("突破500万人", "5000000", "人", ">", "突破"),
    ("近500家", "500", "家", "~", "近"),
    ("约1.5万吨", "15000", "吨", "~", "约"),
    ("20余场", "20", "场", "~", "余"),
    ("300多家", "300", "家", "~", "多"),
    ("90多万元", "900000", "元", "~", "多 between number and scale"),
    ("20000余人次", "20000", "人次", "~", "余 before the unit"),
    ("100人左右", "100", "人", "~", "左右"),
    ("100人以上", "100", "人", ">", "以上"),
    ("98%及以上", "98", "%", ">=", "及以上 includes it"),
    ("3天以下", "3", "天", "<=", "以下"),
    ("1000万元以内", "10000000", "元", "<=", "以内"),
    ("2个工作日内", "2", "个工作日", "<=", "内"),
    ("超过1000万元（含）以上", "10000000", "元", ">=", "（含） includes it"),
    ("不少于20场", "20", "场", ">=", "不少于"),
    ("不低于95%", "95", "%", ">=", "不低于"),
    ("≥ 98%", "98", "%", ">=", "the sign"),
    ("不超过5%", "5", "%", "<=", "不超过"),
    ("≤10%", "10", "%", "<=", "the sign"),
    (r"$\leq 10\%$", "10", "%", "<=", "what a formula editor leaves behind"),
    ("控制在0.5%以内", "0.5", "%", "<=", "控制在…以内"),
    ("不足100家", "100", "家", "<", "不足"),
    ("1.7百分点", "1.7", "个百分点", "=", "百 belongs to the unit"),
    ("350千克", "350", "千克", "=", "千 belongs to the unit"),
    # ranges
    ("2-3个月", "2..3", "个月", "=", "a dash"),
    ("3～5个工作日", "3..5", "个工作日", "=", "a wave"),
    ("3至5天", "3..5", "天", "=", "至"),
    ("100%-90%", "90..100", "%", "=", "from high to low"),
    ("10万至20万元", "100000..200000", "元", "=", "a scale at each end"),
    ("1.2-1.5万元", "12000..15000", "元", "=", "one scale for both ends"),
    # signs and rates
    ("-0.13%", "-0.13", "%", "=", "a printed minus"),
    ("12.5％", "12.5", "%", "=", "the full-width sign"),
    ("1.7个百分点", "1.7", "个百分点", "=", "points are not per cent"),
    ("2.5倍", "2.5", "倍", "=", "times"),
    ("3‰", "3", "‰", "=", "per mille"),
    ("覆盖率100%", "100", "%", "=", "behind a rate"),
    ("不超过5%(含)", "5", "%", "<=", "a bare （含） keeps the bound"),
    ("低于60分（含）", "60", "分", "<=", "a bare （含） includes the bound"),
    ("超过1000万元（含）", "10000000", "元", ">=", "a bare （含） includes the bound"),
    ("60分（含）以下", "60", "分", "<=", "（含）以下"),
    # one number in several scales
    ("1亿5千万元", "150000000", "元", "=", "two scales are one number"),
    ("3万5千人", "35000", "人", "=", "two scales are one number"),
    ("1亿2345万元", "123450000", "元", "=", "two scales are one number"),
    ("2千3百万元", "23000000", "元", "=", "万 closes the thousands before it"),
    # Chinese numerals
    ("三百五十二件", "352", "件", "=", "spelled out"),
    ("一万两千人", "12000", "人", "=", "spelled out with 万"),
    ("一亿二千万元", "120000000", "元", "=", "spelled out with 亿"),
    ("两万亿元", "2000000000000", "元", "=", "万 of 亿"),
    ("一千零五套", "1005", "套", "=", "with a nought"),
    ("二十五人", "25", "人", "=", "three characters are no idiom"),
    ("三百余件", "300", "件", "~", "余 behind it"),
    ("百分之九十五", "95", "%", "=", "百分之"),
    ("百分之九十九点五", "99.5", "%", "=", "with a point"),
    ("超过百分之百", "100", "%", ">", "the whole"),
    ("五大平台", "5", "个", "=", "大 counts"),
    ("9大类", "9", "大类", "=", "大类 is a unit"),
    ("三个平台", "3", "个", "=", "numeral with 个"),
    ("两个系统", "2", "个", "=", "两"),
    ("十二个部门", "12", "个", "=", "two characters"),
    ("六名工作人员", "6", "名", "=", "people"),
    ("十余家", "10", "家", "~", "余 behind a numeral"),
    ("上百家企业", "100", "家", ">=", "上百 is at least a hundred"),
    ("近千套住房", "1000", "套", "~", "近千"),
    ("节约6.7万元", "67000", "元", "=", "节约 is no 约"),
    ("签约120家", "120", "家", "=", "签约 is no 约"),
    ("线上12场", "12", "场", "=", "线上 is no 上"),
    ("附近3所学校", "3", "所", "=", "附近 is no 近"),
    ("PM2.5年均浓度22微克/立方米", "22", "微克/立方米", "=", "a unit with a stroke, behind a name with a number"),
    ("近三年", "3", "年", "~", "years counted"),
    ("连续3年", "3", "年", "=", "years counted"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "unit", "op", "reason"), ONE, ids=[row[0] for row in ONE])
def test_a_quantity_is_read_exactly(text: str, value: str, unit: str, op: Operator, reason: str) -> None:
    assert read(f"，{text}，") == [(value, unit, op)], reason


MANY = [
    (
        "分别较上年提升0.6、2.3和1.1个百分点",
        [("0.6", "个百分点", "="), ("2.3", "个百分点", "="), ("1.1", "个百分点", "=")],
        "the unit of the last is that of them all",
    ),
    ("5万元至30万元不等", [("50000..300000", "元", "=")], "a range that repeats its unit"),
    ("由61分钟减至48分钟", [("61", "分钟", "="), ("48", "分钟", "=")], "由…至 is a change, no range"),
    (
        "全年共办理住房公积金提取业务3.2万笔，同比增长12.5%，群众满意率达99.2%",
        [("32000", "笔", "="), ("12.5", "%", "="), ("99.2", "%", "=")],
        "three clauses, three numbers",
    ),
    (
        "为33所学校的1,250间教室安装了3,800台护眼灯",
        [("33", "所", "="), ("1250", "间", "="), ("3800", "台", "=")],
        "a dense clause",
    ),
    ("收获表扬信134封，锦旗14面", [("134", "封", "="), ("14", "面", "=")], "a list with a shared verb"),
    ("涉及3大类20小类10,000多项", [("3", "大类", "="), ("20", "小类", "="), ("10000", "项", "~")], "no blank between"),
    ("分别提高3.2个和1.5个百分点", [("3.2", "个百分点", "="), ("1.5", "个百分点", "=")], "a list with one unit"),
    ("由20个工作日压缩至5个工作日", [("20", "个工作日", "="), ("5", "个工作日", "=")], "from and to"),
    ("指标分值15分，自评得分14.5分", [("15", "分", "="), ("14.5", "分", "=")], "a pair of marks"),
    ("职工医保820万人、居民医保538.6万人", [("8200000", "人", "="), ("5386000", "人", "=")], "insured people"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "reason"), MANY, ids=[row[0][:14] for row in MANY])
def test_each_number_of_a_sentence_is_read(
    text: str, expected: list[tuple[str, str, Operator]], reason: str
) -> None:
    assert read(text) == expected, reason


NAMES = [
    ("核电二期工程", "a stage of a project"),
    ("惠企十条", "the name of a policy"),
    ("公交28路车队", "a bus line"),
    ("31万门牌", "no courses"),
    ("建成促成一成不变", "成 in a word"),
    ("收支两条线", "an idiom"),
    ("建馆10周年", "no weeks"),
    ("12345热线", "a hotline"), ("拨打110报警", "a hotline"), ("10号工作室", "a workshop"), ("5号楼", "a building"),
    ("百千万工程", "a programme"), ("“双百”行动", "a programme"), ("“1012”疫情", "an outbreak"),
    ("粤盾-2024攻防演练", "a drill"), ("穗编字〔2024〕94号", "a document"), ("粤府办〔2023〕5号", "a document"),
    ("GB/T 22239-2019", "a standard"), ("5G+智慧医疗", "a technology"), ("5G网络", "a technology"), ("3D打印", "a technology"),
    ('"1+11+N"体系', "a system"), ("“1+6+26”架构", "a system"), ("第21届文博会", "an edition"), ("第三批次", "a batch"),
    ("第一人民医院", "a hospital"), ("985高校", "a kind of school"), ("“211”工程", "a programme"), ("世界500强", "a list"),
    ("4A级景区", "a class"), ("V2.0版本", "a version"), ("3.0版", "a version"), ("B1层", "a floor"), ("A4纸", "a size"),
    ("2020级学生", "a class of a school"), ("2023年", "a year"), ("12月31日", "a date"), ("18:30", "a time"),
    ("24小时自助服务", "round the clock"), ("7×24小时服务", "round the clock"), ("一站式", "a mode"), ("一网通办", "a mode"),
    ("一次性解答率", "a word"), ("两个维护", "a slogan"), ("四个意识", "a slogan"), ("“三公”经费", "a kind of money"),
    ("两不愁三保障", "a slogan"), ("三甲医院", "a class"), ("二氧化碳", "a word"), ("100分制", "a scale of marks"),
    ("12部门联合发文", "departments are not counted in 部"), ("K12教育", "a kind of school"), ("1/3", "no unit"),
    ("数十家企业", "nobody knows how many"), ("几百个项目", "nobody knows how many"), ("师生比1:18", "a ratio of two"),
    ("每千人口床位", "a rate is per thousand"),
    ("百家讲坛", "a name"),
    ("三万五万元", "scales that do not descend are no number"), ("惠企二十六条", "the name of a policy"),
    ("百分之几", "nobody knows how many"),
    ("每千瓦时电价下降1分/千瓦时", "a price is no mark"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), NAMES, ids=[row[0] for row in NAMES])
def test_digits_of_names_dates_and_idioms_are_no_quantity(text: str, reason: str) -> None:
    assert read(f"推进{text}。") == [], reason


IMPLIED = [
    ("节约资金200万以上，", "2000000", ">"),
    ("实名注册用户1200万。", "12000000", "="),
    ("用户突破500万，", "5000000", ">"),
]


@pytest.mark.parametrize(("text", "value", "op"), IMPLIED, ids=[row[0] for row in IMPLIED])
def test_an_amount_without_a_unit_is_kept_as_implied(text: str, value: str, op: Operator) -> None:
    (found,) = find_quantities(text)
    assert (plain(found.quantity.low), found.quantity.unit, found.quantity.op, found.implied) == (
        value,
        "",
        op,
        True,
    )


def test_money_is_in_yuan_and_other_currencies_are_not() -> None:
    assert read("投资1.5亿元，其中外资300万美元") == [("150000000", "元", "="), ("3000000", "美元", "=")]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三十二", 32),
        ("十一", 11),
        ("二十", 20),
        ("一百零五", 105),
        ("两", 2),
        ("九千九百九十九", 9999),
        ("〇", 0),
    ],
)
def test_chinese_numerals_are_counted(text: str, number: int) -> None:
    assert chinese_number(text) == number


# 日 is a unit only in a limit (20日内): the test below.
UNITS = st.sampled_from([e["name"] for e in entries() if e["name"] not in ("年", "G", "M", "日")])
OPERATORS: st.SearchStrategy[Operator] = st.sampled_from(["=", ">", ">=", "<", "<=", "~"])
# Above 24, for 24小时 means round the clock.
AMOUNTS = st.decimals(25, 9_999_999_999, places=2, allow_nan=False).map(lambda d: Decimal(plain(d)))


def test_days_of_the_calendar_are_a_limit_or_a_date() -> None:
    assert read("20日内公示") == [("20", "日", "<=")]
    assert read("12月20日公示，20日公示") == []


@given(AMOUNTS, st.none() | AMOUNTS, UNITS, OPERATORS)
@example(Decimal("302.53"), None, "元", "=")
@example(Decimal("90"), Decimal("100"), "%", "<=")
def test_parse_of_print_is_identity(low: Decimal, high: Decimal | None, unit: str, op: Operator) -> None:
    if unit == "级":
        low, high = low % 100, None  # 2020级 is the year that a class began
    expected = Quantity(min(low, high or low), max(low, high or low), unit, op)
    printed = print_quantity(expected)
    text = (
        f"平均年龄{printed}，" if unit == "岁" else f"共{printed}，"
    )  # an age is one only where it is told as such
    (found,) = find_quantities(text)
    assert found.quantity == expected
    assert text[found.start : found.end] == printed


@given(st.integers(0, 10**12), st.integers(0, 6), st.sampled_from([("", 0), ("万", 4), ("亿", 8)]))
def test_values_are_exact_at_every_scale(digits: int, places: int, scale: tuple[str, int]) -> None:
    printed = plain(Decimal(digits).scaleb(-places))
    (found,) = find_quantities(f"支出{printed}{scale[0]}元，")
    assert found.quantity.low == Decimal(digits).scaleb(scale[1] - places)
    assert isinstance(found.quantity.low, Decimal)


PIECES = st.sampled_from(
    [
        *"0129.,%-~+（）〔〕“”第号余多超约近以上内至 \n",
        "万",
        "亿",
        "元",
        "个",
        "十",
        "两",
        "年",
        "级",
        "5G",
        "不超过",
    ]
)


@given(st.text(max_size=60) | st.lists(PIECES, max_size=25).map("".join))
@example("上百")
@example("，-")
@example("²個³㎡")
@example("١٢٣人")
def test_any_text_is_read_without_failing_and_in_order(text: str) -> None:
    position = 0
    for found in find_quantities(text):
        assert position <= found.start <= found.number < found.end <= len(text)
        assert found.quantity.low <= found.quantity.high
        assert found.quantity.low.is_finite()
        position = found.end


@given(st.lists(PIECES, max_size=20).map("".join), st.data())
def test_a_window_is_read_without_looking_behind_its_end(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert all(start <= found.start < found.end <= end for found in find_quantities(text, start, end))


def test_the_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(quantity)
    assert (failed, tried > 0) == (0, True)


@pytest.mark.parametrize("digits", ["1" * 21, "9" * 31, "1" * 29 + ".5", "2" * 400, "0." + "3" * 30])
@pytest.mark.parametrize("scale", ["", "万", "亿"])
def test_a_number_of_more_figures_than_arithmetic_keeps_is_no_quantity(digits: str, scale: str) -> None:
    """A damaged file repeats its digits: what is computed of them later would round, or fail the whole file."""
    assert list(find_quantities(f"支出{digits}{scale}元")) == []


@pytest.mark.parametrize(("scale", "times"), [("", 1), ("万", 10**4)])
def test_a_number_of_as_many_figures_as_a_number_may_have_is_exact(scale: str, times: int) -> None:
    digits = "1234567890123456"
    (found,) = find_quantities(f"支出{digits}{scale}元")
    assert found.quantity.low == int(digits) * times


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("人均预期寿命82.11岁，较上年提高0.3岁", ["82.11", "0.3"]),
        ("平均年龄36.5岁", ["36.5"]),
        ("为60岁以上老年人体检", []),
        ("3岁以下婴幼儿托位", []),
        ("全市80岁高龄老人", []),
    ],
)
def test_an_age_is_a_quantity_only_where_it_is_how_old_people_are(text: str, numbers: list[str]) -> None:
    assert [str(f.quantity.low) for f in find_quantities(text) if f.quantity.unit == "岁"] == numbers
