"""Fits the weights by which an answer is chosen or refused (`search/language/choice.toml`).

    python -m bench.choice HOME GOLD... [--trial QUESTIONS.jsonl HOME]...

Samples are the questions for one number: each as it is, and once more with the right fact taken away, where every
fact that is left is wrong and none must be chosen. Such a sample counts less, for it is harder than what people ask.
Each counts a third time without the thesaurus: its words were written by people who had seen questions like these, and
the next ones will be worded otherwise. Prints the data file, with the table of how often answers of a chance were right
in cross-validation, each report (each file of questions) being judged by weights that were fitted without it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import suizhi
from search.questions.candidates import Candidate, Signals, rank_facts
from search.questions.choice import FARTHEST, POINTERS
from search.wording import amount

_NEAR = 0.002  # values this near are equal, as in GUIDELINES.md
_TAKEN_AWAY = 0.25
_UNEXPLAINED = 0.7  # the weight of a question without the thesaurus
_RIDGE = 0.002
_FOLDS = 8
# Signals that speak against a fact; all others speak for it.
_AGAINST = frozenset(
    {
        "side",
        "fresh",
        "nil",
        "missing",
        "another",
        "owner",
        "untold",
        "unsaid",
        "loose",
        "gap",
        "counted",
        "outdone",
        "off",
    }
)
_NAMES = [field.name for field in fields(Signals)]
_POINTERS = [_NAMES.index(name) for name in POINTERS]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the numbers that answer it; none, where the reports do not say it."""

    text: str
    value: float | None
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """Candidates of one report with their numbers, which of them are right, how much the sample counts, and whose it is.

    `group` is the file of questions: the samples of one are fitted or judged together.
    """

    signals: Matrix
    numbers: NDArray[np.float64]
    right: NDArray[np.bool_]
    weight: float
    question: int
    group: int = 0


