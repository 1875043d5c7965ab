"""What a sentence says of an initiative by its words: what is done, to what, by what means, for whom, with what result.

The words are data (`language/profiles.toml`, `language/matters.toml`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("language")
# Longer parts run on into other matters.
_LONGEST_PART = 40
_SHORTEST_MEANS = 2
_PARTS = 3  # of one kind are kept: later ones say less of what the sentence is about
_STOP = r"[^，；。：！？\n]"


@dataclass(frozen=True, slots=True)
class Roles:
    """The parts of a sentence by what they say; a part that it does not name is empty.

    Attributes:
        actions: the names of the actions, in the order of the data.
        audiences: for whom, in the order of the data.
        acts_on, means, results: stretches of the sentence, in order.
    """

    actions: tuple[str, ...]
    audiences: tuple[str, ...]
    acts_on: tuple[str, ...]
    means: tuple[str, ...]
    results: tuple[str, ...]


@cache
def language() -> dict[str, Any]:
    """The data file, examples included."""
    return tomllib.loads((_DATA / "profiles.toml").read_text("utf-8"))


@cache
def matter_words() -> tuple[dict[str, Any], ...]:
    """The rows of `matters.toml`, examples included."""
    return tuple(tomllib.loads((_DATA / "matters.toml").read_text("utf-8"))["matter"])


def matters(text: str) -> tuple[str, ...]:
    """What a text is about, in the order of the data.

    >>> matters("凭一个二维码预约挂号，看医院门诊")
    ('预约排队', '一码通', '医疗')
    """
    return tuple(name for name, pattern in _matter_patterns() if pattern.search(text))


@cache
def _matter_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["name"], _either(row["words"])) for row in matter_words())


def roles(sentence: str) -> Roles:
    """What a sentence says of an initiative.

    >>> said = roles("依托社区党群服务中心搭建助餐平台，方便老年人就近用餐")
    >>> said.actions, said.audiences, said.acts_on, said.results
    (('建设',), ('基层', '老幼病残'), ('助餐平台',), ('老年人就近用餐',))
    """
    found = _patterns()
    return Roles(
        actions=tuple(name for name, pattern in found.actions if pattern.search(sentence)),
        audiences=tuple(name for name, pattern in found.audiences if pattern.search(sentence)),
        acts_on=_parts(found.verb, sentence),
        means=tuple(_before_a_verb(part, found.verb) for part in _parts(found.means, sentence)),
        results=_parts(found.results, sentence),
    )


def is_aside(path: Sequence[str], sentence: str) -> bool:
    """Whether a sentence tells of a duty, or scores the year's paperwork, rather than of something done.

    >>> is_aside(("部门基本情况", "主要职能"), "统筹智慧城市建设"), is_aside(("数字政府建设",), "建成数据平台")
    (True, False)
    """
    aside = language()["aside"]
    return any(title.endswith(tuple(aside["titles"])) or title in aside["exact"] for title in path) or (
        sentence.startswith(tuple(aside["starts"]))
    )


@dataclass(frozen=True, slots=True)
class _Patterns:
    actions: tuple[tuple[str, re.Pattern[str]], ...]
    audiences: tuple[tuple[str, re.Pattern[str]], ...]
    verb: re.Pattern[str]
    means: re.Pattern[str]
    results: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = language()
    verbs = [verb for action in data["action"] for verb in action["verbs"]]
    between = [f"{first}({_STOP}+?){last}" for first, last in data["means"]["between"]]
    return _Patterns(
        actions=tuple((action["name"], _either(action["verbs"])) for action in data["action"]),
        audiences=tuple((group["name"], _either(group["words"])) for group in data["audience"]),
        verb=_behind(verbs),
        means=re.compile("|".join([*between, _behind(data["means"]["before"]).pattern])),
        results=_behind(data["result"]["before"]),
    )


def _either(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=lambda word: -len(word))))


def _behind(words: Sequence[str]) -> re.Pattern[str]:
    """A word with what stands behind it; of several words in a row the last."""
    return re.compile(f"(?:{_either(words).pattern})+({_STOP}+)")


def _before_a_verb(part: str, verb: re.Pattern[str]) -> str:
    """A means ends where it is told what is done with it: 社区党群服务中心|搭建助餐平台."""
    done = verb.search(part, _SHORTEST_MEANS)
    return part[: done.start()] if done else part


def _parts(pattern: re.Pattern[str], sentence: str) -> tuple[str, ...]:
    """The first parts of a kind, each once."""
    found = (next(filter(None, match.groups()), "") for match in pattern.finditer(sentence))
    parts = (part.strip(" 了的、")[:_LONGEST_PART] for part in found)
    return tuple(dict.fromkeys(part for part in parts if len(part) > 1))[:_PARTS]
