"""Web pages: the content without the furniture, every piece with the path of its element."""

from __future__ import annotations

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from ingest.document import IngestError, RawText
from ingest.loaders import load

BODY = (
    "<p>　　一、部门<b>基本</b>情况</p><p>2023年，花都区12345热线的满意率是67.82%，<br>"
    "比上年提高2个百分点。</p>"
    "<h2>（一）绩效目标</h2><ul><li>走访7个镇，覆盖全区。</li><li>办结率为98%，按期完成。</li></ul>"
)
PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<title>花都区2023年度自评报告-花都区政府门户网站</title>
<style>p {{ color: red }}</style><script>var a = "不是正文，是脚本。";</script></head>
<body><div class="top-nav"><a href="/">首页</a><a href="/b">政务公开，信息公开目录，请点击</a></div>
<div class="breadcrumb">当前位置：首页 &gt; 政务公开，绩效自评</div>
<div id="page"><div class="article">{BODY}</div>
<div class="share">分享到：微信，微博，朋友圈。</div></div>
<div style="display:none">隐藏的文字，不应出现。</div>
<footer>版权所有，违者必究。主办：花都区人民政府办公室。</footer>
</body></html>"""


def page(body: str) -> bytes:
    return f"<!doctype html><html><body>{body}</body></html>".encode()


def text_at(document: LexborHTMLParser, path: str) -> str:
    """The own text of the element at a path, found step by step as a browser's XPath would."""
    node = document.root
    for step in path.split("/")[1:]:
        tag, nth = re.fullmatch(r"(.+)\[(\d+)\]", step).groups()  # type: ignore[union-attr]
        same = [child for child in node.iter() if child.tag == tag]
        node = same[int(nth) - 1]
    return "".join(c.text_content or "" for c in node.iter(include_text=True) if c.is_text_node)


def assert_leads_back(raw: RawText, html: str) -> None:
    document = LexborHTMLParser(html)
    for run in raw.runs:
        own = text_at(document, run.part.removeprefix("element/"))
        assert own[run.offset : run.offset + run.end - run.start] == raw.text[run.start : run.end]


def test_the_content_stays_and_the_furniture_goes() -> None:
    raw = load(PAGE.encode(), "报告.html")
    assert [
        (block.kind, block.level, raw.text[block.start : block.end].strip("\n")) for block in raw.blocks
    ] == [
        ("heading", 1, "花都区2023年度自评报告"),
        ("paragraph", None, "　　一、部门基本情况"),
        ("paragraph", None, "2023年，花都区12345热线的满意率是67.82%，"),
        ("paragraph", None, "比上年提高2个百分点。"),
        ("heading", 2, "（一）绩效目标"),
        ("paragraph", None, "走访7个镇，覆盖全区。"),
        ("paragraph", None, "办结率为98%，按期完成。"),
    ]
    assert_leads_back(raw, PAGE)


def test_a_title_that_the_content_says_is_not_said_twice() -> None:
    html = PAGE.replace('<div class="article">', '<div class="article"><p>花都区2023年度自评报告</p>')
    assert load(html.encode(), "a.html").text.count("花都区2023年度自评报告") == 1


@pytest.mark.parametrize(
    ("table", "expected", "reason"),
    [
        (
            "<tr><th>指标</th><th>目标</th></tr><tr><td>满意率</td><td>60%</td></tr>",
            "指标\t目标\n满意率\t60%\n",
            "a row a row",
        ),
        (
            "<tr><td rowspan=2>产出</td><td colspan=2>2023年</td></tr><tr><td>目标</td><td>实际</td></tr>"
            "<tr><td>a</td><td>b</td><td>c</td></tr>",
            "产出\t2023年\n\t目标\t实际\na\tb\tc\n",
            "wide and tall cells leave their columns empty",
        ),
        (
            "<tr><td><p>第一段</p><p>第二段</p></td><td> 67.82\n % </td></tr>",
            "第一段 第二段\t67.82 %\n",
            "lines of a cell stay in it",
        ),
        (
            "<tr><td><table><tr><td>内</td><td>层</td></tr></table></td><td>外层</td></tr>",
            "内\t层\n外层\n",
            "a table around a table lays out the page",
        ),
    ],
)
def test_tables_become_rows(table: str, expected: str, reason: str) -> None:
    html = page(f"<p>前文，有标点。</p><table>{table}</table>")
    raw = load(html, "a.html")
    assert raw.text == "前文，有标点。\n" + expected, reason
    assert_leads_back(raw, html.decode())


def test_a_table_beside_the_text_is_kept() -> None:
    prose = "<div><p>" + "全面完成年度目标任务，成效显著。" * 40 + "</p></div>"
    table = "<div><table><tr><td>满意率</td><td>67.82%</td></tr></table></div>"
    assert "满意率\t67.82%" in load(page(prose + table), "a.html").text


def test_white_space_is_shown_as_a_browser_does_and_has_no_origin() -> None:
    html = page("<p>\n  满意率 \n 为&nbsp;67.82%，\t良好。\n</p>")
    raw = load(html, "a.html")
    assert raw.text == "满意率 为\xa067.82%， 良好。\n"
    assert_leads_back(raw, html.decode())


@pytest.mark.parametrize(
    ("codec", "charset"),
    [("gb18030", "gb2312"), ("gb18030", "gbk"), ("utf-8", "utf-8"), ("utf-16-le", "utf-16")],
)
def test_pages_in_chinas_encodings_read_the_same(codec: str, charset: str) -> None:
    html = PAGE.replace("utf-8", charset)
    mark = b"\xff\xfe" if codec == "utf-16-le" else b""
    assert load(mark + html.encode(codec), "a.html").text == load(PAGE.encode(), "a.html").text


def test_a_page_saved_as_doc_is_read_as_what_it_is() -> None:
    assert load(PAGE.encode(), "报告.doc").format == "html"


def test_a_page_nested_beyond_reason_is_refused() -> None:
    with pytest.raises(IngestError, match="嵌套"):
        load(page("<div>" * 3000 + "文字，有标点。"), "a.html")


def test_links_to_other_news_are_not_content() -> None:
    news = "".join(f"<li><a href='{n}'>其他新闻，标题第{n}条，请点击查看</a></li>" for n in range(8))
    raw = load(page(f"<div><p>正文内容，共一段。</p><ul>{news}</ul></div>"), "a.html")
    assert raw.text == "正文内容，共一段。\n"
