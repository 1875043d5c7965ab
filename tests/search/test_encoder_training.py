"""The training script: its texts, its loss, and a whole small run."""

from __future__ import annotations

import doctest
import importlib.util
import json
import lzma
import os
import random
import sys
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.encoder import load_encoder
from search.encoder.embedded import EmbeddedEncoder
from search.encoder.train import texts as texts_module
from search.encoder.train.export import quantise
from search.encoder.train.paraphrases import OWN, read_paraphrases
from search.encoder.train.table import Plan, _info_nce, train
from search.encoder.train.texts import OFFICIAL, OPEN_PAIRS, read_lines, sentences_of, windows_of
from search.encoder.train.vocabulary import build

PLACES = ["海州", "临江", "山前", "河口", "东林", "西坪", "南湾", "北岭"]
SUBJECTS = ["政务服务", "预算执行", "公共数据", "市民热线", "营商环境", "基层治理", "信息化项目", "干部培训"]


@pytest.fixture(autouse=True)
def _needs_scipy() -> None:
    if importlib.util.find_spec("scipy") is None and not os.environ.get("CI"):
        pytest.skip("not run: needs the extra, pip install '.[train]'")


def made_text(chance: random.Random) -> tuple[str, str]:
    place, subject = chance.choice(PLACES), chance.choice(SUBJECTS)
    lines = [
        f"{place}区持续推进{subject}工作，完成第{chance.randrange(99)}项任务并形成长效机制。"
        for _ in range(24)
    ]
    return f"{place}区{subject}工作报告", "\n".join(lines)


def write_rows(path: Path, rows: list[dict[str, object]]) -> None:
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder as the script wants it, of made-up text."""
    chance = random.Random(1)
    for name in OFFICIAL:
        pairs = [made_text(chance) for _ in range(30)]
        write_rows(tmp_path / f"{name}.jsonl.xz", [{"title": t, "text": x} for t, x in pairs])
    asked = [made_text(chance) for _ in range(80)]
    rows: list[dict[str, object]] = [{"id": str(i), "q": t, "p": x[:150]} for i, (t, x) in enumerate(asked)]
    for name in (OPEN_PAIRS, "eval_cmrc2018_dev", "eval_drcd_test"):
        write_rows(tmp_path / f"{name}.jsonl.xz", rows)
    write_own(tmp_path)
    return tmp_path


def write_own(data: Path) -> None:
    """Questions of the project's own for the first 20 documents of two sets."""
    with (data / "own.jsonl").open("w", encoding="utf-8") as file:
        for name in ("text_gwr", "text_policies"):
            for record, row in zip(range(20), read_lines(data, name), strict=False):
                passage = str(row["text"])[10:90]
                line = {
                    "file": name, "record": record, "start": 10, "end": 90,
                    "sha256": sha256(passage.encode()).hexdigest()[:16],
                    "questions": [f"{name}第{record}份说了什么", "这里办得怎么样"],
                }  # fmt: skip
                file.write(json.dumps(line, ensure_ascii=False) + "\n")


def run(monkeypatch: pytest.MonkeyPatch, data: Path, output: Path, *options: str) -> None:
    from search.encoder.train.__main__ import main

    given_options = ["--dim", "32", "--batch", "32", "--steps", "60", *options]
    own = ["--own", str(data / "own.jsonl")]
    monkeypatch.setattr(
        sys, "argv", ["train", "--data", str(data), "--output", str(output), *own, *given_options]
    )
    main()


def test_a_run_writes_a_folder_that_finds_what_it_was_shown(
    monkeypatch: pytest.MonkeyPatch, data: Path, tmp_path: Path
) -> None:
    run(monkeypatch, data, tmp_path / "model")
    encoder = EmbeddedEncoder(tmp_path / "model")
    asked, near, far = encoder.encode(["海州区预算执行", "海州区预算执行率达标", "南湾区干部培训"])
    assert asked @ near > asked @ far
    assert "MRR" in (tmp_path / "model" / "README.md").read_text(encoding="utf-8")


def test_the_same_seed_gives_the_same_model(
    monkeypatch: pytest.MonkeyPatch, data: Path, tmp_path: Path
) -> None:
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        run(monkeypatch, data, tmp_path / name, "--seed", seed, "--steps", "5")
    names = [EmbeddedEncoder(tmp_path / name).name for name in "abc"]
    assert names[0] == names[1] != names[2]