def questions(path: Path) -> Iterable[Asked]:
    """The questions for numbers, and those without an answer, of an annotation file or a list of trial questions."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row.get("type", "metric") in ("metric", "unanswerable"):
            said = "".join(row["answers"]).replace(",", "")
            value = row.get("value")
            yield Asked(
                row["question"],
                None if value is None else float(value),
                tuple(re.findall(r"\d[\d.]*\d|\d", said)),
            )


def samples(home: Path, asked: Iterable[Asked]) -> list[Sample]:
    """What a library makes of the questions."""
    desk = suizhi.open(home).desk
    made: list[Sample] = []
    for number, question in enumerate(asked):
        understood, evidence = desk.prepare(question.text)
        if understood.kind != "metric":
            continue
        worded = [(understood, 1.0)]
        if understood.added:
            worded.append((replace(understood, added=()), _UNEXPLAINED))
        for asked_so, weight in worded:
            by_report: dict[str, list[Candidate]] = {}
            for candidate in rank_facts(asked_so, evidence, wider=True):
                if candidate.barred:
                    continue
                by_report.setdefault(candidate.fact.citation.source, []).append(candidate)
            for candidates in by_report.values():
                of_report = _of_report(question, candidates, len(by_report), number)
                made += [replace(sample, weight=sample.weight * weight) for sample in of_report]
    return made


def _of_report(question: Asked, candidates: Sequence[Candidate], reports: int, number: int) -> list[Sample]:
    right = np.array([_is_right(question, candidate) for candidate in candidates])
    signals = np.array([[getattr(c.signals, name) for name in _NAMES] for c in candidates])
    numbers = np.array([float(c.fact.quantity.low) for c in candidates])
    answerable = question.value is not None or bool(question.numbers)
    if not right.any():
        # That another report, or a computation, gives the answer says nothing of these facts.
        return [] if answerable else [Sample(signals, numbers, right, 1.0 / reports, number)]
    made = [Sample(signals, numbers, right, 1.0, number)]
    if not right.all():
        made.append(Sample(signals[~right], numbers[~right], right[~right], _TAKEN_AWAY, number))
    return made


def _is_right(question: Asked, candidate: Candidate) -> bool:
    value = candidate.fact.quantity.value
    if question.value is not None and value is not None:
        return abs(abs(float(value)) - abs(question.value)) <= _NEAR * abs(question.value)
    said = amount(candidate.fact).replace(",", "")
    return any(re.search(rf"(?<![\d.]){re.escape(n)}(?![\d.]*\d)", said) for n in question.numbers)


def fit(data: Sequence[Sample]) -> Matrix:
    """The utility of none and the weights of the signals that make the right choices likeliest, with a small ridge.

    What speaks for a fact never weighs against it, nor the other way round.
    """
    from scipy.optimize import minimize

    bounds = [(None, None), *((None, 0.0) if name in _AGAINST else (0.0, None) for name in _NAMES)]
    found: Matrix = minimize(
        _loss, np.zeros(len(_NAMES) + 1), args=(data,), jac=True, method="L-BFGS-B", bounds=bounds
    ).x
    return found


def _loss(weights: Matrix, data: Sequence[Sample]) -> tuple[float, Matrix]:
    total, slope = 0.0, np.zeros_like(weights)
    for sample in data:
        chances = chances_of(weights, sample.signals)
        wanted = np.concatenate([[float(not sample.right.any())], sample.right.astype(float)])
        hit = float(chances @ wanted)
        total -= sample.weight * np.log(hit)
        off = sample.weight * (chances - chances * wanted / hit)
        slope[0] += off[0]
        slope[1:] += off[1:] @ sample.signals
    ridge = _RIDGE * len(data)
    return total + ridge * float(weights @ weights), slope + 2 * ridge * weights


def chances_of(weights: Matrix, signals: Matrix) -> Matrix:
    """The chance of none, then of each candidate."""
    utilities = np.concatenate([[weights[0]], signals @ weights[1:]])
    raised = np.exp(utilities - utilities.max())
    shares: Matrix = raised / raised.sum()
    return shares


def leads(weights: Matrix, sample: Sample) -> tuple[Matrix, bool]:
    """What the sureness of the best candidate follows from (1, its leads, log of the count), and whether it is right."""
    utilities = sample.signals @ weights[1:]
    best = int(utilities.argmax())
    rivals = sample.numbers != sample.numbers[best]
    others = utilities[rivals]
    ahead = min(FARTHEST, utilities[best] - others.max()) if len(others) else FARTHEST
    pointed = sample.signals[:, _POINTERS]
    agreed = float((pointed[rivals] <= pointed[best]).all(axis=0).mean()) if len(others) else 1.0
    row = np.array([1.0, utilities[best] - weights[0], ahead, np.log(len(utilities)), agreed])
    return row, bool(sample.right[best])


def fit_sureness(rows: Matrix, right: Matrix, counts: Matrix) -> Matrix:
    """Logistic regression with a small ridge: (base, above, ahead, many, agreed)."""
    from scipy.optimize import minimize

    def loss(w: Matrix) -> tuple[float, Matrix]:
        chances = 1 / (1 + np.exp(-rows @ w))
        off = counts * (chances - right)
        said = np.where(right > 0, chances, 1 - chances)
        return float(-(counts * np.log(said)).sum() + _RIDGE * w @ w), rows.T @ off + 2 * _RIDGE * w

    found: Matrix = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x
    return found


def checked(data: Sequence[Sample]) -> tuple[Matrix, Matrix, Matrix]:
    """Leads, rightness and weight of each sample, by weights fitted without its fold."""
    told = []
    for fold in range(min(_FOLDS, 1 + max(s.group for s in data))):
        weights = fit([s for s in data if s.group % _FOLDS != fold])
        told += [(*leads(weights, s), s.weight) for s in data if s.group % _FOLDS == fold]
    return (
        np.array([t[0] for t in told]),
        np.array([float(t[1]) for t in told]),
        np.array([t[2] for t in told]),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("home", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--trial", nargs=2, action="append", default=[], metavar=("QUESTIONS", "HOME"))
    given = parser.parse_args(arguments)
    lists = [
        (given.home, list(questions(path)))
        for folder in given.gold
        for path in sorted(folder.glob("*qa.jsonl"))
    ]
    lists += [(Path(home), list(questions(Path(path)))) for path, home in given.trial]
    data: list[Sample] = []
    for group, (home, asked) in enumerate(lists):
        first = 1 + max((s.question for s in data), default=-1)
        data += [replace(s, question=s.question + first, group=group) for s in samples(home, asked)]
    weights = fit(data)
    rows, right, counts = checked(data)
    sure = fit_sureness(rows, right, counts)
    lines = [f"none = {weights[0]:.2f}", "", "[sure]"]
    lines += [
        f"{n} = {w:.2f}" for n, w in zip(("base", "above", "ahead", "many", "agreed"), sure, strict=True)
    ]
    lines += ["", "[signals]", *(f"{n} = {w:.2f}" for n, w in zip(_NAMES, weights[1:], strict=True))]
    sys.stdout.write("\n".join(lines) + "\n")
    table(
        1 / (1 + np.exp(-rows @ sure)),
        right > 0,
        counts == 1,
        sum(bool(s.right.any()) and s.weight == 1 for s in data),
    )


def table(chances: Matrix, right: NDArray[np.bool_], whole: NDArray[np.bool_], possible: int) -> None:
    """Of the questions as they are: how many answers of a chance were right, and of all from it on."""
    for low in np.arange(0.3, 1.0, 0.1):
        here, above = whole & (chances >= low) & (chances < low + 0.1), whole & (chances >= low)
        sys.stderr.write(
            f"# {low:.1f}: right {(right & here).sum()} of {here.sum()}; from here on {(right & above).sum()}"
            f" of {above.sum()}, of {possible} possible and {whole.sum()} asked\n"
        )


if __name__ == "__main__":
    main()
