"""`python -m search.encoder.train --data DIR [--output DIR]`: trains, writes and measures the encoder."""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

from search.encoder.train.card import model_card
from search.encoder.train.export import write_model
from search.encoder.train.measure import measure
from search.encoder.train.pairs import PairSource, read_open_pairs, read_own_pairs, read_windows
from search.encoder.train.paraphrases import OWN, read_paraphrases
from search.encoder.train.table import Plan, train
from search.encoder.train.texts import official_texts
from search.encoder.train.vocabulary import learn


def main() -> None:
    """Reads the arguments and runs all steps; the same seed and data give the same table."""
    parser = argparse.ArgumentParser(prog="python -m search.encoder.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with text_*.jsonl.xz and the rest")
    parser.add_argument("--own", type=Path, default=OWN, help="the project's own questions")
    parser.add_argument("--output", type=Path, default=Path(__file__).parents[1] / "model")
    parser.add_argument("--dim", type=int, default=512)
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--steps", type=int, default=2400)
    parser.add_argument("--rate", type=float, default=0.006)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()

    clock = time.monotonic()
    texts = official_texts(given.data, given.seed)
    tokenizer = learn([sentence for text in texts for sentence in text.sentences])
    windows = read_windows(tokenizer, texts, random.Random(given.seed))
    own = read_own_pairs(tokenizer, read_paraphrases(given.data, held_out=False, own=given.own))
    source = PairSource(windows, read_open_pairs(tokenizer, given.data), given.batch, given.seed, own)
    tokens = [tokenizer.id_to_token(index) for index in range(tokenizer.get_vocab_size())]
    print(f"{len(texts)} texts, {len(windows.spans)} windows, {len(tokens)} tokens", flush=True)

    def report(step: int, loss: float) -> None:
        if step % 50 == 0 or step == given.steps - 1:
            print(f"step {step} loss {loss:.3f} at {time.monotonic() - clock:.0f} s", flush=True)

    plan = Plan(given.dim, given.steps, given.rate, given.seed)
    table = train(tokens, source.batch, plan, report)
    fingerprint = write_model(given.output, tokenizer, table, card="")
    figures = measure(given.output, given.data, given.own)
    card = model_card(fingerprint, plan, given.batch, len(tokens), figures)
    (given.output / "README.md").write_text(card, encoding="utf-8")
    print(card)


if __name__ == "__main__":
    main()
