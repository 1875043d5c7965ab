"""What is awarded is named by the verb of awarding, from its year or place to its noun."""

from __future__ import annotations

import pytest

from graph.awarded import find_honours

HONOURS = [
    ("我局被评为2024年全市政务公开工作优秀单位", ["2024年全市政务公开工作优秀单位"], "with its year"),
    ("获得某市公安局的专项通报表扬和宣传", ["专项通报表扬"], "who gave it stands before 的"),
    ("成为某市最佳防守区", ["某市最佳防守区"], "no noun of honours but 最佳"),
    (
        "获评全国义务教育优质均衡发展县、湖北省教育信息化示范区",
        ["全国义务教育优质均衡发展县", "湖北省教育信息化示范区"],
        "a list",
    ),
    ("荣获“十四五”首批国家公交都市建设示范城市", ["国家公交都市建设示范城市"], "what praises it goes"),
    ("获得表扬信134封", [], "a letter is counted, not awarded"),
    ("获得奖励资金200万元", [], "money"),
    ("获得全市第一名", [], "a rank is a fact"),
    ("获评先进个人", [], "who, but not of what"),
    ("我市第五次通过国家卫生城市复审", ["国家卫生城市"], "passed again"),
    ("通过市财政局组织的评审", [], "an expert's opinion"),
    ("被命名为四川省示范性托育机构", ["四川省示范性托育机构"], "the whole object, from its scope"),
    ("入选国家专项资金支持项目", [], "money"),
    ("入选第三批国家公立医院改革示范项目城市", ["国家公立医院改革示范项目城市"], "of which lot goes"),
    ("获批建设国家综合示范区", [], "allowed, not honoured"),
    ("荣获“先进集体”", [], "quotations are read elsewhere"),
]


@pytest.mark.parametrize(("text", "names", "reason"), HONOURS)
def test_the_object_of_awarding_is_an_honour(text: str, names: list[str], reason: str) -> None:
    assert [text[c.start : c.end] for c in find_honours(text)] == names, reason
