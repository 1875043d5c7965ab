"""`correct` and /corrections: a person's word on one reading is seen at every door, and undo takes it back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings

CONTRACT = {"id", "what", "from", "to", "reason", "state", "who", "when"}
QUESTION = "南海区2023年市民热线的办结率是多少？"
TEXT = (
    "2023年度佛山市南海区教育局部门整体支出绩效自评报告\n\n一、部门基本情况\n\n（一）工作任务\n\n"
    "{before}2023年，南海区教育局建设智慧校园平台，印发《学校体育工作方案》。南海区市民热线的办结率为{rate}%。"
    "南海区教育局全年支出3345.75万元。\n"
)


def write(folder: Path, before: str = "", rate: str = "97.53") -> Path:
    path = folder / "2023.txt"
    path.write_text(TEXT.format(before=before, rate=rate), "utf-8")
    return path


@pytest.fixture(scope="module")
def filled(suizhi, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("filled")
    assert suizhi("ingest", write(tmp_path_factory.mktemp("reports")), "--home", home).status == 0
    return home


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "home"))


@pytest.fixture
def client(home: Path) -> Iterator[TestClient]:
    with TestClient(base_url="http://127.0.0.1", app=create_app(Settings(home=home), pages=False)) as client:
        yield client


@pytest.fixture
def run(suizhi, home):
    """A command on the library: its JSON lines."""

    def lines(*arguments: str, status: int = 0) -> list[dict]:
        ran = suizhi(*arguments, "--home", home, *(() if arguments[0] == "export" else ("--json",)))
        assert ran.status == status, ran.err
        return ran.lines

    return lines


@pytest.fixture
def rate(run) -> dict:
    (found,) = (line for line in run("export", "facts") if line["unit"] == "%")
    return found


def exports(suizhi, home: Path) -> dict[str, str]:
    what = ("all", "facts", "entities", "relations", "graph")
    return {each: suizhi("export", each, "--home", home).out for each in what}


def test_a_corrected_number_answers_as_corrected_and_says_whose_word_it_is(run, rate, suizhi, home):
    before = exports(suizhi, home)
    (said,) = run("correct", "fact", rate["id"], "--value", "79.53", "--who", "张三", "--reason", "看错一位")
    assert said.keys() >= CONTRACT
    assert (said["what"], said["from"], said["state"], said["who"]) == ("fact", rate["id"], "yes", "张三")
    assert (said["before"]["value"], said["after"], said["applies"]) == (97.53, {"value": 79.53}, True)
    (reply,) = run("ask", QUESTION)
    assert (reply["short"], reply["value"]) == ("79.53%", 79.53)
    (note,) = reply["decided"]
    assert (note["id"], note["who"], note["reason"]) == (said["id"], "张三", "看错一位")
    assert note["text"] in reply["working"], "the new number stands in no quote"
    assert "97.53" in note["text"]
    (cell,) = run("compare", "办结率")
    assert (cell["value"], cell["decision"]["who"], cell["decision"]["before"]) == (
        79.53,
        "张三",
        {"value": 97.53},
    )
    (line,) = (line for line in run("export", "facts") if line["id"] == rate["id"])
    assert (line["value"], line["quote"], line["decision"]["who"]) == (79.53, rate["quote"], "张三")
    assert "79.53" in suizhi("export", "graph", "--home", home).out
    run("correct", "undo", said["id"], "--who", "李四")
    assert exports(suizhi, home) == before
    assert run("ask", QUESTION)[0]["short"] == "97.53%"
    assert [(one["state"], one["who"]) for one in run("correct", "log")] == [
        ("yes", "张三"),
        ("undone", "李四"),
    ]


def test_a_refusal_for_a_number_that_is_wrong_says_whose_word_stands_against_it(run, rate):
    run("correct", "fact", rate["id"], "--wrong", "--who", "张三", "--reason", "不是办结率")
    (reply,) = run("ask", QUESTION)
    assert not reply["answerable"]
    (note,) = reply["decided"]
    assert (note["who"], note["reason"], note["citation"]["quote"]) == ("张三", "不是办结率", rate["quote"])
    assert note["text"] in reply["text"]
    assert reply["citations"] == []
    (other,) = run("ask", "南海区2023年全年降雨量是多少毫米？")
    assert other["decided"] == [], "another question's refusal has nothing to do with it"


@pytest.mark.parametrize(
    "question", [QUESTION, "南海区市民热线的办结率怎么样？", "南海区教育局2023年做了哪些事？"]
)
def test_a_number_that_is_wrong_never_answers(run, rate, question):
    run("correct", "fact", rate["id"], "--wrong", "--who", "张三", "--reason", "不是办结率")
    (reply,) = run("ask", question)
    assert "97.53" not in reply["short"] + "".join(reply["items"])
    assert reply["value"] != 97.53
    if "97.53" in reply["text"]:
        assert any("有误" in note["text"] for note in reply["decided"])
    assert rate["id"] not in [line["id"] for line in run("export", "facts")]
    assert all(cell["value"] is None for cell in run("compare", "办结率"))


def test_a_correction_is_found_again_after_refresh_replacement_and_removal(run, rate, suizhi, home, tmp_path):
    run("correct", "fact", rate["id"], "--value", "79.53", "--who", "张三")
    dump = suizhi("export", "all", "--home", home).out
    assert suizhi("refresh", "--home", home).status == 0
    assert suizhi("export", "all", "--home", home).out == dump
    # Another document in which the same words stand elsewhere: the fact has another id.
    moved = write(tmp_path, before="2023年，新增学位1200个。")
    assert suizhi("ingest", moved, "--replace", "--home", home).status == 0
    (found,) = (line for line in run("export", "facts") if line["unit"] == "%")
    assert (found["value"], found["start"] > rate["start"]) == (79.53, True)
    # And one in which they no longer stand.
    assert suizhi("ingest", write(tmp_path, rate="66.1"), "--replace", "--home", home).status == 0
    assert run("ask", QUESTION)[0]["short"] == "66.1%"
    (said,) = run("correct")
    assert said["applies"] is False
    run("remove", "2023.txt")
    assert suizhi("ingest", write(tmp_path), "--home", home).status == 0
    assert suizhi("export", "all", "--home", home).out == dump


def test_everything_of_a_fact_can_be_corrected_and_words_add_up(run, rate):
    run(
        "correct", "fact", rate["id"], "--metric", "满意率", "--period", "2023-H1", "--subject", "南海区教育局",
        "--kind", "target", "--op", ">=",
    )  # fmt: skip
    assert [cell["value"] for cell in run("compare", "满意率")] == [97.53]
    run("correct", "fact", rate["id"], "--value", "12.5万", "--unit", "宗")
    (line,) = (line for line in run("export", "facts") if line["id"] == rate["id"])
    told = {key: line[key] for key in ("metric", "period", "subject", "kind", "op", "value", "unit")}
    assert told == {
        "metric": "满意率", "period": "2023-H1", "subject": "南海区教育局", "kind": "target", "op": ">=",
        "value": 125000, "unit": "宗",
    }  # fmt: skip
    (office,) = run("entity", "佛山市南海区教育局")
    assert line["subject_id"] == office["id"]
    assert rate["id"] in [fact["id"] for fact in office["facts"]]


def test_an_entity_of_another_type_is_that_at_every_door(run, suizhi, home):
    before = exports(suizhi, home)
    (platform,) = run("entity", "智慧校园平台")
    assert platform["type"] == "PLATFORM"
    (said,) = run("correct", "entity", "智慧校园平台", "--type", "PROJECT", "--who", "张三")
    (line,) = run("entity", platform["id"])
    assert (line["id"], line["type"], line["decision"]["who"]) == (said["to"], "PROJECT", "张三")
    (listed,) = (one for one in run("export", "entities") if one["name"] == "智慧校园平台")
    assert (listed["type"], listed["id"]) == ("PROJECT", said["to"])
    ends = {end for one in run("export", "relations") for end in (one["head_id"], one["tail_id"])}
    assert said["to"] in ends
    assert platform["id"] not in ends
    # Said otherwise once more, of the same thing.
    (again,) = run("correct", "entity", "智慧校园平台", "--type", "INITIATIVE")
    assert again["id"] == said["id"]
    run("correct", "undo", again["id"])
    assert exports(suizhi, home) == before


def test_what_is_no_entity_is_gone_with_its_relations(run, suizhi, home):
    before = exports(suizhi, home)
    (platform,) = run("entity", "智慧校园平台")
    run("correct", "entity", platform["id"], "--wrong")
    assert platform["id"] not in "".join(
        exports(suizhi, home)[what] for what in ("facts", "entities", "graph")
    )
    assert "智慧校园平台" not in [line["tail"] for line in run("export", "relations")]
    run("correct", "undo", platform["id"])
    assert exports(suizhi, home) == before


def test_a_relation_is_wrong_or_another_one(run, suizhi, home):
    before = exports(suizhi, home)
    (built,) = (one for one in run("export", "relations") if one["tail"] == "智慧校园平台")
    (said,) = run("correct", "relation", built["id"], "--rel", "推出", "--who", "张三")
    (line,) = (one for one in run("export", "relations") if one["tail"] == built["tail"])
    assert (line["rel"], line["id"], line["decision"]["who"]) == ("推出", built["id"], "张三")
    (hop,) = run("path", built["head"], built["tail"])
    assert hop["rel"] == "推出"
    run("correct", "relation", built["id"], "--wrong")
    assert built["tail"] not in [one["tail"] for one in run("export", "relations")]
    run("correct", "undo", said["id"])
    assert exports(suizhi, home) == before


def test_a_report_is_read_again_with_what_a_person_says_that_it_is(run, suizhi, home, tmp_path):
    before = exports(suizhi, home)
    run("correct", "report", "2023.txt", "--year", "2022", "--region", "广州市花都区", "--who", "张三")
    (line,) = run("documents")
    assert (line["year"], line["region"], line["city"], line["decision"]["who"]) == (
        2022,
        "花都区",
        "广州市",
        "张三",
    )
    assert line["decision"]["before"]["year"] == 2023
    assert run("ask", "花都区2022年市民热线的办结率是多少？")[0]["answerable"]
    assert "doc" not in run("search", "办结率")[0]
    # Another document under the name is what a person said of the name, too.
    suizhi("ingest", write(tmp_path, before="全区有学校300所。"), "--replace", "--home", home)
    assert run("documents")[0]["year"] == 2022
    suizhi("ingest", write(tmp_path), "--replace", "--home", home)
    run("correct", "undo", "2023.txt")
    assert exports(suizhi, home) == before


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["fact", "0000", "--wrong"], "没有这条数据"),
        (["fact", "FACT"], "没有写明更正什么"),
        (["fact", "FACT", "--wrong", "--value", "3"], "二选一"),
        (["fact", "FACT", "--value", "很多"], "看不懂这个数值"),
        (["fact", "FACT", "--value", "NaN"], "看不懂这个数值"),
        (["fact", "FACT", "--value", "1e999999999"], "看不懂这个数值"),
        (["fact", "FACT", "--value", "1e-999999999"], "看不懂这个数值"),
        (["fact", "FACT", "--value", "9" * 40], "数值"),
        (["fact", "FACT", "--period", "去年"], "看不懂这个时段"),
        (["fact", "FACT", "--period", "2023-13"], "看不懂这个时段"),
        (["fact", "FACT", "--kind", "guess"], "可以是：actual"),
        (["fact", "FACT", "--metric", "\udcff"], "无法保存的字符"),
        (["fact", "FACT", "--value", "3", "--reason", "\udcff"], "无法保存的字符"),
        (["fact", "FACT", "--value", "97.53"], "与报告里读到的一样"),
        (["relation", "0000", "--wrong"], "没有这条关系"),
        (["entity", "无此名称甲", "--type", "ORG"], "无此名称甲"),
        (["entity", "智慧校园平台", "--type", "THING"], "可以是：ORG"),
        (["entity", "智慧校园平台", "--type", "PLATFORM"], "本来就是"),
        (["report", "无.txt", "--year", "2023"], "没有这份报告"),
        (["report", "2023.txt", "--year", "23"], "看不懂这个年度"),
        (["report", "2023.txt", "--region", "乌有区"], "没有这个地区"),
        (["report", "2023.txt", "--region", "朝阳区"], "几个地区"),
        (["undo", "0000"], "没有这项更正"),
    ],
)
def test_what_makes_no_sense_is_bad_input_and_named(suizhi, home, rate, arguments, reason):
    given = [rate["id"] if word == "FACT" else word for word in arguments]
    ran = suizhi("correct", *given, "--home", home, "--json")
    assert (ran.status, ran.out) == (2, "")
    assert reason in ran.err
    assert suizhi("correct", "log", "--home", home, "--json").lines == []


def test_corrections_are_gold_lines(run, rate, suizhi, home, tmp_path):
    run("correct", "fact", rate["id"], "--value", "79.53")
    run("correct", "entity", "智慧校园平台", "--type", "PROJECT")
    (amount,) = (line for line in run("export", "facts") if line["unit"] == "元")
    run("correct", "fact", amount["id"], "--wrong", "--reason", "不是支出")
    assert suizhi("correct", "gold", tmp_path / "gold", "--home", home).status == 0
    read = {
        path.name: [orjson.loads(line) for line in path.read_bytes().splitlines()]
        for path in (tmp_path / "gold").iterdir()
    }
    assert read.keys() == {"2023.facts.jsonl", "2023.entities.jsonl", "2023.wrong.jsonl"}
    (fact,) = read["2023.facts.jsonl"]
    assert (fact["doc"], fact["value"], fact["unit"], fact["quote"]) == ("2023", 79.53, "%", rate["quote"])
    assert read["2023.entities.jsonl"][0]["type"] == "PROJECT"
    assert read["2023.wrong.jsonl"][0]["reason"] == "不是支出"
    # The bench reads what was written, and the library says it.
    ran = suizhi("eval", "--gold", tmp_path / "gold", "--state", tmp_path / "state", "--home", home, "--json")
    figures = {f"{line['task']}.{line['metric']}": line["value"] for line in ran.lines}
    assert figures["facts.recall"] == 1.0


def test_http_corrects_lists_and_undoes(client, rate, suizhi, home):
    said = client.post(
        f"/api/v1/corrections/facts/{rate['id']}", json={"value": "79.53", "who": "张三", "reason": "看错"}
    ).json()
    assert (said["after"], said["who"], said["applies"]) == ({"value": 79.53}, "张三", True)
    listed = client.get("/api/v1/corrections").json()
    assert listed == {"total": 1, "corrections": [said]}
    assert listed["corrections"] == suizhi("correct", "--home", home, "--json").lines
    assert client.post("/api/v1/ask", json={"question": QUESTION}).json()["value"] == 79.53
    assert (
        client.get("/api/v1/facts", params={"metric": "办结率"}).json()["facts"][0]["decision"]["who"]
        == "张三"
    )
    undone = client.delete(f"/api/v1/corrections/{said['id']}", params={"who": "李四"}).json()
    assert (undone["state"], undone["who"]) == ("undone", "李四")
    report = client.post("/api/v1/corrections/reports/2023.txt", json={"year": "2022"}).json()
    assert report["after"] == {"year": 2022}
    assert client.get("/api/v1/documents/2023.txt").json()["decision"]["id"] == report["id"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("facts/0000", {"wrong": True}),
        ("facts/0000", {}),
        ("facts/0000", {"wrong": "maybe"}),
        ("relations/0000", {"wrong": True}),
        ("entities/0000", {"type": "ORG"}),
        ("reports/无.txt", {"year": "2023"}),
        ("reports/2023.txt", {"year": "2023", "who": ""}),
    ],
)
def test_http_refuses_what_makes_no_sense(client, path, body):
    assert client.post(f"/api/v1/corrections/{path}", json=body).status_code == 422
    assert client.get("/api/v1/corrections", params={"log": True}).json()["total"] == 0
