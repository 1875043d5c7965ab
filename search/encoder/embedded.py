"""Reader of the shipped table of word vectors: numpy and `tokenizers`, no torch.

A text is the mean of the rows of its words, made length 1: what `SentenceTransformer` computes from the
same folder (StaticEmbedding, Normalize), to rounding.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.encoder import EncoderError

MODEL = Path(__file__).parent / "model"

# Marks that end a sentence, and blanks between titles. The tokenizer makes a blank of each run of such marks,
# and none of them joins with the character before or behind it to another one.
_PIECE = re.compile("[ \n。；！？]")

# Texts a round: what the tokenizer gives back for each is large, so that memory stays flat.
_ROUND = 1024
_TINY = np.float32(1e-12)  # keeps a row of zeros zero, as torch's normalize does


class EmbeddedEncoder:
    """The encoder in `folder`; 11,000 passages a second and 0.1 ms a question on one core.

    Raises:
        EncoderError: a file of the folder is missing or cannot be read.
    """

    def __init__(self, folder: Path = MODEL) -> None:
        from safetensors import safe_open
        from tokenizers import Tokenizer

        try:
            with safe_open(folder / "model.safetensors", framework="numpy") as tensors:
                self._rows: NDArray[np.int8] = tensors.get_tensor("embeddings")
                self._scales: NDArray[np.float32] = tensors.get_tensor("weights")
                fingerprint = (tensors.metadata() or {})["fingerprint"]
            self._grammar = (folder / "tokenizer.json").read_text(encoding="utf-8")
            self._tokenizer = Tokenizer.from_str(self._grammar)
        except Exception as problem:  # tokenizers knows no narrower one
            raise EncoderError(
                str(folder), f"模型文件读不出（{problem}）", "请重新安装 suizhi，或重新训练该模型"
            ) from problem
        self._tokenizer.no_truncation()
        self.name = f"embedded-{fingerprint}"
        self.dim = int(self._rows.shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        rounds = [self._means(texts[i : i + _ROUND]) for i in range(0, len(texts), _ROUND)]
        means = np.concatenate(rounds) if rounds else np.zeros((0, self.dim), np.float32)
        norms = np.maximum(np.linalg.norm(means, axis=1, keepdims=True), _TINY)
        return np.asarray(means / norms, np.float32)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same as `encode`: the table was trained without instructions."""
        return self.encode(texts)

    def words(self, texts: Sequence[str]) -> list[NDArray[np.uint16]]:
        """The numbers of each text's words, in order; see `search.late`."""
        return [ids.astype(np.uint16) for ids in self._words(texts)]

    def directions(self, words: NDArray[np.uint16], dim: int) -> NDArray[np.float32]:
        """(n, dim) the first numbers of these words' rows, of length 1; the table was trained to be cut."""
        rows = self._rows[words, :dim].astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
        return np.asarray(rows / np.maximum(lengths, _TINY)[:, None], np.float32)

    def weights(self, words: NDArray[np.uint16]) -> NDArray[np.float32]:
        """(n,) how much each word tells: its rareness in the text trained on, times the length of its row."""
        lengths = np.linalg.norm(self._rows[words].astype(np.float32), axis=1) * self._scales[words]
        return np.asarray(lengths * self._rareness[words], np.float32)

    @cached_property
    def _rareness(self) -> NDArray[np.float32]:
        """-ln of each word's share, as the tokenizer has it."""
        return np.array([-share for _, share in json.loads(self._grammar)["model"]["vocab"]], np.float32)

    def _means(self, texts: Sequence[str]) -> NDArray[np.float32]:
        means = np.zeros((len(texts), self.dim), np.float32)
        for mean, ids in zip(means, self._words(texts), strict=True):
            if len(ids):  # a product with the scales sums the rows; twenty times faster than add.reduceat
                mean[:] = self._scales[ids] @ self._rows.take(ids, axis=0).astype(np.float32) / len(ids)
        return means

    def _words(self, texts: Sequence[str]) -> Iterator[NDArray[np.int64]]:
        """The words of each text, in order.

        No word goes over a mark or a blank, so a text's words are those of its pieces; and a passage, its
        sentences and the titles before them share most pieces, which are looked up once.
        """
        pieces = [[piece for piece in _PIECE.split(text) if piece] for text in texts]
        known = list(dict.fromkeys(piece for split in pieces for piece in split))
        encodings = self._tokenizer.encode_batch_fast(known, add_special_tokens=False)
        words = {piece: encoding.ids for piece, encoding in zip(known, encodings, strict=True)}
        for split in pieces:
            yield np.array([word for piece in split for word in words[piece]], np.int64)
