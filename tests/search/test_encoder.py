"""The shipped encoder, and other models by name or path."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.encoder import Encoder, EncoderError, load_encoder
from search.encoder.embedded import MODEL, EmbeddedEncoder
from search.encoder.models import _query_options

TEXTS = [
    "花都区2023年12345政务服务便民热线的满意率是多少？",
    "１２３４５热线　受理市民诉求，按时办结率达 99.63%。",
    "ICT 与 AI 平台",
    "飨餮饕餮",
    "",
    "。，！",
    "🙂",
    "推进“一网统管”建设，" * 60,
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def required_extra() -> None:
    """Skips where sentence-transformers is not installed; in CI it must be."""
    if importlib.util.find_spec("sentence_transformers") is None and not os.environ.get("CI"):
        pytest.skip("not run: needs the extra, pip install '.[models]'")


def test_rows_have_length_one_and_the_shape_that_is_promised(encoder: Encoder) -> None:
    rows = encoder.encode(TEXTS)
    assert rows.dtype == np.float32
    assert rows.shape == (len(TEXTS), encoder.dim)
    norms = np.linalg.norm(rows, axis=1)
    known = [bool(norm > 0.5) for norm in norms]
    assert known[:3] == [True] * 3
    assert norms[known] == pytest.approx(1, abs=1e-5)
    assert norms[[4, 5]].tolist() == [0, 0]


def test_no_text_gives_no_row(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dim)


@settings(max_examples=50, deadline=None)
@given(texts=st.lists(st.text(max_size=40), max_size=6))
def test_a_text_has_the_same_row_in_any_company(encoder: Encoder, texts: list[str]) -> None:
    together = encoder.encode(texts)
    for text, row in zip(texts, together, strict=True):
        assert encoder.encode([text])[0] == pytest.approx(row, abs=1e-6)


def test_many_texts_are_encoded_as_few_are(encoder: Encoder) -> None:
    texts = [f"第{i}项工单按时办结" for i in range(700)]  # several rounds
    assert encoder.encode(texts)[699] == pytest.approx(encoder.encode(texts[699:])[0], abs=1e-6)


@pytest.mark.parametrize(
    ("asked", "near", "far"),
    [
        ("老百姓打热线反映问题", "12345热线受理市民诉求", "土地利用总体规划修编"),
        ("钱花得怎么样", "预算执行率和资金支出情况", "智慧城市云平台建设"),
        ("办事要跑几趟", "企业群众办事只进一扇门，最多跑一次", "森林防火应急预案"),
        ("信息系统建设", "统筹推进信息化项目", "老年人助餐服务"),
    ],
)
def test_what_means_the_same_is_nearer(encoder: Encoder, asked: str, near: str, far: str) -> None:
    query, first, second = encoder.encode([asked, near, far])
    assert query @ first > query @ second


def test_words_of_the_field_are_whole_tokens() -> None:
    from tokenizers import Tokenizer

    from search.encoder.train.vocabulary import domain_words

    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    broken = [word for word in domain_words() if tokenizer.encode(word).tokens != [word]]
    assert broken == []


def test_the_name_changes_with_the_weights(encoder: Encoder, tmp_path: Path) -> None:
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    from search.encoder.train.export import write_model

    arrays = load_file(MODEL / "model.safetensors")
    table = arrays["embeddings"].astype(np.float32) * arrays["weights"][:, None]
    table[5] *= -1
    write_model(tmp_path, Tokenizer.from_file(str(MODEL / "tokenizer.json")), table, "")
    assert EmbeddedEncoder(tmp_path).name != encoder.name


def test_the_shipped_folder_is_small_and_says_where_it_comes_from() -> None:
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) < 25_000_000
    card = (MODEL / "README.md").read_text(encoding="utf-8")
    assert all(name in card for name in ("DRCD", "zhSQuAD2", "CMRC", "CC BY-SA", "MRR"))


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("content", [None, b"", b"\x08\0\0\0\0\0\0\0{}      "])
def test_a_broken_folder_is_named_with_a_way_out(tmp_path: Path, file: str, content: bytes | None) -> None:
    for name in ("model.safetensors", "tokenizer.json"):
        (tmp_path / name).symlink_to(MODEL / name)
    (tmp_path / file).unlink()
    if content is not None:
        (tmp_path / file).write_bytes(content)
    with pytest.raises(EncoderError, match="请重新安装") as problem:
        EmbeddedEncoder(tmp_path)
    assert problem.value.name == str(tmp_path)


def test_it_reads_as_sentence_transformers_does(encoder: Encoder) -> None:
    required_extra()
    stock = load_encoder(str(MODEL))
    assert stock.dim == encoder.dim
    texts = [text for text, row in zip(TEXTS, encoder.encode(TEXTS), strict=True) if row.any()]
    assert stock.encode(texts) == pytest.approx(encoder.encode(texts), abs=1e-3)
    assert stock.encode_queries(texts[:1]) == pytest.approx(encoder.encode(texts[:1]), abs=1e-3)


@pytest.mark.parametrize("name", ["/没有/这个文件夹", "./models/bge", "models/bge-base-zh-v1.5", "bge"])
def test_a_model_that_is_not_there_is_named_and_nobody_is_asked_for_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    required_extra()
    asked: list[object] = []

    def refuse(host: object, *_: object, **__: object) -> list[object]:
        asked.append(host)
        raise OSError("no way out")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    with pytest.raises(EncoderError, match="请给出本机上模型文件夹的路径"):
        load_encoder(name)
    assert asked == []


def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderError, match=r"pip install 'suizhi\[models\]'"):
        load_encoder("some/model")


@pytest.mark.parametrize(
    ("name", "prompts", "expected", "reason"),
    [
        ("Qwen/Qwen3-Embedding-0.6B", {"query": "Instruct: "}, {"prompt_name": "query"}, "the model says it"),
        (
            "/models/bge-small-zh-v1.5",
            {},
            {"prompt": "为这个句子生成表示以用于检索相关文章："},
            "its card says it",
        ),
        ("/models/bge-small-en-v1.5", {"query": ""}, {}, "another language"),
        ("/models/bge-m3", {}, {}, "trained without instruction"),
    ],
)
def test_questions_get_the_instruction_of_their_model(
    name: str, prompts: dict[str, str], expected: dict[str, str], reason: str
) -> None:
    assert _query_options(name, prompts) == expected, reason


def test_encoding_imports_no_torch() -> None:
    program = (
        "import sys\n"
        "from search.encoder import load_encoder\n"
        "assert load_encoder().encode(['热线']).any()\n"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'spacy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
