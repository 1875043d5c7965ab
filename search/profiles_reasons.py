"""Why two measures are held to be alike, in words: the facets that weigh most, told by what is shared."""

from __future__ import annotations

from difflib import SequenceMatcher

import numpy as np

from search.profiles import Profile
from search.profiles_language import matter_words
from search.profiles_likeness import FACETS, Asked, weights
from search.profiles_shelf import Floats, Rarity, words_of

_MOST = 5
_SHOWN = 3  # words of each kind
_SHORTEST = 2
_CLEAR = 0.35  # a meaning less alike is no reason


def reasons(asked: Asked, profile: Profile, name: str, row: Floats, rarity: Rarity) -> tuple[str, ...]:
    """At most `_MOST` reasons; at least one, the shared names first, then by what they weigh.

    Args:
        row: (len(FACETS),) how alike they are, facet by facet.
    """
    worth = dict(zip(FACETS, (row * np.array(weights())).tolist(), strict=True))
    value = dict(zip(FACETS, row.tolist(), strict=True))
    found = [
        (worth["matter"] + worth["matter_name"] + worth["matter_names"], _matters(asked, profile, rarity)),
        (worth["audience"], _listed("都面向", _both(asked.roles.audiences, profile.roles.audiences), "")),
        (worth["means"], _parts("都以", asked.roles.means, profile.roles.means, "为手段")),
        (worth["object"], _parts("作用的对象都有", asked.roles.acts_on, profile.roles.acts_on, "")),
        (worth["result"], _parts("成效都指向", asked.roles.results, profile.roles.results, "")),
        (worth["action"], _listed("都在", _both(asked.roles.actions, profile.roles.actions), "")),
        (value["metric"], "有同样的指标" if value["metric"] > 0 else ""),
        (value["thing"], "涉及同样的平台、项目或文件" if value["thing"] > 0 else ""),
        (worth["said"], f"所述内容相近 {value['said']:.2f}" if value["said"] >= _CLEAR else ""),
        (worth["name"], f"名称含义相近 {value['name']:.2f}" if value["name"] >= _CLEAR else ""),
    ]
    told = [text for _, text in sorted(found, key=lambda pair: -pair[0]) if text]
    common = stretches(asked.name, name)
    named = [f"名称都有：{'、'.join(common[:_SHOWN])}"] if common else []
    return tuple([*named, *told][:_MOST]) or (f"所述内容相近 {value['said']:.2f}",)


def stretches(one: str, other: str) -> list[str]:
    """What two names have in common, the longest first.

    >>> stretches("“穗智管”城市运行管理中枢", "“增智管”城市运行管理中枢")
    ['智管”城市运行管理中枢']
    """
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    found = (one[b.a : b.a + b.size].strip("“”《》、，") for b in blocks if b.size >= _SHORTEST)
    return sorted((each for each in found if len(each) >= _SHORTEST), key=len, reverse=True)


def _matters(asked: Asked, profile: Profile, rarity: Rarity) -> str:
    """The shared matters, the rarest first."""
    order = {row["name"]: -float(rarity.matters[at]) for at, row in enumerate(matter_words())}
    shared = sorted(_both(asked.matters, profile.matters), key=lambda matter: order[matter])
    return _listed("同为", shared[:_SHOWN], "")


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> list[str]:
    return [each for each in one if each in other]


def _listed(before: str, shared: list[str], after: str) -> str:
    return f"{before}{'、'.join(shared[:_SHOWN])}{after}" if shared else ""


def _parts(before: str, one: tuple[str, ...], other: tuple[str, ...], after: str) -> str:
    """The words that two parts share."""
    known = set(words_of(" ".join(other)))
    return _listed(before, [word for word in words_of(" ".join(one)) if word in known], after)
