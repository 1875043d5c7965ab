"""The table of token vectors and its training: symmetric InfoNCE over means of rows.

A text is the mean of the rows of its tokens, made length 1. While it is trained, the row of a word is the
sum of its own vector and the vectors of its characters and of the shorter words inside it, so that rare
words inherit meaning; at the end the sums are written out and a plain table remains.

    loss = mean over d in (D, D/2, D/4) of  CE(Q_d P_d^T / t) + CE(P_d Q_d^T / t), halved

(van den Oord et al. 2018, InfoNCE with in-batch negatives; Kusupati et al. 2022, Matryoshka dimensions.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_TEMPERATURE = 0.05  # .025 and .1 were both worse by 2-4 points
_BETA1, _BETA2, _EPSILON = 0.9, 0.99, 1e-8
_WARM_UP = 20  # steps
_PIECE_LENGTHS = (1, 2, 3)  # characters of the parts that lend a word their vectors
_LONGEST_SHARED = 8  # characters; longer entries of the dictionary are names of institutions, few


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast: `steps` batches, with the learning rate falling linearly from `rate`."""

    dim: int
    steps: int
    rate: float
    seed: int


def compose(tokens: list[str]) -> Any:
    """(V, V) sparse 0/1: row `w` marks `w` itself and the vocabulary's parts inside it."""
    from scipy.sparse import csr_matrix

    ids = {token: index for index, token in enumerate(tokens)}
    columns, starts = [], [0]
    for index, token in enumerate(tokens):
        columns.append(index)
        if 1 < len(token) <= _LONGEST_SHARED and not token.isascii():
            columns.extend(sorted({ids[part] for part in _parts(token) if part in ids}))
        starts.append(len(columns))
    ones = np.ones(len(columns), np.float32)
    return csr_matrix((ones, np.array(columns), np.array(starts)), shape=(len(tokens), len(tokens)))


def train(
    tokens: list[str],
    batch: Callable[[int], tuple[list[NDArray[np.int32]], list[NDArray[np.int32]]]],
    plan: Plan,
    report: Callable[[int, float], None],
) -> Floats:
    """The finished table, (V, dim) float32; the row of the unknown (0) is zero.

    Args:
        batch: the queries and passages of a step, as token ids.
        report: called with every step and its loss.
    """
    sharing = compose(tokens)
    start = np.random.default_rng(plan.seed)
    table = start.standard_normal((len(tokens), plan.dim), np.float32) / np.float32(np.sqrt(plan.dim))
    adam = _LazyAdam(table)
    for step in range(plan.steps):
        queries, passages = batch(step)
        bags = _bags(queries, sharing), _bags(passages, sharing)
        left, right = (np.asarray(bag @ rows(table), np.float32) for bag, rows in bags)
        loss, gradients = _info_nce(left, right, plan.dim)
        rate = plan.rate * min((step + 1) / _WARM_UP, 1 - step / plan.steps)
        adam.step(bags, gradients, rate)
        report(step, loss)
    flat: Floats = np.asarray(sharing @ table, np.float32)
    flat[0] = 0
    return flat


class _LazyAdam:
    """Adam that moves only the rows a batch touched; their moments stand still in between."""

    def __init__(self, table: Floats) -> None:
        self._table = table
        self._mean, self._square = np.zeros_like(table), np.zeros_like(table)
        self._steps = 0

    def step(self, bags: Any, gradients: tuple[Floats, Floats], rate: float) -> None:
        self._steps += 1
        (left, left_rows), (right, right_rows) = bags
        touched = np.union1d(left_rows.ids, right_rows.ids)
        gradient = np.zeros((len(touched), self._table.shape[1]), np.float32)
        gradient[np.searchsorted(touched, left_rows.ids)] += left.T.tocsr() @ gradients[0]
        gradient[np.searchsorted(touched, right_rows.ids)] += right.T.tocsr() @ gradients[1]
        mean = self._mean[touched] * _BETA1 + gradient * np.float32(1 - _BETA1)
        square = self._square[touched] * _BETA2 + gradient**2 * np.float32(1 - _BETA2)
        self._mean[touched], self._square[touched] = mean, square
        scale = rate * np.sqrt(1 - _BETA2**self._steps) / (1 - _BETA1**self._steps)
        self._table[touched] -= np.float32(scale) * mean / (np.sqrt(square) + np.float32(_EPSILON))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of the table that a bag matrix is about."""

    ids: NDArray[np.int64]

    def __call__(self, table: Floats) -> Floats:
        return table[self.ids]


def _bags(texts: list[NDArray[np.int32]], sharing: Any) -> tuple[Any, _Rows]:
    """(n, touched) sparse means of the texts' tokens with their parts, and which rows are touched."""
    from scipy.sparse import csr_matrix

    lengths = np.array([len(text) for text in texts])
    weights = np.repeat((1 / np.maximum(lengths, 1)).astype(np.float32), lengths)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    shape = (len(texts), sharing.shape[0])
    words = csr_matrix((weights, np.concatenate(texts), starts), shape=shape) @ sharing
    touched, columns = np.unique(words.indices, return_inverse=True)
    small = csr_matrix((words.data, columns, words.indptr), shape=(len(texts), len(touched)))
    return small, _Rows(touched.astype(np.int64))


def _info_nce(left: Floats, right: Floats, dim: int) -> tuple[float, tuple[Floats, Floats]]:
    """The loss and its gradients with regard to the (n, dim) means of both sides."""
    dims = (dim, dim // 2, dim // 4)
    loss, gradients = 0.0, (np.zeros_like(left), np.zeros_like(right))
    for size in dims:
        (q, q_norm), (p, p_norm) = _unit(left[:, :size]), _unit(right[:, :size])
        logits = q @ p.T / np.float32(_TEMPERATURE)
        by_row, by_column = _log_softmax(logits), _log_softmax(logits.T).T
        loss -= float(np.mean(np.diagonal(by_row)) + np.mean(np.diagonal(by_column)))
        slope: Floats = (np.exp(by_row) + np.exp(by_column)) * np.float32(0.5)
        slope[np.diag_indices(len(slope))] -= 1
        slope /= np.float32(_TEMPERATURE * len(slope) * len(dims))
        gradients[0][:, :size] += _through_norm(slope @ p, q, q_norm)
        gradients[1][:, :size] += _through_norm(slope.T @ q, p, p_norm)
    return loss / (2 * len(dims)), gradients


def _unit(rows: Floats) -> tuple[Floats, Floats]:
    norms = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-6))
    unit: Floats = rows / norms
    return unit, norms


def _log_softmax(rows: Floats) -> Floats:
    rows = rows - rows.max(axis=1, keepdims=True)
    logs: Floats = rows - np.log(np.exp(rows).sum(axis=1, keepdims=True))
    return logs


def _through_norm(gradient: Floats, unit: Floats, norm: Floats) -> Floats:
    through: Floats = (gradient - unit * np.sum(gradient * unit, axis=1, keepdims=True)) / norm
    return through


def _parts(word: str) -> set[str]:
    return {word[i : i + n] for n in _PIECE_LENGTHS if n < len(word) for i in range(len(word) - n + 1)}
