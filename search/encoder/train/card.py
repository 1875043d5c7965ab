"""The model card that is shipped beside the weights."""

from __future__ import annotations

from collections.abc import Sequence

from search.encoder.train.measure import Figure
from search.encoder.train.table import Plan

_CARD = """---
language: zh
library_name: sentence-transformers
license: apache-2.0
pipeline_tag: sentence-similarity
---

# 穗知 embedded encoder `{fingerprint}`

A table of {tokens:,} words and characters by {dim} dimensions, int8 with a scale for each row. A text is the
mean of the rows of its words, made length 1. Made for finding passages of Chinese government reports
together with a word index; it loads in the stock `SentenceTransformer(path)` (>= 6.2) and, without torch,
in `search.encoder.load_encoder()`.

## Trained on

By `python -m search.encoder.train` (seed {seed}; {steps:,} steps of {batch:,} pairs; InfoNCE both ways at
{dim}, {half} and {quarter} dimensions), starting from random numbers, on

| text | licence |
|---|---|
| Chinese statutes and local rules | official text, no copyright |
| government work reports, central and of the provinces | official text, no copyright |
| policies on smart cities and digital government | official text, no copyright |
| proposals of a provincial consultative conference | official text |
| questions with their passages: DRCD dev, zhSQuAD2 dev, CMRC 2018 trial | CC BY-SA |
| everyday questions on passages of these reports and policies, written for this project | Apache-2.0 |

and on nothing else. Word frequencies for the tokenizer come from the dictionary of jieba (MIT).
DRCD: Shao et al., Delta Research Center, CC BY-SA 3.0. CMRC 2018: Cui et al., HFL, CC BY-SA 4.0.

## Figures

Per cent. CMRC 2018 dev and DRCD test were not trained on; of the own questions one passage in ten is held out and
looked for among all of them (its text is part of the official text above, its questions are not).
"words" is BM25 over characters and pairs of characters; "meaning" is this model (0.6 best sentence + 0.4
passage); "both" is z(words) + z(meaning).

| set | system | questions | passages | first | MRR@10 |
|---|---|---|---|---|---|
{rows}

## Limits

- The order of words is lost: "甲高于乙" and "乙高于甲" are the same text.
- Words that official text does not use are known by their characters only.
- Alone it finds less than BM25 does where a question copies the words of its passage, as in these two sets;
  its use is for questions in other words. Numbers other than years and hotlines are read digit by digit.
- Texts of ages or topics far from administration were not measured.
"""


def model_card(fingerprint: str, plan: Plan, batch: int, tokens: int, figures: Sequence[Figure]) -> str:
    """The README.md of a trained folder."""
    rows = [
        f"| {f.name} | {f.system} | {f.questions:,} | {f.passages:,} | {f.first:.1f} | {f.mrr:.1f} |"
        for f in figures
    ]
    return _CARD.format(
        fingerprint=fingerprint,
        tokens=tokens,
        dim=plan.dim,
        half=plan.dim // 2,
        quarter=plan.dim // 4,
        seed=plan.seed,
        steps=plan.steps,
        batch=batch,
        rows="\n".join(rows),
    )
