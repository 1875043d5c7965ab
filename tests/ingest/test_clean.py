"""Cleaning: which line ends, blanks and page numbers go, and that nothing else does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean import CleanText, clean, columns
from ingest.document import Block, Document, RawText, Run
from ingest.loaders import load

CORPUS = sorted((Path(__file__).parents[2] / "corpus").glob("*.txt"))
MEASURE = 28
"""Characters a line of an official document (GB/T 9704-2012, 5.2.3)."""

PROSE = (
    "全年共受理群众来电来信三千余件，逐件登记、转办和答复，做到事事有回音、件件有着落，群众反映的供水管网老化问题得到解决，"
    "老旧小区二次供水设施改造按期完成。"
)


def cleaned(text: str) -> str:
    return clean(load(text.encode(), "报告.txt")).text


def wrapped(paragraph: str, indent: int = 2, between: str = "\n\n") -> str:
    """As typesetters wrap it, the indent of its first line lost, with blank lines between the lines."""
    first, rest = paragraph[: MEASURE - indent], paragraph[MEASURE - indent :]
    return between.join([first, *(rest[i : i + MEASURE] for i in range(0, len(rest), MEASURE))])


def page(*paragraphs: str, furniture: str = "— 1 —") -> str:
    return "\n\n".join([furniture, *(wrapped(each) for each in (PROSE, *paragraphs, PROSE))]) + "\n"


BLANKS = [
    ("走访 7 \n 个镇", "走访7个镇", "blanks around a number, and a wrap behind it"),
    ("合 理\n\n性分析", "合理性分析", "a blank inside a word, and a wrap in the next one"),
    ("共 7 个，占 12.5 %", "共7个，占12.5%", "blanks that typesetting puts between scripts"),
    ("使用 OA 系统", "使用OA系统", "no blank stays between Chinese and Latin"),
    ("Smart  City 平台", "Smart City平台", "one blank stays between Latin words"),
    ("附件 2 2023 年度", "附件2 2023年度", "two numbers side by side must not become one"),
    ("\u3000\u3000全年\u00a0完成", "全年完成", "full-width and hard blanks"),
    ("满\u200b意\ufeff率", "满意率", "characters that have no width"),
    ("部门\t职能", "部门职能", "a tab outside a table"),
    ("３０ 万元", "３０万元", "full-width digits stay as printed"),
    ("结转率 $\\leq 10\\%$ 自评得分 2 分", "结转率$\\leq 10\\%$自评得分2分", "remnants of formulas"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), BLANKS)
def test_blanks_inside_words_and_numbers_go(text: str, expected: str, reason: str) -> None:
    assert cleaned(text) == expected, reason


FURNITURE = [
    ("— 1 —", "GB/T 9704 prints it so"),
    ("－ 12 －", "full-width dashes"),
    ("- 3 -", "half-width dashes"),
    ("· 3 ·", "points"),
    ("  12  ", "the bare number"),
    ("第 3 页 共 10 页", "in words"),
    ("第3页，共10页", "in words with a comma"),
    ("3 / 10", "with the number of pages"),
    ("Page 3 of 10", "in English"),
    ("iv", "pages of a preface"),
]


@pytest.mark.parametrize(("line", "reason"), FURNITURE)
def test_page_numbers_go_and_the_sentence_they_cut_is_whole(line: str, reason: str) -> None:
    before, after = PROSE[:MEASURE], PROSE[MEASURE:]
    text = page() + "\n\n".join([wrapped(PROSE + before, indent=2), line, wrapped(after, indent=0)])
    assert cleaned(text).endswith(PROSE + PROSE), reason


NO_FURNITURE = [
    ("5.", "the number of an item with nothing behind it"),
    ("2023", "a year on the cover"),
    ("97.97", "a score"),
    ("12%", "a share"),
    ("3个", "a count"),
    ("第3页样张", "words about a page"),
]


@pytest.mark.parametrize(("line", "reason"), NO_FURNITURE)
def test_numbers_that_say_something_stay(line: str, reason: str) -> None:
    assert line in cleaned(page() + f"{line}\n\n" + wrapped(PROSE)), reason


PARAGRAPHS = [
    ([PROSE], "the last line of the one before is short"),
    (["一、部门基本情况", "（一）部门职能", "1.供水保障。" + PROSE], "headings stand alone"),
    (["1.供水保障", PROSE], "a heading, then its paragraph"),
    (["（2加强党风廉政建设，推进全面从严治党", PROSE], "a heading that lost its bracket"),
    (["全年完成下列工作：", "一是城乡供水保障。" + PROSE, "二是城乡排水防涝工作。" + PROSE], "what is announced by a colon"),
    (["（1）供水" + "保障" * 8 + "；", "（2）排水" + "保障" * 8 + "；"], "items that end in semicolons"),
    (["（1）供水" + "保障" * 8 + "，", "（2）排水" + "保障" * 8 + "。"], "items that end in commas count on"),
    ([PROSE + "共办理89宗。5."], "a number with nothing behind it ends its line"),
    (["根据条例第一、二、三、四、五、六、七、八、" + "九、十、十四条中的规定办理，" + PROSE], "a list of articles"),
    (["本年完成投资" + "若干" * 9 + "1.5万余元，资金及时拨付。" + PROSE], "a number that could be a heading"),
    (["建成智慧水务平台" + "及其他" * 5 + "SmartWaterPlatform2023系统" + PROSE], "a Latin word that did not fit"),
]  # fmt: skip


@pytest.mark.parametrize(("paragraphs", "reason"), PARAGRAPHS)
def test_wrapped_lines_become_the_paragraphs_that_they_were(paragraphs: list[str], reason: str) -> None:
    for paragraph in paragraphs:
        room = MEASURE - len(wrapped(paragraph).split("\n\n")[-1])
        assert room > 3, "a full last line tells nothing"
    assert cleaned(page(*paragraphs)).splitlines() == [PROSE, *paragraphs, PROSE], reason


def test_a_wrapped_line_that_begins_with_a_list_of_articles_is_no_heading() -> None:
    paragraph = "依照" + "若干" * 8 + "条例第五、六七、" + "九、十、十四条中的规定办理。"
    assert paragraph[MEASURE - 2 :].startswith("九、十、十四条中")
    assert cleaned(page(paragraph)).splitlines()[1] == paragraph


TITLES = [
    (["2024年度某县水务局部门整体支出绩效自评报告"], "on one line"),
    (["附件2", "2024年度某县水务局部门整体支出绩效自评报告"], "behind the number of an attachment"),
    (["2024年度某县水务局部门整体支出绩效自评表说明"], "the explanation of a table"),
]


@pytest.mark.parametrize("begins", ["一、部门基本情况", "第一部分部门概况", PROSE])
@pytest.mark.parametrize(("title", "reason"), TITLES)
def test_the_title_does_not_run_into_what_follows(title: list[str], begins: str, reason: str) -> None:
    # The title fills its line, so that its length says nothing.
    lines = [*title, *wrapped(begins).split("\n\n"), "二、绩效自评情况"]
    assert cleaned("\n".join(lines)).splitlines()[: len(title) + 1] == [*title, begins], reason


def test_a_full_line_of_an_introduction_that_ends_like_a_title_goes_on() -> None:
    first = "按照通知要求，现将我局本年度部门整体支出绩效自评情况"
    assert len(first) == MEASURE - 2
    text = "\n\n".join([first, "说明如下：", *wrapped(PROSE).split("\n\n")])
    assert cleaned(text).splitlines() == [first + "说明如下：", PROSE]


def test_lines_of_whole_paragraphs_stay_and_only_a_page_break_in_a_sentence_is_mended() -> None:
    long = PROSE * 3
    text = f"（一）职责\n\n{long}\n\n{PROSE[:25]}\n\n{PROSE[25:]}\n\n一是供水\n\n二是排水\n\n{long}\n"
    assert cleaned(text).splitlines() == ["（一）职责", long, PROSE, "一是供水", "二是排水", long]


def test_two_full_width_blanks_begin_a_paragraph_even_behind_a_full_line() -> None:
    full, short = PROSE[: MEASURE - 3] + "。", "供水管网改造按期完成。"
    lines = [
        "　　" + PROSE[: MEASURE - 2],
        PROSE[MEASURE - 2 : 2 * MEASURE],
        PROSE[2 * MEASURE :],
        "　　" + full,
        "　　" + short,
    ]
    assert cleaned("\n".join(lines)).splitlines() == [PROSE, full, short]
    without = cleaned("\n".join(line.strip() for line in lines))
    assert without.splitlines() == [PROSE, full + short], "where the indents are lost it cannot be told"


def test_rows_of_a_table_keep_the_tabs_between_their_cells() -> None:
    text = "指标\t权重 10\n满意率\t98 %\n"
    raw = RawText(text, (Run(0, len(text), "table/1", 0),), (Block(0, 9, "row"), Block(9, 18, "row")), "docx")
    result = clean(raw)
    assert result.text == "指标\t权重10\n满意率\t98%\n"
    assert [result.text[b.start : b.end] for b in result.blocks] == ["指标\t权重10", "满意率\t98%"]
    assert {b.kind for b in result.blocks} == {"row"}


def test_true_paragraphs_are_never_joined_however_they_end() -> None:
    text = "一方面，\n另一方面，\n"
    raw = RawText(
        text, (Run(0, 10, "paragraph/1", 0),), (Block(0, 5, "paragraph"), Block(5, 11, "paragraph")), "docx"
    )
    assert clean(raw).text == text


@pytest.mark.parametrize(("text", "width"), [("共7个", 5), ("", 0), ("（Ａ）", 6), ("a.b", 3)])
def test_a_chinese_character_is_two_columns_wide(text: str, width: int) -> None:
    assert columns(text) == width


def test_cleaning_a_clean_report_changes_nothing(reports: Mapping[str, Document]) -> None:
    for document in reports.values():
        assert cleaned(document.text) == document.text


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_cleaning_only_deletes_and_remembers_where_all_stood(path: Path) -> None:
    data = path.read_bytes()
    raw = load(data, path.name)
    result = clean(raw)
    assert_only_deletes(raw, result)
    for run in result.runs:
        piece = result.text[run.start : run.end].encode(raw.encoding or "")
        assert data[run.offset : run.offset + len(piece)] == piece


REPORT_LIKE = st.lists(
    st.one_of(
        st.sampled_from(
            ["\n", "\n\n", " ", "　　", "— 3 —", "1.", "一、", "（2 ", "12345", "\t", "\f", "\u2028", "\r\n"]
        ),
        st.text("花都区政务服务，。；：“”（）0123456789.% aB", max_size=40),
        st.text(max_size=3),
    ),
    min_size=1,
    max_size=30,
).map("".join)


@given(REPORT_LIKE)
def test_nothing_is_put_in_and_nothing_changes_place_in_any_text(text: str) -> None:
    raw = RawText(text, (Run(0, len(text), "", 0),), (Block(0, len(text), "lines"),), "txt")
    result = clean(raw)
    assert_only_deletes(raw, result)
    assert sum(run.end - run.start for run in result.runs) == len(result.text)
    for run in result.runs:
        assert result.text[run.start : run.end] == text[run.offset : run.offset + run.end - run.start]


@given(st.lists(st.integers(1, 90), min_size=4, max_size=12))
def test_the_letters_of_wrapped_prose_are_those_of_its_paragraphs(lengths: list[int]) -> None:
    paragraphs = ["全" + "年完成供水任务" * (length // 7 + 1) + "。" for length in lengths]
    text = "\n\n".join(wrapped(paragraph) for paragraph in paragraphs)
    assert cleaned(text).replace("\n", "") == "".join(paragraphs)


@given(st.lists(st.integers(1, 90), min_size=4, max_size=12))
def test_paragraphs_are_told_exactly_where_their_indents_are_kept(lengths: list[int]) -> None:
    paragraphs = ["全" + "年完成供水任务" * (length // 7 + 1) + "。" for length in lengths]
    text = "\n".join(
        "　　" + wrapped(paragraph, between="\n") for paragraph in ("水务" * 90 + "。", *paragraphs)
    )
    assert cleaned(text).splitlines()[1:] == paragraphs


def assert_only_deletes(raw: RawText, result: CleanText) -> None:
    rest = iter(raw.text)
    assert all(char in rest for char in result.text), "the clean text is a subsequence of the raw one"
    for before, after in zip(result.runs, result.runs[1:], strict=False):
        assert before.end <= after.start
    for block in result.blocks:
        assert result.text[block.start : block.end].strip()
        assert "\n" not in result.text[block.start : block.end]
