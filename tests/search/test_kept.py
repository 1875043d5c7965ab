"""Reports and vectors that are kept between questions are those of now, whatever happens to the library."""

from pathlib import Path

import numpy as np
import pytest

import suizhi
from search.encoder import load_encoder
from search.encoder.remembering import RememberingWords, remembering

FIRST = (
    "2023年度厦门市湖里区水利局部门整体支出绩效自评报告\n一、基本情况\n全年清淤河道31公里，巡河4,210人次。\n"
)


def test_a_report_that_changes_answers_as_it_is_then(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(FIRST, encoding="utf-8")
    room = suizhi.open(tmp_path / "home")
    list(room.ingest([path]))
    question = "湖里区2023年清淤河道多少公里？"
    assert room.ask(question).short == "31公里"
    path.write_text(FIRST.replace("31公里", "47公里"), encoding="utf-8")
    list(room.ingest([path], replace=True))
    assert room.ask(question).short == "47公里"
    list(room.remove(["report.txt"]))
    assert not room.ask(question).answerable


@pytest.mark.parametrize("most", [2, 100])
def test_a_remembering_encoder_gives_what_the_encoder_gives(most: int) -> None:
    plain = load_encoder()
    kept = remembering(plain)
    assert isinstance(kept, RememberingWords)
    kept._most = most
    for texts in (["清淤河道", "巡河", "清淤河道"], ["巡河", "河长制"], []):
        assert np.array_equal(kept.encode(texts), plain.encode(texts))
        ours, theirs = kept.words(texts), plain.words(texts)
        assert all(np.array_equal(one, other) for one, other in zip(ours, theirs, strict=True))