def test_one_passage_in_ten_is_held_out_and_none_is_in_both(data: Path) -> None:
    taught = read_paraphrases(data, held_out=False, own=data / "own.jsonl")
    held = read_paraphrases(data, held_out=True, own=data / "own.jsonl")
    assert (len(taught), len(held)) == (36, 4)
    assert not {q for a in taught for q in a.questions if "第" in q} & {q for a in held for q in a.questions}


def test_a_passage_that_was_changed_is_refused(data: Path) -> None:
    lines = (data / "own.jsonl").read_text(encoding="utf-8").splitlines()
    row = json.loads(lines[1]) | {"start": 11}
    (data / "own.jsonl").write_text("\n".join([lines[0], json.dumps(row)]), encoding="utf-8")
    with pytest.raises(ValueError, match="text_gwr, record 1"):
        read_paraphrases(data, held_out=False, own=data / "own.jsonl")


def test_the_projects_own_questions_keep_no_passage() -> None:
    with OWN.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    assert sum(len(row["questions"]) for row in rows) >= 3000
    assert {frozenset(row) for row in rows} == {
        frozenset({"file", "record", "start", "end", "sha256", "questions"})
    }
    assert {row["file"] for row in rows} <= {"text_gwr", "text_policies"}
    questions = [question for row in rows for question in row["questions"]]
    assert len(set(questions)) > 0.99 * len(questions)


def test_gradients_are_those_of_the_loss() -> None:
    chance = np.random.default_rng(3)
    left, right = (chance.standard_normal((6, 8)).astype(np.float32) for _ in range(2))
    _, (found, _) = _info_nce(left, right, 8)
    for row, column in ((0, 0), (2, 3), (5, 7)):
        step = np.zeros_like(left)
        step[row, column] = 1e-3
        up, down = _info_nce(left + step, right, 8)[0], _info_nce(left - step, right, 8)[0]
        assert found[row, column] == pytest.approx((up - down) / 2e-3, rel=0.02, abs=2e-3)


def test_training_lowers_the_loss() -> None:
    tokens = ["[UNK]", *"甲乙丙丁子丑寅卯"]
    queries = [np.array([i], np.int32) for i in range(1, 5)]
    passages = [np.array([i + 4], np.int32) for i in range(1, 5)]
    losses: list[float] = []
    table = train(
        tokens, lambda _: (queries, passages), Plan(16, 60, 0.02, 1), lambda _, loss: losses.append(loss)
    )
    assert losses[-1] < 0.1 < losses[0]
    assert not table[0].any()


@given(st.lists(st.integers(1, 200), max_size=60), st.integers(0, 9))
def test_windows_lie_side_by_side_and_have_something_to_pair(lengths: list[int], seed: int) -> None:
    windows = windows_of(lengths, random.Random(seed))
    assert all(last - first >= 2 for first, last in windows)
    assert all(a[1] <= b[0] for a, b in pairwise(windows))
    assert all(sum(lengths[first:last]) >= 120 for first, last in windows)


def test_sentences_lose_their_markup() -> None:
    assert sentences_of("# 某某条例\n**第一条** 为了规范；制定。\n- 。") == (
        "某某条例",
        "第一条 为了规范；",
        "制定。",
    )


def test_rows_survive_in_eight_bits() -> None:
    table = np.random.default_rng(1).standard_normal((50, 64)).astype(np.float32)
    table[0] = 0
    rows, scales = quantise(table)
    assert rows.dtype == np.int8
    assert rows.astype(np.float32) * scales[:, None] == pytest.approx(
        table, abs=float(scales.max()) / 2 + 1e-6
    )


def test_the_tokenizer_takes_the_most_probable_words() -> None:
    tokenizer = build(
        {"政务": 50, "服务": 50, "政务服务": 20, "热": 5, "线": 5, "热线": 30, "2023": 9, "2": 5}
    )
    assert tokenizer.encode("政务服务热线2023").tokens == ["政务服务", "热线", "2023"]
    assert tokenizer.encode("热，线").tokens == ["热", "线"]


def test_shipped_weights_learn_from_free_text_only() -> None:
    # The licences of these are settled (README of the model); the others may be measured on, not shipped.
    assert {*OFFICIAL, OPEN_PAIRS} == {
        "text_gwr",
        "text_policies",
        "text_jszx",
        "text_laws",
        "train_pairs_open_bysa",
    }


def test_examples_of_the_docstrings_hold() -> None:
    assert doctest.testmod(texts_module).failed == 0


def test_nothing_of_training_is_imported_with_the_encoder() -> None:
    import subprocess

    program = (
        "import sys\nfrom search.encoder import load_encoder\nload_encoder()\n"
        "print([m for m in sys.modules if m.startswith(('scipy', 'search.encoder.train'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert load_encoder().dim > 0
