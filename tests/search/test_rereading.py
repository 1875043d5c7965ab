"""A cross-encoder in its slot: a tiny one with random weights, made here, and one that is known."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import suizhi
from search.encoder import EncoderError
from search.encoder.rereading import REREAD, lifts, load_rereader
from search.finding import Finder
from search.scope import catalogue
from search.understand import understand

ROOT = Path(__file__).parents[2]
QUERY = "热线满意率"


class OfDigits:
    """Likes passages with many digits."""

    def scores(self, query: str, passages: Sequence[str]) -> NDArray[np.float64]:
        assert query == QUERY
        return np.array([float(sum(c.isdigit() for c in passage)) for passage in passages])


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> suizhi.Suizhi:
    room = suizhi.open(tmp_path_factory.mktemp("rereading"))
    assert all(one.status == "added" for one in room.ingest([ROOT / "corpus" / "huadu-2022.txt"]))
    return room


def test_no_name_is_no_rereader() -> None:
    assert load_rereader("none") is None


def test_what_it_says_and_what_was_known_count_alike() -> None:
    found = lifts(OfDigits(), QUERY, ["1", "12", "123"], [9.0, 5.0, 1.0])
    assert found.mean() == pytest.approx(0)
    assert found.std() == pytest.approx(np.std([9.0, 5.0, 1.0]))
    assert lifts(OfDigits(), QUERY, ["1"], [1.0]).tolist() == [0.0]


def test_the_first_hits_are_ordered_anew_and_the_rest_stay_behind(room: suizhi.Suizhi) -> None:
    question = understand(QUERY, catalogue(room.documents()))
    sources = {report.source for report in room.documents()}
    index = room.desk._index
    plain = Finder(room.library, index).page(question, {}, sources, top=40).hits
    finder = Finder(room.library, index, OfDigits())
    again = finder.page(question, {}, sources, top=40).hits
    assert {hit.start for hit in again[:REREAD]} == {hit.start for hit in plain[:REREAD]}
    assert [hit.start for hit in again[REREAD:]] == [hit.start for hit in plain[REREAD:]]
    assert [hit.start for hit in again] != [hit.start for hit in plain]
    scores = [hit.score for hit in again]
    assert scores == sorted(scores, reverse=True)
    pages = [finder.page(question, {}, sources, top=5, offset=offset).hits for offset in (0, 5)]
    assert [hit.start for page in pages for hit in page] == [hit.start for hit in again[:10]]


def test_a_model_that_is_not_there_is_told(tmp_path: Path) -> None:
    required_extra()
    with pytest.raises(EncoderError, match="本机上没有这个模型"):
        load_rereader(str(tmp_path / "没有"))


def test_a_cross_encoder_of_this_machine_reads_pairs(tmp_path: Path) -> None:
    required_extra()
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    characters = sorted(set("热线满意率预算执行工单"))
    vocabulary = tmp_path / "vocab.txt"
    vocabulary.write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]), "utf-8")
    folder = tmp_path / "model"
    config = BertConfig(
        vocab_size=5 + len(characters),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=1,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(str(vocabulary)).save_pretrained(folder)
    rereader = load_rereader(str(folder))
    assert rereader is not None
    passages = ["热线工单满意率", "预算执行", "工单"]
    scores = rereader.scores(QUERY, passages)
    assert scores.shape == (3,)
    assert np.isfinite(scores).all()
    assert rereader.scores(QUERY, passages[::-1]) == pytest.approx(scores[::-1], abs=1e-5)
    assert rereader.scores(QUERY, []).shape == (0,)


def required_extra() -> None:
    """Skips where sentence-transformers is not installed; in CI it must be."""
    if importlib.util.find_spec("sentence_transformers") is None and not os.environ.get("CI"):
        pytest.skip("not run: needs the extra, pip install '.[models]'")
